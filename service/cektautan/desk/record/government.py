"""The register of what governments and others asked for, which anybody can read on /transparansi.

Every request is entered, whatever became of it, with its kind after Lumen's list. It is public from the day it arrived,
later only where an order says so; then the day stands in the register. Whoever amends it says why, and the event holds
every field before and after, so that the register cannot be rewritten unseen. A request changes no listing: whoever
lowers or retracts one because of it does so as ever, with a reason and an event.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.days import day_of
from cektautan.core.unseen import hides, is_unreadable
from cektautan.store.models import GovernmentRequest
from cektautan.store.transaction import Store

KINDS = (
    "CourtOrder", "DataProtection", "Defamation", "DMCA", "LawEnforcementRequest", "PrivateInformation",
    "GovernmentRequest", "Trademark", "Other",
)  # fmt: skip
"""The kinds of notices that Lumen tells apart."""

OUTCOMES = ("open", "followed", "partly", "refused")
OPEN = "open"

LONGEST = 5000
LONGEST_NAME = 200
LONGEST_REASON = 500


class UnfitRequestError(ValueError):
    """A field of a request cannot be entered: its name and why, as a code."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class RequestEntry:
    """What is entered of a request. `sender` is an office and never a person."""

    kind: str
    sender: str
    title_id: str
    title_en: str
    body_id: str
    body_en: str
    legal_basis: str = ""
    received: datetime.date
    claims: int = 0
    outcome: str = OPEN
    answered: datetime.date | None = None
    answer_id: str = ""
    answer_en: str = ""
    public_from: datetime.date | None = None

    def check(self, today: datetime.date) -> None:
        """Refuse what cannot stand in the register.

        Raises:
            UnfitRequestError: a field has a value that it cannot have.

        """
        if self.kind not in KINDS:
            raise UnfitRequestError("kind", "unknown_value")
        if self.outcome not in OUTCOMES:
            raise UnfitRequestError("outcome", "unknown_value")
        for name, longest in (("sender", LONGEST_NAME), ("title_id", LONGEST_NAME), ("title_en", LONGEST_NAME),
                              ("body_id", LONGEST), ("body_en", LONGEST)):  # fmt: skip
            _needed(name, getattr(self, name), longest)
        _fits("legal_basis", self.legal_basis, LONGEST_NAME)
        _fits("answer_id", self.answer_id, LONGEST)
        _fits("answer_en", self.answer_en, LONGEST)
        if not 0 <= self.claims <= 1_000_000:
            raise UnfitRequestError("claims", "out_of_range")
        if self.received > today:
            raise UnfitRequestError("received", "in_the_future")
        if self.public_from is not None and self.public_from < self.received:
            raise UnfitRequestError("public_from", "before_received")
        if self.outcome == OPEN:
            return
        if self.answered is None:
            raise UnfitRequestError("answered", "missing")
        if not self.received <= self.answered <= today:
            raise UnfitRequestError("answered", "out_of_range")
        _needed("answer_id", self.answer_id, LONGEST)
        _needed("answer_en", self.answer_en, LONGEST)


def enter(store: Store, actor: str, entry: RequestEntry, now: int) -> int:
    """Enter a request and return its number.

    Raises:
        UnfitRequestError: a field has a value that it cannot have.
        StoreUnavailableError: nothing was entered.

    """
    entry.check(day_of(now))
    with store.deciding(actor, now) as work:
        made = GovernmentRequest(**_columns(entry), created_at=now)
        work.session.add(made)
        work.session.flush()
        work.record("request.entered", ("request", made.id), after=_state(made))
        return made.id


def amend(store: Store, actor: str, number: int, version: int, entry: RequestEntry, reason: str, now: int) -> bool:
    """Amend a request, above all by its answer; False where somebody else has amended it since `version`.

    Raises:
        UnfitRequestError: a field has a value that it cannot have, or there is no reason.
        StoreUnavailableError: nothing was changed.

    """
    entry.check(day_of(now))
    reason = " ".join(reason.split())
    _needed("reason", reason, LONGEST_REASON)
    with store.deciding(actor, now) as work:
        found = work.session.get_one(GovernmentRequest, number)
        if found.version != version:
            return False
        before = _state(found)
        for name, value in _columns(entry).items():
            setattr(found, name, value)
        found.version += 1
        work.record("request.amended", ("request", number), reason=reason, before=before, after=_state(found))
        return True


def public(session: Session, now: int) -> list[GovernmentRequest]:
    """Return what the public sees, newest first."""
    return list(
        session.scalars(
            select(GovernmentRequest)
            .where(GovernmentRequest.public_from <= day_of(now))
            .order_by(GovernmentRequest.received.desc(), GovernmentRequest.id.desc())
        )
    )


def _columns(entry: RequestEntry) -> dict[str, object]:
    return {
        "kind": entry.kind,
        "sender": entry.sender,
        "title_id": entry.title_id,
        "title_en": entry.title_en,
        "body_id": entry.body_id,
        "body_en": entry.body_en,
        "legal_basis": entry.legal_basis,
        "received": entry.received,
        "claims": entry.claims,
        "outcome": entry.outcome,
        "answered": entry.answered,
        "answer_id": entry.answer_id or None,
        "answer_en": entry.answer_en or None,
        "public_from": entry.public_from or entry.received,
    }


def _state(request: GovernmentRequest) -> dict[str, object]:
    """Return every field, as an event keeps it."""
    values = {name: getattr(request, name) for name in RequestEntry.__dataclass_fields__}
    return {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in values.items()}


def _needed(name: str, text: str, longest: int) -> None:
    if not text:
        raise UnfitRequestError(name, "missing")
    _fits(name, text, longest)


def _fits(name: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise UnfitRequestError(name, "too_long")
    if is_unreadable(text) or hides(text):
        raise UnfitRequestError(name, "unreadable")
