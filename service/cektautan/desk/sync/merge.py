"""Three states of one claim, compared part by part: what the file last said, what it says now, what the store holds.

What only the file changed is taken over, what only the desk changed stays, and where both did and disagree the desk's
decision stays and the conflict is shown. Pure: a state is a mapping from the name of a part to its JSON value; a part
that is missing is not there. A claim's own parts have plain names, its listings are called `listing:<key>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

State = Mapping[str, Any]

LISTING: Final = "listing:"
WARNING: Final = 3
NOTE: Final = 1

_SAID_BY_THE_FILE: Final = frozenset({"changes"})
"""Explanations of the file for its own history: nobody else writes them, so the file is always right."""


@dataclass(frozen=True)
class Conflict:
    """A part that the file and the desk both changed, and not alike."""

    part: str
    synced: Any
    file: Any
    store: Any


@dataclass(frozen=True)
class Merged:
    """What a claim comes to."""

    state: dict[str, Any]
    changed: tuple[str, ...]
    """The parts of the store that become different."""
    conflicts: tuple[Conflict, ...]


def merge(synced: State, file: State, store: State) -> Merged:
    """Compare three states."""
    state = dict(store)
    changed, conflicts = [], []
    for part in sorted({*synced, *file, *store}):
        before, says, holds = synced.get(part), file.get(part), store.get(part)
        if says == holds or (says == before and part not in _SAID_BY_THE_FILE):
            continue
        if holds != before and part not in _SAID_BY_THE_FILE:
            conflicts.append(Conflict(part, before, says, holds))
            continue
        changed.append(part)
        if says is None:
            state.pop(part, None)
        else:
            state[part] = says
    return Merged(state, tuple(changed), tuple(conflicts))


def crosses_warning(before: State, after: State, today: str) -> tuple[str, ...]:
    """Return the keys whose warning page would come or go by itself: people decide that."""
    was, becomes = levels(before, today), levels(after, today)
    return tuple(sorted(key for key in {*was, *becomes} if (was.get(key) == WARNING) != (becomes.get(key) == WARNING)))


def rises(before: State, after: State, today: str) -> frozenset[str]:
    """Return the keys of which readers would be told something stronger than before."""
    was = levels(before, today)
    return frozenset(key for key, level in levels(after, today).items() if level > was.get(key, 0))


def levels(state: State, today: str) -> dict[str, int]:
    """Return the level in force of each key that readers are told of, on a day as it is written in a file.

    What is past its day of review is a note: moving that day brings its warning page back.
    """
    if state.get("status") not in ("active", "withdrawn"):
        return {}
    told = {}
    for name, value in state.items():
        status = value.get("status", "active") if name.startswith(LISTING) else ""
        if status not in ("active", "suspended", "retracted"):
            continue
        level = min(value["level"], state["level"])
        if status == "retracted" or state["status"] == "withdrawn":
            level = 0
        elif status == "suspended" or value["opaque"] or value.get("review_by", today) < today:
            level = min(level, NOTE)
        told[name.removeprefix(LISTING)] = level
    return told
