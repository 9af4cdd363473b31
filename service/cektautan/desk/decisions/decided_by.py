"""Who proposed or approved what is objected to: whoever did decides neither the objection nor its taking back."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.store.models import Batch, Event, Listing, Proposal


def decided_by(session: Session, listings: list[Listing]) -> frozenset[int]:
    """Return who proposed or approved what is objected to: by itself, in a batch, with its claim, or for a day."""
    people = {account for each in listings for account in (each.proposed_by, each.approved_by)}
    batches = {each.batch_id for each in listings if each.batch_id is not None}
    for batch in session.scalars(select(Batch).where(Batch.id.in_(batches))) if batches else ():
        people |= {batch.uploaded_by, batch.applied_by, batch.approved_by}
    claims = {each.claim_id for each in listings}
    names = {*(f"listing:{each.id}" for each in listings), *(f"claim:{each}" for each in claims)}
    approved = select(Proposal).where(
        Proposal.status == "approved", Proposal.payload["claim"].as_string().in_(claims)
    )  # fmt: skip
    for proposal in session.scalars(approved):
        edited = {f"{each['kind']}:{each['id']}" for each in proposal.payload.get("edits", ())}
        if not edited or edited & names:
            people |= {proposal.proposed_by, proposal.decided_by}
    days = select(Event.actor, Event.after).where(Event.action == "listing.provisional")
    for actor, after in session.execute(days):
        if names & set(json.loads(after or "{}")):
            people.add(int(actor.removeprefix("account:")))
    return frozenset(each for each in people if each is not None)
