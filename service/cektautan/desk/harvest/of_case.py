"""What publishers say about the subject of a case, read for its page: the checks that were found, and what changed.

It reads and decides nothing. What a check says now stands beside what it said before, with everything that readers are
told because of it, so that whoever decides has both in sight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cektautan.desk.harvest.following import HOW
from cektautan.store.in_force import Terms, in_force
from cektautan.store.models import Case, Claim, Feed, Finding, Listing, Source

MOST_FINDINGS: Final = 5
"""Checks of one case that its page shows; a sixth says nothing that the first five do not."""
MOST_LISTINGS: Final = 50


@dataclass(frozen=True)
class Changed:
    """A check that is not what it was when the desk relied on it."""

    how: str
    """changed, gone, or contradicted: the desk entered it with another finding than its page gives."""
    was: Mapping[str, Any]
    """What it said before; of a contradiction only the verdict that the desk entered."""
    finding: Finding
    listings: tuple[tuple[Listing, Terms | None], ...]
    """What is listed with the claim that rests on it, and what readers are told of each now."""
    total: int
    alone: bool
    """Whether the claim rests on this check alone."""


@dataclass(frozen=True)
class TakenBack:
    """What another desk takes back that we follow, and that is listed here."""

    source: Source
    feed: str
    listings: tuple[tuple[Listing, Terms | None], ...]
    """What is listed here, and what readers are told of each now."""
    total: int


def taken_back_of(session: Session, case: Case, now: int) -> TakenBack | None:
    """Return what another desk takes back; None where a case is about no such thing."""
    feed = session.get(Feed, str(case.details.get("feed", "")))
    if case.details.get("how") != HOW or feed is None:
        return None
    named = [each for each in case.details.get("listings", ()) if isinstance(each, int)]
    shown = select(Listing).where(Listing.id.in_(named[:MOST_LISTINGS])).order_by(Listing.id)
    told = [(each, in_force(each, session.get_one(Claim, each.claim_id), now)) for each in session.scalars(shown).all()]
    return TakenBack(session.get_one(Source, feed.source_id), feed.id, tuple(told), len(named))


def findings_of(session: Session, case: Case) -> tuple[Finding, ...]:
    """Return the checks that a case was opened for or that joined it, the oldest first."""
    if case.kind == "changed_check":
        return ()
    about = [Finding.case_id == case.id]
    if isinstance(named := case.details.get("finding"), int):
        about.append(Finding.id == named)
    return tuple(session.scalars(select(Finding).where(or_(*about)).order_by(Finding.id).limit(MOST_FINDINGS)))


def changed_of(session: Session, case: Case, now: int) -> Changed | None:
    """Return what changed of the check that a case is about; None where it is about no such thing."""
    named = case.details.get("finding")
    if case.kind != "changed_check" or not isinstance(named, int):
        return None
    finding, claim = session.get(Finding, named), session.get(Claim, case.claim_id or "")
    if finding is None:
        return None
    rows = [] if claim is None else session.scalars(select(Listing).where(Listing.claim_id == claim.id)).all()
    told = [(each, in_force(each, claim, now)) for each in rows if claim is not None]
    told.sort(key=lambda each: (-1 if each[1] is None else each[1].level, -each[0].id), reverse=True)
    return Changed(
        how=str(case.details.get("how", "changed")),
        was=dict(case.details.get("was") or {}),
        finding=finding,
        listings=tuple(told[:MOST_LISTINGS]),
        total=len(told),
        alone=claim is not None and all(each.url_sha256 == finding.url_sha256 for each in claim.reviews),
    )
