"""What readers sent to a case, reports and objections, in the words of its page: harmless, or told as erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cektautan.desk.cases.dossier import Dossier
from cektautan.desk.cases.reader_texts import Erased, ReportSeen
from cektautan.desk.readers.retention import OPEN_CASE_DAYS
from cektautan.desk.rules.numbers import Numbers
from cektautan.desk.rules.priority import burst
from cektautan.store.models import Case
from cektautan.web.console.cases.case_shown import Wrote
from cektautan.web.console.numbers import thousands
from cektautan.web.console.telling import when, words
from cektautan.web.console.telling.addresses import show_address, show_text
from cektautan.web.texts import Texts


@dataclass(frozen=True)
class ReportsShown:
    """What readers sent."""

    total: int
    burst: str
    reasons: tuple[tuple[str, int], ...]
    texts: tuple[Wrote, ...]
    written: int
    """In how many something is written; `texts` are the newest."""
    erased: str
    """That some of what was written is erased, and why; empty where none is."""


def burst_words(case: Case, numbers: Numbers, texts: Texts) -> str:
    """A wave of reports, told as one."""
    found = burst(case.report_count, case.first_report_at, case.last_report_at, numbers)
    if found is None:
        return ""
    span = when.span(found.minutes * 60, texts)
    return texts.say("desk_burst", count=thousands(texts, found.reports), span=span)


def show_reports(dossier: Dossier, numbers: Numbers, now: int, texts: Texts) -> ReportsShown:
    """What readers sent."""
    return ReportsShown(
        total=dossier.case.report_count,
        burst=burst_words(dossier.case, numbers, texts),
        reasons=tuple((words.say(texts, "reason", code), count) for code, count in dossier.reasons.items()),
        texts=tuple(_report(each, now, texts) for each in dossier.reports if each.text or each.contact),
        written=dossier.written,
        erased=_erased(dossier.erased, numbers, texts),
    )


def show_appeals(dossier: Dossier, hours: int, now: int, texts: Texts) -> list[dict[str, Any]]:
    """The objections, each with what its filer wrote and its clock; a text is kept some hours after the case closed."""
    shown = []
    for each in dossier.appeals:
        ground = dossier.grounds[each.id]
        if each.decided_at:
            state, clock = words.say(texts, "outcome", each.outcome), None
        elif each.acknowledged_at is None:
            state, clock = texts["desk_appeal_new"], when.due(each.ack_due, now, texts)
        else:
            admitted = "desk_appeal_admitted" if each.admitted_at else "desk_appeal_seen"
            state, clock = texts[admitted], when.due(each.decide_due, now, texts)
        shown.append(
            {
                "filed": when.ago(each.filed_at, now, texts),
                "reason": words.say(texts, "reason", each.reason_code),
                "side": words.say(texts, "side", each.appellant),
                "state": state,
                "clock": clock,
                "shown": show_address(each.url, texts) if each.url and each.url != dossier.case.url else None,
                "text": show_text(ground.text or ""),
                "erased": erased_words(ground.erased, hours, texts),
                "contact": show_text(ground.contact or ""),
            }
        )
    return shown


def erased_words(erased: Erased | None, hours: int, texts: Texts) -> str:
    """When and why a text was erased; empty where it was not."""
    if erased is None:
        return ""
    at = when.hour(erased.at, texts)
    return texts.say(f"desk_case_erased_{erased.why}", when=at, hours=hours, days=OPEN_CASE_DAYS)


def _erased(count: int, numbers: Numbers, texts: Texts) -> str:
    hours = numbers.limits.written_grace_hours
    return texts.say("desk_case_erased_reports", count=count, hours=hours, days=OPEN_CASE_DAYS) if count else ""


def _report(report: ReportSeen, now: int, texts: Texts) -> Wrote:
    return Wrote(
        at=when.ago(report.at, now, texts),
        reason=words.say(texts, "reason", report.reason_code),
        text=show_text(report.text or ""),
        contact=show_text(report.contact or ""),
    )
