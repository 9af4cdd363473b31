"""A case in the words of its page: everything a stranger wrote made harmless, everything coded put into words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cektautan.desk.cases.dossier import Dossier, Erased, ReportSeen
from cektautan.desk.readers.retention import OPEN_CASE_DAYS
from cektautan.desk.rules.lease import Lease
from cektautan.desk.rules.numbers import Numbers
from cektautan.desk.rules.priority import burst
from cektautan.store.models import Case, Claim, Event, Evidence, Proposal
from cektautan.web.console.cases.preview import Checked, Preview, preview
from cektautan.web.console.links.paste_shown import in_language
from cektautan.web.console.numbers import thousands
from cektautan.web.console.telling import when, words
from cektautan.web.console.telling.addresses import Shown, show_address, show_text
from cektautan.web.console.telling.when import Clock
from cektautan.web.site.names import day
from cektautan.web.texts import Texts

HIDDEN: Final = frozenset({"proposed_by", "approved_by", "provisional_until"})
"""Members of a proposal that its panel tells in other words, or not at all."""


@dataclass(frozen=True)
class CaseHead:
    """The case itself."""

    id: int
    version: int
    title: str
    kind: str
    tone: str
    lane: str
    status: str
    clock: Clock | None
    opened: str
    closed: str
    outcome: str
    url: str
    key: str
    shown: Shown | None


@dataclass(frozen=True)
class LeaseShown:
    """Who has the case."""

    mine: bool
    owner: str
    until: str


@dataclass(frozen=True)
class Wrote:
    """What somebody wrote."""

    at: str
    by: str = ""
    text: str = ""
    reason: str = ""
    contact: str = ""
    words: str = ""
    seq: int = 0


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


@dataclass(frozen=True)
class EvidenceShown:
    """One piece of evidence."""

    id: int
    picture: bool
    alt: str
    width: int
    height: int
    text: str
    shown: Shown | None
    about: str
    page: bool
    state: str
    """What has become of it, in words; empty where there is nothing to say."""
    download: str
    """The words of the link to its file; empty where there is none."""
    digest: str
    has_bytes: bool
    """Whether there is something that could be erased."""


def show_head(case: Case, url: str, now: int, texts: Texts) -> CaseHead:
    """The head of the page; `url` is the address that the case is about."""
    kind = words.case_kind(texts, case.kind, case.details)
    return CaseHead(
        id=case.id,
        version=case.version,
        title=texts.say("desk_case_title", kind=kind, id=case.id),
        kind=kind,
        tone=words.KIND_TONES.get(case.kind, "plain"),
        lane=words.say(texts, "lane", case.lane),
        status=words.say(texts, "case", case.status),
        clock=when.due(case.due_at, now, texts) if case.status != "closed" else None,
        opened=texts.say("desk_opened", when=when.ago(case.opened_at, now, texts)),
        closed=when.hour(case.closed_at, texts) if case.closed_at else "",
        outcome=words.say(texts, "outcome", case.outcome) if case.outcome else "",
        url=url,
        key=show_text(case.key),
        shown=show_address(url, texts) if url else None,
    )


def show_lease(case: Case, account: int, names: Mapping[int, str], now: int, texts: Texts) -> LeaseShown:
    """Who has it, and until when."""
    owner = Lease(case.lease_by, case.lease_until).owner(now)
    until = texts.moment(case.lease_until or now)["time"]
    if owner is None:
        return LeaseShown(False, "", "")
    return LeaseShown(owner == account, show_text(names.get(owner, "")) or str(owner), until)


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


def show_notes(dossier: Dossier, now: int, texts: Texts) -> list[Wrote]:
    """What colleagues wrote."""
    return [
        Wrote(
            at=when.ago(each.at, now, texts),
            by=show_text(dossier.names.get(each.by or 0, texts["desk_actor_system"])),
            text=show_text(each.text),
        )
        for each in dossier.notes
    ]


def show_history(events: Iterable[Event], names: Mapping[int, str], texts: Texts) -> list[Wrote]:
    """What was decided."""
    return [
        Wrote(
            at=when.hour(each.at, texts),
            by=show_text(words.actor(texts, each.actor, names)),
            words=words.action(texts, each.action),
            reason=show_text(words.because(texts, each.reason)),
            seq=each.seq,
        )
        for each in events
    ]


def show_evidence(evidence: Iterable[Evidence], names: Mapping[int, str], texts: Texts) -> list[EvidenceShown]:
    """What a decision rests on."""
    return [
        EvidenceShown(
            id=each.id,
            picture=each.kind == "screenshot" and each.state != "erased",
            alt=show_text(each.text or "") or texts.say("desk_evidence_alt", id=each.id),
            width=each.width or 0,
            height=each.height or 0,
            text=show_text(each.text or ""),
            shown=show_address(each.url, texts) if each.url else None,
            about=texts.say(
                "desk_evidence_by", who=show_text(names.get(each.by or 0, "")), when=when.hour(each.at, texts)
            ),
            page=each.kind == "page",
            state=words.say(texts, "evidence_state", each.state) if each.state not in (None, "kept") else "",
            download=texts.say("desk_evidence_download", size=f"{(each.size or 0) / 1024:.0f}")
            if each.state == "kept"
            else "",
            digest=each.sha256 or "" if each.kind == "page" or each.state == "erased" else "",
            has_bytes=bool(each.sha256) and each.state != "erased",
        )
        for each in evidence
    ]


def proposal_facts(proposal: Proposal, texts: Texts) -> list[tuple[str, str]]:
    """What a proposal would change, field by field."""
    found: list[tuple[str, str]] = []
    for each in proposal.payload.get("edits", []):
        kind, values = str(each.get("kind", "")), each.get("values", {})
        for name, value in values.items() if isinstance(values, dict) else ():
            if name in HIDDEN or value is None:
                continue
            # What is only proposed has no status yet.
            label = texts["desk_field_status_after"] if name == "status" else words.say(texts, "field", name)
            found.append((label, field_words(name, value, texts)))
        if kind and len(found) > 40:
            break
    return list(dict.fromkeys(found))


def proposed_level(proposals: Iterable[Proposal], listing_id: int) -> int | None:
    """The level that a proposal would give a listing."""
    for proposal in proposals:
        for each in proposal.payload.get("edits", []):
            if each.get("kind") == "listing" and each.get("id") == listing_id and "level" in each.get("values", {}):
                return int(each["values"]["level"])
    return None


def field_words(name: str, value: Any, texts: Texts) -> str:
    """One value of a row, in words."""
    if name == "level" and isinstance(value, int):
        return words.level(texts, value)
    if name == "status":
        return words.say(texts, "listing", str(value))
    if name == "verdict":
        return words.verdict_of(texts, str(value))
    if name in ("listed", "review_by", "immune_until") and isinstance(value, str):
        return texts.date(value)
    if name == "reason_code":
        return texts.texts.get(f"log_reason_{value}") or show_text(str(value))
    if name == "reviews":
        return "; ".join(_review(each, texts) for each in value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return show_text(", ".join(value))
    if isinstance(value, list | dict):
        return show_text(json.dumps(value, ensure_ascii=False))
    return show_text(str(value))


def previews(
    claim: Claim, names: Mapping[str, str], level: int | None, kind: str, languages: Iterable[Texts]
) -> list[tuple[Preview, Texts]]:
    """The reader's warning in each language. `names` are those of the sources."""
    checks = [
        Checked(names.get(each.source_id, each.source_id), each.url, each.rating, each.verdict, each.date)
        for each in claim.reviews
    ]
    return [
        (
            preview(
                texts,
                level=level,
                verdict_word=claim.verdict,
                kind=kind,
                claim={"id": claim.text_id, "en": claim.text_en},
                statement={"id": claim.statement_id, "en": claim.statement_en},
                checks=checks,
            ),
            texts,
        )
        for texts in languages
    ]


def claim_words(claim: Claim, texts: Texts) -> str:
    """A claim's text in the page's language."""
    return in_language(claim.text_id, claim.text_en, texts)


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


def review_day(claim: Claim, texts: Texts) -> str:
    """The day by which a claim is looked at again."""
    return day(claim.review_by, texts)


def _review(review: Mapping[str, Any], texts: Texts) -> str:
    """A check in one line: what it is called there, and where it is."""
    rating = show_text(str(review.get("rating") or "")) or words.verdict_of(texts, str(review.get("verdict")))
    return f"{rating}: {show_text(str(review.get('url') or ''))}"


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
