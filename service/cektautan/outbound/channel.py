"""Stands where `http.client` expects a socket, and bounds what a far host may make us wait for and read.

A socket's own time-out is the time between two pieces, so a host that sends a byte now and then could hold a thread for
hours; here every piece looks at one clock for the whole. The head and the body are bounded in bytes as they travel,
whatever the lines and chunks in them claim. It must never let an error of the connection through under another name
than those of `errors`.
"""

from __future__ import annotations

import io
import socket
from typing import Any, Final

from cektautan.outbound.deadline import Deadline
from cektautan.outbound.errors import BadAnswer, TooMuch, TooSlow, Unreachable

MAX_HEAD: Final = 32 * 1024
"""The most that is read of an answer before its head ends, notices ahead of it included, in bytes."""


class Channel:
    """A connected socket, with the time that is left and the bytes that may still come."""

    def __init__(self, connected: socket.socket, deadline: Deadline, most_bytes: int) -> None:
        """Take the socket; `most_bytes` bounds what travels after the head."""
        self._socket = connected
        self._deadline = deadline
        self._room = MAX_HEAD
        self._most = most_bytes
        self._in_head = True

    def head_ended(self) -> None:
        """Say that the head has been read; from now on the body's bounds hold."""
        self._in_head, self._room = False, self._most

    def settimeout(self, _seconds: float | None) -> None:
        """Pass over what the library would wait: the deadline rules."""

    def sendall(self, data: bytes) -> None:
        """Send all of the request."""
        try:
            self._socket.settimeout(self._deadline.left())
            self._socket.sendall(data)
        except TimeoutError:
            raise TooSlow from None
        except OSError:
            raise Unreachable from None

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return what the answer is read from."""
        return io.BufferedReader(_Pieces(self, self._socket.makefile("rb", buffering=0)))

    def shutdown(self, how: int) -> None:
        """End the connection under somebody's reading."""
        self._socket.shutdown(how)

    def close(self) -> None:
        """Close the socket as soon as nobody reads from it."""
        self._socket.close()

    def receive(self, raw: io.RawIOBase, buffer: memoryview) -> int:
        """Read one piece."""
        if self._room <= 0:
            raise BadAnswer if self._in_head else TooMuch
        self._socket.settimeout(self._deadline.left())
        try:
            count: int = raw.readinto(buffer[: self._room]) or 0
        except TimeoutError:
            raise TooSlow from None
        except OSError:
            raise BadAnswer from None
        if not count and self._in_head:
            # The parser would take a head that was cut off for a whole one.
            raise BadAnswer
        self._room -= count
        return count


class _Pieces(io.RawIOBase):
    """The answer, piece by piece."""

    def __init__(self, channel: Channel, raw: Any) -> None:
        self._channel = channel
        self._raw = raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._channel.receive(self._raw, memoryview(buffer))

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()
