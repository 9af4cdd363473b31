"""Reads sitemaps and their indexes, plain or gzipped, for the pages they lead to (sitemaps.org). Adapter `sitemap`.

Read as a stream, so that nothing is built in memory, by a parser that refuses every declaration of an entity
(defusedxml). A day is that of the last change, or of a news sitemap's publication.
"""

from __future__ import annotations

import re
import zlib
from datetime import date
from io import BytesIO
from typing import Final
from xml.sax import SAXParseException  # only the error; the parser is defusedxml's
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import parse

from cektautan.sources.claimreview.days import read_day
from cektautan.sources.claimreview.limits import LONGEST_ADDRESS
from cektautan.sources.claimreview.values import absolute, shown
from cektautan.sources.feeds.limits import MOST_PLACES, SITEMAP_BYTES, SITEMAP_TAGS
from cektautan.sources.protocol import Document, Fault, NotThisFormatError, Reading

_GZIP: Final = b"\x1f\x8b"
_ROOT: Final = re.compile(rb"<(?:[a-z]+:)?(urlset|sitemapindex)[\s>]", re.I)
_BEGINNING: Final = 4096
_PLACES: Final = frozenset({"url", "sitemap"})
_DAYS: Final = frozenset({"lastmod", "publication_date"})


class SitemapAdapter:
    """Reads sitemaps."""

    name = "sitemap"

    def recognises(self, document: Document) -> bool:
        """Return whether a sitemap's root stands in its beginning, a gzipped one opened that far."""
        try:
            head = _opened(document.body, _BEGINNING)
        except zlib.error:
            return False
        return _ROOT.search(head.replace(b"\0", b"")) is not None

    def read(self, document: Document) -> Reading:
        """Return the places of a sitemap, in its order; `facts["kind"]` says whether they are sitemaps themselves."""
        body = _whole(document.body)
        if _ROOT.search(body[:_BEGINNING].replace(b"\0", b"")) is None:
            raise NotThisFormatError("no_sitemap")
        found = _Places(document.address)
        try:
            parse(BytesIO(body), found, forbid_dtd=True)
        except _EnoughError:
            found.faults.append(Fault(found.place, "too_many_places"))
        except DefusedXmlException:
            raise NotThisFormatError("entities_declared") from None
        except SAXParseException as problem:
            # What stood before the damage is kept.
            found.faults.append(Fault(problem.getLineNumber() or 0, "damaged"))
        except (ValueError, LookupError):
            raise NotThisFormatError("unknown_letters") from None
        return Reading(
            pages=tuple(found.pages),
            faults=tuple(found.faults),
            facts={"kind": found.kind, "count": str(len(found.pages))},
            days=found.days,
        )


class _EnoughError(Exception):
    """The bound is reached."""


class _Places(ContentHandler):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.pages: dict[str, None] = {}
        self.days: dict[str, date] = {}
        self.faults: list[Fault] = []
        self.kind = ""
        self.place = 0
        self._address = address
        self._tags = 0
        self._path: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._loc = ""
        self._day: date | None = None

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 -- the name that SAX calls
        """An element begins."""
        self._tags += 1
        if self._tags > SITEMAP_TAGS:
            raise _EnoughError
        local = name.rpartition(":")[2].lower()
        self._path.append(local)
        self._text, self._length = [], 0
        if not self.kind:
            self.kind = "index" if local == "sitemapindex" else "pages"
        elif local in _PLACES and len(self._path) == 2:
            self.place += 1
            if self.place > MOST_PLACES:
                raise _EnoughError
            self._loc, self._day = "", None

    def characters(self, content: str) -> None:
        """Text, in pieces."""
        if self._length <= LONGEST_ADDRESS:
            self._text.append(content)
            self._length += len(content)

    def endElement(self, name: str) -> None:  # noqa: N802 -- the name that SAX calls
        """An element ends."""
        local = self._path.pop()
        text = "".join(self._text).strip()
        if local == "loc" and self._path[-1:] and self._path[-1] in _PLACES:
            self._loc = text
        elif local in _DAYS and self._path:
            day = read_day(text)[0]
            self._day = max(day, self._day or day) if day else self._day
        elif local in _PLACES and len(self._path) == 1:
            self._take()
        self._text, self._length = [], 0

    def _take(self) -> None:
        url = absolute(self._loc, self._address)
        if not url:
            self.faults.append(Fault(self.place, "link_missing", "loc", shown(self._loc)))
            return
        self.pages.setdefault(url)
        if self._day:
            self.days[url] = self._day


def _opened(body: bytes, most: int) -> bytes:
    if not body.startswith(_GZIP):
        return body[:most]
    return zlib.decompressobj(wbits=31).decompress(body, most)


def _whole(body: bytes) -> bytes:
    """The XML, unpacked up to the bound and no further."""
    try:
        opened = _opened(body, SITEMAP_BYTES + 1)
    except zlib.error:
        raise NotThisFormatError("not_gzip") from None
    if len(opened) > SITEMAP_BYTES:
        raise NotThisFormatError("too_large")
    if not opened.strip():
        raise NotThisFormatError("empty")
    return opened
