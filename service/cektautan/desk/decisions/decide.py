"""The second person: approving, rejecting, or taking back a proposal.

Approving applies what was proposed and nothing else, and only while what it was about has not changed. It is judged
anew: a rule that refuses it by now refuses it. Kinds of proposals that are applied by other parts of the desk (imports,
syncs, roles, own reviews) register how; who may decide is judged here for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cektautan.desk.cases.leasing import free
from cektautan.desk.claims.own_review_ends import publish_proposed
from cektautan.desk.decisions.edits import Edit, apply_edits, edit, expect, found
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.proposals import claims_about, matter, weigh_proposal
from cektautan.desk.decisions.provisional import end_with
from cektautan.desk.decisions.settling import Wish, answer, wish_of
from cektautan.desk.decisions.undone import reopen
from cektautan.desk.decisions.weighing import Weighed
from cektautan.desk.decisions.who import person
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Conflict, Invalid, NotFound, Refused
from cektautan.desk.imports.second import apply_import, drop_import
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Apply, NeedsSecond, Refuse
from cektautan.desk.rules.facts import Act
from cektautan.desk.rules.ruling import judge
from cektautan.desk.sync.approve import apply_proposal
from cektautan.store.models import Case, Claim, Event, Listing, Proposal
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

Applier = Callable[[Work, Policy, Mapping[str, Any], str], bool]
"""Applies the payload of a proposal and records the event, for the reason of whoever approved; False if stale."""

OTHERS: dict[str, Applier] = {
    "sync": lambda work, _, payload, reason: apply_proposal(work, payload, reason),
    "import": apply_import,
    "own_review": lambda work, _, payload, reason: publish_proposed(work, payload, reason),
}
"""How kinds are applied that are not edits of rows."""


def approve(
    store: Store, policy: Policy, account: int, proposal_id: int, version: int, reason: str, now: int,
    case_id: int | None = None,
) -> Done:  # fmt: skip
    """Approve a proposal and do what it says, at once.

    Args:
        store: the store.
        policy: the rules.
        account: the second person.
        proposal_id: what is approved.
        version: what was seen of it.
        reason: why this person agrees; the log keeps it beside the proposer's.
        now: Unix seconds.
        case_id: the case on whose page it was done; another case's proposal is not found there.

    Raises:
        Refused: a rule.
        Invalid: there is no reason, or one that cannot be kept.
        Conflict: somebody decided it, or changed what it is about.
        NotFound: there is no such proposal.

    """
    words = read_reason(reason)
    try:
        return _approve(store, policy, account, proposal_id, version, words, now, case_id)
    except Conflict as conflict:
        if (conflict.kind, conflict.id) != ("proposal", proposal_id):
            _set_stale(store, proposal_id, now)
        raise


def _approve(
    store: Store, policy: Policy, account: int, proposal_id: int, version: int, words: str, now: int,
    case_id: int | None,
) -> Done:  # fmt: skip
    with store.deciding(f"account:{account}", now) as work:
        proposal = _proposal(work.session, proposal_id, case_id)
        expect(work.session, proposal, version)
        case = _case(work.session, proposal)
        weighed = weigh_proposal(work.session, policy, proposal, now)
        _judge(work, policy, Act.APPROVE, account, proposal, case, weighed)
        decided = edit(proposal, status="approved", decided_by=account, decided_at=now, decision_reason=words)
        if proposal.kind in OTHERS:
            event = apply_edits(work, "proposal.approved", ("proposal", proposal.id), [decided], reason=words)
            if not OTHERS[proposal.kind](work, policy, proposal.payload, words):
                raise Conflict("claim", str(proposal.payload.get("claim")), None)
            # What it came to is what an undo takes back, not that it was approved.
            came_to = work.session.scalar(select(func.max(Event.seq))) or event.seq
            _close(work, case, account, "done", words)
            return Done(came_to, case_id=proposal.case_id, proposal_id=proposal.id)
        wish = wish_of(proposal)
        closing = _closing(case, account, wish, now)
        event = apply_edits(
            work, wish.action, wish.subject, [*_approved(wish, account), decided, *closing],
            reason=words, undoes=wish.undoes,
        )  # fmt: skip
        reopen(work, wish.undoes)
        if case is not None:
            free(case)
        return Done(event.seq, case_id=proposal.case_id, proposal_id=proposal.id, listing_ids=wish.listing_ids,
                    claim_id=wish.claim_id)  # fmt: skip


def _set_stale(store: Store, proposal_id: int, now: int) -> None:
    """Close a proposal that can never be applied: what it is about has changed. Its case is open again."""
    with store.deciding("system", now) as work:
        proposal: Proposal = found(work.session, "proposal", proposal_id)
        if proposal.status == "open":
            edits = [edit(proposal, status="stale", decided_at=now), *_dropped(work.session, proposal)]
            case = _case(work.session, proposal)
            if case is not None and case.status == "waiting":
                edits.append(edit(case, status="open"))
            apply_edits(
                work, "proposal.stale", ("proposal", proposal.id), edits, reason="What it is about has changed."
            )
            end_with(work, proposal)


def reject(
    store: Store, policy: Policy, account: int, proposal_id: int, version: int, reason: str, now: int,
    case_id: int | None = None,
) -> Done:  # fmt: skip
    """Reject a proposal with a reason. Its case is open again. Raises what `approve` raises."""
    return _end(store, policy, Act.REJECT, "rejected", account, proposal_id, version, reason, now, case_id)


def withdraw(
    store: Store, policy: Policy, account: int, proposal_id: int, version: int, reason: str, now: int,
    case_id: int | None = None,
) -> Done:  # fmt: skip
    """Take back a proposal of one's own. Raises what `reject` raises."""
    return _end(store, policy, Act.WITHDRAW, "withdrawn", account, proposal_id, version, reason, now, case_id)


def _end(
    store: Store, policy: Policy, act: Act, status: str, account: int, proposal_id: int, version: int, reason: str,
    now: int, case_id: int | None,
) -> Done:  # fmt: skip
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        proposal = _proposal(work.session, proposal_id, case_id)
        expect(work.session, proposal, version)
        case = _case(work.session, proposal)
        _judge(work, policy, act, account, proposal, case, Weighed((), claims_about(work.session, proposal), 0))
        edits = [edit(proposal, status=status, decided_by=account, decided_at=now, decision_reason=words)]
        edits += _dropped(work.session, proposal)
        if case is not None and case.status == "waiting":
            edits.append(edit(case, status="open"))
            free(case)
        event = apply_edits(work, f"proposal.{status}", ("proposal", proposal.id), edits, reason=words)
        end_with(work, proposal)
        if proposal.kind == "import":
            drop_import(work, proposal.payload, words)
        return Done(event.seq, case_id=proposal.case_id, proposal_id=proposal.id)


def _judge(
    work: Work, policy: Policy, act: Act, account: int, proposal: Proposal, case: Case | None, weighed: Weighed
) -> None:
    about = matter(proposal, case, account, work.now)
    match judge(act, person(work.session, policy, account, weighed.claims), about, weighed.steps):
        case Refuse(why):
            raise Refused(why)
        case NeedsSecond(why):
            raise Refused(why)
        case Apply():
            return


def _approved(wish: Wish, account: int) -> list[Edit]:
    """Return the edits with the second person's number on each listing that is put in force."""
    return [
        Edit(each.kind, each.id, {**each.values, "approved_by": account}, each.version)
        if each.kind == "listing" and "approved_by" in each.values
        else each
        for each in wish.edits
    ]


def _dropped(session: Session, proposal: Proposal) -> list[Edit]:
    """Return what becomes of rows that were made for a proposal alone."""
    edits = []
    for each in (Edit.from_json(member) for member in proposal.payload.get("edits", ())):
        row = found(session, each.kind, each.id) if each.kind in ("listing", "claim") else None
        only_proposed = isinstance(row, Listing) and row.status == "proposed"
        only_drafted = isinstance(row, Claim) and row.status == "draft"
        if row is not None and (only_proposed or only_drafted):
            edits.append(edit(row, status="removed"))
    return edits


def _closing(case: Case | None, account: int, wish: Wish, now: int) -> list[Edit]:
    if case is None or case.status == "closed":
        return []
    return [edit(case, status="closed", closed_at=now, closed_by=account, **answer(wish))]


def _close(work: Work, case: Case | None, account: int, outcome: str, reason: str) -> None:
    if case is not None and case.status != "closed":
        free(case)
        ending = edit(case, status="closed", outcome=outcome, closed_at=work.now, closed_by=account)
        apply_edits(work, "case.closed", ("case", case.id), [ending], reason=reason)


def _proposal(session: Session, proposal_id: int, case_id: int | None) -> Proposal:
    proposal: Proposal = found(session, "proposal", proposal_id)
    if case_id is not None and proposal.case_id != case_id:
        raise NotFound(f"proposal {proposal_id} in case {case_id}")
    if proposal.kind not in OTHERS and "edits" not in proposal.payload:
        raise Invalid("proposal", "unknown_kind")
    return proposal


def _case(session: Session, proposal: Proposal) -> Case | None:
    return session.get(Case, proposal.case_id) if proposal.case_id else None
