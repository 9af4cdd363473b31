"""Stock clients of Safe Browsing in environments of their own, which `make` installs by hash (requirements/clients)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

CLIENTS = ROOT / ".clients"
SECONDS = 120


def run(environment: str, program: str, *arguments: str) -> Any:
    """Run a program with the client of an environment, and return the JSON that it prints last."""
    python = CLIENTS / environment / "bin" / "python"
    assert python.exists(), f"{python} is missing: make clients"
    done = subprocess.run(
        [python, "-c", program, *arguments], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def discovery(version: str) -> dict[str, Any]:
    """Return Google's own description of a version of the protocol, as its client for Python carries it."""
    (found,) = (CLIENTS / "google").glob(f"lib/python3*/site-packages/**/documents/safebrowsing.{version}.json")
    document: dict[str, Any] = json.loads(Path(found).read_text("utf-8"))
    return document
