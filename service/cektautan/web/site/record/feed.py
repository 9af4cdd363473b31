"""`/daftar.rss`: new warnings and withdrawn ones, as RSS 2.0 with the items that readers of feeds ask for.

One item a claim: what happened to it last. Its `guid` is the permanent address of that very step in the history, so a
withdrawal is a new item also for whoever has seen the warning. Nothing in it depends on the clock: the same record
gives the same bytes and the same tag, however often the list is signed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from flask import Blueprint, Response, request

from cektautan.core.days import JAKARTA
from cektautan.core.record import ChangeKind, Status
from cektautan.lookup.public_record import Claim, Event
from cektautan.web import texts as words
from cektautan.web.lists.bodies import Body
from cektautan.web.lists.negotiate import ASK_FIRST, answer
from cektautan.web.services import Services
from cektautan.web.site.names import verdict
from cektautan.web.site.pages import Pages
from cektautan.web.site.record.record_shown import anchors, says

PATH = "/daftar.rss"
MOST = 50
ATOM = "http://www.w3.org/2005/Atom"

_NEW = {ChangeKind.LISTED, ChangeKind.RESTORED}
GONE = {ChangeKind.WITHDRAWN, ChangeKind.REMOVED}
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write."""


@dataclass(frozen=True)
class Item:
    """What happened to a claim last."""

    claim: Claim
    anchor: str
    """The name of the step on the claim's page."""
    day: date


def items(claims: Iterable[Claim]) -> list[Item]:
    """The newest items, newest first."""
    found = [item for claim in claims if (item := _last(claim)) is not None]
    found.sort(key=lambda item: item.claim.id)
    found.sort(key=lambda item: item.day, reverse=True)
    return found[:MOST]


@dataclass(frozen=True)
class Told:
    """One item as it is written."""

    title: str
    link: str
    guid: str
    """Its name for ever; where it is the link itself, it is a permanent one."""
    description: str
    day: date


def feed(claims: Mapping[str, Claim], texts: words.Texts, site: str) -> bytes:
    """The feed in one language."""
    told = []
    for item in items(claims.values()):
        address = f"{site}/c/{item.claim.id}?lang={texts.language}#{item.anchor}"
        told.append(Told(title(item.claim, texts), address, address, description(item.claim, texts), item.day))
    return written(told, texts, site, PATH, (texts["feed_title"], texts["feed_about"]))


def written(told: Sequence[Told], texts: words.Texts, site: str, path: str, named: tuple[str, str]) -> bytes:
    """A feed of items, newest first. It is named by its title and by what it is about."""
    register_namespace("atom", ATOM)
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    lang = f"?lang={texts.language}"
    _say(channel, "title", named[0])
    _say(channel, "link", f"{site}/daftar{lang}")
    _say(channel, "description", named[1])
    _say(channel, "language", texts.language)
    SubElement(channel, f"{{{ATOM}}}link", href=f"{site}{path}{lang}", rel="self", type="application/rss+xml")
    if told:
        _say(channel, "pubDate", _rfc822(told[0].day))
    _say(channel, "docs", "https://www.rssboard.org/rss-specification")
    _say(channel, "ttl", "360")
    for each in told:
        entry = SubElement(channel, "item")
        _say(entry, "title", each.title)
        _say(entry, "link", each.link)
        _say(entry, "description", each.description)
        _say(entry, "pubDate", _rfc822(each.day))
        _say(entry, "guid", each.guid).set("isPermaLink", "true" if each.guid == each.link else "false")
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def steps(claim: Claim) -> list[tuple[str, Event]]:
    """The steps of a claim's history with their names on its page, oldest first."""
    return list(zip(anchors(claim.history), claim.history, strict=True))


def make_blueprint(services: Services, pages: Pages) -> Blueprint:
    """Make the feed in both languages. It is written once a set."""
    blueprint = Blueprint("feed", __name__)
    texts = {language: words.load(language) for language in words.LANGUAGES}
    made: dict[str, tuple[Mapping[str, Claim], Body]] = {}

    @blueprint.get(PATH)
    def rss() -> Response:
        pages.spend()
        # A feed's address says its language; a reader of feeds has none of its own to ask for.
        language = request.args.get("lang", "")
        language = language if language in words.LANGUAGES else words.LANGUAGES[0]
        claims = pages.public_record()
        if claims is None:
            return pages.no_record()
        known = made.get(language)
        if known is None or known[0] is not claims:
            body = Body.of("daftar.rss", feed(claims, texts[language], services.settings.server_url))
            body.content_type, body.compressible = "application/rss+xml; charset=utf-8", True
            known = made[language] = (claims, body)
        return answer(request, known[1], ASK_FIRST, [("Content-Language", language)])

    return blueprint


def _last(claim: Claim) -> Item | None:
    """The last change by which a warning came or went; none for what was only ever a cleared entry."""
    for anchor, event in reversed(steps(claim)):
        if event.change in GONE or (event.change in _NEW and not claim.removed and claim.level != 0):
            return Item(claim, anchor, event.date)
    return None


def title(claim: Claim, texts: words.Texts) -> str:
    """What happened to a claim, in one line."""
    if claim.removed:
        return texts["feed_removed"]
    text = claim.text.get(texts.language, "")
    if claim.status is Status.WITHDRAWN:
        return texts.say("feed_withdrawn", claim=text)
    return texts.say("feed_listed", verdict=verdict(claim.verdict, texts), claim=text)


def description(claim: Claim, texts: words.Texts) -> str:
    """Who found what, and why it is on the list."""
    return f"{says(claim, texts)}. {claim.statement.get(texts.language, '')}".strip()


def _rfc822(day: date) -> str:
    """A day of the lists as RFC 822 writes it: its beginning in Jakarta."""
    return format_datetime(datetime(day.year, day.month, day.day, tzinfo=JAKARTA))


def _say(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = _FORBIDDEN.sub("", text)
    return element
