"""What readers are told of a listing at a moment: its level and terms in force, or nothing.

Decides by the listing's own status and dates and its claim's: a retraction travels as level 0, so that whoever was
warned learns of it; what is suspended or past its day of review is a note at most; what is only proposed, staged,
expired or removed is not told. Levels only fall here (architecture.md, decisions 6 and 7).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from cektautan.core.days import day_of
from cektautan.core.vocabulary import Level, ReasonCode
from cektautan.store.models import Claim, Listing

NOTE = int(Level.NOTE)

_TOLD = frozenset({"active", "provisional", "suspended", "retracted"})


@dataclass(frozen=True)
class Terms:
    """What is published of a listing."""

    level: int
    verdict: str
    reason_code: str
    statement_id: str
    statement_en: str
    listed: datetime.date
    review_by: datetime.date


def in_force(listing: Listing, claim: Claim, now: int) -> Terms | None:
    """Return the terms of a listing at a moment in Unix seconds, or None where readers are told nothing."""
    today = day_of(now)
    if listing.status not in _TOLD or claim.status in ("draft", "removed"):
        return None
    if listing.status == "provisional" and now >= (listing.provisional_until or 0):
        return None
    reason = listing.reason_code or claim.reason_code
    level = min(listing.level, claim.level)
    if listing.status == "retracted" or claim.status == "withdrawn":
        level, reason = 0, ReasonCode.WITHDRAWN.value
    elif listing.status == "suspended" or listing.opaque or today > listing.review_by:
        level = min(level, NOTE)
    return Terms(
        level=level,
        verdict=claim.verdict,
        reason_code=reason,
        statement_id=listing.statement_id or claim.statement_id,
        statement_en=listing.statement_en or claim.statement_en,
        listed=listing.listed,
        review_by=listing.review_by,
    )
