"""Turns reviewed entries into listings: which key, which list, and the public record of each.

A key stands in exactly one list, so where several claims name it one decides and the others are told with it: the
newest listing; of one day, a cleared one; then the higher level. Every such case is reported. Levels come capped from
`blocklists.scope`. A record names its subject by SHA-256 only: no address of a hoax may get into it. The one name in
plain is that of a host or domain that imitates another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cektautan.blocklists.entry import Blocklists, ClaimEntry
from cektautan.blocklists.protected import ProtectedNames
from cektautan.blocklists.scope import ScopeError, Subject, host_of, subjects
from cektautan.core.address import NotJudgeable
from cektautan.core.keys import key_hash
from cektautan.core.rules import Rules
from cektautan.core.scoring import Evidence, Score, score
from cektautan.core.vocabulary import Kind, Verdict
from cektautan.publish.errors import PublishError


@dataclass(frozen=True)
class Listing:
    """One key with the subjects that name it, the deciding one first."""

    key: str
    sha256: bytes
    level: int
    verdict: Verdict
    subjects: tuple[Subject, ...]

    @property
    def kind(self) -> Kind:
        """The kind of the key."""
        return Kind(self.key.partition(":")[0])

    @property
    def conflict(self) -> bool:
        """True if the claims that name this key differ in what they say of it."""
        return len({(subject.level, subject.entry.verdict) for subject in self.subjects}) > 1


def collect(lists: Blocklists, names: ProtectedNames, rules: Rules, as_of: date) -> list[Listing]:
    """Return the listings of all entries on a day, in the order of their hashes.

    Raises:
        PublishError: an appearance has no key. Lint would have said so.

    """
    by_key: dict[str, dict[str, Subject]] = {}
    for entry in lists.claims:
        for subject in _subjects(entry, rules, names, as_of):
            of_key = by_key.setdefault(subject.key, {})
            known = of_key.get(entry.id)
            # Two addresses of one claim may lead to one key; then the milder of the two levels was meant for it.
            if known is None or subject.level < known.level:
                of_key[entry.id] = subject
    listings = []
    for key, of_key in by_key.items():
        ordered = tuple(sorted(of_key.values(), key=_precedence))
        first = ordered[0]
        listings.append(Listing(key, key_hash(key), first.level, Verdict.of(first.entry.verdict), ordered))
    return sorted(listings, key=lambda listing: listing.sha256)


def claim_record(entry: ClaimEntry, lists: Blocklists) -> dict[str, Any]:
    """Return the public record of a claim and its reviews."""
    return {
        "text": {"id": entry.text.id, "en": entry.text.en},
        "about": list(entry.about),
        "reviews": [
            {
                "publisher": lists.sources[review.source].name,
                "url": review.url,
                "rating": review.rating,
                "verdict": review.verdict,
                "date": review.date.isoformat(),
            }
            for review in entry.reviews
        ],
    }


def listing_records(
    listing: Listing, lists: Blocklists, names: ProtectedNames, as_of: date
) -> Iterator[dict[str, Any]]:
    """Yield the public record of a listing for each claim that names it, the deciding one first."""
    rated = score_record(_score(listing, lists, as_of))
    for subject in listing.subjects:
        entry = subject.entry
        domain = names.registrable_domain(host_of(subject.identity)) if host_of(subject.identity) else ""
        yield {
            "sha256": listing.sha256.hex(),
            "claim": entry.id,
            "kind": str(listing.kind),
            "platform": listing.key.split(":")[1] if listing.kind is Kind.CONTENT else None,
            # Which listings lie on one domain can be counted without saying which domain it is.
            "domain": key_hash(f"domain:{domain}").hex() if domain else None,
            "level": subject.level,
            "verdict": entry.verdict,
            "reason_code": entry.reason_code,
            "statement": {"id": entry.statement.id, "en": entry.statement.en},
            "listed": entry.listed.isoformat(),
            "review_by": entry.review_by.isoformat(),
            "score": rated,
            **_public_name(listing, entry),
        }


def score_record(rated: Score) -> dict[str, Any]:
    """Return a score as it is published."""
    return {
        "risk": rated.risk,
        "low": rated.low,
        "confidence": rated.confidence,
        "band": str(rated.band),
        "drivers": [
            {
                "evidence": driver.evidence,
                "source": driver.source,
                "url": driver.url,
                "contribution": round(driver.contribution, 2),
            }
            for driver in rated.drivers
        ],
        "model": rated.model,
    }


def _public_name(listing: Listing, entry: ClaimEntry) -> dict[str, str]:
    """The name of an imposter's host or domain as a member of its record; of anything else no name is public."""
    found = {listing.verdict, Verdict.of(entry.verdict)}
    if listing.kind not in (Kind.HOST, Kind.DOMAIN) or found != {Verdict.IMPOSTER}:
        return {}
    return {"host": listing.key.removeprefix(f"{listing.kind}:")}


def _subjects(entry: ClaimEntry, rules: Rules, names: ProtectedNames, as_of: date) -> Iterator[Subject]:
    try:
        yield from subjects(entry, rules, names, as_of)
    except NotJudgeable as problem:
        raise PublishError(f"{entry.file}: an appearance cannot be judged: {problem.reason}") from None
    except ScopeError as problem:
        raise PublishError(f"{entry.file}: {problem}") from None


def _precedence(subject: Subject) -> tuple[int, bool, int, str]:
    entry = subject.entry
    return -entry.listed.toordinal(), subject.level > 0, -subject.level, entry.id


def _score(listing: Listing, lists: Blocklists, as_of: date) -> Score:
    evidence = [
        Evidence(
            id=f"{subject.entry.id}/{place}",
            source=lists.sources[review.source].name,
            url=review.url,
            verdict=Verdict.of(review.verdict),
            reliability=lists.sources[review.source].reliability,
            specificity=listing.kind,
            origin=f"{review.source}/{subject.entry.id}",
            date=review.date,
        )
        for subject in listing.subjects
        for place, review in enumerate(subject.entry.reviews, 1)
    ]
    return score(evidence, as_of)
