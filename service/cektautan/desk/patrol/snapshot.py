"""What is kept of a page as it was seen: its fingerprint, its title and the first words, never the whole.

It lies in the store as JSON members and stands side by side on the page of a case. The beginning of a text is kept
because a person cannot compare hashes; more of it is the work of a WARC that a proposal asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cektautan.desk.patrol.fingerprint import Fingerprint

LONGEST_TITLE: Final = 300
LONGEST_EXCERPT: Final = 500
_WORDS: Final = frozenset({"title", "excerpt", "address", "key"})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A page at a moment."""

    at: int
    """When it was seen, in Unix seconds."""
    address: str
    """Where it was found in the end."""
    key: str
    """The most specific key of that."""
    title: str
    excerpt: str
    mark: Fingerprint
    whole: bool
    """Whether the page came to its own end."""
    kept_as: str = "look"
    """look, or evidence: the page that was kept when it was proposed."""

    def members(self) -> dict[str, Any]:
        """Return it as the store keeps it."""
        return {
            "at": self.at, "address": self.address, "key": self.key, "title": self.title, "excerpt": self.excerpt,
            "words": self.mark.words, "sample": list(self.mark.sample), "whole": self.whole, "kept_as": self.kept_as,
        }  # fmt: skip

    def told(self) -> dict[str, Any]:
        """Return it as a case keeps it: with a name for the fingerprint in the place of its sample."""
        kept = self.members()
        del kept["sample"]
        return {**kept, "fingerprint": self.mark.digest}

    @classmethod
    def of(cls, members: Mapping[str, Any]) -> Snapshot | None:
        """Return what the store keeps; None where nothing was seen yet."""
        if not members:
            return None
        kept = dict(members)
        return cls(mark=Fingerprint(int(kept.pop("words")), tuple(kept.pop("sample"))), **kept)


def without_words(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a case keeps of two looks without what the page said and where it was found."""
    return {name: _nameless(each) if name in ("before", "after") else each for name, each in said.items()}


def _nameless(side: Any) -> Any:
    return {name: each for name, each in side.items() if name not in _WORDS} if isinstance(side, dict) else side
