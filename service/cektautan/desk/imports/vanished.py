"""What a renewed list does not hold any more, of what was listed because it once did: told in the preview.

A list that drops an entry takes nothing back by it: it may have been cut, moved or cleaned up. So nothing of ours is
lowered; whoever looks at the preview is told how much it is, and which addresses come first.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.sources.lists.findings import Finding
from cektautan.store.in_force import in_force
from cektautan.store.models import Batch, BatchRow, Claim, Listing

NAMED: Final = 10
"""Addresses that the preview names; the rest is counted."""


def vanished(session: Session, batch: Batch, now: int) -> Finding | None:
    """Return what an earlier version of a harvested list brought, is in force, and is not in this one any more.

    Args:
        session: of one reading.
        batch: the new version, whose rows are written.
        now: Unix seconds.

    """
    if batch.uploaded_by is not None:
        return None
    earlier = select(Batch.id).where(
        Batch.name == batch.name, Batch.uploaded_by.is_(None), Batch.id != batch.id, Batch.status == "applied"
    )
    there = set(session.scalars(select(BatchRow.key).where(BatchRow.batch_id == batch.id, BatchRow.key.is_not(None))))
    brought = (
        select(Listing, Claim)
        .join(Claim, Claim.id == Listing.claim_id)
        .where(Listing.batch_id.in_(earlier))
        .order_by(Listing.id)
    )
    gone = []
    for listing, claim in session.execute(brought):
        terms = in_force(listing, claim, now)
        if terms is not None and terms.level and listing.key not in there:
            gone.append(listing.key)
    if not gone:
        return None
    return Finding("vanished", {"count": len(gone), "shown": ", ".join(gone[:NAMED])})
