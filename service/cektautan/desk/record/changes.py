"""The public chain as it is handed on: pages of lines, each exactly as it was hashed (docs/protocol.md, section 15)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.chain import canonical
from cektautan.store.models import Change, LogHead


class BeyondTheEndError(Exception):
    """The chain has not reached the line that was named."""


@dataclass(frozen=True)
class Page:
    """Some lines of the chain."""

    lines: bytes
    """One canonical JSON object a line."""
    last: int
    """The number of the last line, or the one that was asked after."""
    more: bool


def page(session: Session, after: int, limit: int) -> Page:
    """Return the lines after one.

    Raises:
        BeyondTheEndError: there is no such line yet.

    """
    head = session.get_one(LogHead, 1)
    if after > head.change_seq:
        raise BeyondTheEndError
    changes = session.scalars(select(Change).where(Change.seq > after).order_by(Change.seq).limit(limit))
    lines, last = [], after
    for each in changes:
        last = each.seq
        lines.append(
            canonical(
                {
                    "seq": each.seq,
                    "event_seq": each.event_seq,
                    "body": each.body,
                    "prev_hash": each.prev_hash,
                    "hash": each.hash,
                }
            )
        )
    return Page("".join(f"{line}\n" for line in lines).encode(), last, more=last < head.change_seq)
