"""Opens the cases that a sync leaves to people: a warning that would come or go by itself, or a conflict.

A case of the same file is not opened twice: what people closed without applying stays closed until the file says
something else.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from cektautan.core.keys import key_digest
from cektautan.store.models import Case, Proposal
from cektautan.store.unit_of_work import Work

GROUP = "sync"
PRIORITY = 60
"""Above tips and below appeals: a file was reviewed by somebody already."""


def known(work: Work, key: str, digest: str) -> bool:
    """Say whether people were shown this very state of a file already, and have answered it or still can.

    A proposal that became stale was answered by nobody: the next sync makes it anew.
    """
    asked = (
        select(Case)
        .where(Case.merge_group == GROUP, Case.key_sha256 == key_digest(key))
        .order_by(Case.id.desc())
        .limit(1)
    )
    case = work.session.scalar(asked)
    if case is None or case.details.get("digest") != digest:
        return False
    if case.status == "closed":
        return case.closed_by is not None
    last = select(Proposal.status).where(Proposal.case_id == case.id).order_by(Proposal.id.desc()).limit(1)
    return work.session.scalar(last) not in (None, "stale")


def open_case(
    work: Work, key: str, claim_id: str | None, details: dict[str, Any], *, lane: str, listing_id: int | None = None
) -> Case:
    """Open a case, or bring the open one about the same thing up to date."""
    asked = select(Case).where(Case.merge_group == GROUP, Case.key_sha256 == key_digest(key), Case.status != "closed")
    case = work.session.scalar(asked)
    if case is None:
        case = Case(
            kind="sync", lane=lane, merge_group=GROUP, key=key, claim_id=claim_id, listing_id=listing_id, url="",
            priority=PRIORITY, opened_at=work.now, status="open", details=details,
        )  # fmt: skip
        work.session.add(case)
        work.session.flush()
        work.record("case.opened", ("case", case.id), after={"kind": "sync", "key": key})
    else:
        case.details = {**case.details, **details}
        case.version += 1
        for proposal in work.session.scalars(select(Proposal).where(Proposal.case_id == case.id)):
            if proposal.status == "open":
                proposal.status, proposal.version = "stale", proposal.version + 1
    return case


def propose(work: Work, case: Case, payload: dict[str, Any], reason: str) -> Proposal:
    """Put the ready proposal on a case: approving it applies the file's state and nothing else."""
    proposal = Proposal(
        case_id=case.id, kind="sync", payload=payload, reason=reason, why_second="sync_warning", proposed_at=work.now,
        status="open",
    )  # fmt: skip
    work.session.add(proposal)
    case.status = "waiting"
    work.session.flush()
    after = {"case": case.id, "claim": payload["claim"], "parts": len(payload["parts"])}
    work.record("sync.proposed", ("proposal", proposal.id), reason=reason, after=after)
    return proposal
