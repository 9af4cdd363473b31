"""Starts a server as a process of its own and reads the processor time that it and its children have used."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICK = os.sysconf("SC_CLK_TCK")
CORE = "0"
"""The processor that servers run on; who asks them is on another one."""

THREADS = 16
"""As many as the service answers with unless it is told otherwise; its peers get the same."""

_NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type application/octet-stream;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


@dataclass(frozen=True)
class Server:
    """A running server on loopback."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu(self) -> float:
        """Return the processor seconds of the process and all that descend from it."""
        return sum(_cpu(pid) for pid in _family(self.process.pid))


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int, path: str, environment: dict[str, str]) -> Iterator[Server]:
    """Run a command on the servers' processor until its path answers, yield it, and stop it."""
    pinned = ["taskset", "-c", CORE, *command]
    process = subprocess.Popen(pinned, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        _wait(process, port, path)
        yield Server(process, port)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def bare_flask() -> Iterator[Server]:
    """The Flask routes of `bare_app` under our own server, with its settings."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "error",
        "tools.bench.bare_app:app",
    ]  # fmt: skip
    with running(command, port, "/j", {"PYTHONPATH": str(ROOT)}) as server:
        yield server


@contextmanager
def service(var: Path, root_key: str) -> Iterator[Server]:
    """Our service over a set that is there already, which it only reads."""
    port = free_port()
    environment = {
        "PORT": str(port),
        "CEKTAUTAN_VAR_DIR": str(var),
        "CEKTAUTAN_ROOT_KEY": root_key,
        "CEKTAUTAN_PUBLISH": "off",
        "CEKTAUTAN_THREADS": str(THREADS),
        # Imports and patrols cost what they cost, whoever asks how often: they are no part of a request.
        "CEKTAUTAN_DESK": "off",
        # The limits stay on; they are only set so high that the measurement itself is not refused.
        "CEKTAUTAN_LIMIT_CHECK": "100000000/minute",
        "CEKTAUTAN_LIMIT_LISTS": "100000000/minute",
    }
    with running([sys.executable, "-m", "cektautan.cli", "serve"], port, "/healthz", environment) as server:
        yield server


@contextmanager
def nginx(root: Path, folder: Path, path: str) -> Iterator[Server]:
    """The files below `root` as nginx sends them; `path` is one of them, `folder` is for its own files."""
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(_NGINX.format(folder=folder, port=port, root=root), "utf-8")
    command = ["nginx", "-p", str(folder), "-c", str(configuration), "-e", "stderr"]
    with running(command, port, path, {"PATH": f"{os.environ['PATH']}:/usr/sbin"}) as server:
        yield server


def _wait(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it answered")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"no answer from port {port}")


def _family(pid: int) -> list[int]:
    family = [pid]
    for parent in family:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            family += [int(child) for child in task.read_text().split()]
    return family


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK
