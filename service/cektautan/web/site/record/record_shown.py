"""Turns a claim of the public record into what its page says: words, dates and links, in a fixed order of importance.

What was withdrawn or removed is said first. A finding stands in its checker's name and never in ours; no address of a
hoax is known here, and a review's link is shown only where it may be followed. Everything made here is text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cektautan.core.record import ChangeKind, Check, Status
from cektautan.lookup.catalogue import WEB
from cektautan.lookup.public_record import Claim, Event
from cektautan.web.site.names import day, platform, topic, verdict
from cektautan.web.site.readable import readable
from cektautan.web.texts import Texts

CORRECTIONS = {ChangeKind.VERDICT_CHANGED, ChangeKind.REWORDED, ChangeKind.LOWERED, ChangeKind.RESTORED}
"""Changes after which the record says something else than it did: a reader who saw it before should know."""

TONES = {3: "stop", 2: "caution", 1: "note"}
SHORT = 140
_NO_NAME = re.compile("[^a-z0-9_]+")


@dataclass(frozen=True)
class CheckShown:
    """One publisher's check."""

    publisher: str
    rating: str
    our_word: str
    date: str
    url: str


@dataclass(frozen=True)
class EventShown:
    """One step of the history."""

    anchor: str
    date: str
    iso: str
    words: str
    detail: str
    note: str


@dataclass(frozen=True)
class Place:
    """How many links were found on one platform."""

    name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class RecordShown:
    """One record as its page shows it."""

    id: str
    tone: str
    label: str
    says: str
    """The finding in its checker's name, or that there is none any more."""
    first: str
    """What has to be known before the finding; empty where there is nothing."""
    corrected: str
    claim: str
    checks: tuple[CheckShown, ...]
    statement: str
    level: str
    listed: str
    review_by: str
    topics: tuple[tuple[str, str], ...]
    """Name and words."""
    total: int
    places: tuple[Place, ...]
    history: tuple[EventShown, ...]
    withdrawn: bool
    removed: bool


def show(claim: Claim, texts: Texts) -> RecordShown:
    """What the page says about a claim."""
    level = claim.level_for_readers
    known = level is not None and f"level_name_{level}" in texts.texts
    return RecordShown(
        id=claim.id,
        tone=TONES.get(level or 0, "quiet"),
        label=_label(claim, texts),
        says=says(claim, texts),
        first=_first(claim, texts),
        corrected=_corrected(claim, texts),
        claim=claim.text.get(texts.language, ""),
        checks=tuple(_check(each, texts) for each in claim.reviews),
        statement=claim.statement.get(texts.language, ""),
        level=f"{level} · {texts[f'level_name_{level}']}. {texts[f'level_means_{level}']}" if known else "",
        listed=day(claim.listed, texts),
        review_by=day(claim.review_by, texts),
        topics=tuple((each, topic(each, texts)) for each in claim.about),
        total=claim.listings,
        places=_places(claim, texts),
        history=tuple(_event(*each, texts) for each in zip(anchors(claim.history), claim.history, strict=True)),
        withdrawn=claim.status is Status.WITHDRAWN,
        removed=claim.removed,
    )


def anchors(history: Iterable[Event]) -> list[str]:
    """The name of each step on its page, made of what never changes about it: its day and what happened.

    A step that is told later of an earlier day moves no other; a second one of its kind on one day gets a number.
    """
    seen: Counter[str] = Counter()
    names = []
    for event in history:
        name = f"riwayat-{event.date.isoformat()}-{_NO_NAME.sub('-', event.change)}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return names


def says(claim: Claim, texts: Texts) -> str:
    """The finding in its checker's name, or what became of it."""
    if claim.removed:
        return texts["record_removed"]
    if claim.status is Status.WITHDRAWN:
        return texts["record_withdrawn"]
    word, check = verdict(claim.verdict, texts), deciding(claim)
    if check is None:
        return texts.say("record_says_nobody", verdict=word)
    return texts.say("record_says", publisher=check.publisher, verdict=word)


def deciding(claim: Claim) -> Check | None:
    """The check that found what the record says; None where several were weighed and it says something else."""
    return next((each for each in claim.reviews if each.verdict == claim.verdict), None)


def shorten(text: str) -> str:
    """A text of at most 140 signs, cut between words.

    >>> shorten("a b")
    'a b'
    """
    if len(text) <= SHORT:
        return text
    return text[: SHORT - 1].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def _label(claim: Claim, texts: Texts) -> str:
    if claim.removed:
        return texts["record_removed_label"]
    if claim.status is Status.WITHDRAWN:
        return texts["record_withdrawn_label"]
    return verdict(claim.verdict, texts)


def _first(claim: Claim, texts: Texts) -> str:
    if claim.removed:
        return texts.say("record_removed_text", date=day(claim.changed, texts))
    if claim.status is Status.WITHDRAWN:
        taken = next(
            (each for each in reversed(claim.history) if each.change == ChangeKind.WITHDRAWN), claim.history[-1]
        )
        on = texts.say("record_withdrawn_on", date=day(taken.date, texts))
        return " ".join(filter(None, [on, _note(taken, texts), texts["record_withdrawn_text"]]))
    if claim.status is Status.REVIEW_DUE:
        return texts.say("record_due", date=day(claim.review_by, texts))
    return ""


def _corrected(claim: Claim, texts: Texts) -> str:
    last = next((each for each in reversed(claim.history) if each.change in CORRECTIONS), None)
    if last is None or claim.removed or claim.status is Status.WITHDRAWN:
        return ""
    words = f"{day(last.date, texts)}, {texts[f'change_{last.change}'][0].lower()}{texts[f'change_{last.change}'][1:]}"
    return f"{texts.say('record_corrected', date=words)} {_note(last, texts)}".strip()


def _check(check: Check, texts: Texts) -> CheckShown:
    return CheckShown(
        publisher=check.publisher,
        rating=check.rating,
        our_word=verdict(check.verdict, texts),
        date=day(check.date, texts),
        url=check.url if readable(check.url) else "",
    )


def _places(claim: Claim, texts: Texts) -> tuple[Place, ...]:
    counts = dict(claim.platforms)
    counts[WEB] = claim.listings - sum(counts.values())
    found = [Place(platform(name, texts), count) for name, count in counts.items() if count > 0]
    return tuple(sorted(found, key=lambda each: (-each.count, each.name)))


def _event(anchor: str, event: Event, texts: Texts) -> EventShown:
    detail = ""
    # Neither is known of a removed record, which keeps the days of its history and not what was said on them.
    if event.level is not None and event.verdict is not None and event.change != ChangeKind.WITHDRAWN:
        detail = texts.say("change_at", verdict=verdict(event.verdict, texts), level=event.level)
    return EventShown(
        anchor=anchor,
        date=day(event.date, texts),
        iso=event.date.isoformat(),
        words=texts.texts.get(f"change_{event.change}") or texts["change_other"],
        detail=detail,
        note=_note(event, texts),
    )


def _note(event: Event, texts: Texts) -> str:
    return (event.note or {}).get(texts.language, "")
