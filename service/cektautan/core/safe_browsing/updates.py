"""What a client of Safe Browsing is told to come from an old list of prefixes to the new one.

Follows the update protocol of versions 4 and 5: removals are places in the old list as it is sorted, then additions,
then the SHA-256 of the whole new list, by which the client knows that it has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

PREFIX_BYTES: Final = 4
"""The length of prefix that every client knows."""


@dataclass(frozen=True)
class Update:
    """One update of one list."""

    is_partial: bool
    removals: tuple[int, ...]
    additions: tuple[bytes, ...]
    checksum: bytes


def prefixes(hashes: Iterable[bytes]) -> list[bytes]:
    """Return the prefixes of hashes, sorted, each once."""
    return sorted({each[:PREFIX_BYTES] for each in hashes})


def update(old: Sequence[bytes] | None, new: Sequence[bytes]) -> Update:
    """Return the update from an old list, or the whole new list where the old one is not known."""
    checksum = sha256(b"".join(new)).digest()
    if old is None:
        return Update(False, (), tuple(new), checksum)
    kept, had = set(new), set(old)
    removals = tuple(place for place, prefix in enumerate(old) if prefix not in kept)
    return Update(True, removals, tuple(prefix for prefix in new if prefix not in had), checksum)
