"""Words of a decision that are meant for everybody: they stand in the claim's public history (docs/protocol.md, 14).

A reason is for the desk and may name cases and colleagues' work. What the public is to read is given on purpose, in
both languages, with the kind of change that it explains, and lies in the event's `after` under `public`. An event
about a claim or a listing that carries it explains that claim's history from the next publication on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.record import ChangeKind
from cektautan.store.models import Event, Listing

MEMBER: Final = "public"

_MARK: Final = f'"{MEMBER}":{{'
"""How the member looks in canonical JSON, so that the engine need not hand out every event there is."""


@dataclass(frozen=True)
class PublicNote:
    """What is told of one decision."""

    claim: str
    at: int
    change: ChangeKind
    id: str
    en: str


def public_note(change: ChangeKind, id_: str, en: str) -> dict[str, Any]:
    """Return what to add to an event's `after`: `after={**state, **public_note(...)}`."""
    return {MEMBER: {"change": change.value, "id": id_, "en": en}}


def public_notes(session: Session) -> Iterator[PublicNote]:
    """Yield all public notes in the order of their events."""
    asked = select(Event.at, Event.object_kind, Event.object_id, Event.after).where(
        Event.object_kind.in_(("claim", "listing")), Event.after.contains(_MARK, autoescape=True)
    )
    for at, kind, object_id, after in session.execute(asked.order_by(Event.seq)):
        told = json.loads(after or "{}").get(MEMBER)
        claim = object_id if kind == "claim" else session.scalar(_claim_of(object_id))
        if claim is not None and isinstance(told, dict):
            yield PublicNote(claim, at, ChangeKind(told["change"]), told["id"], told["en"])


def _claim_of(listing: str) -> Any:
    return select(Listing.claim_id).where(Listing.id == int(listing))
