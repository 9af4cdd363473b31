"""Finds a batch for an act, and refuses the act where the batch is no longer what the page showed."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.desk.errors import Conflict, Invalid, NotFound
from cektautan.store.models import Batch, Event


def find_batch(session: Session, batch_id: int) -> Batch:
    """Return a batch. Raises NotFound."""
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFound(f"batch {batch_id}")
    return batch


def expect_batch(session: Session, batch_id: int, version: int, statuses: Collection[str]) -> Batch:
    """Return a batch that is still of a version, and in one of the states.

    Raises:
        NotFound: there is none.
        Conflict: it was changed since.
        Invalid: its state does not allow the act.

    """
    batch = find_batch(session, batch_id)
    if batch.version != version:
        newest = (
            select(Event)
            .where(Event.object_kind == "batch", Event.object_id == str(batch_id))
            .order_by(Event.seq.desc())
            .limit(1)
        )
        raise Conflict("batch", batch_id, session.scalar(newest))
    if batch.status not in statuses:
        raise Invalid("status", batch.status)
    return batch
