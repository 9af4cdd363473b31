"""Which record answers a report: the claim that its address is told with, at whatever scope, and the check it rests on.

A reader sends the address of a page, and people list what is true: the item, a folder, the whole site, or one page of a
site that was reported by its front. Each of these answers the report. It reads and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.keys import key_digest, key_digests
from cektautan.core.rules import Rules
from cektautan.store.in_force import Terms, in_force
from cektautan.store.models import Case, Claim, Listing, Report, Review, Source

BY_DECISION: Final = ("listed", "already_listed")
MOST: Final = 200
"""How many listings of a claim or a site are looked at."""


@dataclass(frozen=True)
class Answer:
    """What answers a report; nothing where nothing does."""

    claim: str | None = None
    check: dict[str, str] | None = None
    level: int | None = None
    """In force now for what was reported."""
    statement: dict[str, str] | None = None

    @property
    def warns(self) -> bool:
        """Whether readers are warned of the address now."""
        return bool(self.level)


def answer_of(session: Session, report: Report, case: Case, now: int, rules: Rules) -> Answer:
    """Return what answers a report whose case is closed."""
    keys = _keys(report, rules)
    named = case.answered_by or case.claim_id
    rows = _rows(session, Listing.sha256.in_(key_digests(keys)))
    if case.outcome in BY_DECISION:
        # Whoever closed the case found it listed, so what lies beneath the address answers it as well.
        rows += _rows(session, _beneath(keys[0])) if keys[0].startswith("url:") else []
        rows += _rows(session, Listing.claim_id == named) if named is not None else []
    order = {key: place for place, key in enumerate(keys)}
    rows.sort(key=lambda row: (row[0].claim_id != named, order.get(row[0].key, len(keys)), row[0].id))
    for listing, claim in rows:
        terms = in_force(listing, claim, now)
        if terms is not None and (case.outcome in BY_DECISION or terms.level > 0 or claim.id == named):
            return _answer(session, claim, terms)
    return _named(session, case.answered_by, report, now)


def level_of(session: Session, key: str, claim_id: str | None, now: int) -> int | None:
    """Return the level in force for a key now; the claim that is named comes first."""
    rows = _rows(session, Listing.sha256 == key_digest(key))
    for listing, claim in sorted(rows, key=lambda row: (row[0].claim_id != claim_id, row[0].id)):
        terms = in_force(listing, claim, now)
        if terms is not None:
            return terms.level
    return None


def _named(session: Session, claim_id: str | None, report: Report, now: int) -> Answer:
    """Return the claim that somebody named, though the address is not listed: its check may say it is true."""
    claim = None if claim_id is None else session.get(Claim, claim_id)
    if claim is None or claim.status in ("draft", "removed"):
        return Answer()
    told = any(in_force(listing, claim, now) for listing, _ in _rows(session, Listing.claim_id == claim.id))
    return Answer(claim=claim.id if told else None, check=_check(session, claim))


def _answer(session: Session, claim: Claim, terms: Terms) -> Answer:
    return Answer(
        claim=claim.id,
        check=_check(session, claim),
        level=terms.level,
        statement={"id": terms.statement_id, "en": terms.statement_en},
    )


def _check(session: Session, claim: Claim) -> dict[str, str] | None:
    """Return the check that found what the claim says, the newest first."""
    found = session.execute(
        select(Review, Source.name)
        .join(Source, Source.id == Review.source_id)
        .where(Review.claim_id == claim.id)
        .order_by(Review.date.desc(), Review.id)
    ).all()
    best: Iterable[tuple[Review, str]] = sorted(
        ((review, name) for review, name in found), key=lambda row: row[0].verdict != claim.verdict
    )
    for review, name in best:
        return {"publisher": name, "url": review.url, "rating": review.rating, "date": review.date.isoformat()}
    return None


def _keys(report: Report, rules: Rules) -> tuple[str, ...]:
    """Return the keys of what was reported, the most specific first; it may be without an address by now."""
    try:
        return identify(report.url, rules).keys if report.url else (report.key,)
    except NotJudgeable:
        return (report.key,)


def _beneath(key: str) -> ColumnElement[bool]:
    """Match the pages and folders beneath a front page or a folder, such as `url:berita.example/pemilu`."""
    place = f"{key.partition(':')[2].rstrip('/')}/"
    return or_(*(Listing.key.startswith(f"{kind}:{place}", autoescape=True) for kind in ("url", "path")))


def _rows(session: Session, which: ColumnElement[bool]) -> list[tuple[Listing, Claim]]:
    query = (
        select(Listing, Claim).join(Claim, Listing.claim_id == Claim.id).where(which).order_by(Listing.id).limit(MOST)
    )
    return [(listing, claim) for listing, claim in session.execute(query)]
