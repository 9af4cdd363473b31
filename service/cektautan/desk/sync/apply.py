"""Writes a state into the rows of its claim: only the parts that change, so that what the desk decided stays.

Whoever calls it has decided that it may be done, and records the event with the states before and after, which an undo
writes back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.keys import key_hash
from cektautan.core.vocabulary import Kind
from cektautan.desk.decisions.states import name_of, state_of
from cektautan.desk.sync.merge import LISTING, State
from cektautan.store.models import Claim, Listing, Review
from cektautan.store.unit_of_work import Work

ORIGIN = "blocklists"


@dataclass(frozen=True)
class Applied:
    """What was written: the states of the rows that changed, as events keep them."""

    claim: Claim
    before: dict[str, Any]
    after: dict[str, Any]


def apply_state(work: Work, claim_id: str, state: State, parts: Iterable[str], file: str | None = None) -> Applied:
    """Write parts of a state; a part that the state does not have is removed."""
    session, parts = work.session, list(parts)
    claim = session.get(Claim, claim_id)
    held = {row.key: row for row in session.scalars(select(Listing).where(Listing.claim_id == claim_id))}
    new = claim is None
    if claim is None:
        claim = Claim(id=claim_id, origin=ORIGIN, created_at=work.now, changes={}, version=0)
        session.add(claim)
    touched = [held[key] for part in parts if (key := part.removeprefix(LISTING)) in held]
    before = {name_of(row): state_of(row) for row in ([] if new else [claim, *touched])}
    if file is not None:
        claim.file = file
    with session.no_autoflush:
        for part in parts:
            if not part.startswith(LISTING):
                _write(session, claim, part, state.get(part))
        claim.version += 1
        # The claim's row has to be there before those that point to it.
        session.flush()
        for part in parts:
            if part.startswith(LISTING):
                key = part.removeprefix(LISTING)
                row = _write_listing(work, claim, held.get(key), key, state.get(part))
                if row is not None and row not in touched:
                    touched.append(row)
    session.flush()
    after = {name_of(row): state_of(row) for row in [claim, *touched]}
    # What was not there before was told to nobody: taking it back removes it.
    absent = {name: {**now, "status": "removed"} for name, now in after.items() if name not in before}
    return Applied(claim, {**before, **absent}, after)


def _write(session: Session, claim: Claim, part: str, value: Any) -> None:
    match part:
        case "status":
            claim.status = value or "removed"
        case _ if value is None and part != "imitates":
            return  # Of a claim that is removed the row stays as it was, for its history.
        case "text":
            claim.text_id, claim.text_en = value["id"], value["en"]
        case "statement":
            claim.statement_id, claim.statement_en = value["id"], value["en"]
        case "listed" | "review_by":
            setattr(claim, part, date.fromisoformat(value))
        case "reviews":
            _write_reviews(session, claim, value)
        case "changes":
            claim.changes = {"changes": value}
        case _:
            setattr(claim, part, value)


def _write_reviews(session: Session, claim: Claim, reviews: list[dict[str, Any]]) -> None:
    """Bring the checks to what a file says, and in its order."""
    held = sorted(claim.reviews, key=lambda row: row.id)
    if [row.url for row in held] != [each["url"] for each in reviews[: len(held)]]:
        claim.reviews.clear()
        # A check may come back under its old address, which stands in the table until this is written.
        session.flush()
        held = []
    for place, each in enumerate(reviews):
        row = held[place] if place < len(held) else Review(url=each["url"])
        row.source_id, row.rating, row.verdict = each["source"], each["rating"], each["verdict"]
        row.date = date.fromisoformat(each["date"])
        if place >= len(held):
            claim.reviews.append(row)


def _write_listing(
    work: Work, claim: Claim, row: Listing | None, key: str, value: dict[str, Any] | None
) -> Listing | None:
    if value is None:
        if row is not None:
            row.status, row.changed_at, row.version = "removed", work.now, row.version + 1
        return row
    kind = Kind(key.partition(":")[0])
    if row is None:
        row = Listing(claim_id=claim.id, key=key, sha256=key_hash(key).hex(), kind=kind.value, version=0)
        row.platform = key.split(":")[1] if kind is Kind.CONTENT else None
        row.claim = claim
        work.session.add(row)
    row.url, row.scope, row.level = value["url"], value["scope"], value["level"]
    row.opaque, row.domain = value["opaque"], value["domain"]
    row.listed, row.review_by = (date.fromisoformat(value[name]) for name in ("listed", "review_by"))
    row.status = value.get("status", "active")
    row.changed_at, row.version = work.now, row.version + 1
    return row
