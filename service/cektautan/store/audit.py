"""Verifies what the store promises of its log: no event was changed, left out or added later, and rows follow from it.

Checked in order: the chain of events and its end; the commitments to personal fields, erased ones apart; the public
chain of changes and its end; and that each listing is what the last line and the last event about it say. The first
thing that is wrong is named with its number. Whoever can write to the whole database could make all of this fit
together anew; then it does not fit the head in any set that was signed before (`commands.audit`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.chain import START, commitment, link_hash
from cektautan.store.changes import body
from cektautan.store.in_force import in_force
from cektautan.store.models import BatchRow, Change, Claim, Event, Listing, LogHead, Personal
from cektautan.store.sealing import Sealer

_EVENT: Final = (
    "seq", "at", "actor", "action", "object_kind", "object_id", "reason", "before", "after", "personal", "undoes",
    "prev_hash",
)  # fmt: skip
_CHANGE: Final = ("seq", "event_seq", "body", "prev_hash")
_AT_ONCE: Final = 1000
_LISTING: Final = "listing:"


class BrokenError(Exception):
    """Something does not follow from the log. The message is one line that names the first place."""


@dataclass(frozen=True)
class Audited:
    """What was verified."""

    events: int
    changes: int
    personal: int
    erased: int
    listings: int
    head: str


def audit(session: Session, sealer: Sealer, now: int) -> Audited:
    """Verify the store within one transaction.

    Raises:
        BrokenError: the first thing that is wrong.

    """
    head = session.get_one(LogHead, 1)
    events = _chain(session, Event, _EVENT, "event", head.seq, head.hash)
    changes = _chain(session, Change, _CHANGE, "change", head.change_seq, head.change_hash)
    personal, erased = _personal(session, sealer)
    listings = _listings(session, now)
    return Audited(events, changes, personal, erased, listings, head.hash)


def holds(session: Session, hash_: str) -> bool:
    """Say whether a hash is that of an event of the log, or of its beginning."""
    return hash_ == START or session.scalar(select(Event.seq).where(Event.hash == hash_)) is not None


def _pages(session: Session, asked: Any, by: Any, place: Callable[[Any], int]) -> Iterator[Any]:
    """Yield all rows in the order of a number, some at a time: a log is longer than memory should be."""
    last = 0
    while rows := session.execute(asked.where(by > last).order_by(by).limit(_AT_ONCE)).all():
        yield from rows
        last = place(rows[-1])


def _chain(session: Session, model: Any, names: tuple[str, ...], what: str, end: int, end_hash: str) -> int:
    count, before = 0, START
    columns = [*(getattr(model, name) for name in names), model.hash]
    for row in _pages(session, select(*columns), model.seq, lambda row: row[0]):
        members = dict(zip(names, row, strict=False))
        count += 1
        if members["seq"] != count:
            raise BrokenError(f"{what} {count} is missing")
        if members["prev_hash"] != before:
            raise BrokenError(f"{what} {count} does not follow from the one before it: its prev_hash is another")
        before = row[-1]
        if link_hash(members) != before:
            raise BrokenError(f"{what} {count} was changed: its content has another hash")
    if (count, before) != (end, end_hash):
        raise BrokenError(f"{what} {count} is the last one, and the log ends with {what} {end}: some were cut off")
    return count


def _personal(session: Session, sealer: Sealer) -> tuple[int, int]:
    """Compare each personal field of an event with what the event commits to."""
    said = {
        seq: json.loads(personal or "{}")
        for seq, personal in session.execute(
            select(Event.seq, Event.personal).where(Event.personal.is_not(None)).order_by(Event.seq)
        )
    }
    count = erased = 0
    unseen = {(seq, field) for seq, fields in said.items() for field in fields}
    for (row,) in _pages(session, select(Personal), Personal.id, lambda row: row[0].id):
        place = f"the field {row.field} of {row.owner_kind} {row.owner_id}"
        if row.owner_kind == "event":
            if said.get(row.owner_id, {}).get(row.field) != row.commitment:
                raise BrokenError(f"{place} is not what event {row.owner_id} commits to")
            unseen.discard((row.owner_id, row.field))
        if row.salt is None or row.sealed is None:
            erased += 1
            continue
        count += 1
        text = sealer.open(row.sealed)
        if text is None:
            raise BrokenError(f"{place} cannot be opened: it was altered, or its sealing key is missing")
        if commitment(row.salt, text) != row.commitment:
            raise BrokenError(f"{place} is not what was committed to")
    if unseen:
        seq, field = min(unseen)
        raise BrokenError(f"event {seq} commits to the field {field}, which is not there, not even as erased")
    return count, erased


def _listings(session: Session, now: int) -> int:
    """Compare each listing with the last line about it, and with the last event that holds its state."""
    last: dict[int, tuple[int, dict[str, Any]]] = {}
    at_event: dict[int, int] = {}
    asked = select(Change.seq, Change.body, Change.event_seq)
    for seq, text, event_seq in _pages(session, asked, Change.seq, lambda row: row[0]):
        line = json.loads(text)
        last[line["listing"]] = seq, line
        at_event[line["listing"]] = event_seq
    states = _states(session)
    in_batches = set(session.scalars(select(BatchRow.listing_id).where(BatchRow.listing_id.is_not(None)).distinct()))
    claims = {claim.id: claim for claim in session.scalars(select(Claim))}
    count = 0
    for (listing,) in _pages(session, select(Listing), Listing.id, lambda row: row[0].id):
        count += 1
        for wrong in _differences(listing, claims[listing.claim_id], last.get(listing.id), now):
            raise BrokenError(wrong)
        event_seq, state = states.get(listing.id, (0, {}))
        # A batch is told in the chain of changes, line by line, and not in events.
        if event_seq >= at_event.get(listing.id, 0) and listing.id not in in_batches:
            odd = sorted(name for name, value in state.items() if _plain(getattr(listing, name)) != value)
            if odd:
                raise BrokenError(f"listing {listing.id} differs from event {event_seq} in {', '.join(odd)}")
    missing = sorted(
        (seq, id_) for id_, (seq, line) in last.items() if _told(line) and session.get(Listing, id_) is None
    )
    if missing:
        raise BrokenError(f"change {missing[0][0]} tells of listing {missing[0][1]}, which is not there")
    return count


def _states(session: Session) -> dict[int, tuple[int, dict[str, Any]]]:
    """Return the last state of each listing that an event holds, as `listing:<number>` among what was after it."""
    found: dict[int, tuple[int, dict[str, Any]]] = {}
    asked = select(Event.seq, Event.after).where(Event.after.contains(f'"{_LISTING}'))
    for seq, text in _pages(session, asked, Event.seq, lambda row: row[0]):
        for name, state in json.loads(text).items():
            number = name.removeprefix(_LISTING)
            if number != name and number.isdigit() and isinstance(state, dict):
                found[int(number)] = seq, state
    return found


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _differences(listing: Listing, claim: Claim, last: tuple[int, dict[str, Any]] | None, now: int) -> Iterator[str]:
    if last is None:
        if in_force(listing, claim, now) is not None:
            yield f"listing {listing.id} is in force, and no change tells of it"
        return
    seq, line = last
    terms = in_force(listing, claim, line["at"])
    if (terms is not None) != _told(line):
        yield f"listing {listing.id} is {listing.status}, and change {seq} says {line['op']}"
    elif terms is not None:
        made = body(line["op"], listing, terms, line["at"])
        odd = sorted(name for name in made if made[name] != line.get(name))
        if odd:
            yield f"listing {listing.id} differs from change {seq} in {', '.join(odd)}"


def _told(line: dict[str, Any]) -> bool:
    return line["op"] not in ("remove", "expire")
