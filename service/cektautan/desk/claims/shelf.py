"""The claims of the store as a list to look through, and one claim with everything that belongs to it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import case as when_
from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session, selectinload

from cektautan.desk.cases.dossier import MOST_EVENTS, names_of
from cektautan.desk.links.finding import Known, find_claims
from cektautan.desk.links.shapes import missing_shapes
from cektautan.store.in_force import Terms, in_force
from cektautan.store.models import Claim, Event, Evidence, Listing, Source

PAGE: Final = 50
MOST_FOUND: Final = 60
MOST_LISTINGS: Final = 500
MOST_EVIDENCE: Final = 20
HERE: Final = ("proposed", "provisional", "active", "suspended", "retracted", "expired")
FILTERS: Final = ("", "due", "draft", "withdrawn")


@dataclass(frozen=True)
class Row:
    """A claim in the list."""

    id: str
    version: int
    text_id: str
    text_en: str
    verdict: str
    level: int
    status: str
    origin: str
    review_by: datetime.date
    listings: int
    due: int
    """How many of its listings are to be looked at again soon."""


@dataclass(frozen=True)
class Shelf:
    """A page of the list."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Folder:
    """One claim with what belongs to it. Rows are detached."""

    claim: Claim
    listings: tuple[Listing, ...]
    in_force: Mapping[int, Terms | None]
    total: int
    sources: Mapping[str, Source]
    evidence: tuple[Evidence, ...]
    """The newest."""
    history: tuple[Event, ...]
    similar: tuple[Known, ...]
    missing: tuple[str, ...]
    """Shapes of its items' addresses that are not there yet."""
    names: Mapping[int, str]


def list_claims(session: Session, words: str, which: str, page: int, soon: datetime.date) -> Shelf:
    """Return a page of the claims, those with these words where there are any."""
    query = select(Claim)
    names: list[str] | None = None
    if words.strip():
        names = [each.id for each in find_claims(session, words, most=MOST_FOUND, unfinished=True)]
        query = query.where(Claim.id.in_(names))
    due = select(Listing.claim_id).where(Listing.review_by <= soon, Listing.status.in_(("active", "provisional")))
    match which:
        case "due":
            query = query.where(Claim.id.in_(due))
        case "draft" | "withdrawn":
            query = query.where(Claim.status == which)
        case _:
            query = query.where(Claim.status != "removed")
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    order = query.order_by(Claim.review_by, Claim.id) if which == "due" else query.order_by(
        Claim.created_at.desc(), Claim.id
    )  # fmt: skip
    found = list(session.scalars(order.offset((page - 1) * PAGE).limit(PAGE)))
    if names is not None and which != "due":
        found.sort(key=lambda each: names.index(each.id))
    counts = {
        claim_id: (count, soonest)
        for claim_id, count, soonest in session.execute(
            select(Listing.claim_id, func.count(), func.sum(when_((Listing.review_by <= soon, 1), else_=0)))
            .where(Listing.claim_id.in_([each.id for each in found]), Listing.status.in_(HERE))
            .group_by(Listing.claim_id)
        )
    }
    rows = tuple(
        Row(
            id=each.id,
            version=each.version,
            text_id=each.text_id,
            text_en=each.text_en,
            verdict=each.verdict,
            level=each.level,
            status=each.status,
            origin=each.origin,
            review_by=each.review_by,
            listings=counts.get(each.id, (0, 0))[0],
            due=int(counts.get(each.id, (0, 0))[1] or 0),
        )
        for each in found
    )
    return Shelf(rows, total, page, pages)


def read_claim(session: Session, claim_id: str, now: int) -> Folder | None:
    """Return a claim with what belongs to it, or None where there is no such claim."""
    claim = session.get(Claim, claim_id, options=[selectinload(Claim.reviews)])
    if claim is None:
        return None
    of_claim = select(Listing).where(Listing.claim_id == claim_id, Listing.status.in_(HERE))
    listings = tuple(session.scalars(of_claim.order_by(Listing.key).limit(MOST_LISTINGS)))
    objects = [("claim", claim_id), *(("listing", str(each.id)) for each in listings[:200])]
    history = tuple(
        session.scalars(
            select(Event)
            .where(tuple_(Event.object_kind, Event.object_id).in_(objects))
            .order_by(Event.seq.desc())
            .limit(MOST_EVENTS)
        )
    )
    newest = select(Evidence).where(Evidence.claim_id == claim_id).order_by(Evidence.id.desc()).limit(MOST_EVIDENCE)
    evidence = tuple(session.scalars(newest))
    people = {int(each.actor.removeprefix("account:")) for each in history if each.actor.startswith("account:")}
    return Folder(
        claim=claim,
        listings=listings,
        in_force={each.id: in_force(each, claim, now) for each in listings},
        total=session.scalar(select(func.count()).select_from(of_claim.subquery())) or 0,
        sources={each.id: each for each in session.scalars(select(Source))},
        evidence=evidence,
        history=history,
        similar=tuple(find_claims(session, f"{claim.text_id} {claim.text_en}", most=5, without=claim_id)),
        missing=missing_shapes(each.key for each in listings),
        names=names_of(session, [*people, *(each.by for each in evidence)]),
    )
