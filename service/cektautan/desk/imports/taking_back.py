"""A batch that somebody asked to be taken back -> out of the list, in the background, all of it at once.

What it listed is removed, what it changed is as it was before. What somebody decided about one of its listings later
stays, and is counted. Whatever would warn more strongly by that than now is judged like any restoring: it waits for a
second person, or stays where nobody may restore it, and the rest is taken back. What is to be told is written out
before the one transaction that does it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.decisions.who import person
from cektautan.desk.errors import Refused
from cektautan.desk.imports.agreeing import claims_of, matter_of
from cektautan.desk.imports.failing import give_up_reverting
from cektautan.desk.imports.rejudging import MANY
from cektautan.desk.imports.restoring import steps, values
from cektautan.desk.imports.telling import COLUMNS, Claims, Lines, claims_told, digest, lines_of, tell
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import APPLY, NeedsSecond, Refuse, Why
from cektautan.desk.rules.facts import Act
from cektautan.desk.rules.ruling import judge
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.models import Batch, BatchRow, Claim, Event, Listing, LogHead, Proposal
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

ACTS: Final = ("added", "changed")
"""What a batch did to the listings that it put in force."""

TOLD: Final = 5000
"""After how many listings the page is told how far it is."""

ROWS: Final = (
    select(BatchRow.id.label("row_id"), BatchRow.act, BatchRow.applied_version,
           BatchRow.before, Listing.id, Listing.key, Listing.version, Listing.batch_id)
    .join(Listing, Listing.id == BatchRow.listing_id)
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What taking a batch back comes to, and what is told of it."""

    remove: frozenset[int]
    """Listings."""
    restore: tuple[Any, ...]
    wait: tuple[Any, ...]
    """Restored only when a second person agrees."""
    kept: int
    """What was decided later stays."""
    why: Why | None
    lines: Lines
    claims: Claims
    head: int
    """The event up to which the log was when this was found out."""


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
        planned = _kept_up(work.session, policy, batch, planned, now)
        batch.reverted_at, batch.version = now, batch.version + 1
        batch.done = batch.total
        batch.status = "reverting" if planned.wait else "reverted"
        reason = _reason(work.session, batch_id)
        carry_out(work, batch, planned, reason)
        if planned.wait:
            _propose(work, policy, batch, planned, reason)


def plan(
    session: Session, policy: Policy, batch: Batch, now: int, progress: Callable[[int], None] = lambda _done: None
) -> Plan:
    """Return what taking a batch back would do now, in the name of whoever asked for it. Raises Refused."""
    head = session.get_one(LogHead, 1).seq
    applied = session.scalar(select(func.count()).where(BatchRow.batch_id == batch.id, BatchRow.act.in_(ACTS)))
    added = frozenset(session.scalars(select(Listing.id).where(_still_as_added(batch.id))))
    rows = session.execute(ROWS.where(BatchRow.batch_id == batch.id, BatchRow.act == "changed")).all()
    changed = [row for row in rows if row.version == row.applied_version and row.batch_id == batch.id]
    who = person(session, policy, batch.reverted_by or 0, claims_of(session, batch))
    whole = judge(Act.REVERT_IMPORT, who, matter_of(None))
    if isinstance(whole, Refuse):
        raise Refused(whole.why)
    weighed = steps(session, policy, changed, now)
    ruled = {id_: judge(Act.REVERT_IMPORT, who, matter_of(None), [step]) for id_, step in weighed.items()}
    restore = tuple(row for row in changed if ruled[row.id] == APPLY)
    wait = tuple(row for row in changed if isinstance(ruled[row.id], NeedsSecond))
    refused = sum(isinstance(ruling, Refuse) for ruling in ruled.values())
    claims = claims_told(session)
    return Plan(
        remove=added,
        restore=restore,
        wait=wait,
        kept=(applied or 0) - len(added) - len(changed) + refused,
        why=next((ruling.why for ruling in ruled.values() if isinstance(ruling, NeedsSecond)), None),
        lines=lines(session, batch.id, added, restore, claims, now, progress),
        claims=claims,
        head=head,
    )


def lines(
    session: Session,
    batch_id: int,
    remove: frozenset[int],
    restore: Sequence[Any],
    claims: Claims,
    now: int,
    progress: Callable[[int], None] = lambda _done: None,
) -> Lines:
    """Write out what is told of the listings that are removed and restored."""
    restored = {row.id for row in restore}
    asked = (
        select(*COLUMNS, BatchRow.before)
        .join(Listing, Listing.id == BatchRow.listing_id)
        .where(BatchRow.batch_id == batch_id, BatchRow.act.in_(ACTS))
    )

    def becomes(row: Any) -> dict[str, Any]:
        if row.id in remove:
            return {"status": "removed"}
        return values(row.before) if row.id in restored else {}

    made: Lines = {}
    for count, (row, line) in enumerate(lines_of(session, asked, becomes, (claims, claims), now), 1):
        if row.id in remove or row.id in restored:
            made[row.id] = line
        if not count % TOLD:
            progress(count)
    return made


def carry_out(work: Work, batch: Batch, planned: Plan, reason: str) -> Event:
    """Remove and restore what a plan says, within a decision that is being made."""
    session = work.session
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


def _kept_up(session: Session, policy: Policy, batch: Batch, planned: Plan, now: int) -> Plan:
    """What a plan comes to after what was decided since it was made."""
    if session.get_one(LogHead, 1).seq == planned.head:
        return planned
    if planned.restore or planned.wait or claims_told(session) != planned.claims:
        # What may be restored, and what is told, depends on more than the listings themselves.
        return plan(session, policy, batch, now)
    still = frozenset(session.scalars(select(Listing.id).where(_still_as_added(batch.id))))
    gone = planned.remove - still
    if not gone:
        return planned
    left = {id_: line for id_, line in planned.lines.items() if id_ in still}
    return replace(planned, remove=still, kept=planned.kept + len(gone), lines=left)


def _still_as_added(batch_id: int) -> ColumnElement[bool]:
    """The listings that a batch added and nobody has decided about since."""
    ours = select(BatchRow.id).where(
        BatchRow.listing_id == Listing.id,
        BatchRow.batch_id == batch_id,
        BatchRow.act == "added",
        BatchRow.applied_version == Listing.version,
    )
    return and_(Listing.batch_id == batch_id, ours.correlate(Listing).exists())


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
