"""The moment when a whole must be over, and connections that keep it.

A time-out of `requests` is the time between two pieces of an answer, so a server that sends a byte now and then could
hold a program for days. Here every piece, of the head as of the body, looks at one clock for the whole. Nothing is
decided here about what an answer says.
"""

from __future__ import annotations

import http.client
import io
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection


class Deadline:
    """So many seconds from now, and no longer than until somebody says stop."""

    def __init__(self, seconds: float, stop: threading.Event | None = None) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._stop = stop

    def left(self) -> float:
        """Return the seconds that are left; 0 where none are."""
        stopped = self._stop is not None and self._stop.is_set()
        return 0.0 if stopped else max(0.0, self._end - time.monotonic())


class DeadlineAdapter(HTTPAdapter):
    """Sends requests whose answers end by a deadline, also through a proxy of HTTP."""

    def __init__(self, deadline: Callable[[], Deadline]) -> None:
        """Take what gives the deadline of the request that the asking thread is about to send."""
        self._pools = _pools(deadline)
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the connections of this adapter."""
        super().init_poolmanager(*args, **options)
        self.poolmanager: PoolManager
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *args: Any, **options: Any) -> ProxyManager:
        """Make the connections through a proxy. One of SOCKS has connections of a kind of its own."""
        manager: ProxyManager = super().proxy_manager_for(*args, **options)
        if type(manager) is ProxyManager:
            manager.pool_classes_by_scheme = self._pools
        return manager


class _Pieces(io.RawIOBase):
    """An answer, piece by piece."""

    def __init__(self, raw: io.RawIOBase, connected: socket.socket, deadline: Deadline) -> None:
        self._raw = raw
        self._socket = connected
        self._deadline = deadline
        self._timeout = connected.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._deadline.left()
        if not left:
            raise TimeoutError
        self._socket.settimeout(left if self._timeout is None else min(left, self._timeout))
        return self._raw.readinto(buffer) or 0

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


def _pools(deadline: Callable[[], Deadline]) -> dict[str, type[HTTPConnectionPool]]:
    class Answer(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
            super().__init__(sock, *args, **options)
            raw: Any = self.fp.detach()
            self.fp = io.BufferedReader(_Pieces(raw, sock, deadline()))

    class Plain(HTTPConnection):
        response_class = Answer

    class Secure(HTTPSConnection):
        response_class = Answer

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
