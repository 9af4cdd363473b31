"""Decides which addresses may be asked for at all, before a name is looked up: http and https, a name, its own port.

The address is taken apart once, by the parser of browsers, and everything that follows uses these parts: what was
checked is what is contacted, and no second parser has a say. A bare IP address, credentials and any other port are
refused: no published page needs them, and each would make the service knock where nobody published anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ada_url import URL

from cektautan.core.ip import is_ip
from cektautan.outbound.errors import NotAllowed

PORTS: Final = {"https:": 443, "http:": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of an address that may be asked for."""

    address: str
    """Serialised, without a fragment."""
    scheme: str
    host: str
    port: int
    path: str
    """With the query: what stands in the request's first line."""

    @property
    def origin(self) -> str:
        """Scheme and host."""
        return f"{self.scheme}://{self.host}"


def read_target(address: str) -> Target:
    """Take an address apart.

    Raises:
        NotAllowed: it is none that may be asked for.

    """
    try:
        parsed = URL(address)
    except ValueError:
        raise NotAllowed from None
    host, port = parsed.hostname, PORTS.get(parsed.protocol)
    if port is None or parsed.port or parsed.username or parsed.password or not host or is_ip(host):
        raise NotAllowed
    scheme, path = parsed.protocol.removesuffix(":"), parsed.pathname + parsed.search
    return Target(f"{scheme}://{host}{path}", scheme, host, port, path)
