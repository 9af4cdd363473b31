"""What became different for readers, and what was decided by two, in each of the last months."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from cektautan.core.days import day_begins, day_of
from cektautan.store.models import Change, Event, Proposal

MONTHS: Final = 12
OPERATIONS: Final = ("list", "amend", "retract", "expire", "remove")


@dataclass(frozen=True)
class Month:
    """What became different in a month."""

    first: datetime.date
    changes: Mapping[str, int]
    """Public lines by operation."""
    approved: int
    rejected: int


def months(session: Session, now: int) -> tuple[Month, ...]:
    """Count what became different in each of the last months, the oldest first."""
    begins = month_begins(now)
    starts = [day_begins(day) for day in begins]

    def month_of(column: Any) -> Any:
        return case(*((column >= start, place) for place, start in reversed(list(enumerate(starts)))), else_=-1)

    # The lines are canonical JSON: the operation stands in them in one way only.
    operation = case(*((Change.body.like(f'%"op":"{name}"%'), name) for name in OPERATIONS), else_="")
    changes: dict[int, dict[str, int]] = {}
    place = month_of(Event.at).label("place")
    for where, name, count in session.execute(
        select(place, operation.label("operation"), func.count())
        .join(Event, Event.seq == Change.event_seq)
        .where(Event.at >= starts[0])
        .group_by("place", "operation")
    ):
        changes.setdefault(where, {})[name] = count
    decided: Counter[tuple[int, str]] = Counter()
    place = month_of(Proposal.decided_at).label("place")
    for where, status, count in session.execute(
        select(place, Proposal.status, func.count())
        .where(Proposal.decided_at >= starts[0], Proposal.status.in_(("approved", "rejected")))
        .group_by("place", Proposal.status)
    ):
        decided[where, status] = count
    return tuple(
        Month(first, changes.get(number, {}), decided[number, "approved"], decided[number, "rejected"])
        for number, first in enumerate(begins)
    )


def month_begins(now: int) -> tuple[datetime.date, ...]:
    """Return the first days of the last months in Jakarta, this one's last.

    >>> [each.isoformat() for each in month_begins(1_790_000_000)[-3:]]
    ['2026-07-01', '2026-08-01', '2026-09-01']
    """
    today = day_of(now)
    number = today.year * 12 + today.month - 1
    return tuple(datetime.date(each // 12, each % 12 + 1, 1) for each in range(number - MONTHS + 1, number + 1))
