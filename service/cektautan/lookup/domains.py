"""What is on record about a domain: counts, and never a verdict made from them.

Fact-checkers look at what is suspicious, so an average over their checks would say nothing about a site; what can be
said is how many distinct claims on it were rated false within a year, by whom, and how many the publisher corrected
(moderation-facts.md, section 10.3). A record names its domain only by hash, so nothing here lists addresses.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cektautan.lookup.reading_records import usable_claim

FALSE = {"false", "misleading", "altered", "imposter", "scam"}
"""The verdicts that count as rated false."""

YEAR = datetime.timedelta(days=365)


@dataclass
class Domain:
    """The claims that were found on the pages of one domain."""

    false_on: dict[str, datetime.date] = field(default_factory=dict)
    """Claim -> the latest day on which a review rated it false."""
    claims: set[str] = field(default_factory=set)
    corrected: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)

    def false_since(self, today: datetime.date) -> int:
        """Return how many distinct claims were rated false in the year before that day."""
        return sum(day > today - YEAR for day in self.false_on.values())


def gather(buckets: Iterable[Mapping[str, Any]]) -> dict[str, Domain]:
    """Gather the records by the hash of their domain; records of platforms' items have none.

    What cannot be read is not counted: nothing is decided by these numbers.
    """
    found: dict[str, Domain] = {}
    for bucket in buckets:
        for listing in bucket["listings"]:
            domain = listing.get("domain") if isinstance(listing, dict) else None
            if not isinstance(domain, str):
                continue
            claim = usable_claim(bucket, listing)
            if claim is not None:
                _add(found.setdefault(domain, Domain()), listing, claim)
    return found


def _add(domain: Domain, listing: Mapping[str, Any], claim: Mapping[str, Any]) -> None:
    id_ = listing["claim"]
    domain.claims.add(id_)
    if listing.get("verdict") == "corrected":
        domain.corrected.add(id_)
    for review in claim["reviews"]:
        domain.publishers.add(review["publisher"])
        if review["verdict"] in FALSE:
            day = datetime.date.fromisoformat(review["date"])
            domain.false_on[id_] = max(day, domain.false_on.get(id_, day))
