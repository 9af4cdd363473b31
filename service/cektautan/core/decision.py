"""Decision: what a list says about the keys of an address.

Decides which listing holds and how strongly it warns. Follows docs/verdicts.md and architecture decisions 6 and 10: the
most specific listed key decides, a cleared key overrides every wider listing, and an old list warns less. It must
never answer "safe": where nothing is listed, nothing is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cektautan.core.keys import prefixes
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
    for index, number in enumerate(prefixes(keys)):
        found = find(number)
        if found is not None:
            key = keys[index]
            kind = Kind(key[: key.index(":")])
            return Decision(_aged(Level(found[0]), kind, staleness), Verdict(found[1]), kind, key, index)
    return None


def _aged(level: Level, kind: Kind, staleness: Staleness) -> Level:
    """Lower the level of an old list: past its time wider kinds warn calmly, long past it everything does."""
    if staleness is Staleness.FRESH:
        return level
    if staleness is Staleness.STALE and kind in (Kind.CONTENT, Kind.URL):
        return level
    return min(level, Level.CAUTION)
