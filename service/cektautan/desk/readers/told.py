"""What whoever holds a ticket is told of it: where it stands, how it ended, why, and until when an answer is owed.

It tells nothing else of the case: not who works on it, not who else reported it, no address.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.keys import key_digest
from cektautan.desk.readers.filing import WRONG
from cektautan.store.in_force import Terms, in_force
from cektautan.store.models import Appeal, Case, Claim, Listing, Note, Report

LISTED = ("listed", "already_listed")
OUTCOMES = (*LISTED, "not_listed", "forwarded", "granted", "partly", "rejected", "no_check")


@dataclass(frozen=True, kw_only=True)
class Told:
    """The state of one filing."""

    kind: str
    state: str
    """received, in_review, decided or closed."""
    filed_at: int
    decided_at: int | None = None
    outcome: str | None = None
    reasons: dict[str, str] | None = None
    """In both languages."""
    claim: str | None = None
    level: int | None = None
    due: int | None = None
    overdue: bool | None = None


def told(session: Session, hashed: str, now: int) -> Told | None:
    """Return what the holder of the ticket of this hash is told, or None where there is no such ticket."""
    appeal = session.scalar(select(Appeal).where(Appeal.ticket_hash == hashed))
    if appeal is not None:
        return _of_appeal(session, appeal, now)
    report = session.scalar(select(Report).where(Report.ticket_hash == hashed))
    return None if report is None else _of_report(session, report, now)


def _of_appeal(session: Session, appeal: Appeal, now: int) -> Told:
    _, terms = _in_force(session, appeal.key, appeal.claim_id, now)
    level = None if terms is None else terms.level
    if appeal.decided_at is not None:
        return Told(
            kind=WRONG,
            state="decided",
            filed_at=appeal.filed_at,
            decided_at=appeal.decided_at,
            outcome=appeal.outcome,
            reasons=_both(appeal.reasons_id, appeal.reasons_en),
            claim=appeal.claim_id,
            level=level,
        )
    due = appeal.decide_due if appeal.acknowledged_at is not None else appeal.ack_due
    return Told(
        kind=WRONG,
        state="received" if appeal.acknowledged_at is None else "in_review",
        filed_at=appeal.filed_at,
        claim=appeal.claim_id,
        level=level,
        due=due,
        overdue=now > due,
    )


def _of_report(session: Session, report: Report, now: int) -> Told:
    case = session.get_one(Case, report.case_id)
    if case.status != "closed":
        seen = case.lease_by is not None or case.status == "waiting" or _noted(session, case)
        state = "in_review" if seen else "received"
        return Told(kind=report.kind, state=state, filed_at=report.filed_at)
    if case.outcome not in OUTCOMES:
        return Told(kind=report.kind, state="closed", filed_at=report.filed_at, decided_at=case.closed_at)
    claim_id, terms = _in_force(session, report.key, case.claim_id, now) if case.outcome in LISTED else (None, None)
    return Told(
        kind=report.kind,
        state="decided",
        filed_at=report.filed_at,
        decided_at=case.closed_at,
        outcome=case.outcome,
        reasons=None if terms is None else _both(terms.statement_id, terms.statement_en),
        claim=claim_id,
        level=None if terms is None else terms.level,
    )


def _noted(session: Session, case: Case) -> bool:
    return session.scalar(select(Note.id).where(Note.case_id == case.id).limit(1)) is not None


def _in_force(session: Session, key: str, claim_id: str | None, now: int) -> tuple[str | None, Terms | None]:
    """Return the claim that readers are told of with a key now, and its terms; the claim that is named comes first."""
    rows = session.execute(
        select(Listing, Claim)
        .join(Claim, Listing.claim_id == Claim.id)
        .where(Listing.sha256 == key_digest(key))
        .order_by(Listing.id)
    ).all()
    for listing, claim in sorted(rows, key=lambda row: row[0].claim_id != claim_id):
        terms = in_force(listing, claim, now)
        if terms is not None:
            return claim.id, terms
    return claim_id, None


def _both(indonesian: str | None, english: str | None) -> dict[str, str] | None:
    return None if indonesian is None else {"id": indonesian, "en": english or indonesian}
