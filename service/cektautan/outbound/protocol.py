"""What callers may ask of the outside world, and how it can fail: interfaces without an implementation.

An implementation must raise the errors that are named here and no others, so that a failure is always a decision of the
caller. Their text never holds an address, for it may end in a log.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol


class OutboundError(Exception):
    """A request that was not made, or led to nothing. `reason` says why to a program."""

    reason: ClassVar[str]


class NotAllowed(OutboundError):  # noqa: N818 -- the names say what is so
    """The address is none that the service contacts, or its name leads to an address that is not public."""

    reason = "not_allowed"


class Unreachable(OutboundError):  # noqa: N818
    """The name is not known, nobody answers, or who answers cannot prove to be the one that was asked for."""

    reason = "unreachable"


class TooSlow(OutboundError):  # noqa: N818
    """The time for the whole is over."""

    reason = "too_slow"


class BadAnswer(OutboundError):  # noqa: N818
    """What came back is no answer of HTTP, or too much of one."""

    reason = "bad_answer"


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
            Unreachable: the name is not known.
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
