"""Asks a feed's address and reads what came: the part of a harvest that waits for far servers and knows no store.

A feed that fails, is slow, truncated, another kind of document, or suddenly empty, yields a problem and nothing else,
so that whatever was known of it stays. The codes of problems have words in the texts.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

import orjson

from cektautan.outbound.errors import OutboundError
from cektautan.outbound.protocol import Fetched, Fetcher
from cektautan.sources.protocol import MOST_BYTES, Adapter, Document, NotThisFormatError, Reading

FEED_SECONDS: Final = 60.0
PAGE_SECONDS: Final = 20.0
MOST_PAGE_BYTES: Final = 4 * 1024 * 1024
ACCEPT_FEED: Final = (
    "application/rss+xml, application/atom+xml, application/json, application/xml, text/*;q=0.9, */*;q=0.5"
)
ACCEPT_PAGE: Final = "text/html, application/xhtml+xml, application/ld+json;q=0.9"
LONGEST_VALIDATOR: Final = 500
GONE: Final = frozenset({404, 410})
PROBLEM_TYPE: Final = "application/problem+json"
BEYOND_THE_END: Final = "#problem-beyond-the-end"
PROBLEMS: Final = frozenset(
    {
        "not_allowed", "unreachable", "too_slow", "bad_answer", "too_much", "too_many_hops", "robots", "too_soon",
        "gone", "status", "not_this_format", "emptied", "key_missing", "key_refused", "unknown_adapter", "defect",
    }
)  # fmt: skip
"""Why a feed could not be read: every code that can stand in `Feed.problem`."""


@dataclass(frozen=True)
class Known:
    """What is known of the version that was good last."""

    etag: str = ""
    modified: str = ""
    sha256: str = ""
    rows: int = 0


@dataclass(frozen=True)
class Collected:
    """What asking came to."""

    problem: str = ""
    """Why there is nothing, as a code; empty where it went well."""
    detail: str = ""
    """What is wrong with the document that came, as a code of its adapter."""
    unchanged: bool = False
    gone: bool = False
    """Whether the address says that there is nothing any more."""
    beyond: bool = False
    """Whether another desk says that its chain ends before the line that was asked for."""
    reading: Reading = field(default_factory=Reading)
    known: Known = Known()
    """What to remember for the next time."""
    body: bytes = b""


def collect(
    fetcher: Fetcher, adapter: Adapter, address: str, known: Known, *, page: bool = False, tail: bool = False
) -> Collected:
    """Ask an address and read it; never raises for what is far.

    Args:
        fetcher: who asks.
        adapter: who reads.
        address: of the feed or page.
        known: what is known of its last good version.
        page: whether it is a page rather than a feed: smaller, and asked at the far site's pace.
        tail: whether it is what follows on what is known, of which there may be nothing.

    """
    try:
        fetched = fetcher.fetch(
            address, accept=ACCEPT_PAGE if page else ACCEPT_FEED, etag=known.etag, modified=known.modified,
            most_bytes=MOST_PAGE_BYTES if page else MOST_BYTES, seconds=PAGE_SECONDS if page else FEED_SECONDS,
            polite=True,
        )  # fmt: skip
    except OutboundError as failed:
        return Collected(problem=failed.reason)
    if fetched.not_modified:
        return Collected(unchanged=True, known=known)
    if tail and fetched.status == 200 and not fetched.body:
        return Collected(unchanged=True, known=known)
    if fetched.status in GONE:
        return Collected(problem="gone", gone=True, beyond=tail and _says_beyond(fetched))
    if fetched.status != 200:
        return Collected(problem="status")
    return _read(adapter, fetched, known, page=page)


def _read(adapter: Adapter, fetched: Fetched, known: Known, *, page: bool) -> Collected:
    sha256 = hashlib.sha256(fetched.body).hexdigest()
    if sha256 == known.sha256:
        return Collected(unchanged=True, known=Known(_kept(fetched.etag), _kept(fetched.modified), sha256, known.rows))
    document = Document(fetched.body, fetched.address, fetched.media_type, fetched.charset)
    try:
        reading = adapter.read(document)
    except NotThisFormatError as refused:
        return Collected(problem="not_this_format", detail=refused.code)
    rows = len(reading.reviews) + len(reading.entries) + len(reading.pages)
    if rows == 0 and not page and known.rows > 0:
        # An empty answer of what was full is an accident more often than news; whatever is known stays.
        return Collected(problem="emptied")
    return Collected(
        reading=reading, known=Known(_kept(fetched.etag), _kept(fetched.modified), sha256, rows), body=fetched.body
    )


def _says_beyond(fetched: Fetched) -> bool:
    """Whether it is the problem of a chain that is shorter (docs/protocol.md, section 15), and no page of a host."""
    if fetched.media_type != PROBLEM_TYPE:
        return False
    try:
        said = orjson.loads(fetched.body)
    except orjson.JSONDecodeError:
        return False
    kind = said.get("type") if isinstance(said, dict) else None
    return isinstance(kind, str) and kind.endswith(BEYOND_THE_END)


def _kept(validator: str) -> str:
    """Return a validator that can be kept and sent back; a strange one is forgotten, so that the whole is asked for."""
    return validator if validator.isascii() and validator.isprintable() and len(validator) <= LONGEST_VALIDATOR else ""
