"""What is known of a pasted address, in the words of its page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from cektautan.desk.links.finding import GROWING, Known
from cektautan.desk.links.judging import Judged, Scope
from cektautan.desk.links.passed import Passed
from cektautan.desk.links.paste import Match, Meeting, Pasted
from cektautan.web.console.telling import when, words
from cektautan.web.console.telling.addresses import Shown, show_address, show_text
from cektautan.web.site.names import platform
from cektautan.web.texts import Texts


@dataclass(frozen=True)
class PastedShown:
    """The address itself."""

    surface: str
    platform: str
    shown: Shown
    hops: tuple[Shown, ...]
    key: str
    is_check: bool
    findings: tuple[str, ...]
    can_follow: bool
    can_list: bool
    listed: bool
    """Whether readers are told of this very address already."""


@dataclass(frozen=True)
class MatchShown:
    """A listing that it meets."""

    claim_id: str
    text: str
    tone: str
    status: str
    verdict: str
    level: str
    scope: str
    key: str


@dataclass(frozen=True)
class CaseShown:
    """A case about it."""

    id: int
    title: str
    tone: str
    status: str
    about: str


@dataclass(frozen=True)
class ScopeShown:
    """A way to list it."""

    name: str
    words: str
    key: str
    refused: str
    chosen: bool
    """Whether it is chosen unless somebody chooses another."""


@dataclass(frozen=True)
class ChoiceShown:
    """A claim that it may belong to."""

    id: str
    text: str
    about: str
    grows: bool
    """Whether it takes further addresses."""
    shared: str
    """The words by which it was found; empty where it was not."""


@dataclass(frozen=True)
class PassedShown:
    """A short link that led here."""

    url: str
    shown: Shown
    key: str
    listed: bool
    chosen: bool
    """Whether it is listed too unless somebody says no."""


def in_language(text_id: str, text_en: str, texts: Texts) -> str:
    """A text of the lists in the page's language."""
    return show_text((text_en if texts.language == "en" else text_id) or text_id or text_en)


def text_of(claim: Known, texts: Texts) -> str:
    """A claim in the page's language."""
    return in_language(claim.text_id, claim.text_en, texts)


def show_pasted(pasted: Pasted, texts: Texts, can_ask: bool) -> PastedShown:
    """The address in words; `can_ask`: whether short links can be followed here."""
    judged = pasted.judged
    return PastedShown(
        surface=words.say(texts, "surface", judged.surface.value),
        platform=platform(judged.key.split(":")[1], texts) if judged.kind == "content" else "",
        shown=show_address(judged.url, texts),
        hops=tuple(show_address(each, texts) for each in judged.hops),
        key=judged.key,
        is_check=bool(pasted.check_of),
        findings=tuple(words.say(texts, "finding", each) for each in judged.findings),
        can_follow=judged.opaque and can_ask,
        can_list=any(not each.finding and each.key not in pasted.told for each in judged.scopes)
        and not pasted.check_of,
        listed=judged.key in pasted.told,
    )


def show_matches(matches: Iterable[Match], texts: Texts) -> list[MatchShown]:
    """The listings in words."""
    return [
        MatchShown(
            claim_id=each.claim_id,
            text=in_language(each.text_id, each.text_en, texts),
            tone=words.LEVEL_TONES.get(each.level, "plain") if each.level is not None else "plain",
            status=words.say(texts, "listing", each.status),
            verdict=words.verdict_of(texts, each.verdict),
            level=words.level(texts, each.level),
            scope=words.say(texts, "scope", each.kind),
            key=show_text(each.key),
        )
        for each in matches
    ]


def show_cases(meetings: Iterable[Meeting], now: int, texts: Texts) -> list[CaseShown]:
    """The cases in words."""
    found = []
    for each in meetings:
        at = each.closed_at or each.opened_at
        parts = [
            words.say(texts, "lane", each.lane),
            texts.say("desk_reports", count=each.report_count) if each.report_count else "",
            words.say(texts, "outcome", each.outcome) if each.outcome else "",
            when.ago(at, now, texts),
        ]
        found.append(
            CaseShown(
                id=each.id,
                title=texts.say("desk_case_title", kind=words.say(texts, "kind", each.kind), id=each.id),
                tone="good" if each.status == "closed" else "note",
                status=words.say(texts, "case", each.status),
                about=" · ".join(filter(None, parts)),
            )
        )
    return found


def show_passed(links: Iterable[Passed], chosen: Sequence[str] | None, texts: Texts) -> list[PassedShown]:
    """The short links in words; `chosen`: those that were ticked, None where nobody has been asked yet."""
    return [
        PassedShown(
            url=each.url,
            shown=show_address(each.url, texts),
            key=show_text(each.key),
            listed=each.listed,
            chosen=chosen is None or each.url in chosen,
        )
        for each in links
    ]


def show_scopes(scopes: Iterable[Scope], told: Collection[str], texts: Texts) -> list[ScopeShown]:
    """The ways to list it, the narrowest that is allowed first; `told`: the keys that readers are told of already.

    The narrowest is chosen beforehand. Where readers are told of it already, whoever wants a wider one says so.
    """
    found = list(scopes)
    listed = texts["desk_fault_already_listed"]
    shown = [
        ScopeShown(
            name=each.name,
            words=words.say(texts, "scope", each.name),
            key=show_text(each.key),
            refused=words.say(texts, "finding", each.finding) if each.finding else listed if each.key in told else "",
            chosen=not each.finding
            and not any(narrower.key in told or not narrower.finding for narrower in found[:place])
            and each.key not in told,
        )
        for place, each in enumerate(found)
    ]
    return sorted(shown, key=lambda each: bool(each.refused))


def show_choices(claims: Iterable[Known], texts: Texts) -> list[ChoiceShown]:
    """The claims to choose from."""
    return [
        ChoiceShown(
            id=each.id,
            text=text_of(each, texts),
            about=" · ".join(
                [
                    words.verdict_of(texts, each.verdict),
                    words.level(texts, each.level),
                    texts.say("desk_addresses", count=each.listings),
                    each.id,
                ]
            ),
            grows=each.status in GROWING,
            shared=texts.say("desk_shared_words", words=show_text(", ".join(each.shared))) if each.shared else "",
        )
        for each in claims
    ]


def address_levels(judged: Judged | None, texts: Texts) -> list[tuple[str, str]]:
    """The levels that an address may be listed with: its claim's, or a lower one."""
    highest = 1 if judged is not None and judged.opaque else 3
    return [
        ("", texts["desk_level_as_claim"]),
        *((str(each), words.level(texts, each)) for each in range(highest, 0, -1)),
    ]
