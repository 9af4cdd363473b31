"""What callers may ask of the outside world: interfaces without an implementation, and what they answer with."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer on the way to a page, as it came: what is evidence of what a host said."""

    address: str
    """What was asked for, serialised, without a fragment."""
    status: int
    phrase: str
    """The words behind the status; they mean nothing."""
    fields: tuple[tuple[str, str], ...]
    """The head's fields in their order, each name as the host wrote it, bytes beyond ASCII read as Latin-1."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave."""

    answers: tuple[Answer, ...]
    """Every redirect that was followed, in order, and the answer at the end."""
    body: bytes
    """Unpacked, of whatever status; empty where nothing has changed."""
    media_type: str
    """Lower case, without parameters; empty where the host does not say. It may lie."""
    charset: str
    """Lower case; empty where the host does not say. It may lie."""
    etag: str
    """To be given at the next fetch, as it came; empty where there is none, and after a redirect: it would be another
    address's."""
    modified: str
    """Likewise the date of the last change."""
    not_modified: bool
    """The host says that nothing has changed since `etag` or `modified`; there is no body."""

    @property
    def status(self) -> int:
        """The status of the last answer."""
        return self.answers[-1].status

    @property
    def address(self) -> str:
        """Where the body came from, after redirects."""
        return self.answers[-1].address

    @property
    def hops(self) -> tuple[str, ...]:
        """The addresses that redirected, in order; the first is the one that was asked for. Empty if it did not."""
        return tuple(answer.address for answer in self.answers[:-1])


@dataclass(frozen=True, slots=True)
class Call:
    """One request to an interface. It may hold a key, so nothing of it but the address is ever shown."""

    address: str
    """Absolute and https; it never holds a key, for addresses end in logs of whoever answers."""
    body: bytes | None = field(default=None, repr=False)
    """What is posted; without it the request is a GET."""
    media_type: str = ""
    """Of the body, as the request's head gives it."""
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Further fields of the head, such as a key or a signature."""


@dataclass(frozen=True, slots=True)
class Hop:
    """The head of one answer."""

    status: int
    location: str | None
    """Where the answer redirects to as the far host wrote it, bytes beyond ASCII escaped; it may be relative."""


class Resolver(Protocol):
    """Knows the network addresses of a name."""

    def addresses(self, host: str, seconds: float) -> Sequence[str]:
        """Return every address of a name, in the order of preference.

        Raises:
            UnknownName: nobody knows the name.
            Unreachable: the resolver could not say.
            TooSlow: there was no answer in so many seconds.

        """
        ...


class Connector(Protocol):
    """Opens a connection to an address that was checked."""

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """Return a connected socket.

        Raises:
            OSError: nobody answers there in so many seconds.

        """
        ...


class HopClient(Protocol):
    """Makes one request and looks at the head of its answer."""

    def first_hop(self, url: str, seconds: float) -> Hop:
        """Ask for a page and return within so many seconds where its answer leads, without going there.

        Raises:
            NotAllowed: as above; so do the others.
            Unreachable:
            TooSlow:
            BadAnswer:

        """
        ...


class Fetcher(Protocol):
    """Fetches what stands at an address, of whatever kind, redirects followed and each checked anew."""

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
        """Return what an http or https address of a public host gives; every status is an answer.

        Args:
            address: absolute; no port but the scheme's own, no credentials, a name and no bare IP address.
            accept: the media types that are asked for.
            etag: as the last fetch of this address gave it; with it or `modified` the host may say "not modified". What
                the address leads to by now is not asked so.
            modified: likewise.
            most_bytes: of the body once it is unpacked.
            seconds: for the whole: names, waiting for politeness, redirects, body.
            polite: whether the host's robots.txt and a pause between two requests are kept. False only where a person
                waits for this one address.

        Raises:
            NotAllowed: as above; so do the others.
            Unreachable: so is UnknownName.
            TooSlow:
            BadAnswer: so are TooMuch and TooManyHops.
            NotWelcome: where polite.
            Troubled: where polite. What keeps robots.txt from being read, such as a dead host, is an error of its own.
            TooSoon: where polite.

        """
        ...


class Caller(Protocol):
    """Calls interfaces of other programs: one request, answered by the very host that it was meant for."""

    def call(self, call: Call, *, accept: str = "*/*", most_bytes: int, seconds: float, paced: bool) -> Fetched:
        """Return what an interface answers; every status is an answer, a redirect among them, which nobody follows.

        Args:
            call: what is sent.
            accept: the media types that are asked for.
            most_bytes: of the answer's body once it is unpacked.
            seconds: for the whole: the name, waiting, sending, the answer.
            paced: whether a pause between two requests to the host is kept.

        Raises:
            NotAllowed: as above, or it is not https; so do the others.
            Unreachable:
            TooSlow:
            BadAnswer: so is TooMuch.
            TooSoon: where paced.
            ValueError: what should be sent cannot be: too much of it, or a field that is not the caller's to set.

        """
        ...


class FarClient(Fetcher, Caller, Protocol):
    """Fetches pages and calls interfaces."""
