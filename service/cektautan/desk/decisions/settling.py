"""Judges an act and does what the ruling says: at once, as a proposal for a second person, or not at all.

The one way from a wish to a decision: what the edits would make readers see is weighed, the rule is asked, and the
case that the act belongs to follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.keys import key_digest
from cektautan.desk.cases.finding_cases import open_proposal
from cektautan.desk.cases.leasing import free, held_by_other
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.cases.second_looks import look_again
from cektautan.desk.decisions.edits import Edit, apply_edits, as_json, edit
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.undone import reopen
from cektautan.desk.decisions.weighing import Weighed, weigh
from cektautan.desk.decisions.who import person
from cektautan.desk.errors import Invalid, Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Apply, NeedsSecond, Refuse, Why
from cektautan.desk.rules.facts import Act, Matter
from cektautan.desk.rules.numbers import HOUR
from cektautan.desk.rules.ruling import judge
from cektautan.store.models import Case, Listing, Proposal
from cektautan.store.unit_of_work import Work


@dataclass(frozen=True)
class Wish:
    """What somebody wants to be decided."""

    act: Act
    action: str
    """How the log names it when it is done."""
    subject: tuple[str, int | str]
    """What it is about, for the log."""
    edits: tuple[Edit, ...]
    reason: str
    kind: str
    """Of the proposal, if it becomes one."""
    key: str
    """Of the case that is opened for the proposal where there is none."""
    undoes: int | None = None
    listing_ids: tuple[int, ...] = ()
    claim_id: str | None = None
    outcome: str = "done"
    """Of its case, once it is done."""


def settle(
    work: Work, policy: Policy, account: int, wish: Wish, case: Case | None, matter: Matter | None = None
) -> Done:
    """Judge a wish and do what the ruling says.

    Raises:
        Refused: a rule.
        Conflict: somebody was faster.

    """
    session, now = work.session, work.now
    weighed = weigh(session, policy, wish.edits, now)
    matter = replace(matter or Matter(), leased_by_other=held_by_other(case, account, now))
    match judge(wish.act, person(session, policy, account, weighed.claims), matter, weighed.steps):
        case Refuse(why):
            raise Refused(why)
        case NeedsSecond(why):
            return propose(work, policy, account, wish, case, why, weighed)
        case Apply():
            falls = any(step.falls for step in weighed.steps)
            # Whoever makes something milder still has not looked for others: the case is joined, and not closed.
            stays = falls and case is not None and case.kind == "second_look"
            done = carry_out(work, wish, case, account, stays=stays)
            if falls:
                _look_again(work, policy, account, wish, done)
            return done


def carry_out(work: Work, wish: Wish, case: Case | None, account: int | None, *, stays: bool = False) -> Done:
    """Do what a wish says, and close its case unless it `stays`. An objection stays always: it is owed an answer."""
    edits = [*wish.edits]
    closes = case is not None and case.kind != "appeal" and case.status != "closed" and not stays
    if case is not None and closes and open_proposal(work.session, case.id) is None:
        edits.append(edit(case, status="closed", closed_at=work.now, closed_by=account, **answer(wish)))
        free(case)
    event = apply_edits(work, wish.action, wish.subject, edits, reason=wish.reason, undoes=wish.undoes)
    reopen(work, wish.undoes)
    return Done(
        event.seq,
        case_id=None if case is None else case.id,
        listing_ids=wish.listing_ids,
        claim_id=wish.claim_id,
    )


def propose(
    work: Work, policy: Policy, account: int | None, wish: Wish, case: Case | None, why: Why, weighed: Weighed
) -> Done:
    """Keep a wish until a second person decides it. The case waits with it, unless it is an objection."""
    claim_id = wish.claim_id or next((each.id for each in weighed.claims), None)
    if case is None or case.kind == "appeal":
        listing_id = wish.listing_ids[0] if len(wish.listing_ids) == 1 else None
        case = open_or_merge(
            work, policy, kind="proposal", lane=_lane(weighed), key=wish.key, claim_id=claim_id, listing_id=listing_id
        )
    if open_proposal(work.session, case.id) is not None:
        raise Invalid("case", "proposal_waits")
    made = Proposal(
        case_id=case.id,
        kind=wish.kind,
        payload={
            "act": wish.act.value,
            "action": wish.action,
            "subject": list(wish.subject),
            "edits": as_json(wish.edits),
            "undoes": wish.undoes,
            "listings": list(wish.listing_ids),
            "claim": claim_id,
            "outcome": wish.outcome,
        },
        reason=wish.reason,
        why_second=why.value,
        proposed_by=account,
        proposed_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    case.status = "waiting"
    case.version += 1
    free(case)
    event = work.record(
        "proposal.made",
        ("proposal", made.id),
        reason=wish.reason,
        after={"kind": wish.kind, "why": why.value, "case": case.id, "raised": weighed.raised,
               "listings": list(wish.listing_ids), "claim": claim_id},
    )  # fmt: skip
    return Done(
        event.seq, applied=False, case_id=case.id, proposal_id=made.id, listing_ids=wish.listing_ids,
        claim_id=claim_id, why=why,
    )  # fmt: skip


def wish_of(proposal: Proposal) -> Wish:
    """Return the wish that a proposal keeps."""
    payload = proposal.payload
    return Wish(
        act=Act(payload["act"]),
        action=payload["action"],
        subject=(payload["subject"][0], payload["subject"][1]),
        edits=tuple(Edit.from_json(each) for each in payload["edits"]),
        reason=proposal.reason,
        kind=proposal.kind,
        key="",
        undoes=payload["undoes"],
        listing_ids=tuple(payload["listings"]),
        claim_id=payload["claim"],
        outcome=payload["outcome"],
    )


def answer(wish: Wish) -> dict[str, Any]:
    """Return how a case ends by what was wished for; its reporters are told what was listed, at whatever address."""
    listed = {"answered_by": wish.claim_id} if wish.outcome == "listed" else {}
    return {"outcome": wish.outcome, **listed}


def tip_case(session: Session, key: str) -> Case | None:
    """Return the case of readers' tips about a key that is not closed: whoever reported it is told the outcome."""
    return session.scalar(
        select(Case).where(Case.merge_group == "tip", Case.key_sha256 == key_digest(key), Case.status != "closed")
    )


def _look_again(work: Work, policy: Policy, account: int, wish: Wish, done: Done) -> None:
    """Open a case for somebody else to look again at what one person made milder, by whatever act."""
    listing = work.session.get(Listing, wish.listing_ids[0]) if len(wish.listing_ids) == 1 else None
    about: dict[str, Any] = {} if listing is None else {"url": listing.url, "listing_id": listing.id}
    whole = f"claim:{wish.claim_id}" if wish.claim_id else wish.key
    look_again(
        work, policy, account, whole if listing is None else listing.key, claim_id=wish.claim_id,
        details={"event": done.event},
        due_at=work.now + policy.numbers.limits.second_look_hours * HOUR, **about,
    )  # fmt: skip


def _lane(weighed: Weighed) -> str:
    if any(step.imposter for step in weighed.steps):
        return "imposter"
    return "checked" if all(step.checked for step in weighed.steps) else "unchecked"
