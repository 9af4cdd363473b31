"""What becomes different for readers within one transaction: the listings it touches, as they were and as they are.

The flush tells of every row before it is written, so no decision has to remember to say what it changes.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from cektautan.store.changes import body, operation
from cektautan.store.in_force import Terms, in_force
from cektautan.store.models import Claim, Listing


class ChangeTracker:
    """What one transaction changes for readers."""

    def __init__(self, session: Session, now: int) -> None:
        """Begin to watch a session; `now` in Unix seconds is the moment for which both sides are asked."""
        self._session = session
        self._now = now
        self._before: dict[Listing, Terms | None] = {}
        event.listen(session, "before_flush", self._remember)

    def bodies(self) -> list[dict[str, Any]]:
        """Return what the public lines say, one a listing that is different now. Everything must have been flushed."""
        bodies = []
        for listing, before in sorted(self._before.items(), key=lambda pair: pair[0].id):
            after = None if inspect(listing).deleted else in_force(listing, listing.claim, self._now)
            op = operation(before, after, listing.status)
            if op is not None:
                bodies.append(body(op, listing, after, self._now))
        return bodies

    def stop(self) -> None:
        """Watch no longer."""
        event.remove(self._session, "before_flush", self._remember)

    def _remember(self, session: Session, _context: UOWTransaction, _instances: Any) -> None:
        """Note what was in force before the first change of each listing, also when its claim changes."""
        touched = [*session.new, *session.dirty, *session.deleted]
        claims = {each.id for each in touched if isinstance(each, Claim) and session.is_modified(each)}
        listings = [each for each in touched if isinstance(each, Listing)]
        if claims:
            with session.no_autoflush:
                listings += session.scalars(select(Listing).where(Listing.claim_id.in_(claims)))
        for listing in listings:
            if listing not in self._before:
                self._before[listing] = self._was_in_force(listing)

    def _was_in_force(self, listing: Listing) -> Terms | None:
        if inspect(listing).key is None or listing in self._session.new:
            return None
        claim = self._session.get(Claim, _was(listing).claim_id)
        return None if claim is None else in_force(_was(listing), _was(claim), self._now)


def _was(row: Any) -> Any:
    """Return a copy of a row as it was loaded, apart from the session."""
    state = inspect(row)
    copy = type(row)()
    for column in state.mapper.column_attrs:
        if column.deferred:
            continue
        history = state.attrs[column.key].history
        old = history.deleted[0] if history.deleted else getattr(row, column.key)
        setattr(copy, column.key, old)
    return copy
