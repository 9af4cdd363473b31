"""A batch that somebody asked to be taken back -> out of the list, in the background, all of it at once.

What comes of it is found out beforehand (`revert_plan`), and once more within the transaction if anything has been
decided since.
"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.imports.failing import give_up_reverting
from cektautan.desk.imports.rejudging import MANY
from cektautan.desk.imports.restoring import values
from cektautan.desk.imports.revert_plan import Plan, kept_up, plan, still_as_added
from cektautan.desk.imports.telling import digest, tell
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.models import Batch, Claim, Event, Listing, Proposal
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work


def take_back_asked(store: Store, policy: Policy, now: int) -> None:
    """Take back every batch for which somebody has asked that.

    Raises:
        StoreUnavailableError: the database does not answer; nothing is half done, and the next call begins anew.

    """
    with store.reading() as session:
        waiting = list(session.scalars(select(Batch.id).where(Batch.status == "taking_back").order_by(Batch.id)))
    for batch_id in waiting:
        try:
            take_back(store, policy, batch_id, now)
        except StoreUnavailableError:
            raise
        except Exception as problem:
            # A defect with one batch must not hold up the others for ever.
            give_up_reverting(store, batch_id, problem, now)


def take_back(store: Store, policy: Policy, batch_id: int, now: int) -> None:
    """Take one batch back. Raises Refused where whoever asked may not any more."""

    def progress(done: int) -> None:
        with store.deciding("system", now) as work:
            work.session.execute(update(Batch).where(Batch.id == batch_id).values(done=done))

    with store.reading() as session:
        batch = session.get_one(Batch, batch_id)
        planned = plan(session, policy, batch, now, progress)
    with store.deciding("system", now) as work:
        batch = work.session.get_one(Batch, batch_id)
        if batch.status != "taking_back":
            return
        planned = kept_up(work.session, policy, batch, planned, now)
        batch.reverted_at, batch.version = now, batch.version + 1
        batch.done = batch.total
        batch.status = "reverting" if planned.wait else "reverted"
        reason = _reason(work.session, batch_id)
        carry_out(work, batch, planned, reason)
        if planned.wait:
            _propose(work, policy, batch, planned, reason)


def carry_out(work: Work, batch: Batch, planned: Plan, reason: str) -> Event:
    """Remove and restore what a plan says, within a decision that is being made."""
    session = work.session
    if planned.remove:
        session.execute(
            update(Listing)
            .where(still_as_added(batch.id))
            .values(status="removed", version=Listing.version + 1, changed_at=work.now)
            .execution_options(synchronize_session=False)
        )
    if planned.restore:
        session.execute(
            update(Listing),
            [{"id": row.id, "version": row.version + 1, "changed_at": work.now, **values(row.before)}
             for row in planned.restore],
        )  # fmt: skip
    _remove_claims(session, batch)
    counts = {
        "removed": batch.counts.get("removed", 0) + len(planned.remove),
        "restored": batch.counts.get("restored", 0) + len(planned.restore),
        "kept": batch.counts.get("kept", 0) + planned.kept,
    }
    batch.counts = {**batch.counts, **counts}
    event = work.record(
        "import.reverted",
        ("batch", batch.id),
        reason=reason,
        before={"status": "applied"},
        after={"status": batch.status, **counts, "rows_sha256": digest(planned.lines)},
        undoes=_event_of(session, batch.id, "import.applied"),
    )
    tell(work, planned.lines)
    return event


def _remove_claims(session: Session, batch: Batch) -> None:
    """Remove each claim that came with the batch and has no listing left."""
    ids = sorted(batch.claims)
    alive = select(Listing.id).where(Listing.claim_id == Claim.id, Listing.status != "removed")
    for start in range(0, len(ids), MANY):
        session.execute(
            update(Claim)
            .where(Claim.id.in_(ids[start : start + MANY]), Claim.origin == "import", Claim.status != "removed")
            .where(~alive.correlate(Claim).exists())
            .values(status="removed", version=Claim.version + 1)
            .execution_options(synchronize_session=False)
        )


def _reason(session: Session, batch_id: int) -> str:
    """Why it is taken back, as whoever asked for it said."""
    return session.get_one(Event, _event_of(session, batch_id, "import.revert_asked")).reason


def _event_of(session: Session, batch_id: int, action: str) -> int | None:
    asked = (
        select(Event.seq)
        .where(Event.object_kind == "batch", Event.object_id == str(batch_id), Event.action == action)
        .order_by(Event.seq.desc())
        .limit(1)
    )
    return session.scalar(asked)


def _propose(work: Work, policy: Policy, batch: Batch, planned: Plan, reason: str) -> None:
    why = planned.why or Why.LEVEL_3
    case = open_or_merge(work, policy, kind="import", key=f"batch:{batch.id}", lane="checked", batch_id=batch.id)
    case.status = "waiting"
    proposal = Proposal(
        case_id=case.id, kind="import",
        payload={"act": "restore", "batch": batch.id, "version": batch.version,
                 "listings": [row.id for row in planned.wait]},
        reason=reason, why_second=why.value, proposed_by=batch.reverted_by, proposed_at=work.now, status="open",
    )  # fmt: skip
    work.session.add(proposal)
    work.session.flush()
    after = {"listings": len(planned.wait), "why_second": why.value, "proposal": proposal.id}
    work.record("import.rest_proposed", ("batch", batch.id), reason=reason, after=after)
