"""Writes the listings of an agreed batch down, some at a time, where no reader sees them.

Each step judges its lines anew outside the transaction and writes what came of them inside it, so that other decisions
get their turn, and a process that is cut off goes on with the lines that have no act. A claim that comes with the batch
is written with its first listing, as a draft. `putting_in_force` looks again at whatever moved after a line was staged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from cektautan.core.keys import key_digests, key_hash
from cektautan.desk.imports.choosing import TAKEN_ROWS
from cektautan.desk.imports.reading import draft_of
from cektautan.desk.imports.rejudging import LINE, MANY, Again, Barred
from cektautan.sources.lists.findings import Finding, Problem
from cektautan.store.models import Batch, BatchRow, Claim, Listing, Review
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

CHUNK: Final = 2000
"""Lines that are staged in one transaction: a decision that waits for it waits for a fraction of a second."""

STATE: Final = (
    "level", "status", "review_by", "provisional_until", "proposed_by", "approved_by", "batch_id", "reason_code",
)  # fmt: skip
"""What a batch changes of a listing that was there, and what reverting it writes back."""

_STATE: Final = (Listing.id, Listing.version, *(getattr(Listing, name) for name in STATE))


def stage_some(store: Store, again: Again, chunk: int = CHUNK) -> bool:
    """Stage the next lines of a batch; False when there are none left.

    Args:
        store: the store.
        again: judges the lines of the batch.
        chunk: how many lines.

    """
    asked = (
        select(*LINE)
        .where(BatchRow.batch_id == again.batch_id, *TAKEN_ROWS, BatchRow.act.is_(None))
        .order_by(BatchRow.id)
        .limit(chunk)
    )
    with store.reading() as session:
        rows = session.execute(asked).all()
    if not rows:
        return False
    barred = {each.row.id: each for each in again.judge(rows)}
    with store.deciding("system", again.now) as work:
        batch = work.session.get_one(Batch, again.batch_id)
        if batch.status != "applying":
            return False
        batch.done += len(rows)
        whole = [row for row in rows if row.id not in barred]
        foreign = _make_claims(work, again, [row for row in whole if row.verdict == "new"])
        bar(work.session, [*barred.values(), *foreign])
        taken = {each.row.id for each in foreign}
        _stage(work, batch, [row for row in whole if row.verdict == "new" and row.id not in taken])
        _keep_before(work.session, [row for row in whole if row.verdict != "new"])
    return True


def bar(session: Session, barred: Iterable[Barred]) -> None:
    """Leave lines out, whatever was staged of them included."""
    values = [
        # What was staged goes; a listing that was there stays named, so that people find what was decided about it.
        {**each.values(), "listing_id": each.row.listing_id if each.row.verdict == "changed" else None}
        for each in barred
    ]
    if not values:
        return
    lines = [each["id"] for each in values]
    for start in range(0, len(lines), MANY):
        some = BatchRow.id.in_(lines[start : start + MANY])
        staged = list(session.scalars(select(BatchRow.listing_id).where(some, BatchRow.act == "added")))
        session.execute(update(BatchRow).where(some, BatchRow.act == "added").values(listing_id=None))
        session.execute(delete(Listing).where(Listing.id.in_(staged), Listing.status == "staged"))
    session.execute(update(BatchRow), values)


def _make_claims(work: Work, again: Again, rows: Sequence[Any]) -> list[Barred]:
    """Write the claims down that come with these lines; return the lines whose claim is somebody else's by now."""
    wanted = sorted({row.terms["claim"] for row in rows} & (again.members.keys() - again.made))
    there: set[str] = set()
    for start in range(0, len(wanted), MANY):
        there |= set(work.session.scalars(select(Claim.id).where(Claim.id.in_(wanted[start : start + MANY]))))
    for id_ in wanted:
        if id_ not in there:
            work.session.add(_claim_of(again.members[id_], work.now))
            again.made.add(id_)
    work.session.flush()
    return [
        Barred(row, "refused", Problem("claim", Finding("claim_taken", {"id": row.terms["claim"]})))
        for row in rows
        if row.terms["claim"] in there
    ]


def _claim_of(members: dict[str, Any], now: int) -> Claim:
    draft = draft_of(members)
    claim = Claim(
        id=draft.id, text_id=draft.text_id, text_en=draft.text_en, verdict=draft.verdict, level=draft.level,
        reason_code=draft.reason_code, statement_id=draft.statement_id, statement_en=draft.statement_en,
        about=list(draft.about), imitates=draft.imitates or None, listed=draft.listed, review_by=draft.review_by,
        status="draft", origin="import", created_at=now, changes={},
    )  # fmt: skip
    claim.reviews.append(
        Review(source_id=draft.source, url=draft.review_url, rating=draft.rating, verdict=draft.verdict,
               date=draft.review_date)
    )  # fmt: skip
    return claim


def _stage(work: Work, batch: Batch, rows: Sequence[Any]) -> None:
    if not rows:
        return
    there = _there(work.session, [row.key for row in rows])
    fresh = [row for row in rows if (row.terms["claim"], row.key) not in there]
    late = [row for row in rows if (row.terms["claim"], row.key) in there]
    values = [
        {
            "claim_id": row.terms["claim"],
            "key": row.key,
            "sha256": key_hash(row.key).hex(),
            "kind": row.key.partition(":")[0],
            "platform": row.key.split(":")[1] if row.key.startswith("content:") else None,
            "domain": row.terms["domain"],
            "url": row.terms["url"],
            "scope": row.terms["scope"] or None,
            "opaque": row.terms["opaque"],
            "level": row.level,
            "status": "staged",
            "listed": date.fromisoformat(row.terms["listed"]),
            "review_by": date.fromisoformat(row.terms["review_by"]),
            "proposed_by": batch.applied_by,
            "approved_by": batch.approved_by,
            "batch_id": batch.id,
            "changed_at": work.now,
            "version": 1,
        }
        for row in fresh
    ]
    if values:
        work.session.execute(insert(Listing), values)
    ids = _there(work.session, [row.key for row in fresh])
    done: list[dict[str, Any]] = [
        # Putting it in force counts its version up once.
        {"id": row.id, "act": "added", "listing_id": ids[row.terms["claim"], row.key], "applied_version": 2}
        for row in fresh
    ]
    if done:
        work.session.execute(update(BatchRow), done)
    bar(work.session, [Barred(row, "left", None) for row in late])


def _there(session: Session, keys: Sequence[str]) -> dict[tuple[str, str], int]:
    """Which of the keys have a listing, by claim and key."""
    found: dict[tuple[str, str], int] = {}
    for start in range(0, len(keys), MANY):
        asked = select(Listing.claim_id, Listing.key, Listing.id).where(
            Listing.sha256.in_(key_digests(keys[start : start + MANY]))
        )
        found |= {(claim, key): id_ for claim, key, id_ in session.execute(asked)}
    return found


def _keep_before(session: Session, rows: Sequence[Any]) -> None:
    """Keep what the listings are that the batch changes, for taking it back."""
    if not rows:
        return
    found: dict[int, Any] = {}
    ids = [row.listing_id for row in rows]
    for start in range(0, len(ids), MANY):
        asked = select(*_STATE).where(Listing.id.in_(ids[start : start + MANY]))
        found |= {row.id: row for row in session.execute(asked)}
    same = {id_ for row in rows if (id_ := row.listing_id) in found and found[id_].version == row.terms["version"]}
    ours = [row for row in rows if row.listing_id in same]
    bar(session, [Barred(row, "left", None) for row in rows if row.listing_id not in same])
    values = [
        {
            "id": row.id,
            "act": "changed",
            "before": {name: _plain(getattr(found[row.listing_id], name)) for name in STATE},
            "applied_version": row.terms["version"] + 1,
        }
        for row in ours
    ]
    if values:
        session.execute(update(BatchRow), values)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
