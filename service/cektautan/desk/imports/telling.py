"""What a batch made different for readers, told in the public chain for thousands of listings at once.

A decision about a few listings is compared row by row in its session (`store.transaction`); here the same comparison
is made over plain values, so that a batch of 100,000 takes seconds. It must tell exactly what the other way would.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from cektautan.store.chain import canonical
from cektautan.store.changes import body_of, operation
from cektautan.store.in_force import Terms, in_force
from cektautan.store.models import Claim, Listing
from cektautan.store.transaction import Work

_COLUMNS = tuple(
    getattr(Listing, name)
    for name in (
        "id", "claim_id", "sha256", "kind", "level", "status", "reason_code", "statement_id", "statement_en", "opaque",
        "listed", "review_by", "provisional_until", "version",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """A listing at a moment."""

    sha256: str
    kind: str
    claim: str
    status: str
    terms: Terms | None


States = Mapping[int, State]


@dataclass(frozen=True)
class Told:
    """What a batch did, as the event commits to it."""

    before: States
    after: States

    def digest(self) -> str:
        """SHA-256 over each listing's number, key's hash, status and level in force, before and after."""
        lines = [
            canonical([id_, state.sha256, _short(self.before.get(id_)), _short(state)])
            for id_, state in sorted(self.after.items())
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def states(session: Session, chosen: ColumnElement[bool], now: int) -> States:
    """Return the chosen listings as they are now."""
    session.flush()
    claims = _claims(session)
    return {
        row.id: State(
            row.sha256, row.kind, row.claim_id, row.status, in_force(cast(Any, row), claims[row.claim_id], now)
        )
        for row in session.execute(select(*_COLUMNS).where(chosen))
    }


def tell_changes(work: Work, before: States, after: States, now: int) -> int:
    """Append a line for each listing that readers see differently; return how many. The event is recorded already."""
    bodies = []
    for id_, state in sorted(after.items()):
        was = before.get(id_)
        op = operation(None if was is None else was.terms, state.terms, state.status)
        if op is not None:
            bodies.append(body_of(op, id_, state.sha256, state.kind, state.claim, state.terms, now))
    work.tell(bodies)
    return len(bodies)


def _claims(session: Session) -> dict[str, Any]:
    names = ("verdict", "level", "reason_code", "statement_id", "statement_en", "status")
    asked = select(Claim.id, *(getattr(Claim, name) for name in names))
    return {row.id: SimpleNamespace(**{name: getattr(row, name) for name in names}) for row in session.execute(asked)}


def _short(state: State | None) -> list[Any] | None:
    return None if state is None else [state.status, None if state.terms is None else state.terms.level]
