"""Makes one request to a public host, so that nothing can be reached by it that is not public.

Decides to whom a connection is opened: the name is looked up once, every address of it must be public, and the
connection goes to the very address that was checked, so that a name which changes its mind in between gains nothing.
The far host must prove its name by certificate. It must never follow a redirect, send a cookie, a referrer
or a credential, or ask the environment for a proxy. https on its own port only: identity makes every http address of
a platform an https one, so nothing else is needed. docs/adr/0050 says why no library does this.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Final

from ada_url import URL
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from cektautan.core.address import is_ip
from cektautan.outbound.addresses import all_public
from cektautan.outbound.deadline import Deadline
from cektautan.outbound.head import read_hop
from cektautan.outbound.protocol import Connector, Hop, NotAllowed, Resolver, TooSlow, Unreachable

PORT: Final = 443
CONNECT_SECONDS: Final = 3.0
"""For one address of a name."""
MOST_ADDRESSES: Final = 3
"""How many addresses of a name are tried."""


@cache
def public_authorities() -> ssl.SSLContext:
    """The certificate authorities that requests trusts, the name checked; what the environment says is not asked.

    One for all of a process: reading the authorities takes longer than a request.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return context


class PinnedClient:
    """A client whose connection goes where the check looked."""

    def __init__(self, agent: str, resolver: Resolver, connector: Connector, tls: ssl.SSLContext) -> None:
        """Take what it works with; `agent` is the name by which it says who asks."""
        self._agent = agent
        self._resolver = resolver
        self._connector = connector
        self._tls = tls

    def first_hop(self, url: str, seconds: float) -> Hop:
        """Ask for a page and return where its answer leads."""
        deadline = Deadline(seconds)
        with self.ask(url, deadline) as connection:
            return read_hop(connection, deadline)

    @contextmanager
    def ask(self, url: str, deadline: Deadline, accept: str = "*/*") -> Iterator[ssl.SSLSocket]:
        """Ask for a page and give the connection on which its answer comes."""
        host, target = _parts(url)
        with self._open(host, deadline) as connection:
            try:
                connection.settimeout(deadline.left())
                connection.sendall(self._request(host, target, accept))
            except TimeoutError:
                raise TooSlow from None
            except OSError:
                raise Unreachable from None
            yield connection

    def _open(self, host: str, deadline: Deadline) -> ssl.SSLSocket:
        addresses = self._resolver.addresses(host, deadline.left())
        if not all_public(addresses):
            raise NotAllowed
        plain = self._connect(addresses[:MOST_ADDRESSES], deadline)
        try:
            plain.settimeout(deadline.left())
            return self._tls.wrap_socket(plain, server_hostname=host)
        except BaseException as problem:
            plain.close()
            if isinstance(problem, TimeoutError):
                raise TooSlow from None
            if isinstance(problem, (OSError, ValueError)):
                # A certificate that does not hold is one of these, and so is a name that no certificate could have.
                raise Unreachable from None
            raise

    def _connect(self, addresses: Sequence[str], deadline: Deadline) -> socket.socket:
        for address in addresses:
            try:
                return self._connector.connect(address, PORT, deadline.left(CONNECT_SECONDS))
            except OSError:
                continue
        raise Unreachable

    def _request(self, host: str, target: str, accept: str) -> bytes:
        lines = (
            f"GET {target} HTTP/1.1",
            f"Host: {host}",
            f"User-Agent: {self._agent}",
            f"Accept: {accept}",
            "Connection: close",
        )
        return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _parts(url: str) -> tuple[str, str]:
    """Return host and request target of an address that may be asked for."""
    try:
        parsed = URL(url)
    except ValueError:
        raise NotAllowed from None
    host = parsed.hostname
    if parsed.protocol != "https:" or parsed.port or parsed.username or parsed.password or not host or is_ip(host):
        raise NotAllowed
    return host, parsed.pathname + parsed.search
