"""Applies a proposal that a sync has made, once a person has approved it.

It applies what was proposed and nothing else: where the claim or one of the listings has been changed meanwhile it is
stale, and the next sync proposes anew. What a granted objection has cleared comes back by new evidence only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.days import day_of
from cektautan.desk.policy import Policy
from cektautan.desk.rules.facts import Step
from cektautan.desk.sync.apply import apply_state
from cektautan.desk.sync.merge import LISTING, levels
from cektautan.store.models import Claim, Listing
from cektautan.store.unit_of_work import Work


def versions(session: Session, claim_id: str, parts: Iterable[str]) -> dict[str, int]:
    """Return the version of each listing that is among the parts of a claim, by its key; 0 where there is none."""
    keys = [part.removeprefix(LISTING) for part in parts if part.startswith(LISTING)]
    held = select(Listing.key, Listing.version).where(Listing.claim_id == claim_id)
    found = {row.key: row.version for row in session.execute(held)}
    return {key: found.get(key, 0) for key in keys}


def apply_proposal(work: Work, payload: Mapping[str, Any], reason: str) -> bool:
    """Apply the payload of a proposal of kind `sync`; False if the claim or a listing is not what it was."""
    id_, parts = payload["claim"], list(payload["parts"])
    row = work.session.get(Claim, id_)
    if (0 if row is None else row.version) != payload["version"]:
        return False
    if versions(work.session, id_, parts) != payload.get("listings"):
        return False
    applied = apply_state(work, id_, payload["state"], parts, payload["file"])
    applied.claim.synced = payload["synced"]
    work.record("claim.synced", ("claim", id_), reason=reason, before=applied.before, after=applied.after)
    return True


def immune_steps(session: Session, policy: Policy, payload: Mapping[str, Any], now: int) -> tuple[Step, ...]:
    """Return what a proposal would list of keys that an objection cleared, so that the rules can refuse it.

    One that is stale lists nothing.
    """
    if versions(session, payload["claim"], payload["parts"]) != payload.get("listings"):
        return ()
    today = day_of(now)
    told = levels(payload["state"], today.isoformat())
    marked = select(Listing.key, Listing.immune_until).where(Listing.immune_until >= today)
    checked = max((date.fromisoformat(each["date"]) for each in payload["state"].get("reviews", ())), default=date.min)
    rest = timedelta(days=policy.numbers.limits.immunity_days)
    touched = {part.removeprefix(LISTING) for part in payload["parts"]}
    return tuple(
        Step(before=None, after=told[key], immune=True)
        for key, until in session.execute(marked)
        if key in touched and told.get(key, 0) > 0 and until is not None and checked <= until - rest
    )
