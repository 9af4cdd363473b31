"""Forgets the address of a reader's tip, which lies in its case beside the report.

What stays of a case is a hash of its key, so that the case can be counted and told from others, and nobody can read
there what somebody once sent. What is listed stays: that address is what the desk warns of. So does that of a case in
which a proposal waits, until it is decided.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, and_, exists, select

from cektautan.core.keys import key_hash
from cektautan.desk.cases.finding_cases import open_proposal
from cektautan.desk.cases.forwarding import HIDDEN
from cektautan.desk.cases.leasing import free
from cektautan.desk.decisions.edits import apply_edits, edit
from cektautan.store.models import Case, Listing, Report
from cektautan.store.unit_of_work import Work

ERASED: Final = "its only report was erased"


def unlisted() -> ColumnElement[bool]:
    """Match the cases of tips that hold an address which is not listed."""
    return and_(
        Case.kind == "report",
        Case.key.not_like(f"{HIDDEN}%"),
        Case.listing_id.is_(None),
        ~exists(select(Listing.id).where(Listing.sha256 == Case.key_sha256)),
    )


def hide(case: Case) -> None:
    """Leave a hash where the address was."""
    case.key = f"{HIDDEN}{key_hash(case.key).hex()}"
    case.url = ""


def forget_with_last_report(work: Work, case_id: int) -> bool:
    """Forget the address of a case whose reports are gone, and close it: there is nothing to look at any more.

    Returns:
        Whether no address is left in the case.

    """
    case = work.session.get_one(Case, case_id)
    if case.key.startswith(HIDDEN):
        return True
    left = work.session.scalar(select(Report.id).where(Report.case_id == case_id).limit(1))
    due = work.session.scalar(select(Case.id).where(Case.id == case_id, unlisted()))
    if left is not None or due is None or open_proposal(work.session, case_id) is not None:
        return False
    if case.status != "closed":
        ending = edit(case, status="closed", outcome="done", closed_at=work.now)
        free(case)
        apply_edits(work, "case.closed", ("case", case.id), [ending], reason=ERASED)
    hide(case)
    return True
