"""A decision as edits of rows: what it would make readers see, and writing it with its event.

Every act of the desk is a list of edits. The same list is judged, applied, kept in a proposal until a second person
approves it, and turned around by an undo, so what was judged is what is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cektautan.desk.decisions.states import State, find, kind_of, name_of, state_of, write
from cektautan.desk.errors import Conflict, NotFound
from cektautan.store.models import Event, Listing
from cektautan.store.unit_of_work import Work


@dataclass(frozen=True)
class Edit:
    """New values for fields of one row."""

    kind: str
    id: int | str
    values: Mapping[str, Any]
    version: int | None = None
    """What the row's version has to be; None where that does not matter."""

    @property
    def name(self) -> str:
        """The row's name among states."""
        return f"{self.kind}:{self.id}"

    def as_json(self) -> dict[str, Any]:
        """Return it as a proposal keeps it."""
        return {"kind": self.kind, "id": self.id, "values": dict(self.values), "version": self.version}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Edit:
        """Return it from what a proposal kept."""
        return cls(data["kind"], data["id"], data["values"], data["version"])


def edit(row: Any, **values: Any) -> Edit:
    """Return an edit of a row that we hold, for as long as nobody else changes it."""
    return Edit(kind_of(row), row.id, values, getattr(row, "version", None))


def apply_edits(
    work: Work,
    action: str,
    subject: tuple[str, int | str],
    edits: Sequence[Edit],
    *,
    reason: str,
    undoes: int | None = None,
    more: Mapping[str, Any] | None = None,
) -> Event:
    """Write edits and their one event; `more` stands beside the states after.

    Raises:
        Conflict: a row is not what it was when the edits were made.
        NotFound: a row is gone.

    """
    before: dict[str, State] = {}
    after: dict[str, State] = {}
    for each in edits:
        row = found(work.session, each.kind, each.id)
        expect(work.session, row, each.version)
        before.setdefault(each.name, state_of(row))
        write(row, each.values)
        if hasattr(row, "version"):
            row.version += 1
        if isinstance(row, Listing):
            row.changed_at = work.now
        after[each.name] = state_of(row)
    return work.record(action, subject, reason=reason, before=before, after={**after, **(more or {})}, undoes=undoes)


def found(session: Session, kind: str, id_: int | str) -> Any:
    """Return a row. Raises NotFound."""
    try:
        row = find(session, kind, id_)
    except ValueError:
        row = None
    if row is None:
        raise NotFound(f"{kind} {id_}")
    return row


def expect(session: Session, row: Any, version: int | None) -> None:
    """Raise Conflict where somebody has changed a row since it had that version."""
    if version is not None and row.version != version:
        kind = kind_of(row)
        raise Conflict(kind, row.id, last_event(session, row))


def last_event(session: Session, row: Any, after: int = 0) -> Event | None:
    """Return the newest event after a number that changed a row, or what it belongs to."""
    kind = kind_of(row)
    named = Event.after.like(f'%"{name_of(row)}":%')
    own = (Event.object_kind == kind) & (Event.object_id == str(row.id))
    wider = [(Event.object_kind == "claim") & (Event.object_id == row.claim_id)] if isinstance(row, Listing) else []
    newest = select(Event).where(Event.seq > after, or_(named, own, *wider)).order_by(Event.seq.desc()).limit(1)
    return session.scalar(newest)


def as_json(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    """Return edits as a proposal keeps them."""
    return [each.as_json() for each in edits]
