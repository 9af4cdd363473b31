"""What edits would make readers see, listing by listing, as steps that the rules can judge.

Reads the store and changes nothing: each listing that the edits touch, or whose claim they touch, is put beside what it
would become, and what is in force of both is compared.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Date, inspect, select
from sqlalchemy.orm import Session, selectinload

from cektautan.core.days import day_of
from cektautan.desk.decisions.edits import Edit, found
from cektautan.desk.decisions.states import state_of
from cektautan.desk.decisions.step_facts import WORDS, StepFacts, covering
from cektautan.desk.policy import Policy
from cektautan.desk.rules.facts import Step
from cektautan.desk.rules.numbers import DAY
from cektautan.store.in_force import Terms, in_force
from cektautan.store.models import Claim, Listing

HIGHEST = 50
"""Of a claim with thousands of listings the highest tell what is in force."""


@dataclass(frozen=True)
class Weighed:
    """What edits come to."""

    steps: tuple[Step, ...]
    """Each kind of step once."""
    claims: tuple[Claim, ...]
    """The claims that they are about."""
    raised: int
    """How many listings would warn more strongly."""


def weigh(session: Session, policy: Policy, edits: Sequence[Edit], now: int) -> Weighed:
    """Return what edits come to at a moment. Raises NotFound where a row is gone."""
    session.flush()
    values: dict[str, dict[str, Any]] = {}
    for each in edits:
        values.setdefault(each.name, {}).update(each.values)
    claim_ids = {str(each.id) for each in edits if each.kind == "claim"}
    listings = {each.id: found(session, "listing", each.id) for each in edits if each.kind == "listing"}
    if claim_ids:
        listings |= {each.id: each for each in session.scalars(select(Listing).where(Listing.claim_id.in_(claim_ids)))}
    claim_ids |= {each.claim_id for each in listings.values()}
    claims = {
        each.id: each
        for each in session.scalars(select(Claim).where(Claim.id.in_(claim_ids)).options(selectinload(Claim.reviews)))
    }
    standings = {str(each.id): each.values["standing"] for each in edits if each.kind == "source"}
    facts = StepFacts(session, policy, now, [each.key for each in listings.values()], standings)
    steps: dict[Step, int] = {}
    for listing in listings.values():
        claim = claims[listing.claim_id]
        edited = values.get(f"claim:{claim.id}", {})
        before = in_force(listing, claim, now)
        after = in_force(_edited(listing, values.get(f"listing:{listing.id}", {})), _edited(claim, edited), now)
        own = values.get(f"listing:{listing.id}", {})
        reworded = _rewords(claim, edited) or _rewords(listing, own)
        if before != after or own or (reworded and after is not None):
            step = replace(facts.step(listing, claim, edited, _level(before), _level(after)), reworded=reworded)
            if before is not None and after is None and (left := covering(session, listing, now)) is not None:
                step = replace(step, after=left, uncovers=True)
            if "immune_until" in values.get(f"listing:{listing.id}", {}):
                # Taking back what granted the rest takes the rest back.
                step = replace(step, immune=False)
            steps[step] = steps.get(step, 0) + 1
    return Weighed(
        steps=tuple(steps),
        claims=tuple(claims.values()),
        raised=sum(count for step, count in steps.items() if step.raises),
    )


def level_in_force(session: Session, listing: Listing | None, claim: Claim | None, now: int) -> int:
    """Return the highest level in force of a listing, or of a claim's listings; 0 for none."""
    listings: Iterable[Listing] = [listing] if listing is not None else []
    if listing is None and claim is not None:
        highest = select(Listing).where(Listing.claim_id == claim.id).order_by(Listing.level.desc()).limit(HIGHEST)
        listings = session.scalars(highest)
    told = [in_force(each, session.get_one(Claim, each.claim_id), now) for each in listings]
    return max((terms.level for terms in told if terms is not None), default=0)


def immune_until(now: int, days: int) -> str:
    """Return the last day of the rest after a granted appeal."""
    return day_of(now + days * DAY).isoformat()


def _edited(row: Any, values: dict[str, Any]) -> Any:
    """Return what a row would be, apart from the session."""
    copy = SimpleNamespace()
    for column in inspect(type(row)).column_attrs:
        value = values.get(column.key, getattr(row, column.key))
        if isinstance(value, str) and isinstance(column.columns[0].type, Date):
            value = datetime.date.fromisoformat(value)
        setattr(copy, column.key, value)
    return cast(Any, copy)


def _rewords(row: Any, edited: dict[str, Any]) -> bool:
    """True if edits change what a row says, apart from its level. A check that joins the others changes none of it."""
    said = edited.keys() & {*WORDS, "verdict", "about", "imitates", "reviews"}
    if not said:
        return False
    was = state_of(row)
    if any(edited[name] != was.get(name) for name in said - {"reviews"}):
        return True
    return "reviews" in said and any(each not in edited["reviews"] for each in was["reviews"])


def _level(terms: Terms | None) -> int | None:
    return None if terms is None else terms.level
