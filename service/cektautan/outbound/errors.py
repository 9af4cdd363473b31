"""How a request to the outside world can fail.

An implementation raises these errors and no others, so that a failure is always a decision of the caller. Their text
never holds an address, for it may end in a log.
"""

from __future__ import annotations

from typing import ClassVar


class OutboundError(Exception):
    """A request that was not made, or led to nothing. `reason` says why to a program."""

    reason: ClassVar[str]


class NotAllowed(OutboundError):  # noqa: N818 -- the names say what is so
    """The address is none that the service contacts, or its name leads to an address that is not public."""

    reason = "not_allowed"


class Unreachable(OutboundError):  # noqa: N818
    """The name is not known, nobody answers, or who answers cannot prove to be the one that was asked for."""

    reason = "unreachable"


class UnknownName(Unreachable):
    """Nobody knows the name that was asked for: it leads nowhere. A resolver that could not say is another thing."""


class TooSlow(OutboundError):  # noqa: N818
    """The time for the whole is over."""

    reason = "too_slow"


class BadAnswer(OutboundError):  # noqa: N818
    """What came back is no answer of HTTP, or too much of one."""

    reason = "bad_answer"


class TooMuch(BadAnswer):
    """The answer is larger than was allowed, as it travels or once it is unpacked."""

    reason = "too_much"


class TooManyHops(BadAnswer):
    """The address redirects again and again, or back to where it began."""

    reason = "too_many_hops"


class NotWelcome(OutboundError):  # noqa: N818
    """The host's robots.txt asks programs to stay away from the page."""

    reason = "robots"


class Troubled(OutboundError):  # noqa: N818
    """The host answers with an error of its own where its robots.txt should be, so that it is left alone for now."""

    reason = "status"


class TooSoon(OutboundError):  # noqa: N818
    """The host was asked a moment ago; asking again within the time that is left would not be polite."""

    reason = "too_soon"
