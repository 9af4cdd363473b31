"""Finds the open case that an act is about, and what waits in it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.desk.errors import NotFound
from cektautan.store.models import Case, Proposal


def open_proposal(session: Session, case_id: int) -> Proposal | None:
    """Return what waits for a second person in a case."""
    return session.scalar(select(Proposal).where(Proposal.case_id == case_id, Proposal.status == "open"))


def case_for(session: Session, case_id: int | None) -> Case | None:
    """Return the open case that an act belongs to; None where it belongs to none. Raises NotFound."""
    return None if case_id is None else open_case(session, case_id)


def open_case(session: Session, case_id: int) -> Case:
    """Return a case that is not closed. Raises NotFound."""
    case = session.get(Case, case_id)
    if case is None or case.status == "closed":
        raise NotFound(f"case {case_id}")
    return case
