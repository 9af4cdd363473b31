"""What waits for a second person about an import, for its page: what the one who looks may do, else who is waited for.

The rules are asked here for the page, and again by whatever is pressed; a form that they would only refuse is not
shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from cektautan.desk.decisions.proposals import deciders, weigh_proposal
from cektautan.desk.decisions.who import is_recused
from cektautan.desk.imports import agreeing
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.store.models import Batch
from cektautan.web.console.access.guard import me
from cektautan.web.console.telling.addresses import show_text
from cektautan.web.texts import Texts


@dataclass(frozen=True)
class WaitingShown:
    """A proposal about a batch."""

    why: str
    reason: str
    rest: int
    """How many addresses would be restored; 0 where the batch is to be applied."""
    own: bool
    old: bool
    """Whether nobody can approve it any more, because its preview is too old."""
    refused: str
    """Why the one who looks cannot approve it; empty where they can, or where it is not their role."""
    approve: bool
    reject: bool
    """Whether they can reject it, or take it back where it is their own."""
    colleagues: tuple[str, ...]
    """Who could approve it."""


def waiting(session: Session, policy: Policy, batch: Batch, now: int, texts: Texts) -> WaitingShown | None:
    """What waits about a batch; None where nothing does."""
    proposal = agreeing.waiting_proposal(session, batch.id)
    if proposal is None or batch.status not in ("waiting", "reverting"):
        return None
    rest = len(proposal.payload.get("listings", ()))
    found = deciders(session, policy, proposal, now).colleagues
    mine = next((each for each in found if each.account == me().id), None)
    own, old = proposal.proposed_by == me().id, not rest and agreeing.is_old(batch, now)
    recused = is_recused(session, me().id, weigh_proposal(session, policy, proposal, now).claims)
    refusal = Why.RECUSED if recused else Why.OWN_PROPOSAL if own else Why.ROLE if mine is None else mine.refusal
    told = "" if refusal in (None, Why.ROLE) else texts[f"ruling_{refusal}"]
    return WaitingShown(
        why=texts[f"ruling_{proposal.why_second}"],
        reason=show_text(proposal.reason),
        rest=rest,
        own=own,
        old=old,
        refused=texts["import_old_waiting"] if old else told,
        approve=refusal is None and not old,
        reject=not recused and (own or mine is not None),
        colleagues=tuple(show_text(each.name) for each in found if each.refusal is None),
    )
