"""What a patrol saw, read for the pages of the desk: of a case what it was opened for, of a listing the last look.

It reads and decides nothing. That a listing cannot be observed is said with the reason, so that silence is never taken
for "still there".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.desk.patrol.choosing import kind_of
from cektautan.desk.patrol.noting import DETAIL
from cektautan.desk.patrol.rules import PatrolRules
from cektautan.store.in_force import Terms, in_force
from cektautan.store.models import Case, Claim, Listing, PageLook

SEEN = frozenset({"there", "gone", "changed", "elsewhere"})
"""Outcomes of a look that saw something."""


@dataclass(frozen=True)
class Patrolled:
    """What a case was opened for."""

    how: str
    """gone, changed, elsewhere or registered."""
    said: Mapping[str, Any]
    """What the case keeps of it (`noting`, `domains`)."""
    listings: tuple[tuple[Listing, Terms | None], ...]
    """Of a domain that was registered anew: what was listed on it before, and what readers are told of each now."""


@dataclass(frozen=True)
class LastLook:
    """The last look at what is listed."""

    outcome: str
    """there, gone, changed, elsewhere or why nothing was seen; waiting before the first look; for what is never looked
    at platform, opaque or front."""
    looked_at: int | None = None
    """When something was seen last."""
    tried_at: int | None = None

    @property
    def saw(self) -> bool:
        """Whether the last look saw something."""
        return self.outcome in SEEN


def patrolled_of(session: Session, case: Case, now: int) -> Patrolled | None:
    """Return what a patrol saw of what a case is about; None where none opened it."""
    said = case.details.get(DETAIL)
    if not isinstance(said, dict):
        return None
    named = said.get("listings") or ()
    rows = session.execute(
        select(Listing, Claim)
        .join(Claim, Claim.id == Listing.claim_id)
        .where(Listing.id.in_(named))
        .order_by(Listing.id)
    ).all()
    return Patrolled(str(said.get("how")), said, tuple((row, in_force(row, claim, now)) for row, claim in rows))


def looks_at(session: Session, listings: Iterable[Listing], patrol: PatrolRules) -> dict[int, LastLook]:
    """Return the last look at each listing, by its number."""
    wanted = list(listings)
    query = select(PageLook).where(PageLook.key_sha256.in_([each.sha256 for each in wanted]))
    known = {each.key_sha256: each for each in session.scalars(query)}
    return {each.id: _look(each, known.get(each.sha256), patrol) for each in wanted}


def _look(listing: Listing, row: PageLook | None, patrol: PatrolRules) -> LastLook:
    if row is not None and row.outcome:
        return LastLook(row.outcome, row.looked_at, row.tried_at)
    if listing.opaque:
        return LastLook("opaque")
    if not kind_of(listing.key, opaque=False, patrol=patrol):
        return LastLook("platform" if listing.kind == "content" else "front")
    return LastLook("waiting")
