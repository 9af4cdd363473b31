"""What a row says, as the JSON that the log keeps of it and that a proposal or an undo writes back.

An event of a decision holds, before and after, a state for each row that it changed, by `<kind>:<id>`:
`{"listing:12": {"level": 1, ...}}`. Addresses and keys are not among it: they never change by a decision, and the log
is for ever.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Date
from sqlalchemy.orm import Session

from cektautan.store.models import Appeal, Case, Claim, Feed, Listing, Proposal, Review, Source

State = dict[str, Any]

MODELS: Mapping[str, Any] = {
    "listing": Listing, "claim": Claim, "case": Case, "appeal": Appeal, "proposal": Proposal, "feed": Feed,
    "source": Source,
}  # fmt: skip

FIELDS: Mapping[str, tuple[str, ...]] = {
    "listing": (
        "level", "reason_code", "statement_id", "statement_en", "status", "listed", "review_by", "provisional_until",
        "proposed_by", "approved_by", "immune_until",
    ),
    "claim": (
        "text_id", "text_en", "verdict", "level", "reason_code", "statement_id", "statement_en", "about", "imitates",
        "listed", "review_by", "status",
    ),
    "case": (
        "status", "outcome", "closed_at", "closed_by", "told_id", "told_en", "answered_by", "forwarded_to",
    ),
    "appeal": (
        "acknowledged_at", "admitted_at", "admitted_by", "decided_at", "decided_by", "outcome", "reasons_id",
        "reasons_en",
    ),
    "proposal": ("status", "decided_by", "decided_at", "decision_reason"),
    "feed": ("status",),
    "source": ("standing",),
}  # fmt: skip
"""What a state holds of each kind of row; a claim's holds its checks too."""

NAMED = frozenset({"claim", "feed", "source"})
"""Kinds of rows that have a name and not a number."""

REVIEW_FIELDS = ("source_id", "url", "rating", "verdict", "date")


def find(session: Session, kind: str, id_: int | str) -> Any:
    """Return a row by the name that a state has, or None."""
    return session.get(MODELS[kind], str(id_) if kind in NAMED else int(id_))


def name_of(row: Any) -> str:
    """Return the name of a row's state."""
    return f"{kind_of(row)}:{row.id}"


def kind_of(row: Any) -> str:
    """Return what kind of row it is."""
    return next(kind for kind, model in MODELS.items() if isinstance(row, model))


def state_of(row: Any) -> State:
    """Return a row's state."""
    state = {field: _plain(getattr(row, field)) for field in FIELDS[kind_of(row)]}
    if isinstance(row, Claim):
        state["reviews"] = [
            {field: _plain(getattr(each, field)) for field in REVIEW_FIELDS}
            for each in sorted(row.reviews, key=lambda review: (review.date, review.url))
        ]
    return state


def write(row: Any, values: Mapping[str, Any]) -> None:
    """Write fields of a state into its row."""
    columns = type(row).__table__.columns
    for field, value in values.items():
        if field == "reviews":
            _write_reviews(row, value)
            continue
        is_day = isinstance(value, str) and isinstance(columns[field].type, Date)
        setattr(row, field, datetime.date.fromisoformat(value) if is_day else value)


def _write_reviews(claim: Claim, reviews: list[State]) -> None:
    """Bring the checks of a claim to what a state says; a check is known by its address."""
    wanted = {each["url"]: each for each in reviews}
    for row in list(claim.reviews):
        if row.url not in wanted:
            claim.reviews.remove(row)
    held = {row.url: row for row in claim.reviews}
    for url, each in wanted.items():
        row = held.get(url) or Review(url=url)
        row.source_id, row.rating, row.verdict = each["source_id"], each["rating"], each["verdict"]
        row.date = datetime.date.fromisoformat(each["date"])
        if url not in held:
            claim.reviews.append(row)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(value) if isinstance(value, list) else value
