"""Cases that were passed on to fact-checkers: how one comes back to the queue, and when.

Nothing is sent anywhere by it: people tell people, and the case says whom. It is the same case that comes back, so that
those who reported it are answered by what is decided then (docs/adr/0115).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from cektautan.core.keys import key_digest
from cektautan.desk.decisions.edits import apply_edits, edit
from cektautan.desk.policy import Policy
from cektautan.desk.rules.clocks import due_at
from cektautan.desk.rules.numbers import DAY
from cektautan.store.models import Case
from cektautan.store.unit_of_work import Work

FORWARDED: Final = "forwarded"
HIDDEN: Final = "sha256:"
"""What the key of a case begins with that has forgotten its address: there is nothing to look at any more."""
AT_ONCE: Final = 200
"""How many come back in one transaction, so that no decision waits for them."""


def forwarded_case(session: Session, group: str, key: str) -> Case | None:
    """Return the case of a key that was passed on, as long as nothing else was decided about the key since.

    Whoever reports the key of one that has forgotten its address gets a case of their own, which has it.
    """
    newest = session.scalar(
        select(Case)
        .where(Case.merge_group == group, Case.key_sha256 == key_digest(key))
        .order_by(Case.id.desc())
        .limit(1)
    )
    if newest is None or newest.key.startswith(HIDDEN):
        return None
    return newest if newest.status == "closed" and newest.outcome == FORWARDED else None


def come_back(work: Work, policy: Policy, case: Case, kind: str, reason: str) -> None:
    """Open a case again that was passed on; its clock is that of the kind that brings it back."""
    values = {"status": "open", "outcome": None, "closed_at": None, "closed_by": None, "told_id": None, "told_en": None}
    apply_edits(work, "case.returned", ("case", case.id), [edit(case, **values)], reason=reason)
    case.due_at = due_at(kind, work.now, policy.numbers, policy.elections)


def overdue(session: Session, policy: Policy, now: int) -> list[Case]:
    """Return cases that were passed on so long ago that somebody looks again; not where another one took over."""
    other = aliased(Case)
    newer = exists(
        select(other.id).where(
            other.merge_group == Case.merge_group, other.key_sha256 == Case.key_sha256, other.id > Case.id
        )
    )
    before = now - policy.numbers.limits.forwarded_days * DAY
    return list(
        session.scalars(
            select(Case)
            .where(Case.status == "closed", Case.outcome == FORWARDED, Case.closed_at <= before, ~newer)
            .where(Case.key.not_like(f"{HIDDEN}%"))
            .order_by(Case.id)
            .limit(AT_ONCE)
        )
    )
