"""An agreed batch -> listings, in the background, all of it visible at once.

New listings are staged in chunks, each its own transaction, so that other decisions get their turn and a process that
is cut off goes on where it was. Nothing of that is told to readers. The last transaction puts everything in force
together with its one event. What somebody decided between the preview and now is left as it is, and said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from cektautan.core.keys import key_digests, key_hash
from cektautan.desk.imports.choosing import TAKEN_ROWS
from cektautan.desk.imports.reading import draft_of
from cektautan.desk.imports.telling import Told, states, tell_changes
from cektautan.store.models import Batch, BatchRow, Claim, Listing, Review
from cektautan.store.transaction import Store, StoreUnavailableError, Work

CHUNK: Final = 2000
"""Listings that are staged in one transaction."""

MANY: Final = 500
"""Keys that one query names."""


def apply_agreed(store: Store, now: int, chunk: int = CHUNK) -> None:
    """Apply every batch that was agreed to."""
    with store.reading() as session:
        waiting = list(session.scalars(select(Batch.id).where(Batch.status == "applying").order_by(Batch.id)))
    for batch_id in waiting:
        try:
            while stage_some(store, batch_id, now, chunk):
                pass
            put_in_force(store, batch_id, now)
        except StoreUnavailableError:
            raise
        except Exception:
            # A defect with one batch must not hold up the others for ever.
            _fail(store, batch_id, now)


def _fail(store: Store, batch_id: int, now: int) -> None:
    """Give a batch up that cannot be applied: what was staged was told to nobody and goes."""
    with store.deciding("system", now) as work:
        batch = work.session.get_one(Batch, batch_id)
        work.session.execute(
            update(BatchRow).where(BatchRow.batch_id == batch_id, BatchRow.act == "added").values(listing_id=None)
        )
        work.session.execute(update(BatchRow).where(BatchRow.batch_id == batch_id).values(act=None))
        work.session.execute(delete(Listing).where(Listing.batch_id == batch_id, Listing.status == "staged"))
        batch.status, batch.done, batch.version = "failed", 0, batch.version + 1
        batch.findings = {"refused": {"code": "not_applied"}}


def stage_some(store: Store, batch_id: int, now: int, chunk: int = CHUNK) -> bool:
    """Stage the next listings of a batch; False when there are none left."""
    with store.deciding("system", now) as work:
        batch = work.session.get_one(Batch, batch_id)
        if batch.status != "applying":
            return False
        asked = (
            select(BatchRow.id, BatchRow.key, BatchRow.verdict, BatchRow.level, BatchRow.terms)
            .where(BatchRow.batch_id == batch_id, *TAKEN_ROWS, BatchRow.act.is_(None))
            .order_by(BatchRow.id)
            .limit(chunk)
        )
        rows = work.session.execute(asked).all()
        if not rows:
            return False
        if batch.done == 0:
            _make_claims(work, batch)
        batch.done += len(rows)
        _stage(work, batch, [row for row in rows if row.verdict == "new"])
        changed = [{"id": row.id, "act": "changed"} for row in rows if row.verdict != "new"]
        if changed:
            work.session.execute(update(BatchRow), changed)
        return True


def put_in_force(store: Store, batch_id: int, now: int) -> None:
    """Put a wholly staged batch in force."""
    with store.deciding("system", now) as work:
        session = work.session
        batch = session.get_one(Batch, batch_id)
        if batch.status != "applying":
            return
        by = {"proposed_by": batch.applied_by, "approved_by": batch.approved_by}
        _leave_what_was_decided(session, batch_id)
        rows = select(BatchRow.listing_id).where(
            BatchRow.batch_id == batch_id, BatchRow.act.is_not(None), BatchRow.act != "left"
        )
        before = states(session, Listing.id.in_(rows), now)
        session.execute(update(Claim).where(Claim.id.in_(list(batch.claims)), Claim.status == "draft",
                                            Claim.origin == "import").values(status="active"))  # fmt: skip
        session.execute(
            update(Listing).where(Listing.batch_id == batch_id, Listing.status == "staged")
            .values(status="active", version=Listing.version + 1, changed_at=now, **by)
        )  # fmt: skip
        _change(session, batch, now, by)
        _note_versions(session, batch_id)
        after = states(session, Listing.id.in_(rows), now)
        counts = _acts(session, batch_id)
        batch.status, batch.applied_at, batch.version = "applied", now, batch.version + 1
        batch.counts = {**batch.counts, **counts}
        # The upload has done its work; what it came to lies in the rows.
        batch.data = None
        work.record(
            "import.applied",
            ("batch", batch_id),
            reason=batch.reason,
            before={"status": "applying"},
            after={"status": "applied", **counts, "rows_sha256": Told(before, after).digest()},
        )
        tell_changes(work, before, after, now)


def _make_claims(work: Work, batch: Batch) -> None:
    """Write the new claims down; they are drafts until the whole batch is in force."""
    used = set(
        work.session.scalars(
            select(BatchRow.terms["claim"].as_string()).where(BatchRow.batch_id == batch.id, *TAKEN_ROWS).distinct()
        )
    )
    for id_, members in batch.claims.items():
        if id_ not in used or work.session.get(Claim, id_) is not None:
            continue
        draft = draft_of(members)
        claim = Claim(
            id=id_, text_id=draft.text_id, text_en=draft.text_en, verdict=draft.verdict, level=draft.level,
            reason_code=draft.reason_code, statement_id=draft.statement_id, statement_en=draft.statement_en,
            about=list(draft.about), imitates=draft.imitates or None, listed=draft.listed, review_by=draft.review_by,
            status="draft", origin="import", created_at=work.now, changes={},
        )  # fmt: skip
        claim.reviews.append(
            Review(source_id=draft.source, url=draft.review_url, rating=draft.rating, verdict=draft.verdict,
                   date=draft.review_date)
        )  # fmt: skip
        work.session.add(claim)
    work.session.flush()


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
        {"id": row.id, "act": "added", "listing_id": ids[row.terms["claim"], row.key]} for row in fresh
    ]
    done += [{"id": row.id, "act": "left", "listing_id": there[row.terms["claim"], row.key]} for row in late]
    work.session.execute(update(BatchRow), done)


def _there(session: Session, keys: Sequence[str]) -> dict[tuple[str, str], int]:
    """Which of the keys have a listing, by claim and key."""
    found: dict[tuple[str, str], int] = {}
    for start in range(0, len(keys), MANY):
        asked = select(Listing.claim_id, Listing.key, Listing.id).where(
            Listing.sha256.in_(key_digests(keys[start : start + MANY]))
        )
        found |= {(claim, key): id_ for claim, key, id_ in session.execute(asked)}
    return found


def _leave_what_was_decided(session: Session, batch_id: int) -> None:
    """Leave each listing alone that is not what the preview showed."""
    asked = (
        select(BatchRow.id, BatchRow.terms, Listing.version)
        .join(Listing, Listing.id == BatchRow.listing_id)
        .where(BatchRow.batch_id == batch_id, BatchRow.act == "changed")
    )
    moved = [
        {"id": id_, "act": "left"} for id_, terms, version in session.execute(asked) if terms["version"] != version
    ]
    if moved:
        session.execute(update(BatchRow), moved)


def _change(session: Session, batch: Batch, now: int, by: dict[str, Any]) -> None:
    asked = (
        select(BatchRow.id.label("row_id"), BatchRow.level.label("new_level"), BatchRow.terms, *_STATE)
        .join(Listing, Listing.id == BatchRow.listing_id)
        .where(BatchRow.batch_id == batch.id, BatchRow.act == "changed")
    )
    kept, written = [], []
    for row in session.execute(asked):
        kept.append({"id": row.row_id, "before": {name: _plain(getattr(row, name)) for name in STATE}})
        written.append(
            {
                "id": row.id,
                "level": row.new_level,
                "status": "active",
                "review_by": date.fromisoformat(row.terms["review_by"]),
                "batch_id": batch.id,
                "changed_at": now,
                "version": row.version + 1,
                **by,
            }
        )
    if written:
        session.execute(update(BatchRow), kept)
        session.execute(update(Listing), written)


STATE: Final = (
    "level", "status", "review_by", "provisional_until", "proposed_by", "approved_by", "batch_id", "reason_code",
)  # fmt: skip
"""What a batch changes of a listing that was there, and what reverting it writes back."""

_STATE = (Listing.id, Listing.version, *(getattr(Listing, name) for name in STATE))


def _note_versions(session: Session, batch_id: int) -> None:
    """Keep each listing's version, by which reverting knows what people decided later."""
    version = select(Listing.version).where(Listing.id == BatchRow.listing_id).scalar_subquery()
    session.execute(
        update(BatchRow)
        .where(BatchRow.batch_id == batch_id, BatchRow.act.in_(("added", "changed")))
        .values(applied=True, applied_version=version)
        .execution_options(synchronize_session=False)
    )


def _acts(session: Session, batch_id: int) -> dict[str, int]:
    asked = select(BatchRow.act, func.count()).where(BatchRow.batch_id == batch_id).group_by(BatchRow.act)
    found = {act: count for act, count in session.execute(asked) if act is not None}
    return {act: found.get(act, 0) for act in ("added", "changed", "left")}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
