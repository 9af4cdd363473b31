"""What an adapter is given and what it answers: the one contract of everything in `sources`.

An adapter is pure: bytes in, what was found in them out. It opens no file and no connection, knows neither the store
nor the clock, and decides nothing: what it finds is offered to the desk, where a person decides. It never raises
because of what a stranger wrote. A part that cannot be read is a `Fault` with its line, a doubt about a part is a flag
on it, and only a document that is no such document at all is refused as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

MOST_BYTES: Final = 64 * 1024 * 1024
"""Bytes of one document after decompression; more is refused before an adapter sees it."""


class NotThisFormatError(Exception):
    """The document as a whole is not what the adapter reads. `code` says why to a program, `line` where, or 0."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.line = line


@dataclass(frozen=True, slots=True)
class Document:
    """What was fetched or uploaded."""

    body: bytes
    address: str = ""
    """Where it was fetched from, after redirects; empty for an upload."""
    media_type: str = ""
    """As the answer's head gave it, without parameters, lower case; may lie."""
    charset: str = ""
    """As the answer's head gave it; may lie."""
    name: str = ""
    """The file's name of an upload."""


@dataclass(frozen=True, slots=True)
class RatingGiven:
    """A publisher's rating, verbatim. The number means nothing before its direction is known (`rules/ratings/`)."""

    text: str = ""
    value: str = ""
    best: str = ""
    worst: str = ""


@dataclass(frozen=True, slots=True)
class FoundReview:
    """One published check (schema.org ClaimReview), as the publisher says it."""

    url: str
    """The check's own page, absolute; empty where nothing names it."""
    claim: str
    """What was checked, in the publisher's words."""
    rating: RatingGiven = RatingGiven()
    title: str = ""
    publisher: str = ""
    publisher_site: str = ""
    """The host of the publisher's site, where it is named."""
    date: date | None = None
    language: str = ""
    appearances: tuple[str, ...] = ()
    """Absolute addresses where the claim appeared; suggestions, each of which the desk judges anew."""
    text: str = ""
    """What the publisher explains, for search alone; never shown to readers."""
    licence: str = ""
    flags: tuple[str, ...] = ()
    """Codes of what was repaired or is doubtful, e.g. `html_entities`, `appearance_is_own_page`. Kept, not fatal."""


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """One entry of a list: something that the list's maker would list."""

    line: int
    """The line that it stands in, or its place counted from 1 where the format has no lines."""
    subject: str
    """An address, or the name of a host, as it stood."""
    scope: str = ""
    """url, path, host or domain; empty where the format does not say."""
    level: int | None = None
    verdict: str = ""
    reason_code: str = ""
    claim: str = ""
    review_url: str = ""
    listed: date | None = None
    until: date | None = None
    """Until when the list itself stands by the entry."""
    note: str = ""
    name: str = ""
    """What the list itself calls the entry, where it takes back by that."""
    retracted: bool = False
    """The list takes this entry back."""
    lapsed: bool = False
    """It ended by a day of its own: taken back too, and yet nobody found it to be wrong."""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A part that is not taken, and why."""

    line: int
    """The line, or the place counted from 1 where the format has no lines; 0 for the document as a whole."""
    code: str
    """Why, to a program; its words stand in the texts."""
    field: str = ""
    shown: str = ""
    """The beginning of what stood there, at most 80 characters."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document holds."""

    reviews: tuple[FoundReview, ...] = ()
    entries: tuple[FoundEntry, ...] = ()
    pages: tuple[str, ...] = ()
    """Addresses of further documents that this one leads to: items of a feed, places of a sitemap. In its order."""
    faults: tuple[Fault, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    """What the document says of itself: title, version, licence, count."""
    days: Mapping[str, date] = field(default_factory=dict)
    """The day on which one of `pages` was last changed or published, where the document says it; it may lie."""


class Adapter(Protocol):
    """Reads one format."""

    name: str
    """The format's name in settings, texts and the command line, e.g. `hosts`, `rss`."""

    def recognises(self, document: Document) -> bool:
        """Return whether the document looks like this format, by its beginning; cheap, and never raises."""
        ...

    def read(self, document: Document) -> Reading:
        """Return what the document holds.

        Raises:
            NotThisFormatError: the document is not of this format at all.

        """
        ...
