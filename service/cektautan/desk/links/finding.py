"""Finds the claims of the store by words: for the one who adds an address, and for the list of claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cektautan.desk.links.similar import Spoken, find
from cektautan.store.models import Claim, Listing

MOST: Final = 8
GROWING: Final = ("active", "draft")
"""The claims that take further addresses."""


@dataclass(frozen=True)
class Known:
    """A claim as it is offered."""

    id: str
    text_id: str
    text_en: str
    verdict: str
    level: int
    status: str
    listings: int


def find_claims(
    session: Session, words: str, *, most: int = MOST, unfinished: bool = False, without: str = ""
) -> list[Known]:
    """Return the claims with these words, the best first; a name of a claim finds itself."""
    rows = session.execute(select(Claim.id, Claim.text_id, Claim.text_en).where(Claim.status != "removed")).all()
    spoken = [Spoken(id_, f"{text_id} {text_en}") for id_, text_id, text_en in rows if id_ != without]
    names = [each.id for each in find(words, spoken, most, unfinished=unfinished)]
    exact = words.strip()
    if exact in {each.id for each in spoken}:
        names = [exact, *(name for name in names if name != exact)]
    return known(session, names)


def known(session: Session, names: list[str]) -> list[Known]:
    """Return claims by their names, in that order."""
    counts: dict[str, int] = dict(
        session.execute(
            select(Listing.claim_id, func.count())
            .where(Listing.claim_id.in_(names), Listing.status.not_in(("removed", "staged")))
            .group_by(Listing.claim_id)
        ).all()
    )
    claims = {each.id: each for each in session.scalars(select(Claim).where(Claim.id.in_(names)))}
    return [
        Known(
            id=claim.id,
            text_id=claim.text_id,
            text_en=claim.text_en,
            verdict=claim.verdict,
            level=claim.level,
            status=claim.status,
            listings=counts.get(claim.id, 0),
        )
        for name in names
        if (claim := claims.get(name))
    ]
