"""The acts on a batch that is in force or will not be: taking it back, deciding what had to wait, throwing it away.

Taking back is asked for here and done in the background (`taking_back`), because of thousands of listings nobody's
request can wait for. What would warn more strongly by it waits for a second person, who agrees or not here.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.who import person, require
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Conflict, Refused
from cektautan.desk.imports.agreeing import claims_of, close_proposal, matter_of, waiting_proposal
from cektautan.desk.imports.finding_batches import expect_batch
from cektautan.desk.imports.rejudging import MANY
from cektautan.desk.imports.restoring import steps
from cektautan.desk.imports.revert_plan import ACTS, ROWS, Plan, lines
from cektautan.desk.imports.taking_back import carry_out
from cektautan.desk.imports.telling import claims_told
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import APPLY, Refuse
from cektautan.desk.rules.facts import Act, Matter
from cektautan.desk.rules.ruling import judge
from cektautan.store.models import Batch, BatchRow, Event, Listing, Proposal
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work


def revert(store: Store, policy: Policy, account: int, batch_id: int, version: int, reason: str, now: int) -> Done:
    """Ask for a batch to be taken back; the background does it (`taking_back`).

    Raises:
        Refused: a rule.
        Conflict: somebody was faster.
        Invalid: no reason, or the batch is not in force.

    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        session = work.session
        require(session, policy, account, "import.upload")
        batch = expect_batch(session, batch_id, version, ("applied",))
        ruling = judge(Act.REVERT_IMPORT, person(session, policy, account, claims_of(session, batch)), matter_of(None))
        if isinstance(ruling, Refuse):
            raise Refused(ruling.why)
        rows = session.scalar(select(func.count()).where(BatchRow.batch_id == batch_id, BatchRow.act.in_(ACTS))) or 0
        batch.status, batch.reverted_by, batch.version = "taking_back", account, batch.version + 1
        batch.total, batch.done = rows, 0
        batch.findings = {name: value for name, value in batch.findings.items() if name != "failed"}
        after = {"status": "taking_back", "rows": rows}
        event = work.record(
            "import.revert_asked", ("batch", batch_id), reason=words, before={"status": "applied"}, after=after
        )
        return Done(event.seq)


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
        event = restore_rest(work, policy, account, batch, proposal.payload["listings"], words)
        close_proposal(work, proposal, account, "approved", words)
        return Done(event.seq, case_id=proposal.case_id, proposal_id=proposal.id)


def restore_rest(work: Work, policy: Policy, account: int, batch: Batch, listings: Sequence[int], reason: str) -> Event:
    """Restore what had to wait, within a decision that is being made.

    What was decided meanwhile stays, and so does what nobody may restore any more.
    """
    session = work.session
    rows = [
        row
        for start in range(0, len(listings), MANY)
        for row in session.execute(
            ROWS.where(
                BatchRow.batch_id == batch.id,
                BatchRow.act == "changed",
                Listing.id.in_(listings[start : start + MANY]),
            )
        )
    ]
    same = [row for row in rows if row.version == row.applied_version and row.batch_id == batch.id]
    weighed = steps(session, policy, same, work.now)
    # That this person may agree was judged of the whole; of a line only what nobody may is refused now.
    who, matter = person(session, policy, account), Matter(approves_by="import.approve")
    ours = tuple(row for row in same if judge(Act.APPROVE, who, matter, [weighed[row.id]]) == APPLY)
    batch.status, batch.version = "reverted", batch.version + 1
    claims = claims_told(session)
    planned = Plan(
        remove=frozenset(),
        restore=ours,
        wait=(),
        kept=len(listings) - len(ours),
        why=None,
        lines=lines(session, batch.id, frozenset(), ours, claims, work.now),
        claims=claims,
        head=0,
    )
    return carry_out(work, batch, planned, reason)


def keep_rest(work: Work, batch: Batch, listings: Sequence[int], reason: str) -> Event:
    """Leave what had to wait as the batch made it, within a decision that is being made."""
    batch.status, batch.version = "reverted", batch.version + 1
    batch.counts = {**batch.counts, "kept": batch.counts.get("kept", 0) + len(listings)}
    after = {"status": "reverted", "kept": batch.counts["kept"]}
    return work.record("import.rest_kept", ("batch", batch.id), reason=reason, after=after)


def reject_rest(store: Store, policy: Policy, account: int, batch_id: int, version: int, reason: str, now: int) -> Done:
    """Leave what had to wait as the batch made it, as the second person or as the first one, who takes it back.

    Raises what `approve_rest` raises.
    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        batch, proposal = _waiting(work, policy, account, batch_id, version, Act.REJECT)
        own = proposal.proposed_by == account
        close_proposal(work, proposal, account, "withdrawn" if own else "rejected", words)
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


def _waiting(work: Work, policy: Policy, account: int, batch_id: int, version: int, act: Act) -> tuple[Batch, Proposal]:
    batch = expect_batch(work.session, batch_id, version, ("reverting",))
    proposal = waiting_proposal(work.session, batch_id)
    if proposal is None:
        raise Conflict("batch", batch_id, None)
    if act is Act.REJECT and proposal.proposed_by == account:
        act = Act.WITHDRAW
    ruling = judge(act, person(work.session, policy, account, claims_of(work.session, batch)), matter_of(proposal))
    if isinstance(ruling, Refuse):
        raise Refused(ruling.why)
    return batch, proposal
