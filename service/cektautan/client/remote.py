"""A client that asks a server: single addresses, batches, domains, and the chain of changes.

An address goes to that server in the body of a request. What it answers is read strictly: what is not of the described
shape is an error, never an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote

import orjson

from cektautan.client.answers import Answer, DomainAnswer, read_answer, read_domain, read_publication
from cektautan.client.calling import Reply, Server
from cektautan.client.client import Client
from cektautan.client.errors import NotADomainError, ProblemError, UnreachableError
from cektautan.client.given import text_of, texts_of
from cektautan.core.address import MAX_BYTES

if TYPE_CHECKING:
    from cektautan.client.changes import Change

MOST: Final = 500
"""How many addresses go into one request."""
_ANSWER_BYTES: Final = 64 << 20
_CHECK: Final = "/v1/check"
_DOMAINS: Final = "/v1/domains"
T = TypeVar("T")


class RemoteClient(Client):
    """Asks a server, which learns what is asked about. It keeps none of it (docs/protocol.md)."""

    def __init__(self, server: str, api_key: str | None = None, *, timeout: float = 20, patience: float = 60) -> None:
        """Take what `Client.remote` is given."""
        self._server = Server(server, api_key, timeout=timeout, patience=patience)

    def __repr__(self) -> str:
        """Say which server it asks, and nothing of the key."""
        return f"{type(self).__name__}({self.address!r})"

    @property
    def address(self) -> str:
        """The address of the server."""
        return self._server.address

    def check(self, url: str) -> Answer:
        """Return what is known about an address. Raises ClientError, as `Client.check`."""
        (answer,) = self._batch([text_of(url, "check")])
        return answer

    def check_all(self, urls: Iterable[str]) -> list[Answer]:
        """Return what is known about several addresses, asked for by 500. Raises ClientError, as `Client.check`."""
        left = texts_of(urls)
        answers: list[Answer] = []
        while batch := list(islice(left, MOST)):
            answers += self._batch(batch)
        return answers

    def domain(self, name: str) -> DomainAnswer:
        """Return what is on record about a domain. Raises as `Client.domain`."""
        # What has a path of its own, or is one, would ask for something else.
        if not text_of(name, "domain").strip(".") or any(sign in name for sign in "/\\?#"):
            raise NotADomainError("bad_host")
        try:
            reply = self._server.ask(f"{_DOMAINS}/{quote(name, safe='')}", _ANSWER_BYTES, place=_DOMAINS)
        except ProblemError as problem:
            if problem.slug == "not-a-domain":
                raise NotADomainError(problem.reason or "bad_host") from None
            raise
        return _shaped(_DOMAINS, reply, read_domain)

    def changes(self, after: int = 0, prev_hash: str | None = None, *, wait: int = 0) -> Iterator[Change]:
        """Yield the lines of the chain of changes after a line, each verified, to its end.

        Args:
            after: the `seq` of your last line; 0 begins with the first.
            prev_hash: its `hash`. Without it only the lines that follow are held together.
            wait: at the end of the chain, seconds to wait for another line, 30 at most; it ends when none has come.

        Raises:
            ChainError: a line is not what it was.
            ClientError: as in `check`.

        """
        from cektautan.client.changes import read_changes

        return read_changes(self._server, after, prev_hash, wait)

    def close(self) -> None:
        """Close the connections."""
        self._server.close()

    def _batch(self, urls: list[str]) -> list[Answer]:
        reply = self._server.ask(_CHECK, _ANSWER_BYTES, send={"urls": list(map(_sendable, urls))})

        def read(told: Any) -> list[Answer]:
            publication = read_publication(told)
            return [read_answer(each, publication) for each in told["results"]]

        answers = _shaped(_CHECK, reply, read)
        if len(answers) != len(urls):
            raise UnreachableError(_CHECK, f"{len(answers)} answers to {len(urls)} addresses")
        return answers


def _sendable(url: str) -> str:
    """Return an address that JSON can carry. One with half of a character is stood for by one of the same fault."""
    try:
        url.encode()
    except UnicodeEncodeError:
        is_long = len(url.encode("utf-8", "surrogatepass")) > MAX_BYTES
        return url.encode("utf-8", "replace").decode().ljust(MAX_BYTES + 1, "?") if is_long else "https://["
    return url


def _shaped(place: str, reply: Reply, read: Callable[[Any], T]) -> T:
    try:
        return read(orjson.loads(reply.body))
    except (ValueError, KeyError, TypeError) as problem:
        raise UnreachableError(place, f"the answer is not as described: {type(problem).__name__}") from None
