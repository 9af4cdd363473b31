"""What every kind of vector is made of: numbers and keys made from names, so that nothing changes by itself."""

from __future__ import annotations

import base64
import hashlib
from array import array
from typing import Any

from cektautan.core.minisign import SecretKey

NOW = 1_800_000_000
DAY = 86_400
TOP = (1 << 64) - 1
MOST = (1 << 53) - 1
"""The largest number that every language holds exactly."""
Row = dict[str, Any]
Case = tuple[str, str, Row, int, dict[str, bytes], Row]
"""An update: its name, a note, the state before it, the time, what is sent, what is expected."""


def numbers(name: str, count: int) -> array[int]:
    """Return sorted numbers made from a name."""
    made = {int.from_bytes(hashlib.sha256(f"{name} {i}".encode()).digest()[:8], "big") for i in range(count)}
    return array("Q", sorted(made))


def secret(name: str) -> SecretKey:
    """Return a key made from a name."""
    return SecretKey(
        hashlib.sha256(f"id {name}".encode()).digest()[:8], hashlib.sha256(f"seed {name}".encode()).digest()
    )


def ok(mark: str | None = None, staleness: str = "fresh", **_: int) -> Row:
    """Return the expectation of an accepted update."""
    return {"accepted": True, "error": mark, "staleness": staleness}


def no(code: str) -> Row:
    """Return the expectation of a refused update: the state stays."""
    return {"error": code}


def b64(data: bytes) -> str:
    """Return base64 text."""
    return base64.b64encode(data).decode("ascii")


ROOT, ONLINE, SECOND, STRANGER = (secret(name) for name in ("root", "online", "second online", "stranger"))
