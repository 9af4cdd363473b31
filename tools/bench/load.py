"""Loads a server with wrk on a processor of its own, and says how fast it answered and what an answer cost it.

The server is on processor 0 and wrk on processor 1. Only the processor time of the server and of what it started is
counted. An answer that is an error, or that never came, makes the whole figure worthless: it is refused.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.bench.servers import Server

CONNECTIONS, SECONDS = 16, 3
LOADER = "1"
_SCRIPT = Path(__file__).with_name("requests.lua")


@dataclass(frozen=True)
class Load:
    """What is asked: the lines of a file as requests, see requests.lua."""

    method: str
    path: str
    lines: Path


@dataclass(frozen=True)
class Pace:
    """What came of it."""

    rate: float
    """Answers a second."""
    cost: float
    """Processor seconds an answer."""


def pace(server: Server, load: Load, seconds: int = SECONDS) -> Pace:
    """Load a server for some seconds.

    Raises:
        RuntimeError: an answer was an error or did not come.

    """
    command = [
        "taskset", "-c", LOADER, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(_SCRIPT),
        f"http://127.0.0.1:{server.port}/", "--", load.method, load.path, str(load.lines),
    ]  # fmt: skip
    before = server.cpu()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used = server.cpu() - before
    told = next(line for line in said.splitlines() if line.startswith("told ")).split()
    answers, microseconds, errors = (int(each) for each in told[1:4])
    if errors or not answers:
        raise RuntimeError(f"{load.method} {load.path}: {errors} errors in {answers} answers")
    return Pace(answers / microseconds * 1e6, used / answers)
