"""Reads the log of decisions: by number, by what was done, by whom, to what, on which days.

The log is only read here. It knows people by number; their names come from the accounts, for the desk's own eyes. What
an event takes back, and by what it was taken back, is told with it, so that nobody has to search for how a thing ended.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from cektautan.core.days import day_begins
from cektautan.desk.decisions.undo import can_undo
from cektautan.desk.record.differences import Difference, difference
from cektautan.store.models import Account, Change, Event

PAGE: Final = 30


@dataclass(frozen=True)
class Asked:
    """Which events are wanted; nothing said means all."""

    action: str = ""
    """An action (`listing.approved`), or its first word for all of a kind."""
    actor: str = ""
    """`account:<number>`, `system`, `operator` or `reader`."""
    object_kind: str = ""
    object_id: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    before: int | None = None
    """Only events with a lower number: the next page."""


@dataclass(frozen=True)
class Entry:
    """One event as it is shown."""

    seq: int
    at: int
    actor: str
    action: str
    object_kind: str
    object_id: str
    reason: str
    changed: Difference
    personal: bool
    """Whether personal fields belong to it, which lie elsewhere and can be erased."""
    told: int
    """How many public lines came of it."""
    undoable: bool
    """Whether it is a decision that can be taken back from here."""
    undoes: int | None
    undone_by: tuple[int, ...]
    prev_hash: str
    hash: str


@dataclass(frozen=True)
class LogPage:
    """A page of the log, the newest first."""

    entries: tuple[Entry, ...]
    older: int | None
    """What to ask for with `before`; None at the end."""


def read_log(session: Session, asked: Asked) -> LogPage:
    """Return a page of what was asked for."""
    query = select(Event).where(*_conditions(asked)).order_by(Event.seq.desc()).limit(PAGE + 1)
    found = list(session.scalars(query))
    entries = _entries(session, found[:PAGE])
    return LogPage(entries, entries[-1].seq if len(found) > PAGE else None)


def read_entry(session: Session, seq: int) -> Entry | None:
    """Return one event; None where there is none of that number."""
    found = session.get(Event, seq)
    return None if found is None else _entries(session, [found])[0]


def actions(session: Session) -> tuple[str, ...]:
    """Return every action that was ever done, for the filter."""
    return tuple(session.scalars(select(Event.action).distinct().order_by(Event.action)))


def actors(session: Session) -> tuple[str, ...]:
    """Return everybody who did something, for the filter."""
    return tuple(session.scalars(select(Event.actor).distinct().order_by(Event.actor)))


def account_names(session: Session, actors: Iterable[str] | None = None) -> dict[int, str]:
    """Return what those who acted are called, by their numbers; everybody, where nobody is named."""
    query = select(Account.id, Account.name)
    if actors is not None:
        pairs = (each.partition(":") for each in actors)
        query = query.where(Account.id.in_([int(number) for kind, _, number in pairs if kind == "account"]))
    return dict(session.execute(query).all())


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.action:
        all_of = Event.action.startswith(f"{asked.action}.", autoescape=True)
        found.append(or_(Event.action == asked.action, all_of))
    for column, value in (
        (Event.actor, asked.actor),
        (Event.object_kind, asked.object_kind),
        (Event.object_id, asked.object_id),
    ):
        if value:
            found.append(column == value)
    if asked.since:
        found.append(Event.at >= day_begins(asked.since))
    if asked.until:
        found.append(Event.at < day_begins(asked.until) + 86_400)
    if asked.before is not None:
        found.append(Event.seq < asked.before)
    return found


def _entries(session: Session, events: list[Event]) -> tuple[Entry, ...]:
    numbers = [each.seq for each in events]
    undone: dict[int | None, list[int]] = {}
    for of, by in session.execute(select(Event.undoes, Event.seq).where(Event.undoes.in_(numbers)).order_by(Event.seq)):
        undone.setdefault(of, []).append(by)
    counted = select(Change.event_seq, func.count()).where(Change.event_seq.in_(numbers)).group_by(Change.event_seq)
    told = dict(session.execute(counted).all())
    return tuple(
        Entry(
            seq=each.seq,
            at=each.at,
            actor=each.actor,
            action=each.action,
            object_kind=each.object_kind,
            object_id=each.object_id,
            reason=each.reason,
            changed=difference(each.before, each.after),
            personal=each.personal is not None,
            told=told.get(each.seq, 0),
            undoable=can_undo(each),
            undoes=each.undoes,
            undone_by=tuple(undone.get(each.seq, ())),
            prev_hash=each.prev_hash,
            hash=each.hash,
        )
        for each in events
    )
