"""What whoever holds a ticket is told of it: where it stands, how it ended, why, and until when an answer is owed.

It tells nothing else of the case: not who works on it, not who else reported it, no address but that of a published
check. Where a person wrote no reasons for readers, none are here: the pages have standard words for every outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.rules import Rules
from cektautan.desk.cases.forwarding import FORWARDED
from cektautan.desk.readers.answering import answer_of, level_of
from cektautan.desk.readers.filing import WRONG
from cektautan.store.models import Appeal, Case, Note, Report, Source

LISTED = ("listed", "already_listed")
NOT_YET = (FORWARDED, "no_check")
"""Outcomes that a listing overtakes, whoever decided it and in whichever case."""

OUTCOMES = (*LISTED, "not_listed", *NOT_YET, "granted", "partly", "rejected")


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
    """By language, as far as a person wrote some for readers."""
    claim: str | None = None
    """The record that answers it."""
    check: dict[str, str] | None = None
    """The published check that the record rests on: publisher, url, rating and date."""
    level: int | None = None
    forwarded_to: tuple[str, ...] | None = None
    """The names of those whom it was passed on to."""
    due: int | None = None
    overdue: bool | None = None


def told(session: Session, hashed: str, now: int, rules: Rules) -> Told | None:
    """Return what the holder of the ticket of this hash is told, or None where there is no such ticket.

    `rules` are those by which an address is looked up, so that a listing of the whole site answers it too.
    """
    appeal = session.scalar(select(Appeal).where(Appeal.ticket_hash == hashed))
    if appeal is not None:
        return _of_appeal(session, appeal, now)
    report = session.scalar(select(Report).where(Report.ticket_hash == hashed))
    return None if report is None else _of_report(session, report, now, rules)


def _of_appeal(session: Session, appeal: Appeal, now: int) -> Told:
    level = level_of(session, appeal.key, appeal.claim_id, now)
    if appeal.decided_at is not None:
        return Told(
            kind=WRONG,
            state="decided",
            filed_at=appeal.filed_at,
            decided_at=appeal.decided_at,
            outcome=appeal.outcome,
            reasons=_written(appeal.reasons_id, appeal.reasons_en),
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


def _of_report(session: Session, report: Report, now: int, rules: Rules) -> Told:
    case = session.get_one(Case, report.case_id)
    passed_on = _names(session, case.forwarded_to)
    if case.status != "closed":
        seen = case.lease_by is not None or case.status == "waiting" or bool(passed_on) or _noted(session, case)
        state = "in_review" if seen else "received"
        return Told(kind=report.kind, state=state, filed_at=report.filed_at, forwarded_to=passed_on)
    answer = answer_of(session, report, case, now, rules)
    outcome = case.outcome if case.outcome in OUTCOMES else None
    if outcome in NOT_YET and answer.warns:
        outcome = "listed"
    reasons = _written(case.told_id, case.told_en)
    if outcome in LISTED and (case.outcome in NOT_YET or not reasons):
        reasons = answer.statement
    return Told(
        kind=report.kind,
        state="closed" if outcome is None else "decided",
        filed_at=report.filed_at,
        decided_at=case.closed_at,
        outcome=outcome,
        reasons=reasons,
        claim=answer.claim,
        check=answer.check,
        level=answer.level,
        forwarded_to=passed_on if outcome == FORWARDED else None,
    )


def _names(session: Session, sources: Sequence[str]) -> tuple[str, ...] | None:
    """Return how sources are called, in the order in which they were named."""
    if not sources:
        return None
    names = {row.id: row.name for row in session.scalars(select(Source).where(Source.id.in_(sources)))}
    return tuple(names[each] for each in sources if each in names) or None


def _noted(session: Session, case: Case) -> bool:
    return session.scalar(select(Note.id).where(Note.case_id == case.id).limit(1)) is not None


def _written(indonesian: str | None, english: str | None) -> dict[str, str] | None:
    return {name: text for name, text in (("id", indonesian), ("en", english)) if text} or None
