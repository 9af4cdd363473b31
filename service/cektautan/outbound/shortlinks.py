"""Where a short or share link leads, found by asking the hosts that our own rules name and no other.

Decides which addresses are asked about: those that identity calls opaque. Each answer is followed only while it leads
to another of them; the first address that is none is what was looked for, and it is never fetched. What is asked for is
the canonical address, so whatever a link carried about the person who shared it stays here. Nothing is kept. The
service never asks itself: its own addresses that look like short links lead nowhere, and it knows that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ada_url import join_url

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Surface
from cektautan.outbound.deadline import Deadline
from cektautan.outbound.errors import OutboundError
from cektautan.outbound.protocol import HopClient

MOST_HOPS: Final = 5
"""How many short links may lead to one another."""

MOST_SECONDS: Final = 12.0
"""For all of them together."""

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
GONE: Final = frozenset({404, 410})


class NotAShortLink(ValueError):  # noqa: N818 -- the names say what is so
    """The address is not opaque, so there is nothing to resolve and nobody was asked."""


class CannotResolve(Exception):  # noqa: N818
    """Where a link leads could not be found out. `reason` is one of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OwnAddress(CannotResolve):
    """It led to an address of this service, which was not asked."""

    def __init__(self) -> None:
        super().__init__("no_redirect")


REASONS: Final = {
    "no_redirect": "The host answered with a page of its own, such as a login, and did not say where the link leads.",
    "gone": "The host says that there is no such link (any more).",
    "bad_target": "The link leads to something that is not a web address.",
    "too_many_hops": "The link leads to short links without end.",
    "not_allowed": "The host's name leads to an address that this service does not contact.",
    "unreachable": "The host does not answer, or cannot prove its name.",
    "too_slow": "The host took too long.",
    "bad_answer": "The host's answer could not be read.",
}


@dataclass(frozen=True, slots=True)
class Link:
    """One short or share link on the way."""

    url: str
    """Its canonical address, which is what was asked for."""
    key: str


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a link leads."""

    url: str
    """The address as the last short link gave it, serialised; nobody has opened it."""
    key: str
    """What it is about."""
    chain: tuple[Link, ...]
    """Every link that was asked about, in order."""

    @property
    def hops(self) -> int:
        """How many hosts were asked."""
        return len(self.chain)


def resolve(url: str, rules: Rules, client: HopClient, own: str | None = None) -> Destination:
    """Find out where a short or share link leads; `own` is how the keys of this service's own addresses begin.

    Raises:
        NotJudgeable: it is no address that could be judged.
        NotAShortLink: it is not opaque.
        CannotResolve: where it leads could not be found out.
        OwnAddress: the same, for there is nobody to ask but ourselves.

    """
    found = identify(url, rules)
    if found.surface is not Surface.OPAQUE:
        raise NotAShortLink
    chain: list[Link] = []
    deadline = Deadline(MOST_SECONDS)
    while len(chain) < MOST_HOPS:
        if own is not None and found.key.startswith(own):
            raise OwnAddress
        chain.append(Link(found.url, found.key))
        target = _target(found.url, client, deadline)
        try:
            found = identify(target, rules)
        except NotJudgeable:
            raise CannotResolve("bad_target") from None
        if found.surface is not Surface.OPAQUE:
            return Destination(target, found.key, tuple(chain))
        if any(found.key == link.key for link in chain):
            # Back where it began: a login that would return here, or a host that wants a cookie first.
            raise CannotResolve("no_redirect")
    raise CannotResolve("too_many_hops")


def _target(url: str, client: HopClient, deadline: Deadline) -> str:
    try:
        hop = client.first_hop(url, deadline.left())
    except OutboundError as failed:
        raise CannotResolve(failed.reason) from None
    if hop.status in GONE:
        raise CannotResolve("gone")
    if hop.status not in REDIRECTS or not hop.location:
        raise CannotResolve("no_redirect")
    try:
        return join_url(url, hop.location)
    except ValueError:
        raise CannotResolve("bad_target") from None
