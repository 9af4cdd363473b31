"""Connections of urllib3 that go to the address which was checked, and nowhere else.

The name is looked up once, every address of it must be public, and the connection goes to the very address that was
checked, so that a name which changes its mind in between gains nothing. Server name and Host stay those of the name,
and with https the far host must prove it by certificate. `_new_conn` is the place at which urllib3's own SOCKS support
takes over a connection's opening; nothing else of its inside is touched (docs/adr/0127).
"""

from __future__ import annotations

import http.client
import logging
import socket
from dataclasses import dataclass
from typing import Any, Final

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import HTTPResponse

from cektautan.outbound.addresses import all_public
from cektautan.outbound.channel import Channel
from cektautan.outbound.deadline import Deadline
from cektautan.outbound.errors import NotAllowed, Unreachable
from cektautan.outbound.protocol import Connector, Resolver

CONNECT_SECONDS: Final = 3.0
"""For one address of a name."""
MOST_ADDRESSES: Final = 3
"""How many addresses of a name are tried."""

for _name in ("urllib3.connection", "urllib3.connectionpool", "urllib3.response", "urllib3.util.retry"):
    # They write addresses into their messages, a warning among them that any far host can cause.
    logging.getLogger(_name).addFilter(lambda _record: False)


@dataclass
class Door:
    """Opens the one connection of one request."""

    resolver: Resolver
    connector: Connector
    host: str
    port: int
    deadline: Deadline
    most_bytes: int
    """Of what travels after the head."""
    opened: bool = False
    """Whether the connection stood, with its certificate: before, the host was not reached; after, it answers badly."""

    def open(self) -> socket.socket:
        """Return a socket that is connected to a public address of the name.

        Raises:
            NotAllowed: an address of the name is not public.
            Unreachable: nobody answers at any.
            TooSlow: there is no time left.

        """
        addresses = self.resolver.addresses(self.host, self.deadline.left())
        if not all_public(addresses):
            raise NotAllowed
        for address in addresses[:MOST_ADDRESSES]:
            try:
                connected = self.connector.connect(address, self.port, self.deadline.left(CONNECT_SECONDS))
            except OSError:
                continue
            # TLS is greeted within the time that is left for the whole.
            connected.settimeout(self.deadline.left())
            return connected
        raise Unreachable


class _FinalResponse(http.client.HTTPResponse):
    """Passes over the notices ahead of an answer (1xx); the library knows only one of them."""

    def begin(self) -> None:
        super().begin()
        while 100 <= self.status < 200 and self.status != http.HTTPStatus.SWITCHING_PROTOCOLS:
            self.headers = self.msg = None  # type: ignore[assignment]
            super().begin()


class _ThroughDoor(HTTPConnection):
    """What both kinds of connection share."""

    response_class = _FinalResponse
    _door: Door

    def _new_conn(self) -> socket.socket:
        return self._door.open()

    def connect(self) -> None:
        super().connect()
        self._door.opened = True
        self.sock: Any = Channel(self.sock, self._door.deadline, self._door.most_bytes)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        channel = self.sock
        response = super().getresponse()
        channel.head_ended()
        return response


class _Plain(_ThroughDoor):
    def __init__(self, *args: Any, door: Door, **options: Any) -> None:
        super().__init__(*args, **options)
        self._door = door


class _Secure(_ThroughDoor, HTTPSConnection):
    def __init__(self, *args: Any, door: Door, **options: Any) -> None:
        super().__init__(*args, **options)
        self._door = door


class PlainPool(HTTPConnectionPool):
    """Makes connections of http; is given the `door`."""

    ConnectionCls = _Plain


class SecurePool(HTTPSConnectionPool):
    """Makes connections of https; is given the `door`."""

    ConnectionCls = _Secure
