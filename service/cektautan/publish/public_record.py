"""What the public record says of each claim today, apart from its history (docs/protocol.md, section 14).

Made from the reviewed entries and the listings that they came to. How many places a claim was found at is told, and on
which platforms; never which places: no address of a hoax may get into it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cektautan.blocklists.entry import ClaimEntry, Source
from cektautan.core.record import Status
from cektautan.core.vocabulary import Kind, ReasonCode
from cektautan.publish.from_lists import Listed
from cektautan.publish.records import Listing, claim_record


@dataclass(frozen=True)
class ClaimNow:
    """One claim as it stands: its entry, and what is published of it."""

    entry: ClaimEntry
    members: Mapping[str, Any]


def claims_now(listed: Listed, listings: Iterable[Listing]) -> dict[str, ClaimNow]:
    """Return all claims that are told of by id."""
    found: dict[str, list[Listing]] = {entry.id: [] for entry in listed.claims}
    for listing in listings:
        for subject in listing.subjects:
            found[subject.claim.id].append(listing)
    return {
        entry.id: ClaimNow(entry, _members(entry, listed.sources, found[entry.id], listed.as_of))
        for entry in listed.claims
    }


def status_of(entry: ClaimEntry, as_of: date) -> Status:
    """Return where a claim of the lists stands on a day."""
    if entry.reason_code == ReasonCode.WITHDRAWN:
        return Status.WITHDRAWN
    return Status.REVIEW_DUE if as_of > entry.review_by else Status.ACTIVE


def _members(entry: ClaimEntry, sources: Mapping[str, Source], listings: list[Listing], as_of: date) -> dict[str, Any]:
    platforms = Counter(listing.key.split(":")[1] for listing in listings if listing.kind is Kind.CONTENT)
    return {
        **claim_record(entry, sources),
        "verdict": entry.verdict,
        # What people decided. That it falls when nobody looks again in time is said by the status.
        "level": entry.level,
        "reason_code": entry.reason_code,
        "statement": {"id": entry.statement.id, "en": entry.statement.en},
        "listed": entry.listed.isoformat(),
        "review_by": entry.review_by.isoformat(),
        "status": status_of(entry, as_of).value,
        "listings": {
            "total": len(listings),
            "platforms": dict(platforms),
            "kinds": dict(Counter(listing.kind.value for listing in listings)),
        },
    }
