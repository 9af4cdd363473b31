"""Finds the claims of the store by words: for the one who adds an address, and for the list of claims."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cektautan.core.words import fold, words_of
from cektautan.desk.links.similar import rank
from cektautan.store.models import Claim, Listing
from cektautan.store.words.choosing import word_index

MOST: Final = 8
MOST_WORDS: Final = 60
"""Of a question; what is said in more is said by its beginning."""
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
    shared: tuple[str, ...] = ()
    """The words of the question that it has, where it was found by words."""


def find_claims(
    session: Session, words: str, *, most: int = MOST, unfinished: bool = False, without: str = ""
) -> list[Known]:
    """Return the claims with these words, the best first; a name of a claim finds itself.

    `unfinished`: somebody still types, so each word may be the beginning of one.
    """
    asked = words_of(words)[:MOST_WORDS]
    # Each word as it is looked for, with how it was written first.
    forms = {each if unfinished else fold(each): each for each in reversed(asked)}
    having = word_index(session.get_bind().dialect.name).having(session, [*reversed(forms)], beginnings=unfinished)
    total = session.scalar(select(func.count()).select_from(Claim).where(Claim.status != "removed")) or 0
    names = [each.id for each in rank(having, total, most + 1) if each.id != without][:most]
    exact = words.strip()
    # No name of a claim holds what cannot be printed, and PostgreSQL refuses to look for a zero character.
    named = select(Claim.id).where(Claim.id == exact, Claim.status != "removed")
    if exact != without and exact.isprintable() and session.scalar(named):
        names = [exact, *(name for name in names if name != exact)]
    holders = {forms[form]: frozenset(ids) for form, ids in having.items()}
    return [
        replace(each, shared=tuple(word for word, ids in holders.items() if each.id in ids))
        for each in known(session, names)
    ]


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
