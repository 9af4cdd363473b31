"""Asks for a batch to be applied, and answers for a second person where the rules want one.

Applying is agreed to here and done in the background. What a batch may list was judged line by line; here the size of
the whole and the strictest of its lines decide whether one person's word is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.who import is_recused, person
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Conflict, Invalid, Refused
from cektautan.desk.imports.choosing import TAKEN_ROWS, seconds, taken
from cektautan.desk.imports.finding_batches import expect_batch
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import NeedsSecond, Refuse, Ruling, Why, strictest
from cektautan.desk.rules.facts import Act, Matter
from cektautan.desk.rules.ruling import judge
from cektautan.store.models import Batch, BatchRow, Case, Claim, Proposal
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

PREVIEW_SECONDS: Final = 24 * 3600
"""An older preview is made anew before it is applied: what it compared with has moved on."""


def ruling_of(session: Session, policy: Policy, account: int, batch: Batch) -> Ruling:
    """Return whether somebody may apply a batch alone."""
    rows = taken(session, batch.id)
    matter = Matter(rows=rows, row_limit=policy.numbers.limits.import_rows)
    who = person(session, policy, account, claims_of(session, batch))
    # Each kind of line was judged for the preview; here its answer counts once.
    of_lines = [NeedsSecond(Why(why)) for why in seconds(session, batch.id)]
    if "listing.list_low" not in who.acts:
        of_lines.append(NeedsSecond(Why.PROPOSES_ONLY))
    return strictest([judge(Act.APPLY_IMPORT, who, matter), *of_lines])


def ask(store: Store, policy: Policy, account: int, batch_id: int, version: int, reason: str, now: int) -> Done:
    """Apply a batch, or propose it where a second person is needed.

    Raises:
        Refused: a rule.
        Invalid: no reason, nothing to apply, or a preview that is too old.
        Conflict: somebody was faster.

    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        session = work.session
        batch = expect_batch(session, batch_id, version, ("previewed",))
        expect_fresh(batch, now)
        rows = taken(session, batch_id)
        if not rows:
            raise Invalid("rows", "nothing_to_apply")
        ruling = ruling_of(session, policy, account, batch)
        if isinstance(ruling, Refuse):
            raise Refused(ruling.why)
        batch.reason, batch.applied_by, batch.version = words, account, batch.version + 1
        batch.approved_by = None
        if not isinstance(ruling, NeedsSecond):
            event = start(work, batch, rows, words)
            return Done(event, applied=True)
        batch.status = "waiting"
        case = open_or_merge(work, policy, kind="import", key=f"batch:{batch_id}", lane="checked", batch_id=batch_id)
        case.status = "waiting"
        payload = {"act": "apply", "batch": batch_id, "version": batch.version, "rows": rows}
        proposal = Proposal(
            case_id=case.id, kind="import", payload=payload,
            reason=words, why_second=ruling.why.value, proposed_by=account, proposed_at=now, status="open",
        )  # fmt: skip
        session.add(proposal)
        session.flush()
        after = {"status": "waiting", "rows": rows, "why_second": ruling.why.value, "proposal": proposal.id}
        event = work.record("import.proposed", ("batch", batch_id), reason=words, after=after).seq
        return Done(event, applied=False, case_id=case.id, proposal_id=proposal.id, why=ruling.why)


def approve(store: Store, policy: Policy, account: int, batch_id: int, version: int, reason: str, now: int) -> Done:
    """Agree as the second person to a batch that is to be applied.

    Raises:
        Refused: a rule, such as the own proposal.
        Conflict: somebody was faster.
        Invalid: the preview is too old by now; rejecting the proposal lets the file be read anew.

    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        batch, proposal = _waiting(work, batch_id, version)
        _judge(work, policy, account, batch, proposal, Act.APPROVE)
        expect_fresh(batch, now)
        batch.approved_by, batch.version = account, batch.version + 1
        close_proposal(work, proposal, account, "approved", words)
        event = start(work, batch, taken(work.session, batch_id), words)
        return Done(event, case_id=proposal.case_id, proposal_id=proposal.id)


def reject(store: Store, policy: Policy, account: int, batch_id: int, version: int, reason: str, now: int) -> Done:
    """Refuse as the second person, or take one's own proposal back. The preview stays, to be mended and asked again.

    Raises what `approve` raises.
    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        batch, proposal = _waiting(work, batch_id, version)
        own = proposal.proposed_by == account
        _judge(work, policy, account, batch, proposal, Act.WITHDRAW if own else Act.REJECT)
        batch.status, batch.applied_by, batch.version = "previewed", None, batch.version + 1
        close_proposal(work, proposal, account, "withdrawn" if own else "rejected", words)
        event = work.record("import.rejected", ("batch", batch_id), reason=words, after={"status": "previewed"})
        return Done(event.seq, case_id=proposal.case_id, proposal_id=proposal.id)


def waiting_proposal(session: Session, batch_id: int) -> Proposal | None:
    """Return what waits for a second person about a batch."""
    asked = (
        select(Proposal)
        .join(Case, Case.id == Proposal.case_id)
        .where(Case.batch_id == batch_id, Proposal.status == "open")
        .order_by(Proposal.id.desc())
        .limit(1)
    )
    return session.scalar(asked)


def matter_of(proposal: Proposal | None) -> Matter:
    """Return what the rules have to know of a proposal about a batch."""
    return Matter(
        proposer=None if proposal is None else proposal.proposed_by,
        approves_by="import.approve",
        decided=proposal is None or proposal.status != "open",
    )


def expect_fresh(batch: Batch, now: int) -> None:
    """Raise Invalid where a preview is too old, for the second person as for the first."""
    if is_old(batch, now):
        raise Invalid("status", "old_preview")


def is_old(batch: Batch, now: int) -> bool:
    """True if what a preview compared the file with has moved on too far for anybody to apply it."""
    return now - (batch.read_at or 0) > PREVIEW_SECONDS


def start(work: Work, batch: Batch, rows: int, reason: str) -> int:
    """Hand a batch to the background, for the reason of whoever agreed to it last; return the number of the event."""
    batch.status, batch.total, batch.done = "applying", rows, 0
    after: dict[str, Any] = {"status": "applying", "rows": rows}
    return work.record("import.agreed", ("batch", batch.id), reason=reason, after=after).seq


def _waiting(work: Work, batch_id: int, version: int) -> tuple[Batch, Proposal]:
    batch = expect_batch(work.session, batch_id, version, ("waiting",))
    proposal = waiting_proposal(work.session, batch_id)
    if proposal is None:
        raise Conflict("batch", batch_id, None)
    return batch, proposal


def _judge(work: Work, policy: Policy, account: int, batch: Batch, proposal: Proposal, act: Act) -> None:
    who = person(work.session, policy, account, claims_of(work.session, batch))
    ruling = judge(act, who, matter_of(proposal))
    if isinstance(ruling, Refuse):
        raise Refused(ruling.why)


def close_proposal(work: Work, proposal: Proposal, account: int, status: str, reason: str) -> None:
    """Note what the second person decided, and close the case that waited for it."""
    proposal.status, proposal.decided_by, proposal.decided_at = status, account, work.now
    proposal.decision_reason, proposal.version = reason, proposal.version + 1
    case = work.session.get(Case, proposal.case_id) if proposal.case_id else None
    if case is not None:
        case.status, case.outcome, case.closed_at, case.closed_by = "closed", "done", work.now, account
        case.lease_by = case.lease_until = None
        case.version += 1
    after = {"status": status, "proposal": proposal.id}
    work.record(f"proposal.{status}", ("proposal", proposal.id), reason=reason, after=after)


def is_out(session: Session, account: int, batch: Batch) -> bool:
    """True if somebody recused themselves from a claim that a batch is about."""

    def claims() -> Iterator[Claim]:
        # Nothing is read before somebody turns out to stay out of anything.
        yield from claims_of(session, batch)

    return is_recused(session, account, claims())


def claims_of(session: Session, batch: Batch) -> list[Claim]:
    """Return the claims that a batch is about, those that it brings included."""
    ids = set(
        session.scalars(
            select(BatchRow.terms["claim"].as_string()).where(BatchRow.batch_id == batch.id, *TAKEN_ROWS).distinct()
        )
    )
    found = list(session.scalars(select(Claim).where(Claim.id.in_(sorted(ids)))))
    # A claim that comes with the batch is nobody's row yet, but somebody may have recused themselves from its words.
    new = [
        Claim(id=id_, text_id=each["text_id"], text_en=each["text_en"], about=list(each["about"]))
        for id_, each in batch.claims.items()
        if id_ in ids and id_ not in {claim.id for claim in found}
    ]
    return [*found, *new]
