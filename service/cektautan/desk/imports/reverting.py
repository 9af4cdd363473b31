"""Takes a whole batch back as one act: what it listed is removed, what it changed is as it was before.

What somebody decided about one of its listings later stays, and is counted. Whatever would warn more strongly by that
than now is judged like any restoring: it waits for a second person, and the rest is taken back at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.orm import Session

from cektautan.desk.cases.cases import open_or_merge
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.who import person
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Conflict, Refused
from cektautan.desk.imports.agreeing import claims_of, close_proposal, matter_of, waiting_proposal
from cektautan.desk.imports.applying import STATE
from cektautan.desk.imports.finding_batches import expect_batch, require
from cektautan.desk.imports.grounds import Check, Facts
from cektautan.desk.imports.store_known import read_sources
from cektautan.desk.imports.telling import States, Told, states, tell_changes
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import APPLY, NeedsSecond, Refuse, Ruling, Why
from cektautan.desk.rules.facts import Act, Person, Step
from cektautan.desk.rules.ruling import judge
from cektautan.store.in_force import in_force
from cektautan.store.models import Batch, BatchRow, Claim, Event, Listing, Proposal
from cektautan.store.transaction import Store, Work

_ROWS: Final = (
    select(BatchRow.id.label("row_id"), BatchRow.act, BatchRow.applied_version,
           BatchRow.before, Listing.id, Listing.version, Listing.batch_id)
    .join(Listing, Listing.id == BatchRow.listing_id)
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What taking a batch back comes to."""

    remove: frozenset[int]
    """Listings."""
    restore: tuple[Any, ...]
    wait: tuple[Any, ...]
    """Restored only when a second person agrees."""
    kept: int
    """What was decided later stays."""
    why: Why | None


def plan(session: Session, policy: Policy, account: int, batch: Batch, now: int) -> Plan:
    """Return what taking a batch back would do, done by somebody now. Raises Refused."""
    applied = session.scalar(select(func.count()).where(BatchRow.batch_id == batch.id, BatchRow.applied.is_(True)))
    added = frozenset(session.scalars(select(Listing.id).where(_still_as_added(batch.id))))
    rows = session.execute(
        _ROWS.where(BatchRow.batch_id == batch.id, BatchRow.applied.is_(True), BatchRow.act == "changed")
    ).all()
    changed = [row for row in rows if row.version == row.applied_version and row.batch_id == batch.id]
    who = person(session, policy, account, claims_of(session, batch))
    ruled = _rule(session, policy, who, [row.id for row in changed], {row.id: row.before for row in changed}, now)
    restore = [row for row in changed if ruled[row.id] == APPLY]
    wait = [row for row in changed if isinstance(ruled[row.id], NeedsSecond)]
    whole = judge(Act.REVERT_IMPORT, who, matter_of(None))
    if isinstance(whole, Refuse):
        raise Refused(whole.why)
    refused = sum(isinstance(ruling, Refuse) for ruling in ruled.values())
    return Plan(
        remove=added,
        restore=tuple(restore),
        wait=tuple(wait),
        kept=(applied or 0) - len(added) - len(changed) + refused,
        why=next((ruling.why for ruling in ruled.values() if isinstance(ruling, NeedsSecond)), None),
    )


def revert(store: Store, policy: Policy, account: int, batch_id: int, version: int, reason: str, now: int) -> Done:
    """Take a batch back.

    Raises:
        Refused: a rule.
        Conflict: somebody was faster.
        Invalid: no reason, or the batch is not in force.

    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        require(work.session, policy, account, "import.upload")
        batch = expect_batch(work.session, batch_id, version, ("applied",))
        planned = plan(work.session, policy, account, batch, now)
        batch.reverted_by, batch.reverted_at, batch.version = account, now, batch.version + 1
        batch.status = "reverting" if planned.wait else "reverted"
        event = _take_back(work, batch, planned, words)
        if not planned.wait:
            return Done(event.seq)
        return _propose(work, policy, account, batch, planned, words, event)


def approve_rest(
    store: Store, policy: Policy, account: int, batch_id: int, version: int, reason: str, now: int
) -> Done:
    """Agree, as the second person, to restore what had to wait.

    Raises:
        Refused: a rule, such as the own proposal.
        Conflict: somebody was faster.

    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        batch, proposal = _waiting(work, policy, account, batch_id, version, Act.APPROVE)
        event = restore_rest(work, batch, proposal.payload["listings"], words)
        close_proposal(work, proposal, account, "approved", words)
        return Done(event.seq, case_id=proposal.case_id, proposal_id=proposal.id)


def restore_rest(work: Work, batch: Batch, listings: Sequence[int], reason: str) -> Event:
    """Restore what had to wait, within a decision that is being made; what was decided meanwhile stays."""
    rows = work.session.execute(
        _ROWS.where(BatchRow.batch_id == batch.id, BatchRow.applied.is_(True), Listing.id.in_(listings))
    ).all()
    ours = [row for row in rows if row.version == row.applied_version and row.batch_id == batch.id]
    batch.status, batch.version = "reverted", batch.version + 1
    return _take_back(work, batch, Plan(frozenset(), tuple(ours), (), len(listings) - len(ours), None), reason)


def keep_rest(work: Work, batch: Batch, listings: Sequence[int], reason: str) -> Event:
    """Leave what had to wait as the batch made it, within a decision that is being made."""
    batch.status, batch.version = "reverted", batch.version + 1
    batch.counts = {**batch.counts, "kept": batch.counts.get("kept", 0) + len(listings)}
    after = {"status": "reverted", "kept": batch.counts["kept"]}
    return work.record("import.rest_kept", ("batch", batch.id), reason=reason, after=after)


def reject_rest(store: Store, policy: Policy, account: int, batch_id: int, version: int, reason: str, now: int) -> Done:
    """Leave what had to wait as the batch made it. Raises what `approve_rest` raises."""
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        batch, proposal = _waiting(work, policy, account, batch_id, version, Act.REJECT)
        close_proposal(work, proposal, account, "rejected", words)
        event = keep_rest(work, batch, proposal.payload["listings"], words)
        return Done(event.seq, case_id=proposal.case_id, proposal_id=proposal.id)


def discard(store: Store, policy: Policy, account: int, batch_id: int, version: int, reason: str, now: int) -> Done:
    """Put a batch away that was never in force; its lines and its file go, its event stays.

    Raises:
        Refused: the role does not allow it.
        Conflict: somebody was faster.
        Invalid: it is being applied, or is in force.

    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        require(work.session, policy, account, "import.upload")
        batch = expect_batch(work.session, batch_id, version, ("uploaded", "reading", "previewed", "failed"))
        before = {"status": batch.status}
        work.session.execute(delete(BatchRow).where(BatchRow.batch_id == batch_id))
        batch.status, batch.data, batch.version = "discarded", None, batch.version + 1
        event = work.record(
            "import.discarded", ("batch", batch_id), reason=words, before=before, after={"status": "discarded"}
        )
        return Done(event.seq)


def _take_back(work: Work, batch: Batch, planned: Plan, reason: str) -> Event:
    session = work.session
    rows = select(BatchRow.listing_id).where(BatchRow.batch_id == batch.id, BatchRow.applied.is_(True))
    chosen = planned.remove | {row.id for row in planned.restore}
    before = _only(chosen, states(session, Listing.id.in_(rows), work.now))
    if planned.remove:
        session.execute(
            update(Listing)
            .where(_still_as_added(batch.id))
            .values(status="removed", version=Listing.version + 1, changed_at=work.now)
            .execution_options(synchronize_session=False)
        )
    if planned.restore:
        session.execute(
            update(Listing),
            [{"id": row.id, "version": row.version + 1, "changed_at": work.now, **_values(row.before)}
             for row in planned.restore],
        )  # fmt: skip
    _remove_claims(session, batch)
    after = _only(chosen, states(session, Listing.id.in_(rows), work.now))
    if planned.remove:
        gone = select(Listing.id).where(Listing.batch_id == batch.id, Listing.status == "removed")
        session.execute(
            update(BatchRow)
            .where(BatchRow.batch_id == batch.id, BatchRow.act == "added", BatchRow.listing_id.in_(gone))
            .values(applied=False)
            .execution_options(synchronize_session=False)
        )
    if planned.restore:
        session.execute(update(BatchRow), [{"id": row.row_id, "applied": False} for row in planned.restore])
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
        after={"status": batch.status, **counts, "rows_sha256": Told(before, after).digest()},
        undoes=_applied_event(session, batch.id),
    )
    tell_changes(work, before, after, work.now)
    return event


def _still_as_added(batch_id: int) -> ColumnElement[bool]:
    """The listings that a batch added and nobody has decided about since."""
    ours = select(BatchRow.id).where(
        BatchRow.listing_id == Listing.id,
        BatchRow.batch_id == batch_id,
        BatchRow.act == "added",
        BatchRow.applied.is_(True),
        BatchRow.applied_version == Listing.version,
    )
    return and_(Listing.batch_id == batch_id, ours.correlate(Listing).exists())


def _only(chosen: frozenset[int], found: States) -> States:
    return {id_: state for id_, state in found.items() if id_ in chosen}


def _values(before: dict[str, Any]) -> dict[str, Any]:
    """What a listing was, from what the row kept."""
    day = before["review_by"]
    return {**{name: before[name] for name in STATE}, "review_by": date.fromisoformat(day)}


def _remove_claims(session: Session, batch: Batch) -> None:
    """Remove each claim that came with the batch and has no listing left."""
    for claim in session.scalars(select(Claim).where(Claim.id.in_(list(batch.claims)), Claim.origin == "import")):
        alive = (
            select(func.count()).select_from(Listing).where(Listing.claim_id == claim.id, Listing.status != "removed")
        )
        if not session.scalar(alive):
            claim.status, claim.version = "removed", claim.version + 1
    session.flush()


def _applied_event(session: Session, batch_id: int) -> int | None:
    asked = (
        select(Event.seq)
        .where(Event.object_kind == "batch", Event.object_id == str(batch_id), Event.action == "import.applied")
        .order_by(Event.seq.desc())
        .limit(1)
    )
    return session.scalar(asked)


def _propose(work: Work, policy: Policy, account: int, batch: Batch, planned: Plan, reason: str, event: Event) -> Done:
    why = planned.why or Why.LEVEL_3
    case = open_or_merge(work, policy, kind="import", key=f"batch:{batch.id}", lane="checked", batch_id=batch.id)
    case.status = "waiting"
    proposal = Proposal(
        case_id=case.id, kind="import",
        payload={"act": "restore", "batch": batch.id, "version": batch.version,
                 "listings": [row.id for row in planned.wait]},
        reason=reason, why_second=why.value, proposed_by=account, proposed_at=work.now, status="open",
    )  # fmt: skip
    work.session.add(proposal)
    work.session.flush()
    after = {"listings": len(planned.wait), "why_second": why.value, "proposal": proposal.id}
    work.record("import.rest_proposed", ("batch", batch.id), reason=reason, after=after)
    return Done(event.seq, case_id=case.id, proposal_id=proposal.id, why=why)


def _waiting(work: Work, policy: Policy, account: int, batch_id: int, version: int, act: Act) -> tuple[Batch, Proposal]:
    batch = expect_batch(work.session, batch_id, version, ("reverting",))
    proposal = waiting_proposal(work.session, batch_id)
    if proposal is None:
        raise Conflict("batch", batch_id, None)
    ruling = judge(act, person(work.session, policy, account, claims_of(work.session, batch)), matter_of(proposal))
    if isinstance(ruling, Refuse):
        raise Refused(ruling.why)
    return batch, proposal


def _rule(
    session: Session, policy: Policy, who: Person, ids: Sequence[int], before: dict[int, Any], now: int
) -> dict[int, Ruling]:
    """Judge what restoring each listing would make readers see."""
    if not ids:
        return {}
    facts = Facts(read_sources(session), policy.reference.names, policy.numbers, policy.elections.at(now))
    rulings: dict[int, Ruling] = {}
    asked = select(Listing, Claim).join(Claim, Claim.id == Listing.claim_id).where(Listing.id.in_(ids))
    for listing, claim in session.execute(asked):
        was = SimpleNamespace(
            **{column.key: getattr(listing, column.key) for column in Listing.__table__.columns},
        )
        for name, value in _values(before[listing.id]).items():
            setattr(was, name, value)
        checks = [Check(review.source_id, review.verdict, review.date) for review in claim.reviews]
        grounds = facts.grounds(claim.verdict, claim.about, (claim.text_id, claim.text_en), claim.imitates, checks)
        now_told, then_told = in_force(listing, claim, now), in_force(cast(Any, was), claim, now)
        step = Step(
            before=None if now_told is None else now_told.level,
            after=None if then_told is None else then_told.level,
            kind=listing.kind,
            verdict=claim.verdict,
            **grounds.for_step(),
        )
        rulings[listing.id] = judge(Act.REVERT_IMPORT, who, matter_of(None), [step])
    return rulings
