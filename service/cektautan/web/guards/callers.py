"""Decides who asks, and under which name a share of requests is counted, without keeping who it is.

Whoever shows no key is named by a keyed BLAKE2b (RFC 7693, section 2.9) of the network address (the /64 of IPv6, since
a household holds that many) under a secret that changes every UTC day and lies only in memory, or in Redis for a day
where several nodes must agree. No address is ever kept, logged or sent on. See architecture.md, decision 11, and
docs/adr/0164 for why it is no HMAC.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable, MutableMapping
from hashlib import blake2b
from typing import Any, Protocol

from cektautan.web.guards.caller import Caller

DAY = 86_400
_MAPPED = bytes(10) + b"\xff\xff"


class Secrets(Protocol):
    """Where the secret of a day comes from."""

    def of_day(self, day: int) -> bytes:
        """Return the secret of that day (days since 1970), the same all day, never that of another day."""
        ...


class LocalSecrets:
    """A secret that this process makes for itself each day."""

    def __init__(self) -> None:
        self._day = -1
        self._secret = b""

    def of_day(self, day: int) -> bytes:
        """Return this process's secret of the day; that of the day before is gone."""
        if day != self._day:
            self._day, self._secret = day, secrets.token_bytes(32)
        return self._secret


def network(address: str) -> bytes:
    """The part of an address that one household shares.

    >>> network("203.0.113.9") == network("::ffff:203.0.113.9")
    True
    >>> network("2001:db8::1") == network("2001:db8::2")
    True
    >>> network("2001:db8::1") == network("2001:db8:0:1::1")
    False
    """
    if ":" not in address:
        return address.encode("utf-8", "replace")
    try:
        packed = socket.inet_pton(socket.AF_INET6, address.partition("%")[0])
    except OSError:
        return address.encode("utf-8", "replace")
    if packed.startswith(_MAPPED):
        return socket.inet_ntop(socket.AF_INET, packed[12:]).encode()
    return packed[:8]


Environ = MutableMapping[str, Any]
"""What WSGI says of a request (PEP 3333), and what is noted beside it while it is answered."""


Keyed = Callable[[Environ], Caller | None]
"""Says whom the key of a request names: None where it shows none, `UNCHECKED` where its key cannot be known just now.

Raises Problem where the key is refused.
"""


def nobody_keyed(_environ: Environ) -> None:
    """Knows no keys."""
    return


class Callers:
    """Says who asks. Networks are named for one day at a time."""

    def __init__(self, source: Secrets, clock: Callable[[], float], keyed: Keyed = nobody_keyed) -> None:
        self._source = source
        self._clock = clock
        self._keyed = keyed

    def of(self, environ: Environ) -> Caller:
        """Who asks in a request.

        Raises:
            Problem: the key that it shows is refused.

        """
        # Most requests have neither field nor such a path, and pay for these three questions alone.
        if (
            "HTTP_AUTHORIZATION" in environ
            or "HTTP_X_API_KEY" in environ
            or "key=ct_" in environ.get("QUERY_STRING", "")
        ):
            known = self._keyed(environ)
            if known is not None:
                return self.network(environ)._replace(unchecked=True) if known.unchecked else known
        return self.network(environ)

    def network(self, environ: Environ) -> Caller:
        """The network that asks, whatever key is shown."""
        return Caller(self.name(environ.get("REMOTE_ADDR", "")))

    def name(self, address: str) -> str:
        """The name of the caller at this address, today."""
        secret = self._source.of_day(int(self._clock()) // DAY)
        return blake2b(network(address), key=secret, digest_size=16).hexdigest()
