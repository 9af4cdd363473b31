"""Level 3 for a day on one person's word, while its proposal waits for the second.

Only where a check, an imposter or the KPU's own contradiction carries it, and never twice for a key. It lapses by
itself: what was in force before comes back, and the proposal goes on waiting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from cektautan.core.vocabulary import Level
from cektautan.desk.cases.cases import held_by_other
from cektautan.desk.decisions.edits import Edit, apply_edits, as_json, edit, expect, found
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.states import state_of
from cektautan.desk.decisions.weighing import weigh
from cektautan.desk.decisions.who import person
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Refuse, Why
from cektautan.desk.rules.facts import Act, Matter
from cektautan.desk.rules.numbers import HOUR
from cektautan.desk.rules.ruling import judge
from cektautan.store.changes import body_of
from cektautan.store.models import Case, Listing, Proposal
from cektautan.store.transaction import Store, Work

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
        if proposal.status != "open":
            raise Refused(Why.DECIDED)
        if proposal.payload.get("action") not in ACTIONS:
            raise Refused(Why.LEVEL_3)
        until = now + policy.numbers.limits.provisional_hours * HOUR
        edits = [_for_a_day(Edit.from_json(each), until) for each in proposal.payload["edits"]]
        weighed = weigh(session, policy, edits, now)
        case = session.get(Case, proposal.case_id) if proposal.case_id else None
        ruling = judge(
            Act.PROVISIONAL,
            person(session, policy, account, weighed.claims),
            Matter(leased_by_other=held_by_other(case, account, now)),
            weighed.steps,
        )
        if isinstance(ruling, Refuse):
            raise Refused(ruling.why)
        before = {each.name: state_of(found(session, each.kind, each.id)) for each in edits}
        event = apply_edits(work, "listing.provisional", ("proposal", proposal.id), edits, reason=words)
        proposal.payload = {**proposal.payload, "before": before}
        rebase(work, proposal)
        proposal.provisional_until = until
        proposal.version += 1
        listings = tuple(int(each.id) for each in edits if each.kind == "listing")
        return Done(event.seq, case_id=proposal.case_id, proposal_id=proposal.id, listing_ids=listings)


def lapse(store: Store, now: int) -> int:
    """End what was provisional and whose day is over; return how many listings that were."""
    with store.reading() as session:
        due = select(Proposal.id).where(Proposal.provisional_until <= now, Proposal.provisional_until > 0)
        waiting = list(session.scalars(due.where(Proposal.status == "open")))
        left = session.scalars(
            select(Listing.id).where(Listing.status == "provisional", Listing.provisional_until <= now)
        ).all()
    if not left:
        return 0
    with store.deciding("system", now) as work:
        by_listing: dict[int, Proposal] = {}
        for id_ in waiting:
            proposal = work.session.get_one(Proposal, id_)
            by_listing |= dict.fromkeys(proposal.payload["listings"], proposal)
        ended = 0
        for listing_id in left:
            listing = work.session.get_one(Listing, listing_id)
            if listing.status != "provisional":
                continue
            ended += 1
            owner = by_listing.get(listing_id)
            before = owner.payload.get("before", {}).get(f"listing:{listing_id}", {}) if owner else {}
            _end(work, listing, before)
        for proposal in set(by_listing.values()):
            rebase(work, proposal)
        return ended


def rebase(work: Work, proposal: Proposal) -> None:
    """Bring the versions that a proposal expects to those that its own provisional act left."""
    work.session.flush()
    edits = [Edit.from_json(each) for each in proposal.payload["edits"]]
    rows = [found(work.session, each.kind, each.id) for each in edits]
    renewed = [replace(each, version=row.version) for each, row in zip(edits, rows, strict=True)]
    proposal.payload = {**proposal.payload, "edits": as_json(renewed)}


def _for_a_day(wanted: Edit, until: int) -> Edit:
    values = dict(wanted.values)
    if wanted.kind == "listing" and values.get("level", 0) == Level.WARNING:
        values |= {"status": "provisional", "provisional_until": until}
    return replace(wanted, values=values)


def _end(work: Work, listing: Listing, before: Mapping[str, Any]) -> None:
    was = before.get("status")
    values = {name: before[name] for name in ("level", "status")} if was == "active" else {"status": "expired"}
    apply_edits(
        work, "listing.lapsed", ("listing", listing.id), [edit(listing, **values)],
        reason="No second person approved within the day.",
    )  # fmt: skip
    work.tell([body_of("expire", listing.id, listing.sha256, listing.kind, listing.claim_id, None, work.now)])
