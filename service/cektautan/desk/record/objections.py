"""Decided objections as everybody may read them: to which record, how each ended, when, and why (docs/adr/0116).

Those of one case were decided together and are one entry. Nothing of whoever objected is read here, and of a record
that was removed only that there was an objection: words about it may be what did harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cektautan.store.models import Appeal, Claim, Listing

NEWEST: Final = 50
"""How many are shown; the history of each record has its own, for ever."""


@dataclass(frozen=True)
class Decided:
    """One decision about objections."""

    claim: str
    outcome: str
    """granted, partly or rejected."""
    decided_at: int
    count: int
    """How many objections it decided."""
    late: bool
    """Whether one of them was decided later than promised."""
    reasons_id: str
    reasons_en: str


def newest(session: Session, most: int = NEWEST) -> tuple[Decided, ...]:
    """Return the newest decisions, the newest first."""
    claim_id = func.coalesce(Listing.claim_id, Appeal.claim_id)
    rows = session.execute(
        select(
            claim_id,
            Claim.status,
            Appeal.outcome,
            Appeal.decided_at,
            func.count(Appeal.id),
            func.max(Appeal.decided_at - Appeal.decide_due),
            func.max(Appeal.reasons_id),
            func.max(Appeal.reasons_en),
        )
        .outerjoin(Listing, Listing.id == Appeal.listing_id)
        .join(Claim, Claim.id == claim_id)
        .where(Appeal.outcome.is_not(None), Appeal.decided_at.is_not(None))
        .group_by(claim_id, Claim.status, Appeal.outcome, Appeal.decided_at, Appeal.case_id)
        .order_by(Appeal.decided_at.desc(), Appeal.case_id.desc())
        .limit(most)
    )
    found = []
    for claim, status, outcome, decided_at, count, beyond, indonesian, english in rows:
        hidden = status == "removed"
        found.append(
            Decided(
                claim=claim,
                outcome=outcome or "",
                decided_at=decided_at or 0,
                count=count,
                late=(beyond or 0) > 0,
                reasons_id="" if hidden else indonesian or "",
                reasons_en="" if hidden else english or "",
            )
        )
    return tuple(found)
