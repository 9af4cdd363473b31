"""Says whether both chains of a store hold, by their own arithmetic."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from cektautan.core.chain import START, link_hash
from cektautan.store.audit import audit
from cektautan.store.models import Change, Event, LogHead
from cektautan.store.transaction import Store


def assert_chains_hold(store: Store) -> None:
    """Walk the log and the public chain from their beginnings to the head."""
    with store.reading() as session:
        head = session.get_one(LogHead, 1)
        assert _walk(session.scalars(select(Event).order_by(Event.seq)), Event) == (head.seq, head.hash)
        assert _walk(session.scalars(select(Change).order_by(Change.seq)), Change) == (
            head.change_seq, head.change_hash,
        )  # fmt: skip


def assert_audit_finds_nothing(store: Store, now: int) -> None:
    """Ask the service's own audit, which also compares each listing with what was told of it last."""
    with store.reading() as session:
        audit(session, store.sealer, now)


def _walk(links: Any, model: Any) -> tuple[int, str]:
    seq, before = 0, START
    names = [column.name for column in model.__table__.columns if column.name != "hash"]
    for link in links:
        assert link.seq == seq + 1
        assert link.prev_hash == before
        assert link.hash == link_hash({name: getattr(link, name) for name in names})
        seq, before = link.seq, link.hash
    return seq, before
