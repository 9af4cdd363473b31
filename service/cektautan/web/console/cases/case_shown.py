"""A case in the words of its page: everything a stranger wrote made harmless, everything coded put into words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cektautan.desk.cases.dossier import Dossier
from cektautan.desk.rules.lease import Lease
from cektautan.store.models import Case, Claim, Event
from cektautan.web.console.links.paste_shown import in_language
from cektautan.web.console.telling import when, words
from cektautan.web.console.telling.addresses import Shown, show_address, show_text
from cektautan.web.console.telling.when import Clock
from cektautan.web.texts import Texts


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


def claim_words(claim: Claim, texts: Texts) -> str:
    """A claim's text in the page's language."""
    return in_language(claim.text_id, claim.text_en, texts)
