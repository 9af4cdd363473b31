"""Claims as the desk writes them: what is claimed, who checked it, what we say of it, judged by the lint of the files.

The desk can write nothing that a file of `blocklists/claims/` could not say (docs/list-policy.md).
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.blocklists.entry import ClaimEntry, Text
from cektautan.blocklists.entry import Review as EntryReview
from cektautan.blocklists.entry import Source as EntrySource
from cektautan.blocklists.limits import LIMITS
from cektautan.blocklists.lint_entry import lint_entry
from cektautan.blocklists.problems import Severity
from cektautan.core.days import day_of
from cektautan.desk.decisions.words import read_words
from cektautan.desk.errors import Invalid
from cektautan.desk.policy import Policy
from cektautan.store.models import Claim, Review, Source

SLUG = 60
LONGEST = 500
LONGEST_RATING = 100
"""Characters of a rating: a publisher's word, not its sentence."""
CLEARED = {"true": "checked_true", "corrected": "corrected_by_publisher"}
"""The reason for level 0 by verdict; any other verdict is level 0 only when it was withdrawn."""

ELSEWHERE = frozenset({"file_name", "level_3_unsupported"})
"""What the lint says of a file's name, and what may carry level 3: the rulings also know the KPU's word."""


@dataclass(frozen=True)
class Check:
    """A published check, as somebody enters it."""

    source: str
    url: str
    rating: str
    verdict: str
    date: datetime.date


@dataclass(frozen=True)
class NewClaim:
    """A claim, as somebody enters it."""

    text_id: str
    text_en: str
    verdict: str
    level: int
    statement_id: str
    statement_en: str
    review_by: datetime.date
    checks: tuple[Check, ...]
    about: tuple[str, ...] = ()
    imitates: str | None = None
    id: str = field(default="")
    """Made of its text where it is left out."""


def write_draft(session: Session, policy: Policy, new: NewClaim, now: int) -> Claim:
    """Write a claim that nobody is told of yet. Raises Invalid with what the lint says."""
    today = day_of(now)
    if new.verdict not in LIMITS:
        raise Invalid("verdict", "unknown")
    claim = Claim(
        id=new.id or _free_id(session, new.text_id, today.year),
        text_id=read_words(new.text_id, "text_id", LONGEST, 10),
        text_en=read_words(new.text_en, "text_en", LONGEST, 10),
        verdict=new.verdict,
        level=new.level,
        reason_code=CLEARED.get(new.verdict, "withdrawn") if new.level == 0 else LIMITS[new.verdict].reason_code,
        statement_id=read_words(new.statement_id, "statement_id", LONGEST, 10),
        statement_en=read_words(new.statement_en, "statement_en", LONGEST, 10),
        about=list(new.about),
        imitates=new.imitates or None,
        listed=today,
        review_by=new.review_by,
        status="draft",
        origin="desk",
        changes={},
        created_at=now,
    )
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*-(19|20)[0-9]{2}", claim.id) or len(claim.id) > 80:
        raise Invalid("id", "not_a_name")
    if session.get(Claim, claim.id) is not None:
        raise Invalid("id", "taken")
    claim.reviews = [
        Review(source_id=each.source, url=each.url, rating=each.rating, verdict=each.verdict, date=each.date)
        for each in new.checks
    ]
    lint(session, policy, entry_of(claim), today)
    session.add(claim)
    session.flush()
    return claim


def lint(session: Session, policy: Policy, entry: ClaimEntry, today: datetime.date) -> None:
    """Raise Invalid with what the lint of the files says about a claim, if it says anything."""
    rows = session.scalars(select(Source)).all()
    distrusted = {each.id for each in rows if not each.trusted}
    cited = set(session.scalars(select(Review.url).where(Review.claim_id == entry.id)))
    if any(each.source in distrusted and each.url not in cited for each in entry.reviews):
        # What was cited before stays where it stands, and carries nothing.
        raise Invalid("claim", "source_distrusted")
    sources = {each.id: _source(each) for each in rows}
    problems = [
        each
        for each in lint_entry(entry, sources, policy.names, today)
        if each.severity is Severity.ERROR and each.code not in ELSEWHERE
    ]
    if problems:
        raise Invalid("claim", problems[0].code, [each.message for each in problems])


def entry_of(claim: Claim) -> ClaimEntry:
    """Return a claim as a file would say it."""
    reviews = tuple(
        EntryReview(each.source_id, each.url, each.rating, each.verdict, each.date, 1) for each in claim.reviews
    )
    return ClaimEntry(
        id=claim.id, text=Text(claim.text_id, claim.text_en), verdict=claim.verdict, level=claim.level,
        reason_code=claim.reason_code, statement=Text(claim.statement_id, claim.statement_en), reviews=reviews,
        appearances=(), listed=claim.listed, review_by=claim.review_by, about=tuple(claim.about),
        file=f"{claim.id}.yaml", line=1, imitates=claim.imitates,
    )  # fmt: skip


def _source(row: Source) -> EntrySource:
    return EntrySource(
        id=row.id, name=row.name, site=row.site, kind=row.kind, reliability=row.reliability, standing=row.standing,
        notes=row.notes, line=1, other_sites=tuple(row.other_sites or ()),
    )  # fmt: skip


def _free_id(session: Session, text: str, year: int) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:SLUG].rstrip("-") or "klaim"
    number = 1
    while session.get(Claim, found_id := f"{words}{f'-{number}' if number > 1 else ''}-{year}") is not None:
        number += 1
    return found_id
