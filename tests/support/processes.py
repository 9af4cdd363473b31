"""Starts real servers on loopback for tests and stops them, by the handle of what was started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]

ASKS_NOBODY = {"CEKTAUTAN_CAPTURE": "off"}
"""Pages in tests stand at made-up hosts, which are not to be looked up in the world."""


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.05)


def start(environment: Mapping[str, str], *command: str) -> subprocess.Popen[str]:
    """Start `cektautan` with these settings and no others, in a process group of its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("CEKTAUTAN_", "PORT"))}
    return subprocess.Popen(
        [sys.executable, "-m", "cektautan.cli", *command],
        env={**inherited, **ASKS_NOBODY, **environment},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def answers(url: str) -> bool:
    """Return whether something answers 200 there."""
    try:
        return requests.get(url, timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run `cektautan serve` until it is ready, give its address and process, and stop it."""
    port = environment.get("PORT") or free_port()
    process = start({**environment, "PORT": str(port)}, "serve")
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: process.poll() is not None or answers(f"{address}/readyz"), 90)
        if process.poll() is not None:
            raise RuntimeError(process.communicate()[1])
        yield address, process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


@contextmanager
def redis_server(port: int, folder: Path) -> Iterator[str]:
    """Run a Redis of our own, which keeps nothing on disk."""
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        until(lambda: _accepts(port))
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
