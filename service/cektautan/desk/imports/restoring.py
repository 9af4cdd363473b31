"""What restoring listings as they were before a batch would make readers see, listing by listing.

Weighed by the same facts as restoring by hand (desk.decisions.weighing), so that taking a batch back is no side door
for a name that is protected by now, or for what an objection cleared. It reads and decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cektautan.desk.decisions.step_facts import StepFacts
from cektautan.desk.imports.rejudging import MANY
from cektautan.desk.imports.staging import STATE
from cektautan.desk.policy import Policy
from cektautan.desk.rules.facts import Step
from cektautan.store.in_force import in_force
from cektautan.store.models import Claim, Listing


def values(before: dict[str, Any]) -> dict[str, Any]:
    """What a listing was, from what its row kept."""
    return {**{name: before[name] for name in STATE}, "review_by": date.fromisoformat(before["review_by"])}


def steps(session: Session, policy: Policy, rows: Sequence[Any], now: int) -> dict[int, Step]:
    """Return what restoring would make of each listing, by its number.

    Args:
        session: a transaction.
        policy: the rules.
        rows: lines of a batch with the listing's `id` and `key`, and what it was `before`.
        now: Unix seconds.

    """
    if not rows:
        return {}
    facts = StepFacts(session, policy, now, [row.key for row in rows])
    before = {row.id: row.before for row in rows}
    ids = list(before)
    found: dict[int, Step] = {}
    asked = select(Listing, Claim).join(Claim, Claim.id == Listing.claim_id).options(selectinload(Claim.reviews))
    for start in range(0, len(ids), MANY):
        for listing, claim in session.execute(asked.where(Listing.id.in_(ids[start : start + MANY]))):
            now_told = in_force(listing, claim, now)
            then_told = in_force(_was(listing, before[listing.id]), claim, now)
            found[listing.id] = facts.step(
                listing,
                claim,
                {},
                None if now_told is None else now_told.level,
                None if then_told is None else then_told.level,
            )
    return found


def _was(listing: Listing, before: dict[str, Any]) -> Any:
    """What a listing was before the batch, apart from the session."""
    columns = {column.key: getattr(listing, column.key) for column in Listing.__table__.columns}
    return SimpleNamespace(**{**columns, **values(before)})
