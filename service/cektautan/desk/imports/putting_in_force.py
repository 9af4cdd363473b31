"""A wholly staged batch -> in force, by one short transaction.

Everything that takes time is done before it: the lines of the public chain are written out, and what was decided while
the batch was staged is judged anew. The transaction itself asks once more whether anything moved since, sets the
listings active with one statement, and writes the event and the lines. Readers see all of the batch or nothing of it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import Date, delete, func, select, update
from sqlalchemy.orm import Session

from cektautan.desk.imports.rejudging import MANY, Again, Barred
from cektautan.desk.imports.staging import bar
from cektautan.desk.imports.telling import COLUMNS, Lines, claims_told, digest, lines_of, tell
from cektautan.store.models import Batch, BatchRow, Claim, Listing, Review
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

_ACTS: Final = ("added", "changed")


def put_in_force(store: Store, again: Again) -> None:
    """Put a batch in force of which every line was staged or left out."""
    with store.reading() as session:
        barred = _settle(session, again)[0]
    if barred:
        with store.deciding("system", again.now) as work:
            bar(work.session, barred)
    with store.reading() as session:
        batch = session.get_one(Batch, again.batch_id)
        lines = _lines(session, again)
    if batch.status != "applying":
        return
    with store.deciding("system", again.now) as work:
        session = work.session
        batch = session.get_one(Batch, again.batch_id)
        if batch.status != "applying":
            return
        barred, touched = _settle(session, again)
        bar(session, barred)
        for each in touched:
            lines.pop(each.listing_id, None)
        if touched:
            lines |= _lines(session, again, [each.listing_id for each in touched])
        _activate(work, batch, again)
        if len(again.made) < len(again.members) or barred:
            _forget_unused_claims(session, batch, again)
        counts = _counts(session, batch.id)
        batch.status, batch.applied_at, batch.version = "applied", work.now, batch.version + 1
        batch.counts = {**batch.counts, **counts}
        # The upload has done its work; what it came to lies in the rows.
        batch.data = None
        work.record(
            "import.applied",
            ("batch", batch.id),
            reason=batch.reason,
            before={"status": "applying"},
            after={"status": "applied", **counts, "rows_sha256": digest(lines)},
        )
        tell(work, lines)


def _settle(session: Session, again: Again) -> tuple[list[Barred], list[Any]]:
    """Judge what may be different by now; return the lines to leave out, and all that were looked at."""
    moved = again.follow(session)
    if not moved:
        return [], []
    touched = list(again.touched(session, moved))
    return list(again.judge(touched)), touched


def _lines(session: Session, again: Again, only: list[int] | None = None) -> Lines:
    """Write out what will be told, of all staged lines or of some listings."""
    claims = claims_told(session), claims_told(session, frozenset(again.made))
    asked = (
        select(*COLUMNS, BatchRow.act, BatchRow.level.label("new_level"), BatchRow.terms)
        .join(Listing, Listing.id == BatchRow.listing_id)
        .where(BatchRow.batch_id == again.batch_id, BatchRow.act.in_(_ACTS))
    )
    parts = [asked]
    if only is not None:
        parts = [asked.where(Listing.id.in_(only[start : start + MANY])) for start in range(0, len(only), MANY)]
    return {row.id: line for part in parts for row, line in lines_of(session, part, _becomes, claims, again.now)}


def _becomes(row: Any) -> dict[str, Any]:
    if row.act == "added":
        return {"status": "active"}
    return {"status": "active", "level": row.new_level, "review_by": date.fromisoformat(row.terms["review_by"])}


def _activate(work: Work, batch: Batch, again: Again) -> None:
    """Set the listings and the new claims active."""
    session = work.session
    if again.made:
        staged = select(Listing.claim_id).where(Listing.batch_id == batch.id, Listing.status == "staged")
        session.execute(
            update(Claim)
            .where(Claim.id.in_(staged), Claim.status == "draft", Claim.origin == "import")
            .values(status="active")
            .execution_options(synchronize_session=False)
        )
    session.execute(
        update(Listing)
        .where(Listing.batch_id == batch.id, Listing.status == "staged")
        .values(status="active", version=Listing.version + 1, changed_at=work.now)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Listing)
        .where(Listing.id == BatchRow.listing_id, BatchRow.batch_id == batch.id, BatchRow.act == "changed")
        .values(
            level=BatchRow.level,
            status="active",
            # Both engines read a day of this form from a text by a function of this name.
            review_by=func.date(BatchRow.terms["review_by"].as_string(), type_=Date),
            proposed_by=batch.applied_by,
            approved_by=batch.approved_by,
            batch_id=batch.id,
            changed_at=work.now,
            version=Listing.version + 1,
        )
        .execution_options(synchronize_session=False)
    )


def _forget_unused_claims(session: Session, batch: Batch, again: Again) -> None:
    """Delete the drafts all of whose lines were left out, and name only those that came with the batch."""
    used = set(session.scalars(select(Listing.claim_id).where(Listing.batch_id == batch.id).distinct()))
    unused = sorted(again.made - used)
    for start in range(0, len(unused), MANY):
        some = unused[start : start + MANY]
        session.execute(delete(Review).where(Review.claim_id.in_(some)))
        session.execute(delete(Claim).where(Claim.id.in_(some), Claim.status == "draft"))
    again.made -= set(unused)
    batch.claims = {id_: members for id_, members in batch.claims.items() if id_ in again.made}


def _counts(session: Session, batch_id: int) -> dict[str, int]:
    asked = select(BatchRow.act, func.count()).where(BatchRow.batch_id == batch_id).group_by(BatchRow.act)
    found = {act: count for act, count in session.execute(asked) if act is not None}
    return {act: found.get(act, 0) for act in ("added", "changed", "left", "refused")}
