"""What judging a line has to know of the store, as plain values: the store answers from memory, a test from a dict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cektautan.desk.imports.grounds import SUPPORTED, Grounds


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A claim that a line may be listed with."""

    id: str
    verdict: str
    level: int
    reason_code: str
    review_by: date
    status: str = "active"
    reviews: frozenset[str] = frozenset()
    """The addresses of its checks."""
    grounds: Grounds = SUPPORTED
    statement: tuple[str, str] = ("", "")
    """What readers are told of why, in Indonesian and English: what is told of its listings changes with it."""


@dataclass(frozen=True, slots=True)
class KnownListing:
    """A listing of a key, whatever became of it."""

    id: int
    claim_id: str
    level: int
    in_force: int | None
    """What readers are told now; None where they are told nothing."""
    status: str
    review_by: date
    version: int
    immune_until: date | None = None


class Known(Protocol):
    """What the store knows."""

    def claim(self, id_: str) -> KnownClaim | None:
        """The claim of an id."""
        ...

    def listings(self, key: str) -> Sequence[KnownListing]:
        """Every listing of a key, of all claims."""
        ...

    def key_of(self, digest: str) -> str | None:
        """The key that was ever listed and has this SHA-256."""
        ...

    def is_check(self, key: str) -> bool:
        """True if this is the key of a published check: a hoax never lies there."""
        ...
