"""What the outcome of an objection does to what was objected to: granted, granted in part, or rejected.

Judged is what is left of the warning, measured against what was objected to. Who may decide is no matter of this.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from cektautan.desk.decisions.edits import Edit, edit
from cektautan.desk.decisions.provisional import resumed
from cektautan.desk.decisions.weighing import immune_until
from cektautan.desk.policy import Policy
from cektautan.desk.rules.facts import Step
from cektautan.store.models import Case, Claim, Listing

OUTCOMES = ("granted", "partly", "rejected")


def steps_of(outcome: str, listings: list[Listing], claim: Claim, level: int | None, now: int) -> list[Step]:
    """Return what is left of each warning, measured against what was objected to and not against its lowering."""
    left = {"granted": 0, "partly": level}
    steps = []
    for each in listings:
        stood = min(each.level, claim.level)
        steps.append(Step(stood, left.get(outcome, stood), kind=each.kind, verdict=claim.verdict))
    if outcome == "partly":
        # What stands lower already keeps its level, as `edits_of` writes it. Where all of it does, nothing is granted.
        steps = [step for step in steps if not step.raises] or steps
    return steps


def edits_of(
    session: Session, policy: Policy, outcome: str, case: Case, claim: Claim, listings: list[Listing],
    level: int | None, now: int,
) -> list[Edit]:  # fmt: skip
    """Return what is written for an outcome."""
    suspended = set(case.details.get("suspended", ()))
    match outcome:
        case "granted":
            rest = immune_until(now, policy.numbers.limits.immunity_days)
            edits = [edit(each, status="retracted", immune_until=rest) for each in listings]
            return edits if case.listing_id is not None else [edit(claim, status="withdrawn"), *edits]
        case "partly":
            assert level is not None  # noqa: S101 -- `decide_appeal` has checked it
            return [
                edit(each, level=min(level, each.level), **({"status": "active"} if each.id in suspended else {}))
                for each in listings
            ]
        case _:
            # What admitting began ends. Whatever somebody decided on it since stands, and a day is over when it is.
            for_a_day = set(case.details.get("for_a_day", ()))
            return [
                edit(each, **(resumed(session, each, now) if each.id in for_a_day else {"status": "active"}))
                for each in listings
                if each.id in suspended and each.status == "suspended"
            ]
