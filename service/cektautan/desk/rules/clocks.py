"""Until when something should be done: cases by their kind, appeals by what is promised in public.

Pure. Being late never decides anything; it is shown, at the desk and for appeals in public.
"""

from __future__ import annotations

from dataclasses import dataclass

from cektautan.desk.rules.elections import Elections
from cektautan.desk.rules.numbers import HOUR, Numbers


@dataclass(frozen=True)
class AppealDue:
    """The two promises to whoever objects."""

    acknowledge: int
    decide: int


def due_at(kind: str, opened_at: int, numbers: Numbers, elections: Elections) -> int:
    """Return when a case of a kind should be decided."""
    clock = numbers.clocks[kind]
    hours = clock.election_hours if elections.at(opened_at) else clock.hours
    return opened_at + hours * HOUR


def appeal_due(filed_at: int, numbers: Numbers, elections: Elections) -> AppealDue:
    """Return by when an appeal is acknowledged and decided."""
    limits = numbers.limits
    decide = limits.appeal_decide_hours_election if elections.at(filed_at) else limits.appeal_decide_hours
    acknowledge = min(limits.appeal_acknowledge_hours, decide)
    return AppealDue(filed_at + acknowledge * HOUR, filed_at + decide * HOUR)


def overdue(due: int | None, now: int) -> bool:
    """True if its time has passed."""
    return due is not None and now > due
