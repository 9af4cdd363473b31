"""What readers are told now: listings by level, verdict and platform.

It is asked of `store.in_force`, so that the board cannot say something else than the lists.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from cektautan.core.days import day_of
from cektautan.store.in_force import in_force
from cektautan.store.models import Claim, Listing


@dataclass(frozen=True)
class Told:
    """What readers are told now."""

    listings: int
    claims: int
    by_verdict: Mapping[str, int]
    by_level: Mapping[int, int]
    by_platform: Mapping[str, int]
    """`""` is the web at large."""


def told(session: Session, now: int) -> Told:
    """Count what readers are told now."""
    today = day_of(now)
    due = case((Listing.review_by < today, 1), else_=0).label("due")
    over = case((or_(Listing.provisional_until.is_(None), Listing.provisional_until <= now), 1), else_=0).label("over")
    # Thousands of listings differ in little that decides; one of each sort is asked what is in force of it.
    sort = (
        Listing.status, Listing.level, Listing.opaque, Listing.platform, Claim.status, Claim.level, Claim.verdict,
    )  # fmt: skip
    by_verdict: Counter[str] = Counter()
    by_level: Counter[int] = Counter()
    by_platform: Counter[str] = Counter()
    query = (
        select(*sort, due, over, func.count()).join(Claim, Claim.id == Listing.claim_id).group_by(*sort, "due", "over")
    )
    for status, own_level, opaque, platform, claim_status, claim_level, verdict, is_due, is_over, count in (
        session.execute(query)
    ):  # fmt: skip
        listing = Listing(
            status=status,
            level=own_level,
            opaque=opaque,
            listed=today,
            review_by=today - datetime.timedelta(days=1) if is_due else today,
            provisional_until=None if is_over else now + 1,
        )
        level = _level_of(listing, Claim(status=claim_status, level=claim_level, verdict=verdict), now)
        if level is not None:
            by_level[level] += count
            if level > 0:
                by_verdict[verdict] += count
                by_platform[platform or ""] += count
    told_of = Listing.status.in_(("active", "provisional", "suspended")) & (Claim.status == "active")
    claims = session.scalar(
        select(func.count(Listing.claim_id.distinct())).join(Claim, Claim.id == Listing.claim_id).where(told_of)
    )
    return Told(by_verdict.total(), claims or 0, dict(by_verdict), dict(by_level), dict(by_platform))


def _level_of(listing: Listing, claim: Claim, now: int) -> int | None:
    terms = in_force(listing, claim, now)
    return None if terms is None else terms.level
