"""Decision: what a list says about the keys of an address.

Decides which listing holds and how strongly it warns. Follows docs/verdicts.md and architecture decisions 6 and 10: the
most specific listed key decides, a cleared key overrides every wider listing, and an old list warns less. It must
never answer "safe": where nothing is listed, nothing is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from cektautan.core.vocabulary import Kind, Level, Staleness, Verdict

First = Callable[[Sequence[str]], tuple[str, tuple[int, int]] | None]
"""Gives the first of some keys that is listed, with its level and verdict, or None."""

# A dictionary gives a member in a tenth of the time that its class takes to look it up.
_KINDS: Final = {kind.value: kind for kind in Kind}
_LEVELS: Final = {level.value: level for level in Level}
_VERDICTS: Final = {verdict.value: verdict for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Decision:
    """The listing that holds for an address."""

    level: Level
    verdict: Verdict
    kind: Kind
    key: str
    index: int
    """The place of the key among the keys of the address."""


def decide(keys: Sequence[str], first: First, staleness: Staleness = Staleness.FRESH) -> Decision | None:
    """Return the decision of the first key that is listed; None when none is."""
    found = first(keys)
    if found is None:
        return None
    key, (level, verdict) = found
    kind = _KINDS[key[: key.index(":")]]
    return Decision(aged(_LEVELS[level], kind, staleness), _VERDICTS[verdict], kind, key, keys.index(key))


def aged(level: Level, kind: Kind, staleness: Staleness) -> Level:
    """Lower the level of an old list: past its time wider kinds warn calmly, long past it everything does."""
    if staleness is Staleness.FRESH:
        return level
    if staleness is Staleness.STALE and kind in (Kind.CONTENT, Kind.URL):
        return level
    return min(level, Level.CAUTION)
