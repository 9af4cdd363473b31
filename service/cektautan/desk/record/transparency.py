"""The figures of /transparansi: what was listed, corrected and retracted by month, and how objections fared.

All of it comes from the log, the public chain, the cases and the appeals, as the board's figures do; none of it names
anybody.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from cektautan.core.days import day_begins, day_of
from cektautan.desk.record import government
from cektautan.desk.record.figures import months as by_months
from cektautan.desk.record.figures import told
from cektautan.desk.record.objections import Decided, newest
from cektautan.store.models import Appeal, GovernmentRequest, LogHead, ReportMonth

OUTCOMES = ("granted", "partly", "rejected")


@dataclass(frozen=True)
class Month:
    """One month's figures."""

    first: datetime.date
    changes: Mapping[str, int]
    """By operation of the public chain."""
    approved: int
    rejected: int
    """By second persons."""
    reports: int
    """Filed in it, whatever the case that they came to."""
    appeals: int


@dataclass(frozen=True)
class Appeals:
    """How objections fared."""

    open: int
    outcomes: Mapping[str, int]
    median_hours: int | None
    """From filing to decision."""
    overdue: int
    overdue_claims: tuple[str, ...]

    @property
    def filed(self) -> int:
        """All of them."""
        return self.open + sum(self.outcomes.values())


@dataclass(frozen=True)
class Figures:
    """Everything that the page shows."""

    as_of: int
    listings: Mapping[int, int]
    """In force now, by level."""
    months: tuple[Month, ...]
    """The oldest first."""
    appeals: Appeals
    decided: tuple[Decided, ...]
    """The newest decisions about objections, with their reasons."""
    requests: tuple[GovernmentRequest, ...]
    log: tuple[int, str]
    """The number and the hash of the newest event."""
    chain: tuple[int, str]
    """Those of the newest line of the public chain."""


def figures(session: Session, now: int) -> Figures:
    """Count everything at a moment."""
    head = session.get_one(LogHead, 1)
    return Figures(
        as_of=now,
        listings=told.told(session, now).by_level,
        months=_months(session, now),
        appeals=_appeals(session, now),
        decided=newest(session),
        requests=tuple(government.public(session, now)),
        log=(head.seq, head.hash),
        chain=(head.change_seq, head.change_hash),
    )


def _months(session: Session, now: int) -> tuple[Month, ...]:
    found = by_months.months(session, now)
    since = day_begins(found[0].first)
    sums = select(ReportMonth.month, func.sum(ReportMonth.count)).group_by(ReportMonth.month)
    reports = Counter({month: int(count) for month, count in session.execute(sums)})
    filed = _count(session.scalars(select(Appeal.filed_at).where(Appeal.filed_at >= since)))
    return tuple(
        Month(each.first, each.changes, each.approved, each.rejected, reports[each.first], filed[each.first])
        for each in found
    )


def _appeals(session: Session, now: int) -> Appeals:
    decided = session.execute(
        select(Appeal.outcome, Appeal.filed_at, Appeal.decided_at).where(Appeal.decided_at.is_not(None))
    ).all()
    counts = Counter(outcome for outcome, _, _ in decided)
    took = [done - filed for _, filed, done in decided if done is not None]
    late = session.execute(
        select(Appeal.claim_id, func.count())
        .where(
            Appeal.decided_at.is_(None),
            or_(Appeal.decide_due < now, and_(Appeal.acknowledged_at.is_(None), Appeal.ack_due < now)),
        )
        .group_by(Appeal.claim_id)
        .order_by(Appeal.claim_id)
    ).all()
    return Appeals(
        open=session.scalar(select(func.count(Appeal.id)).where(Appeal.decided_at.is_(None))) or 0,
        outcomes={each: counts[each] for each in OUTCOMES},
        median_hours=round(median(took) / 3600) if took else None,
        overdue=sum(count for _, count in late),
        overdue_claims=tuple(claim for claim, _ in late if claim is not None),
    )


def _count(moments: Iterable[int]) -> Counter[datetime.date]:
    """Count by month, in Jakarta."""
    found: Counter[datetime.date] = Counter()
    for at in moments:
        found[day_of(at).replace(day=1)] += 1
    return found
