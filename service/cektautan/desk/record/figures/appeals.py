"""Objections: how many were right, how many were decided too late, how many wait."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from cektautan.desk.claims.sources import TAKEN_BACK
from cektautan.store.models import Appeal


@dataclass(frozen=True)
class Appeals:
    """Objections of a span, or of all time."""

    decided: int
    granted: int
    partly: int
    late: int
    """Of the decided ones, how many took longer than they may."""

    @property
    def overturned(self) -> float | None:
        """The share that was right; None where none was decided."""
        return (self.granted + self.partly) / self.decided if self.decided else None


def appeals(session: Session, since: int = 0) -> Appeals:
    """Count objections that were decided since a moment."""
    late = case((and_(Appeal.decided_at > Appeal.decide_due), 1), else_=0)
    rows = session.execute(
        select(Appeal.outcome, func.count(), func.sum(late))
        .where(Appeal.decided_at >= since, Appeal.outcome.is_not(None))
        .group_by(Appeal.outcome)
    )
    counts: Counter[str] = Counter()
    overdue = 0
    for outcome, count, too_late in rows:
        counts[outcome or ""] += count
        overdue += int(too_late or 0)
    granted, partly = (counts[each] for each in TAKEN_BACK)
    return Appeals(counts.total(), granted, partly, overdue)


def open_appeals(session: Session, now: int) -> tuple[int, int]:
    """Count the objections that are not decided, and how many of these are overdue."""
    late = or_(
        Appeal.decide_due < now,
        and_(Appeal.acknowledged_at.is_(None), Appeal.ack_due < now),
    )
    row = session.execute(
        select(func.count(), func.sum(case((late, 1), else_=0))).where(Appeal.decided_at.is_(None))
    ).one()
    return row[0], int(row[1] or 0)
