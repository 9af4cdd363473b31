"""STUB until the publisher's modules land."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from mmap import mmap
from pathlib import Path
from typing import Any


class LoadError(Exception):
    """The published set cannot be used. The message is one line."""


@dataclass(frozen=True)
class Parts:
    """A verified set as read."""

    manifest: Any
    rules: Mapping[str, Any]
    bucket_bits: int
    buckets: Sequence[bytes | mmap]
    documents: Mapping[str, bytes]


def read(public_dir: Path, root_key: str) -> Parts:
    """STUB."""
    raise LoadError("no set has been published yet")


def development_root(public_dir: Path) -> str:
    """STUB."""
    return ""


def open_index(parts: Parts, cache_dir: Path | None) -> Any:
    """STUB."""
