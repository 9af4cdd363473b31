"""Level 3 for a day on one person's word, while its proposal waits for the second.

Only where a check, an imposter or the KPU's own contradiction carries it, and never twice for a key. It lapses by
itself: what was in force before comes back, and the proposal goes on waiting.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.vocabulary import Level
from cektautan.desk.cases.leasing import held_by_other
from cektautan.desk.decisions.edits import Edit, apply_edits, as_json, edit, expect, found
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.states import state_of
from cektautan.desk.decisions.weighing import weigh
from cektautan.desk.decisions.who import person
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import APPLY, NeedsSecond, Refuse, Ruling, Why
from cektautan.desk.rules.facts import Act, Matter
from cektautan.desk.rules.numbers import HOUR
from cektautan.desk.rules.ruling import judge
from cektautan.store.changes import body_of
from cektautan.store.models import Case, Listing, Proposal
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

ACTIONS = frozenset({"listing.listed", "listing.raised"})
"""What may be put in force for a day. Restoring, extending and undoing wait for the second person: who took a warning
back is not overruled by one."""


def put_provisionally(
    store: Store, policy: Policy, account: int, proposal_id: int, version: int, reason: str, now: int
) -> Done:
    """Put what a proposal asks for in force for a day.

    Raises:
        Refused: a rule.
        Conflict: somebody was faster.
        NotFound: there is no such proposal.

    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        session = work.session
        proposal: Proposal = found(session, "proposal", proposal_id)
        expect(session, proposal, version)
        until, edits = _for_a_day_from(proposal, policy, now)
        case = session.get(Case, proposal.case_id) if proposal.case_id else None
        ruling = _judge(session, policy, account, proposal, edits, case, now)
        if ruling != APPLY:
            assert isinstance(ruling, Refuse | NeedsSecond)  # noqa: S101 -- there is no fourth answer
            raise Refused(ruling.why)
        before = {each.name: state_of(found(session, each.kind, each.id)) for each in edits}
        event = apply_edits(work, "listing.provisional", ("proposal", proposal.id), edits, reason=words)
        proposal.payload = {**proposal.payload, "before": before}
        rebase(work, proposal, {each.name for each in edits})
        proposal.provisional_until = until
        proposal.version += 1
        listings = tuple(int(each.id) for each in edits if each.kind == "listing")
        return Done(event.seq, case_id=proposal.case_id, proposal_id=proposal.id, listing_ids=listings)


def may_put(session: Session, policy: Policy, account: int, proposal: Proposal, now: int) -> bool:
    """True if somebody may put in force for a day what a proposal asks for, once nobody else holds its case.

    Raises NotFound where what it is about is gone.
    """
    _, edits = _for_a_day_from(proposal, policy, now)
    return _judge(session, policy, account, proposal, edits, None, now) == APPLY


def _judge(
    session: Session, policy: Policy, account: int, proposal: Proposal, edits: list[Edit], case: Case | None, now: int
) -> Ruling:
    if proposal.status != "open":
        return Refuse(Why.DECIDED)
    if proposal.payload.get("action") not in ACTIONS:
        return Refuse(Why.LEVEL_3)
    weighed = weigh(session, policy, edits, now)
    matter = Matter(leased_by_other=held_by_other(case, account, now))
    return judge(Act.PROVISIONAL, person(session, policy, account, weighed.claims), matter, weighed.steps)


def _for_a_day_from(proposal: Proposal, policy: Policy, now: int) -> tuple[int, list[Edit]]:
    until = now + policy.numbers.limits.provisional_hours * HOUR
    return until, [_for_a_day(Edit.from_json(each), until) for each in proposal.payload.get("edits", ())]


def lapse(store: Store, now: int) -> int:
    """End what was provisional and whose day is over; return how many listings that were."""
    with store.reading() as session:
        left = over(session, now)
    if not left:
        return 0
    with store.deciding("system", now) as work:
        rows = [work.session.get_one(Listing, each) for each in left]
        due = [row for row in rows if row.status == "provisional"]
        asked = _asked(work.session, due)
        for listing in due:
            _end(work, listing, asked.get(listing.id), "No second person approved within the day.")
        return len(due)


def over(session: Session, now: int) -> list[int]:
    """Return the listings that are provisional and whose day is over."""
    found = select(Listing.id).where(Listing.status == "provisional", Listing.provisional_until <= now)
    return list(session.scalars(found))


def end_with(work: Work, proposal: Proposal) -> None:
    """End what a proposal put in force for a day, together with the proposal: what was in force before comes back."""
    for name in proposal.payload.get("before", {}):
        kind, _, id_ = name.partition(":")
        row = work.session.get(Listing, int(id_)) if kind == "listing" else None
        if row is not None and row.status == "provisional":
            _end(work, row, proposal, "Its proposal was not approved.")


def resumed(session: Session, listing: Listing, now: int) -> dict[str, Any]:
    """Return what becomes of a listing that was in force for a day when it was suspended, and is not any more."""
    proposal = _asked(session, [listing]).get(listing.id)
    waits = proposal is not None and proposal.status == "open"
    return {"status": "provisional"} if waits and now < (listing.provisional_until or 0) else _ended(listing, proposal)


def rebase(work: Work, proposal: Proposal, names: Collection[str]) -> None:
    """Bring the versions that a proposal expects of rows to those that its own provisional act left."""
    work.session.flush()
    edits = [Edit.from_json(each) for each in proposal.payload["edits"]]
    renewed = [
        replace(each, version=found(work.session, each.kind, each.id).version) if each.name in names else each
        for each in edits
    ]
    proposal.payload = {**proposal.payload, "edits": as_json(renewed)}


def _asked(session: Session, listings: Collection[Listing]) -> dict[int, Proposal]:
    """Return the newest proposal that put each of them in force for a day."""
    claims = {each.claim_id for each in listings}
    proposals = session.scalars(
        select(Proposal)
        .where(Proposal.provisional_until > 0, Proposal.payload["claim"].as_string().in_(claims))
        .order_by(Proposal.id)
    ).all()
    return {
        each.id: proposal
        for proposal in proposals
        for each in listings
        if f"listing:{each.id}" in proposal.payload.get("before", {})
    }


def _for_a_day(wanted: Edit, until: int) -> Edit:
    values = dict(wanted.values)
    if wanted.kind == "listing" and values.get("level", 0) == Level.WARNING:
        values |= {"status": "provisional", "provisional_until": until}
    return replace(wanted, values=values)


def _end(work: Work, listing: Listing, proposal: Proposal | None, reason: str) -> None:
    ours = False
    if proposal is not None:
        edits = (Edit.from_json(each) for each in proposal.payload["edits"])
        ours = any(each.name == f"listing:{listing.id}" and each.version == listing.version for each in edits)
    is_over = work.now >= (listing.provisional_until or 0)
    ending = edit(listing, **_ended(listing, proposal))
    apply_edits(work, "listing.lapsed", ("listing", listing.id), [ending], reason=reason)
    if is_over:
        work.tell([body_of("expire", listing.id, listing.sha256, listing.kind, listing.claim_id, None, work.now)])
    if proposal is not None and ours:
        # Whatever somebody else decided on it since stays in the way of approving.
        rebase(work, proposal, {f"listing:{listing.id}"})


def _ended(listing: Listing, proposal: Proposal | None) -> dict[str, Any]:
    """Return what a listing is after its day: what it was before, where it was in force, and never more than by now."""
    before = {} if proposal is None else proposal.payload.get("before", {})
    was = before.get(f"listing:{listing.id}", {})
    if was.get("status") != "active":
        return {"status": "expired"}
    of_claim = before.get(f"claim:{listing.claim_id}", {}).get("level", was["level"])
    return {"status": "active", "level": min(was["level"], of_claim, listing.level)}
