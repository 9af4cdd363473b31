"""The one client of far hosts: what readers, the desk and the harvest ask of the world goes through here.

Decides how an address is fetched: each hop is taken apart, looked up, checked and connected anew (`target`,
`connection`), with one deadline and one size for the whole; and how an interface is called (`calling`): once, over
https. It says honestly who asks, and must never send a cookie or a referrer, ask the environment for a proxy, or give
what it was handed for one host to another. docs/adr/0127 says how it is made.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import requests
from ada_url import join_url

from cektautan.outbound.body import read_body, travels
from cektautan.outbound.calling import sent_fields
from cektautan.outbound.connection import Door
from cektautan.outbound.deadline import Deadline
from cektautan.outbound.decoding import ACCEPTED
from cektautan.outbound.errors import BadAnswer, NotAllowed, TooManyHops, UnknownName, Unreachable
from cektautan.outbound.head import REDIRECTS, read_kind, read_location
from cektautan.outbound.pace import Pace
from cektautan.outbound.protocol import Answer, Call, Connector, Fetched, Hop, Resolver
from cektautan.outbound.robots import Robots
from cektautan.outbound.session import send
from cektautan.outbound.target import Target, read_target

MOST_REDIRECTS: Final = 5
NOT_MODIFIED: Final = 304


class PinnedClient:
    """A client whose connections go where the check looked."""

    def __init__(
        self, agent: str, resolver: Resolver, connector: Connector, tls: ssl.SSLContext, pace: Pace | None = None
    ) -> None:
        """Take what it works with; `agent` is the name by which it says who asks."""
        self._agent = agent
        self._resolver = resolver
        self._connector = connector
        self._tls = tls
        self._pace = pace or Pace()
        self._robots = Robots(self, agent)

    def first_hop(self, url: str, seconds: float) -> Hop:
        """Ask for a page and return where its answer leads; the body is not read."""
        fields = {"Accept": "*/*", "Accept-Encoding": "identity"}
        with self._ask(read_target(url), fields, Deadline(seconds), 0) as answer:
            return Hop(answer.status_code, read_location(_values(answer, "Location")))

    def fetch(
        self,
        address: str,
        *,
        accept: str = "*/*",
        etag: str = "",
        modified: str = "",
        most_bytes: int,
        seconds: float,
        polite: bool,
    ) -> Fetched:
        """Return what an address gives, redirects followed."""
        deadline, passed = Deadline(seconds), list[Answer]()
        fields = {"Accept": accept, "Accept-Encoding": ACCEPTED}
        target, conditions = read_target(address), _conditions(etag, modified)
        while True:
            try:
                if polite:
                    self._be_polite(target, deadline)
                with self._ask(target, {**fields, **conditions}, deadline, most_bytes) as answer:
                    passed.append(_told(target, answer))
                    onward = read_location(_values(answer, "Location")) if answer.status_code in REDIRECTS else None
                    if onward is None:
                        # Nothing is asked for news but the address that was given.
                        is_asked = len(passed) == 1 and bool(etag or modified)
                        return _fetched(passed, answer, most_bytes, asked_for_news=is_asked)
            except UnknownName:
                if passed:
                    # The host that was asked for is there; it points at one that is not.
                    raise Unreachable from None
                raise
            target, conditions = _next(target, onward), {}
            if len(passed) > MOST_REDIRECTS or target.address in {each.address for each in passed}:
                raise TooManyHops

    def call(self, call: Call, *, accept: str = "*/*", most_bytes: int, seconds: float, paced: bool) -> Fetched:
        """Return what an interface answers; no redirect is followed."""
        target, deadline = read_target(call.address), Deadline(seconds)
        if target.scheme != "https":
            raise NotAllowed
        fields = {"Accept": accept, "Accept-Encoding": ACCEPTED, **sent_fields(call)}
        if paced:
            self._pace.keep(target.host, 0.0, deadline)
        with self._ask(target, fields, deadline, most_bytes, call.body) as answer:
            return _fetched([_told(target, answer)], answer, most_bytes, asked_for_news=False)

    def _be_polite(self, target: Target, deadline: Deadline) -> None:
        pause = self._robots.pause(target, deadline)
        self._pace.keep(target.host, pause, deadline)

    @contextmanager
    def _ask(
        self, target: Target, fields: Mapping[str, str], deadline: Deadline, most_bytes: int, body: bytes | None = None
    ) -> Iterator[requests.Response]:
        door = Door(self._resolver, self._connector, target.host, target.port, deadline, travels(most_bytes))
        answer = send(target, {"User-Agent": self._agent, **fields}, door, self._tls, body)
        try:
            yield answer
        finally:
            answer.close()


def _conditions(etag: str, modified: str) -> dict[str, str]:
    """The fields that ask for news only. What could not stand in a head is left out, and the whole is asked for."""
    given = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in given.items() if value and value.isascii() and value.isprintable()}


def _next(target: Target, location: str) -> Target:
    try:
        return read_target(join_url(target.address, location))
    except ValueError:
        raise BadAnswer from None


def _values(answer: requests.Response, name: str) -> list[str]:
    found: list[str] = answer.raw.headers.getlist(name)
    return found


def _told(target: Target, answer: requests.Response) -> Answer:
    return Answer(target.address, answer.status_code, str(answer.reason or ""), tuple(answer.raw.headers.iteritems()))


def _fetched(passed: list[Answer], answer: requests.Response, most_bytes: int, *, asked_for_news: bool) -> Fetched:
    same = answer.status_code == NOT_MODIFIED
    if same and not asked_for_news:
        # Nobody asked what has changed, so there is nothing that this could be the same as.
        raise BadAnswer
    body = b"" if same else read_body(answer, most_bytes)
    kind, charset = read_kind(answer.headers.get("Content-Type", ""))
    # After a redirect they are another address's, which the one that was asked for may lead to no more next time.
    validators = answer.headers if len(passed) == 1 else {}
    return Fetched(
        answers=tuple(passed),
        body=body,
        media_type=kind,
        charset=charset,
        etag=validators.get("ETag", ""),
        modified=validators.get("Last-Modified", ""),
        not_modified=same,
    )
