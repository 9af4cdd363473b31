"""Proposals: what one is about, what it would make readers see, and who may decide it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cektautan.desk.cases.leasing import held_by_other
from cektautan.desk.decisions.edits import Edit
from cektautan.desk.decisions.weighing import Weighed, weigh
from cektautan.desk.decisions.who import Colleague, who_may
from cektautan.desk.imports.agreeing import claims_of
from cektautan.desk.policy import Policy
from cektautan.desk.rules.facts import Act, Matter, Step
from cektautan.desk.sync.approve import immune_steps
from cektautan.store.models import Batch, Case, Claim, Proposal

APPROVES: Mapping[str, str] = {
    "list": "listing.approve", "raise": "listing.approve", "restore": "listing.approve", "undo": "listing.approve",
    "sync": "listing.approve", "import": "import.approve", "protected": "protected.approve",
    "own_review": "own_review.approve", "role": "people.approve",
}  # fmt: skip
"""What the second person's role has to allow, by the kind of proposal."""


@dataclass(frozen=True)
class Deciders:
    """Who may decide a proposal, for its page."""

    colleagues: tuple[Colleague, ...]
    needed: str
    """The act that their role has to allow."""


def deciders(session: Session, policy: Policy, proposal: Proposal, now: int) -> Deciders:
    """Return who may decide a proposal, and who may not and why."""
    weighed = weigh_proposal(session, policy, proposal, now)
    about = matter(proposal, None, 0, now)
    return Deciders(
        tuple(who_may(session, policy, Act.APPROVE, about, weighed.steps, weighed.claims)), about.approves_by
    )


def weigh_proposal(session: Session, policy: Policy, proposal: Proposal, now: int) -> Weighed:
    """Return what a proposal would make readers see; of kinds that are not edits, only which claim it is about."""
    if "edits" in proposal.payload:
        edits = [Edit.from_json(each) for each in proposal.payload["edits"]]
        return weigh(session, policy, edits, now)
    steps: tuple[Step, ...] = ()
    if proposal.kind == "sync":
        steps = immune_steps(session, policy, proposal.payload, now)
    return Weighed(steps, claims_about(session, proposal), 0)


def matter(proposal: Proposal, case: Case | None, account: int, now: int) -> Matter:
    """Return a proposal as the rules about deciding know it."""
    about = proposal.payload.get("account") if proposal.kind == "role" else None
    return Matter(
        proposer=proposal.proposed_by,
        approves_by=APPROVES[proposal.kind],
        decided=proposal.status != "open",
        leased_by_other=held_by_other(case, account, now),
        about_account=about,
    )


def claims_about(session: Session, proposal: Proposal) -> tuple[Claim, ...]:
    """Return the claims that a proposal of a kind without edits is about."""
    if proposal.kind == "import":
        batch = session.get(Batch, proposal.payload["batch"])
        return () if batch is None else tuple(claims_of(session, batch))
    claim = session.get(Claim, str(proposal.payload.get("claim") or ""))
    return () if claim is None else (claim,)
