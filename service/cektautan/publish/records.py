"""Turns what is listed into listings: which key, which list, and the public record of each.

A key stands in exactly one list, so where several claims name it one decides and the others are told with it: the
newest listing; of one day, a cleared one; then the higher level. Every such case is reported. Levels come capped, and
each subject carries the terms of its own listing. A record names its subject by SHA-256 only: no address of a hoax may
get into it. The one name in plain is that of a host or domain that imitates another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cektautan.blocklists.entry import ClaimEntry, Source
from cektautan.blocklists.scope import Subject
from cektautan.core.keys import key_hash
from cektautan.core.scoring import Evidence, score
from cektautan.core.vocabulary import Kind, Level, Verdict


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
        return len(self.subjects) > 1 and len({(subject.level, subject.verdict) for subject in self.subjects}) > 1


def collect(subjects: Iterable[Subject]) -> list[Listing]:
    """Return the listings that subjects make, in the order of their hashes."""
    by_key: dict[str, dict[str, Subject]] = {}
    for subject in subjects:
        of_key = by_key.setdefault(subject.key, {})
        known = of_key.get(subject.claim.id)
        # Two addresses of one claim may lead to one key; then the milder of the two levels was meant for it.
        if known is None or subject.level < known.level:
            of_key[subject.claim.id] = subject
    listings = []
    for key, of_key in by_key.items():
        ordered = tuple(of_key.values() if len(of_key) == 1 else sorted(of_key.values(), key=_precedence))
        first = ordered[0]
        listings.append(Listing(key, key_hash(key), first.level, Verdict.of(first.verdict), ordered))
    return sorted(listings, key=lambda listing: listing.sha256)


def is_imposter_site(listing: Listing) -> bool:
    """True for a verified imposter of an official site: what blocks readers out may name these and nothing else.

    It is a site or a page and no platform's item, it imitates a protected name, and readers get a warning page, which
    two people decided: one that is provisional waits for the second. An address that nobody looked at again in time is
    none any more.
    """
    subject = listing.subjects[0]
    return (
        listing.level == Level.WARNING
        and listing.verdict is Verdict.IMPOSTER
        and listing.kind is not Kind.CONTENT
        and bool(subject.claim.imitates)
        and not subject.provisional
    )


class Scores:
    """The scores of listings on a day.

    Listings of one kind for the same claims rest on the same evidence, so a batch of thousands is weighed once.
    """

    def __init__(self, sources: Mapping[str, Source], as_of: date) -> None:
        self._sources = sources
        self._as_of = as_of
        self._known: dict[tuple[Kind, tuple[str, ...]], dict[str, Any]] = {}

    def of(self, listing: Listing) -> dict[str, Any]:
        """Return the score of a listing as it is published."""
        asked = listing.kind, tuple(subject.claim.id for subject in listing.subjects)
        known = self._known.get(asked)
        if known is None:
            known = self._known[asked] = score(list(self._evidence(listing)), self._as_of).to_json()
        return known

    def _evidence(self, listing: Listing) -> Iterator[Evidence]:
        for subject in listing.subjects:
            for place, review in enumerate(subject.claim.reviews, 1):
                source = self._sources[review.source]
                yield Evidence(
                    id=f"{subject.claim.id}/{place}",
                    source=source.name,
                    url=review.url,
                    verdict=Verdict.of(review.verdict),
                    reliability=source.reliability,
                    specificity=listing.kind,
                    origin=f"{review.source}/{subject.claim.id}",
                    date=review.date,
                )


def claim_record(entry: ClaimEntry, sources: Mapping[str, Source]) -> dict[str, Any]:
    """Return the public record of a claim and its reviews."""
    return {
        "text": {"id": entry.text.id, "en": entry.text.en},
        "about": list(entry.about),
        "reviews": [
            {
                "publisher": sources[review.source].name,
                "url": review.url,
                "rating": review.rating,
                "verdict": review.verdict,
                "date": review.date.isoformat(),
            }
            for review in entry.reviews
        ],
    }


def listing_records(listing: Listing, scores: Scores) -> Iterator[dict[str, Any]]:
    """Yield the public record of a listing for each claim that names it, the deciding one first."""
    rated = scores.of(listing)
    for subject in listing.subjects:
        yield {
            "sha256": listing.sha256.hex(),
            "claim": subject.claim.id,
            "kind": str(listing.kind),
            "platform": listing.key.split(":")[1] if listing.kind is Kind.CONTENT else None,
            # Which listings lie on one domain can be counted without saying which domain it is.
            "domain": key_hash(f"domain:{subject.domain}").hex() if subject.domain else None,
            "level": subject.level,
            "verdict": subject.verdict,
            "reason_code": subject.reason_code,
            "statement": {"id": subject.statement.id, "en": subject.statement.en},
            "listed": subject.listed.isoformat(),
            "review_by": subject.review_by.isoformat(),
            "score": rated,
            **({"provisional": True} if subject.provisional else {}),
            **_public_name(listing, subject),
        }


def _public_name(listing: Listing, subject: Subject) -> dict[str, str]:
    """What an imposter imitates, and its host or domain, as members of its record; no other names are public."""
    imposter = Verdict.IMPOSTER
    if listing.verdict is not imposter or subject.verdict != imposter.word:
        return {}
    imitates = {"imitates": subject.claim.imitates} if subject.claim.imitates else {}
    if listing.kind not in (Kind.HOST, Kind.DOMAIN):
        return imitates
    return {**imitates, "host": listing.key.removeprefix(f"{listing.kind}:")}


def _precedence(subject: Subject) -> tuple[int, bool, int, str]:
    return -subject.listed.toordinal(), subject.level > 0, -subject.level, subject.claim.id
