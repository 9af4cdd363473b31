"""The public chain: what became different for readers, one line a change (`GET /v1/changes`, docs/protocol.md).

Made by comparing what was in force before a transaction with what is after it, so that no decision can forget to tell.
A line names a listing by the SHA-256 of its key alone: no address of a hoax and no name of a person may get into it.
"""

from __future__ import annotations

import datetime
from typing import Any

from cektautan.store.in_force import Terms
from cektautan.store.models import Listing


def operation(before: Terms | None, after: Terms | None, status: str) -> str | None:
    """Return what happened: list, amend, retract, expire or remove; None where readers see no difference."""
    if before == after:
        return None
    if after is None:
        return "expire" if status in ("expired", "provisional") else "remove"
    if before is None:
        return "list" if after.level else "retract"
    return "retract" if before.level and not after.level else "amend"


def body(op: str, listing: Listing, terms: Terms | None, now: int) -> dict[str, Any]:
    """Return the members of a line that say what happened."""
    return body_of(op, listing.id, listing.sha256, listing.kind, listing.claim_id, terms, now)


def body_of(
    op: str, listing_id: int, sha256: str, kind: str, claim_id: str, terms: Terms | None, now: int
) -> dict[str, Any]:
    """Return the same from values, for thousands of listings at once."""
    told: dict[str, Any] = dict.fromkeys(
        ("level", "verdict", "reason_code", "statement_id", "statement_en", "listed", "review_by")
    )
    if terms is not None:
        # Not `asdict`, which copies every value: a batch tells of 100,000 listings at once.
        told = dict(vars(terms))
    statement = {"id": told.pop("statement_id"), "en": told.pop("statement_en")}
    return {
        "op": op,
        "listing": listing_id,
        "sha256": sha256,
        "kind": kind,
        "claim": claim_id,
        **{name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in told.items()},
        "statement": statement if terms is not None else None,
        "at": now,
    }
