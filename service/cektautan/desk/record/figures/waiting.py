"""What waits: open cases by kind and lane, what is overdue, and the case that waits longest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from cektautan.store.models import Case


@dataclass(frozen=True)
class Oldest:
    """The case that waits longest."""

    id: int
    kind: str
    opened_at: int
    due_at: int | None


@dataclass(frozen=True)
class Queue:
    """What waits now."""

    open: int
    waiting: int
    """Of these, how many wait for a second person."""
    overdue: int
    oldest: Oldest | None
    by_kind: Mapping[tuple[str, str], int]
    """By kind and lane."""
    overdue_by_kind: Mapping[str, int]


def queue(session: Session, now: int) -> Queue:
    """Count what waits."""
    is_open = Case.status != "closed"
    is_late = case((Case.due_at < now, 1), else_=0)
    rows = session.execute(
        select(Case.kind, Case.lane, Case.status, func.count(), func.sum(is_late))
        .where(is_open)
        .group_by(Case.kind, Case.lane, Case.status)
    )
    by_kind: Counter[tuple[str, str]] = Counter()
    late: Counter[str] = Counter()
    waiting = 0
    for kind, lane, status, count, overdue in rows:
        by_kind[kind, lane] += count
        waiting += count if status == "waiting" else 0
        if overdue:
            late[kind] += int(overdue)
    first = session.scalars(select(Case).where(is_open).order_by(Case.opened_at, Case.id).limit(1)).first()
    return Queue(
        open=by_kind.total(),
        waiting=waiting,
        overdue=late.total(),
        oldest=Oldest(first.id, first.kind, first.opened_at, first.due_at) if first else None,
        by_kind=dict(by_kind),
        overdue_by_kind=dict(late),
    )
