"""What the desk knows about an address that somebody pasted: the commonest act first.

Looks for its keys at every scope among the listings, the open cases and what was decided before. It decides nothing and
writes nothing; the address itself is kept nowhere by looking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.keys import key_digests
from cektautan.desk.links.citing import citing
from cektautan.desk.links.judging import Judged, judge
from cektautan.desk.reference import Reference
from cektautan.store.in_force import in_force
from cektautan.store.models import Case, Claim, Listing

MOST: Final = 20
"""What a person can look through; more of one kind are counted by the pages that list them."""


@dataclass(frozen=True)
class Match:
    """A listing that the address meets."""

    listing_id: int
    kind: str
    key: str
    claim_id: str
    text_id: str
    text_en: str
    verdict: str
    status: str
    level: int | None
    """What readers are told now; None where they are told nothing."""
    exact: bool
    """Whether it is a listing of this very address, and not of something around it."""


@dataclass(frozen=True)
class Meeting:
    """A case about the same key."""

    id: int
    kind: str
    lane: str
    status: str
    outcome: str
    report_count: int
    opened_at: int
    closed_at: int | None


@dataclass(frozen=True)
class Pasted:
    """All that is known."""

    judged: Judged
    matches: tuple[Match, ...]
    open_cases: tuple[Meeting, ...]
    closed_cases: tuple[Meeting, ...]
    check_of: tuple[str, ...] = ()
    """The claims whose published check this address is, those in force first."""

    @property
    def told(self) -> frozenset[str]:
        """The keys of which readers are told something already; none of them is listed a second time."""
        return frozenset(each.key for each in self.matches if each.level)


def look(session: Session, reference: Reference, url: str, now: int) -> Pasted:
    """Return what is known about an address.

    Raises:
        NotJudgeable: it cannot be judged, and why.

    """
    check_of = tuple(citing(session, reference.rules, url))
    judged = judge(url, reference, checks=[url] if check_of else ())
    return Pasted(
        judged=judged,
        matches=matches(session, judged.keys, judged.key, now),
        open_cases=_cases(session, judged.keys, is_open=True),
        closed_cases=_cases(session, judged.keys, is_open=False),
        check_of=check_of,
    )


def matches(session: Session, keys: Sequence[str], exact: str, now: int) -> tuple[Match, ...]:
    """Return the listings under any of these keys, the most specific first."""
    rows = session.execute(
        select(Listing, Claim)
        .join(Claim, Claim.id == Listing.claim_id)
        .where(Listing.sha256.in_(key_digests(keys)))
        .limit(MOST * 5)
    )
    found = []
    for listing, claim in rows:
        terms = in_force(listing, claim, now)
        found.append(
            Match(
                listing_id=listing.id,
                kind=listing.kind,
                key=listing.key,
                claim_id=claim.id,
                text_id=claim.text_id,
                text_en=claim.text_en,
                verdict=claim.verdict,
                status=listing.status,
                level=None if terms is None else terms.level,
                exact=listing.key == exact,
            )
        )
    order = {key: place for place, key in enumerate(keys)}
    return tuple(sorted(found, key=lambda each: (order[each.key], each.claim_id))[:MOST])


def _cases(session: Session, keys: Sequence[str], *, is_open: bool) -> tuple[Meeting, ...]:
    which = Case.status != "closed" if is_open else Case.status == "closed"
    rows = session.scalars(
        select(Case).where(Case.key_sha256.in_(key_digests(keys)), which).order_by(Case.id.desc()).limit(MOST)
    )
    return tuple(
        Meeting(
            id=case.id,
            kind=case.kind,
            lane=case.lane,
            status=case.status,
            outcome=case.outcome or "",
            report_count=case.report_count,
            opened_at=case.opened_at,
            closed_at=case.closed_at,
        )
        for case in rows
    )
