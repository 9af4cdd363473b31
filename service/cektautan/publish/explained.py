"""Finds the event of a history that each explanation of an entry (`changes:`) is about.

An explanation is often written after its change was published, with the day of the decision or of the writing. It gives
its words to the event that was told then, which keeps its place and date; only what was never told becomes an event of
its own. The same history and the same explanations are always joined in the same way, and a note whose words or day
were mended stays with its event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from cektautan.blocklists.entry import Change
from cektautan.core.record import ChangeKind

Event = dict[str, Any]

SHOWS_IN_NO_FIELD = {ChangeKind.REVIEWED, ChangeKind.REWORDED, ChangeKind.UPHELD}
"""What may have happened without a difference that a comparison sees."""


class Explanations:
    """The explanations of one entry, each until its event is found."""

    def __init__(self, changes: Iterable[Change], held: list[Event]) -> None:
        """Join what is about an event that was told already; `held` is in the order of its days."""
        self._open = sorted(changes, key=lambda change: change.date)
        self._free = list(held)
        self._join(lambda change, event: event["date"] == change.date.isoformat())
        self._join(lambda change, event: event["note"] == _note(change))
        # What was decided before it was published.
        self._join(lambda change, event: event["date"] > change.date.isoformat())

    def take(self, kind: ChangeKind, day: date | None = None) -> Change | None:
        """Take the latest explanation of a change that is told now, of that day where one is given."""
        fitting = [change for change in self._open if change.change == kind and day in (None, change.date)]
        if not fitting:
            return None
        self._open.remove(fitting[-1])
        return fitting[-1]

    def rest(self) -> list[Change]:
        """Return what no event was told of; call this when all that a comparison saw was taken."""
        # A change that every comparison sees, and that none saw now, was told before somebody explained it.
        self._free.reverse()
        self._open.reverse()
        self._join(lambda change, _: change.change not in SHOWS_IN_NO_FIELD)
        return self._open

    def _join(self, fits: Callable[[Change, Event], bool]) -> None:
        """Give each open explanation to the first free event of its kind that fits."""
        for change in list(self._open):
            event = next((each for each in self._free if each["change"] == change.change and fits(change, each)), None)
            if event is not None:
                event["note"] = _note(change)
                self._free = [each for each in self._free if each is not event]
                self._open.remove(change)


def event_of(kind: ChangeKind, day: date, change: Change | None = None) -> Event:
    """Return an event that is told now: on the day of its explanation where it has one."""
    told = day if change is None else change.date
    note = None if change is None else _note(change)
    return {"date": told.isoformat(), "change": kind.value, "level": None, "verdict": None, "note": note}


def _note(change: Change) -> dict[str, str]:
    return {"id": change.note.id, "en": change.note.en}
