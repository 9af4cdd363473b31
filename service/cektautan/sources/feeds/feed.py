"""Reads RSS and Atom feeds for the pages that they lead to. Adapter `feed`.

The parser is feedparser, which reads feeds as publishers really write them. What a feed says of a check is not asked:
the page says it. A feed that declares entities is refused before it is parsed, whatever the parser would make of them,
and what is too large or has too many tags as well. Only the links, their days and the title are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from time import struct_time
from typing import Any, Final
from xml.sax import SAXParseException

import feedparser

from cektautan.sources.claimreview.limits import LONGEST_ADDRESS
from cektautan.sources.claimreview.values import absolute, shown, words
from cektautan.sources.feeds.limits import FEED_BYTES, FEED_TAGS, MOST_ITEMS
from cektautan.sources.feeds.shortening import shortened
from cektautan.sources.protocol import Document, Fault, NotThisFormatError, Reading

_BEGINNING: Final = 4096
_ROOT: Final = re.compile(rb"<(?:[a-z]+:)?(?:rss|feed|rdf)[\s>]", re.I)
_PAGE: Final = re.compile(rb"<!doctype\s+html|<html|<head|<body", re.I)
_ENDS: Final = re.compile(rb"</(?:[a-z]+:)?(?:rss|feed|rdf)\s*>\s*\Z", re.I)
_TAIL: Final = 200


class FeedAdapter:
    """Reads feeds."""

    name = "feed"

    def recognises(self, document: Document) -> bool:
        """Return whether a feed's root stands in its beginning."""
        return _ROOT.search(_head(document)) is not None

    def read(self, document: Document) -> Reading:
        """Return the pages of a feed's items, in its order."""
        _refuse(document)
        body = shortened(document.body)
        # Bytes in a stream: of a text the parser would think that it is the address or the name of a file.
        parsed = feedparser.parse(
            BytesIO(body),
            response_headers={"content-location": document.address} if document.address else {},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        if not parsed.get("version") and not parsed.entries:
            raise NotThisFormatError("html_instead" if _PAGE.search(_head(document)) else "no_feed")
        faults = list(_damage(parsed, body))
        pages: dict[str, None] = {}
        days: dict[str, date] = {}
        for place, entry in enumerate(parsed.entries, start=1):
            if place > MOST_ITEMS:
                faults.append(Fault(place, "too_many_items"))
                break
            url = next((url for each in _links(entry) if (url := absolute(each, document.address))), "")
            if not url:
                faults.append(Fault(place, "link_missing", "link", shown(words(entry.get("title")))))
                continue
            pages.setdefault(url)
            if day := _day(entry):
                days[url] = max(day, days.get(url, day))
        return Reading(pages=tuple(pages), faults=tuple(faults), facts=_facts(parsed), days=days)


def _head(document: Document) -> bytes:
    """The beginning; UTF-16 has a NUL beside each letter of a tag."""
    return document.body[:_BEGINNING].replace(b"\0", b"")


def _refuse(document: Document) -> None:
    body = document.body
    if len(body) > FEED_BYTES:
        raise NotThisFormatError("too_large")
    if not body.strip():
        raise NotThisFormatError("empty")
    if b"<!ENTITY" in body.replace(b"\0", b"").upper():
        raise NotThisFormatError("entities_declared")
    if body.count(b"<") > FEED_TAGS:
        raise NotThisFormatError("too_many_tags")


def _damage(parsed: Any, body: bytes) -> Iterator[Fault]:
    problem = parsed.get("bozo_exception") if parsed.get("bozo") else None
    # That letters or a type were declared wrongly harms nothing: the parser has read them by what they are.
    if isinstance(problem, SAXParseException):
        is_whole = _ENDS.search(body[-_TAIL:].replace(b"\0", b"")) is not None
        yield Fault(problem.getLineNumber() or 0, "damaged" if is_whole else "cut_off")


def _links(entry: Any) -> Iterator[str]:
    """The addresses of an item: its link, else an alternate one, else an id that is an address."""
    given = [entry.get("link")]
    given += [each.get("href") for each in entry.get("links", ()) if each.get("rel") == "alternate"]
    given.append(entry.get("id"))
    for each in given:
        text = words(each, LONGEST_ADDRESS)
        if text.startswith(("http://", "https://", "/")) or (text and each == given[0]):
            yield text


def _day(entry: Any) -> date | None:
    """The later of the days on which an item was published and changed, by UTC."""
    # Asked for by `in` first: the parser would answer with the one day in place of the other, and warn of it.
    given = [entry[name] for name in ("updated_parsed", "published_parsed") if name in entry]
    found = [each for each in given if isinstance(each, struct_time)]
    try:
        return max(date(*each[:3]) for each in found) if found else None
    except ValueError:
        return None


def _facts(parsed: Any) -> dict[str, str]:
    feed = parsed.feed
    following = [each.get("href", "") for each in feed.get("links", ()) if each.get("rel") == "next"]
    facts = {
        "title": words(feed.get("title")),
        "version": words(parsed.get("version")),
        "language": words(feed.get("language"), 35),
        "licence": words(feed.get("license") or feed.get("rights")),
        "next_page": absolute(words(following[0], LONGEST_ADDRESS)) if following else "",
        "count": str(len(parsed.entries)),
    }
    return {name: text for name, text in facts.items() if text}
