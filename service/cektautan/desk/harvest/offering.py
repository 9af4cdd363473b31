"""One check that was found -> a finding, and where it names something that could be listed, a case.

It opens cases and nothing else: no claim, no listing, no proposal. What the publisher names as the place of the claim
is judged like any address that somebody pastes, so that a government's page, the check's own article or the root of a
platform never becomes the address of a case.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cektautan.core.address import NotJudgeable, parse
from cektautan.core.chain import canonical
from cektautan.core.keys import key_digest
from cektautan.core.unseen import without_unseen
from cektautan.desk.cases.forwarding import FORWARDED
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.claims.claims import LONGEST_RATING
from cektautan.desk.links.judging import Judged, judge
from cektautan.desk.policy import Policy
from cektautan.desk.reference import Reference
from cektautan.sources.protocol import FoundReview
from cektautan.store.models import Case, Feed, Finding, Listing, Review, Source
from cektautan.store.unit_of_work import Work

MOST_APPEARANCES: Final = 20
LONGEST: Final = 2_000
"""Characters of a text that are kept; a publisher's title is shorter, and more is nobody's title."""


def new_finding(
    work: Work, reference: Reference, feed: Feed, found: FoundReview, verdict: str, place: int, page: str
) -> Finding:
    """Keep a check that was not known; it has no case yet."""
    finding = Finding(
        feed_id=feed.id, url=found.url, place=place, page=page, state="held", was={}, seen_at=work.now,
        looked_at=work.now,
    )  # fmt: skip
    take_over(work.session, reference, finding, feed, found, verdict)
    work.session.add(finding)
    work.session.flush()
    return finding


def take_over(
    session: Session, reference: Reference, finding: Finding, feed: Feed, found: FoundReview, verdict: str
) -> None:
    """Write what the publisher says now into a finding."""
    owner = publisher_of(session, reference, feed, found.url)
    # Whose check it is, its own page says; what a feed says of others is for a person to confirm.
    finding.source_id = owner if finding.page or owner == feed.source_id else None
    finding.title, finding.claim = _cut(found.title), _cut(found.claim)
    finding.rating, finding.verdict = _cut(found.rating.text, LONGEST_RATING), verdict
    finding.date, finding.publisher, finding.language = found.date, _cut(found.publisher, 200), _cut(found.language, 20)
    finding.appearances = [each.replace("\x00", "")[:LONGEST] for each in found.appearances[:MOST_APPEARANCES]]
    finding.flags = list(dict.fromkeys(found.flags))
    finding.fingerprint = fingerprint(finding)


def fingerprint(finding: Finding) -> str:
    """Return a hash of what decides: another one means that the publisher changed the check."""
    said = {"claim": finding.claim, "rating": finding.rating, "verdict": finding.verdict,
            "appearances": sorted(finding.appearances)}  # fmt: skip
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def says(finding: Finding) -> dict[str, Any]:
    """Return what a finding says, for comparing it with what it said before."""
    return {
        "title": finding.title, "claim": finding.claim, "rating": finding.rating, "verdict": finding.verdict,
        "appearances": list(finding.appearances), "date": None if finding.date is None else finding.date.isoformat(),
    }  # fmt: skip


def places(finding: Finding, reference: Reference) -> list[Judged]:
    """Return the addresses of a finding that could be listed, each once, in the publisher's order."""
    found: dict[str, Judged] = {}
    for url in finding.appearances:
        try:
            judged = judge(url, reference, checks=(finding.url,))
        except NotJudgeable:
            continue
        if judged.can_be_listed:
            found.setdefault(judged.key, judged)
    return list(found.values())


def offer(work: Work, policy: Policy, reference: Reference, finding: Finding) -> Case | None:
    """Open a case for a finding, or join the one that readers' reports opened; None where there is nothing to do.

    Nothing is to be done where it names no address that could be listed, and where all of them are listed with it.
    """
    found = [each for each in places(finding, reference) if not _listed_with(work.session, each.key, finding.url)]
    if not found:
        finding.state = "offered" if places(finding, reference) else "text_only"
        return None
    first = found[0]
    # A case that readers opened about any of the places is the one: their reports are answered with it.
    waiting = _waiting(work.session, [each.key for each in found])
    if waiting is not None:
        first = next(each for each in found if key_digest(each.key) == waiting)
    imitation = finding.verdict == "imposter"
    case = open_or_merge(
        work, policy, kind="match", key=first.key, url=first.url, lane="imposter" if imitation else "checked",
        details={"finding": finding.id},
    )  # fmt: skip
    finding.state, finding.case_id = "offered", case.id
    return case


def publisher_of(session: Session, reference: Reference, feed: Feed, url: str) -> str | None:
    """Return the registered source that a check's page belongs to; the feed's own first."""
    try:
        host = parse(url, reference.rules.pseudo_hosts).host
    except NotJudgeable:
        return None
    sources: list[Source | None] = [
        session.get(Source, feed.source_id),
        *session.scalars(select(Source).order_by(Source.id)),
    ]
    for source in sources:
        sites = () if source is None else (source.site, *source.other_sites)
        if source is not None and any(host == site or host.endswith(f".{site}") for site in sites if site):
            return source.id
    return None


def _waiting(session: Session, keys: Sequence[str]) -> str | None:
    digests = [key_digest(each) for each in keys]
    found: str | None = session.scalar(
        select(Case.key_sha256)
        .where(
            Case.merge_group == "tip",
            Case.key_sha256.in_(digests),
            or_(Case.status != "closed", Case.outcome == FORWARDED),
        )
        .order_by(Case.outcome.is_not(None), Case.id)
        .limit(1)
    )
    return found


def _listed_with(session: Session, key: str, check: str) -> bool:
    """True if readers are warned of this key with this very check."""
    query = (
        select(Listing.id)
        .join(Review, Review.claim_id == Listing.claim_id)
        .where(
            Listing.sha256 == key_digest(key),
            Listing.status.in_(("active", "suspended", "proposed", "provisional")),
            Review.url_sha256 == key_digest(check),
        )
        .limit(1)
    )
    return session.scalar(query) is not None


def _cut(text: str, most: int = LONGEST) -> str:
    """Return text without what nobody sees: a line of a stranger must not read otherwise than it is."""
    return without_unseen(text)[:most].rstrip()
