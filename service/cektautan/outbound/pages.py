"""Fetches one public page for a moderator who asked for it: the article of a fact-check, and nothing it links to.

The connection is made as for a short link (`client.py`): the name looked up once, every address of it public, https
alone, the certificate proved. The answer is bounded in bytes and in time for the whole, and up to three redirects are
followed, each checked anew. It must never send a cookie or a referrer, run anything, or keep what came back.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from io import BytesIO
from typing import Final, Protocol, cast

from ada_url import join_url

from cektautan.outbound.client import PinnedClient
from cektautan.outbound.deadline import Deadline
from cektautan.outbound.protocol import BadAnswer, TooSlow, Unreachable

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_REDIRECTS: Final = 3
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PIECE: Final = 64 * 1024


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
        """Return the page at a public https address within so many seconds.

        Raises:
            NotAllowed: the address is none that the service contacts; so do the others.
            Unreachable:
            TooSlow:
            BadAnswer: it is no answer of HTTP, no text, or too much of one.

        """
        ...


class PinnedPages:
    """Pages by the client whose connection goes where the check looked."""

    def __init__(self, client: PinnedClient) -> None:
        self._client = client

    def page(self, url: str, seconds: float) -> Page:
        """Return the page at a public https address."""
        deadline = Deadline(seconds)
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._once(url, deadline)
            location = answer.getheader("Location")
            if answer.status not in REDIRECTS or not location:
                return Page(url, answer.status, _text(answer))
            try:
                url = join_url(url, location)
            except ValueError:
                raise BadAnswer from None
        raise BadAnswer

    def _once(self, url: str, deadline: Deadline) -> HTTPResponse:
        with self._client.ask(url, deadline, "text/html,application/xhtml+xml") as connection:
            raw = _read(connection, deadline)
        answer = HTTPResponse(cast(socket.socket, _Bytes(raw)))
        try:
            answer.begin()
        except (HTTPException, ValueError):
            raise BadAnswer from None
        return answer


class _Bytes:
    """What `HTTPResponse` reads from: an answer that is already here."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def makefile(self, _mode: str) -> BytesIO:
        return BytesIO(self._raw)


def _read(connection: socket.socket, deadline: Deadline) -> bytes:
    """Everything until the far host closes, as it was asked to."""
    data = bytearray()
    while len(data) <= MOST_BYTES:
        connection.settimeout(deadline.left())
        try:
            piece = connection.recv(_PIECE)
        except TimeoutError:
            raise TooSlow from None
        except OSError:
            raise Unreachable from None
        if not piece:
            return bytes(data)
        data += piece
    raise BadAnswer


def _text(answer: HTTPResponse) -> str:
    kind = (answer.getheader("Content-Type") or "").lower()
    if not kind.startswith(("text/html", "application/xhtml+xml")) or answer.getheader("Content-Encoding"):
        raise BadAnswer
    try:
        body = answer.read()
    except (HTTPException, ValueError):
        raise BadAnswer from None
    charset = answer.headers.get_content_charset("utf-8")
    try:
        return body.decode(charset, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
