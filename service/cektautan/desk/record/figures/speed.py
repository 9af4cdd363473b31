"""How fast the desk is, and how its cases end, over the last days."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cektautan.store.models import Case

DAY: Final = 86_400
SPANS: Final = (7, 30, 90)
"""Days that the desk is measured over."""


@dataclass(frozen=True)
class Speed:
    """How long cases of a kind took that were closed within a span."""

    closed: int
    median_seconds: int | None


def speed(session: Session, now: int) -> dict[str, dict[int, Speed]]:
    """Measure how long cases took, by kind and span."""
    took: dict[str, list[tuple[int, int]]] = {}
    since = now - max(SPANS) * DAY
    for kind, opened, closed in session.execute(
        select(Case.kind, Case.opened_at, Case.closed_at).where(Case.status == "closed", Case.closed_at >= since)
    ):
        if closed is not None:
            took.setdefault(kind, []).append((closed, closed - opened))
    return {kind: {days: _speed(pairs, now - days * DAY) for days in SPANS} for kind, pairs in sorted(took.items())}


def _speed(pairs: list[tuple[int, int]], since: int) -> Speed:
    seconds = [took for closed, took in pairs if closed >= since]
    return Speed(len(seconds), int(median(seconds)) if seconds else None)


def outcomes(session: Session, now: int) -> dict[int, dict[str, int]]:
    """Count how cases ended, by span."""
    return {
        days: dict(
            session.execute(
                select(func.coalesce(Case.outcome, ""), func.count())
                .where(Case.status == "closed", Case.closed_at >= now - days * DAY)
                .group_by(Case.outcome)
            ).all()
        )
        for days in SPANS
    }
