"""Fetches one public page for a moderator who asked for it: the article of a fact-check, and nothing it links to.

It comes by the client of far hosts (`client.py`); here is decided only what a page is: text of a web page, not too much
of it. Whatever else came back is a bad answer. It is not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from cektautan.outbound.errors import BadAnswer
from cektautan.outbound.protocol import Fetcher

MOST_BYTES: Final = 2 * 1024 * 1024
KINDS: Final = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Page:
    """What came back."""

    url: str
    """Where it was found in the end."""
    status: int
    text: str


class PageClient(Protocol):
    """Fetches one page."""

    def page(self, url: str, seconds: float) -> Page:
        """Return the page at a public address within so many seconds.

        Raises:
            NotAllowed: the address is none that the service contacts; so do the others.
            Unreachable:
            TooSlow:
            BadAnswer: it is no answer of HTTP, no text, or too much of one.

        """
        ...


class PinnedPages:
    """Pages by the client whose connection goes where the check looked."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    def page(self, url: str, seconds: float) -> Page:
        """Return the page at a public address. A person waits for it, so robots.txt is not asked first."""
        found = self._fetcher.fetch(url, accept=",".join(KINDS), most_bytes=MOST_BYTES, seconds=seconds, polite=False)
        if found.media_type not in KINDS:
            raise BadAnswer
        try:
            text = found.body.decode(found.charset or "utf-8", "replace")
        except LookupError:
            text = found.body.decode("utf-8", "replace")
        return Page(found.address, found.status, text)
