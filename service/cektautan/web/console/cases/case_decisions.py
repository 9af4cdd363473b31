"""Who may decide a case, what waits in it, and why not the one who asks: the answers of the rules, in words.

The page shows a button only where the rules would say yes now; they are asked again when it is pressed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from cektautan.desk.cases.closing import closers, refusals
from cektautan.desk.cases.dossier import Dossier
from cektautan.desk.decisions.appeals import deciders as appeal_deciders
from cektautan.desk.decisions.proposals import claims_about, deciders
from cektautan.desk.decisions.provisional import may_put
from cektautan.desk.decisions.stronger import raisable, restorable
from cektautan.desk.decisions.who import Colleague, is_recused, recusals, stays_out
from cektautan.desk.errors import NotFound
from cektautan.desk.imports.agreeing import is_old
from cektautan.desk.rules.answers import Why
from cektautan.store.models import Batch, Claim, Proposal
from cektautan.web.console.access.guard import me
from cektautan.web.console.cases.proposal_shown import proposal_facts
from cektautan.web.console.desk import Desk
from cektautan.web.console.telling import when, words
from cektautan.web.console.telling.addresses import show_text

ACTS = {
    "claim": "case.claim", "read": "personal.read", "evidence": "evidence.add", "note": "case.note",
    "admit": "appeal.admit", "decide_appeal": "appeal.decide", "lower": "listing.lower", "extend": "expiry.extend",
    "propose": "listing.propose", "close": "case.close",
}  # fmt: skip


class Decisions:
    """Answers for the page of a case."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, session: Session, dossier: Dossier) -> dict[str, Any]:
        """What can be decided here, by whom, and by the one who asks."""
        guard, texts = self._desk.guard, self._desk.texts
        can = {name: guard.may(act) for name, act in ACTS.items()}
        can["release"] = guard.may("people.write") or guard.may("listing.approve")
        now, listing = self._desk.now, dossier.listing
        out = recusals(session, me().id)
        about = [session.get(Claim, listing.claim_id) if listing else None, dossier.claim]
        recused = stays_out(out, [each for each in about if each is not None])
        for name in ("admit", "lower", "extend"):
            can[name] = can[name] and not recused
        proposals: list[dict[str, Any]] = []
        colleagues: list[Colleague] = []
        for each in dossier.open_proposals:
            found = self._deciders(session, each)
            colleagues = colleagues or found
            proposals.append(self._proposal(session, each, dossier, found))
        appeals = self._appeal_forms(session, dossier)
        if appeals is not None:
            colleagues = appeals.pop("colleagues")
            can["decide_appeal"] = can["decide_appeal"] and not appeals["refused"]
        # An objection ends with its decision, and what waits for a second person ends with theirs.
        can["close"] = can["close"] and dossier.case.kind != "appeal" and not proposals
        not_mine = refusals(session, me().id, [dossier.case]).get(dossier.case.id) if can["close"] else None
        mine = next((each for each in colleagues if each.account == me().id), None)
        why = mine.refusal if mine else (Why.ROLE if proposals or appeals else None)
        if any(each["refused"] for each in proposals) or (appeals or {}).get("refused"):
            # The panel of the decision says so already.
            why = None
        return {
            "can": can,
            "proposals": proposals,
            "appeal_forms": appeals,
            "recused": recused and not any(each["refused"] for each in (*proposals, appeals or {"refused": ""})),
            "close_refused": texts[f"ruling_{not_mine}"] if not_mine and not_mine is not Why.RECUSED else "",
            "closers": [show_text(each) for each in closers(session, self._desk.policy, dossier.case)]
            if not_mine
            else [],
            "may_close": can["close"] and not_mine is None,
            "levels": raisable(session, self._desk.policy, me().id, listing, now) if listing else (),
            "may_restore": listing is not None and restorable(session, self._desk.policy, me().id, listing, now),
            "who": [
                {"name": show_text(each.name), "why": texts[f"ruling_{each.refusal}"] if each.refusal else ""}
                for each in colleagues
            ],
            "why_not_me": texts.say("desk_why_not_me", why=texts[f"ruling_{why}"]) if why else "",
        }

    def _deciders(self, session: Session, proposal: Proposal) -> list[Colleague]:
        try:
            return list(deciders(session, self._desk.policy, proposal, self._desk.now).colleagues)
        except NotFound:
            # What it was about is gone: nobody can approve it any more.
            return []

    def _proposal(
        self, session: Session, proposal: Proposal, dossier: Dossier, found: list[Colleague]
    ) -> dict[str, Any]:
        desk, texts = self._desk, self._desk.texts
        mine = next((each for each in found if each.account == me().id), None)
        own = proposal.proposed_by == me().id
        recused = is_recused(session, me().id, claims_about(session, proposal))
        refusal = (Why.OWN_PROPOSAL if own else Why.ROLE) if mine is None else mine.refusal
        refusal = Why.RECUSED if recused else refusal
        batch = session.get(Batch, proposal.payload["batch"]) if proposal.kind == "import" else None
        # Of what is to be restored no preview can be too old.
        old = batch is not None and proposal.payload["act"] == "apply" and is_old(batch, desk.now)
        said = texts["import_old_waiting"] if old else texts[f"ruling_{refusal}"] if refusal else ""
        by = dossier.names.get(proposal.proposed_by or 0, "")
        return {
            "id": proposal.id,
            "version": proposal.version,
            "kind": words.say(texts, "proposal", proposal.kind),
            "facts": proposal_facts(proposal, texts),
            "by": show_text(by) or texts["desk_actor_system"],
            "at": when.hour(proposal.proposed_at, texts),
            "reason": show_text(words.because(texts, proposal.reason)),
            "why": texts.texts.get(f"ruling_{proposal.why_second}") or words.say(texts, "why", proposal.why_second),
            "batch": None if batch is None else batch.id,
            "refused": said,
            "may_approve": refusal is None and not old,
            "may_reject": not own and refusal not in (Why.ROLE, Why.RECUSED),
            "may_withdraw": own and not recused,
            "may_provisional": proposal.kind in ("list", "raise")
            and proposal.why_second == Why.LEVEL_3
            and not proposal.provisional_until
            and self._may_put(session, proposal),
        }

    def _may_put(self, session: Session, proposal: Proposal) -> bool:
        try:
            return may_put(session, self._desk.policy, me().id, proposal, self._desk.now)
        except NotFound:
            return False

    def _appeal_forms(self, session: Session, dossier: Dossier) -> dict[str, Any] | None:
        undecided = [each for each in dossier.appeals if each.decided_at is None]
        if not undecided or dossier.case.status == "closed":
            return None
        try:
            colleagues = appeal_deciders(session, self._desk.policy, dossier.case)
        except NotFound:
            colleagues = []
        mine = next((each for each in colleagues if each.account == me().id), None)
        refusal = Why.ROLE if mine is None else mine.refusal
        can_admit = self._desk.guard.may("appeal.admit")
        texts = self._desk.texts
        return {
            "acknowledged": all(each.acknowledged_at for each in undecided),
            "admitted": all(each.admitted_at for each in undecided),
            "refused": texts[f"ruling_{refusal}"] if refusal and not (refusal is Why.ROLE and can_admit) else "",
            "colleagues": colleagues,
        }
