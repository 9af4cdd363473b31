"""What readers wrote to a case: opened only for who may read it, and told as erased where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from cektautan.desk.readers.erasing import ERASED
from cektautan.desk.readers.retention import DAY, OPEN_CASE_DAYS
from cektautan.store.models import (
    Appeal,
    Event,
    Personal,
    Report,
)
from cektautan.store.sealing import Sealer

MOST_REPORTS: Final = 20


@dataclass(frozen=True)
class ReportSeen:
    """What one reader sent."""

    kind: str
    reason_code: str
    at: int
    text: str | None = field(repr=False)
    """None where there is none, or it was erased, or this person may not read it."""
    contact: str | None = field(repr=False)
    erased: Erased | None = None


@dataclass(frozen=True)
class Erased:
    """What somebody wrote is not there any more."""

    at: int
    why: str
    """closed, waited or asked: some time after the case was closed, kept as long as it may be, or asked for."""


def reasons_of(session: Session, case_id: int) -> dict[str, int]:
    """Return how often each reason was chosen, the most frequent first."""
    rows = session.execute(
        select(Report.reason_code, func.count()).where(Report.case_id == case_id).group_by(Report.reason_code)
    )
    return dict(Counter({reason or "": count for reason, count in rows}).most_common())


def with_words(case_id: int) -> ColumnElement[bool]:
    """Match the reports of a case in which something is written: a wave of empty ones hides none of them."""
    there = select(Personal.id).where(
        Personal.owner_kind == "report", Personal.owner_id == Report.id, Personal.sealed.is_not(None)
    )
    return and_(Report.case_id == case_id, exists(there))


def written_reports(session: Session, sealer: Sealer, case_id: int, personal: bool) -> tuple[ReportSeen, ...]:
    """Return the newest reports in which something is written; opened only where this person may read it."""
    newest = select(Report).where(with_words(case_id)).order_by(Report.id.desc()).limit(MOST_REPORTS)
    rows = tuple(session.scalars(newest))
    written = _personal(session, sealer, "report", [each.id for each in rows]) if personal else {}
    return tuple(
        ReportSeen(
            kind=each.kind,
            reason_code=each.reason_code or "",
            at=each.filed_at,
            text=written.get((each.id, "text")),
            contact=written.get((each.id, "contact")),
        )
        for each in rows
    )


def grounds_of(session: Session, sealer: Sealer, appeals: Iterable[Appeal], personal: bool) -> dict[int, ReportSeen]:
    """Return what the filers of objections wrote, by the objection's number."""
    rows = tuple(appeals)
    written = _personal(session, sealer, "appeal", [each.id for each in rows]) if personal else {}
    erased = _erased(session, [each.id for each in rows])
    return {
        each.id: ReportSeen(
            kind="wrong",
            reason_code=each.reason_code or "",
            at=each.filed_at,
            text=written.get((each.id, "text")),
            contact=written.get((each.id, "contact")),
            erased=erased.get(each.id),
        )
        for each in rows
    }


def _erased(session: Session, appeals: list[int]) -> dict[int, Erased]:
    """Return when and why the text of each objection was erased, of those where it was."""
    gone = select(Personal).where(
        Personal.owner_kind == "appeal", Personal.owner_id.in_(appeals), Personal.field == "text",
        Personal.erased_at.is_not(None),
    )  # fmt: skip
    rows = list(session.scalars(gone))
    # What its sender asked for is told by an event of that one objection; what had its time, by one about many.
    asked_for = select(Event.object_id).where(
        Event.action == ERASED, Event.object_kind == "appeal", Event.object_id.in_([str(each) for each in appeals])
    )
    asked = set(session.scalars(asked_for)) if rows else set()
    return {
        each.owner_id: Erased(
            each.erased_at or 0,
            "asked" if str(each.owner_id) in asked
            else "waited" if (each.erased_at or 0) - each.written_at > OPEN_CASE_DAYS * DAY
            else "closed",
        )
        for each in rows
    }  # fmt: skip


def erased_texts(case_id: int) -> Select[int]:
    """Count the reports of a case whose text is erased."""
    there = select(Report.id).where(Report.case_id == case_id)
    return select(func.count(Personal.id)).where(
        Personal.owner_kind == "report", Personal.owner_id.in_(there), Personal.field == "text",
        Personal.erased_at.is_not(None),
    )  # fmt: skip


def _personal(session: Session, sealer: Sealer, kind: str, ids: list[int]) -> dict[tuple[int, str], str]:
    rows = session.scalars(select(Personal).where(Personal.owner_kind == kind, Personal.owner_id.in_(ids)))
    opened = {(each.owner_id, each.field): sealer.open(each.sealed) for each in rows if each.sealed is not None}
    return {place: text for place, text in opened.items() if text is not None}
