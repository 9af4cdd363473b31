"""What follows when a decision about objections is taken back: they are open again.

Objections to one listing are decided together, however many, so the event names their case and the fields that it wrote
instead of each of them.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import update

from cektautan.store.models import Appeal, Event
from cektautan.store.unit_of_work import Work


def decides_appeals(event: Event) -> bool:
    """True if an event wrote into objections."""
    return _said(event) is not None


def ends_appeals(event: Event) -> bool:
    """True if an event decided objections, and did not only acknowledge or admit them."""
    said = _said(event)
    return said is not None and said["at"] == "decided_at"


def reopen(work: Work, undoes: int | None) -> None:
    """Take back what an event wrote into the objections of its case, if it did."""
    event = None if undoes is None else work.session.get(Event, undoes)
    said = None if event is None else _said(event)
    if event is None or said is None:
        return
    written = getattr(Appeal, said["at"]) == event.at
    fields = dict.fromkeys(said["fields"])
    work.session.execute(update(Appeal).where(Appeal.case_id == said["case"], written).values(**fields))


def _said(event: Event) -> dict[str, Any] | None:
    said = json.loads(event.after or "{}").get("appeals")
    return said if isinstance(said, dict) else None
