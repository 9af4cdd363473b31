"""What a file and what the store hold of one claim, as states that `merge` can compare.

Both sides are told in the same words: the file's side is what would be listed of it, with each key worked out; the
store's side leaves out what no file can say, such as who decided. A claim that was removed holds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cektautan.blocklists.entry import ClaimEntry
from cektautan.blocklists.protected import ProtectedNames
from cektautan.blocklists.scope import domain_of, level, scope_key
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import ReasonCode, Surface
from cektautan.desk.sync.merge import LISTING
from cektautan.store.models import Claim, Listing


def file_state(entry: ClaimEntry, rules: Rules, names: ProtectedNames) -> dict[str, Any]:
    """Return what a clean entry says."""
    state: dict[str, Any] = {
        "text": {"id": entry.text.id, "en": entry.text.en},
        "verdict": entry.verdict,
        "level": entry.level,
        "reason_code": entry.reason_code,
        "statement": {"id": entry.statement.id, "en": entry.statement.en},
        "about": list(entry.about),
        "imitates": entry.imitates,
        "listed": entry.listed.isoformat(),
        "review_by": entry.review_by.isoformat(),
        "status": "withdrawn" if entry.reason_code == ReasonCode.WITHDRAWN else "active",
        "reviews": [
            {"source": each.source, "url": each.url, "rating": each.rating, "verdict": each.verdict,
             "date": each.date.isoformat()}
            for each in entry.reviews
        ],
        "changes": [
            {"date": each.date.isoformat(), "change": each.change, "note": {"id": each.note.id, "en": each.note.en}}
            for each in entry.changes
        ],
    }  # fmt: skip
    for appearance in entry.appearances:
        identity = identify(appearance.url, rules)
        part = LISTING + scope_key(appearance, identity, names)
        value = {
            "url": appearance.url,
            "scope": appearance.scope,
            "level": level(entry, appearance, identity),
            "opaque": identity.surface is Surface.OPAQUE,
            "domain": domain_of(identity, names),
            "listed": entry.listed.isoformat(),
            "review_by": entry.review_by.isoformat(),
        }
        # Two addresses of one claim may lead to one key; then the milder of the two levels was meant for it.
        if part not in state or value["level"] < state[part]["level"]:
            state[part] = value
    return state


def store_state(claim: Claim, listings: Iterable[Listing]) -> dict[str, Any]:
    """Return what the store holds."""
    if claim.status == "removed":
        return {}
    state: dict[str, Any] = {
        "text": {"id": claim.text_id, "en": claim.text_en},
        "verdict": claim.verdict,
        "level": claim.level,
        "reason_code": claim.reason_code,
        "statement": {"id": claim.statement_id, "en": claim.statement_en},
        "about": list(claim.about),
        "imitates": claim.imitates,
        "listed": claim.listed.isoformat(),
        "review_by": claim.review_by.isoformat(),
        "status": claim.status,
        "reviews": [
            {"source": each.source_id, "url": each.url, "rating": each.rating, "verdict": each.verdict,
             "date": each.date.isoformat()}
            for each in sorted(claim.reviews, key=lambda review: review.id)
        ],
        "changes": list(claim.changes.get("changes", ())),
    }  # fmt: skip
    for listing in listings:
        if listing.status != "removed":
            state[LISTING + listing.key] = _listing(listing)
    return state


def _listing(listing: Listing) -> dict[str, Any]:
    value: dict[str, Any] = {
        "url": listing.url,
        "scope": listing.scope,
        "level": listing.level,
        "opaque": listing.opaque,
        "domain": listing.domain,
        "listed": listing.listed.isoformat(),
        "review_by": listing.review_by.isoformat(),
    }
    # Terms of its own are what no file gives a listing: they are the desk's.
    if listing.status != "active":
        value["status"] = listing.status
    if listing.reason_code is not None:
        value["reason_code"] = listing.reason_code
    if listing.statement_id is not None:
        value["statement"] = {"id": listing.statement_id, "en": listing.statement_en}
    return value
