"""Decision: what a list says about the keys of an address.

Decides which listing holds and how strongly it warns. Follows docs/verdicts.md and architecture decisions 6 and 10: the
most specific listed key decides, a cleared key overrides every wider listing, and an old list warns less. It must
never answer "safe": where nothing is listed, nothing is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cektautan.core.keys import first_eight_bytes
from cektautan.core.vocabulary import Kind, Level, Staleness, Verdict

Find = Callable[[int], tuple[int, int] | None]
"""Gives level and verdict of an eight-byte prefix, or None."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The listing that holds for an address."""

    level: Level
    verdict: Verdict
    kind: Kind
    key: str
    index: int
    """The place of the key among the keys of the address."""


def decide(keys: Sequence[str], find: Find, staleness: Staleness = Staleness.FRESH) -> Decision | None:
    """Return the decision of the first key that is listed; None when none is."""
    for key in keys:
        # This is prefix(key_hash(key)), written out because nearly every key of every link is looked up in vain.
        found = find(first_eight_bytes(sha256(key.encode()).digest())[0])
        if found is not None:
            kind = Kind(key[: key.index(":")])
            level = aged(Level(found[0]), kind, staleness)
            return Decision(level, Verdict(found[1]), kind, key, keys.index(key))
    return None


def aged(level: Level, kind: Kind, staleness: Staleness) -> Level:
    """Lower the level of an old list: past its time wider kinds warn calmly, long past it everything does."""
    if staleness is Staleness.FRESH:
        return level
    if staleness is Staleness.STALE and kind in (Kind.CONTENT, Kind.URL):
        return level
    return min(level, Level.CAUTION)
