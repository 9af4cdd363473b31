"""Reads the head of one HTTP/1.1 answer, within a number of bytes and a time for the whole, and nothing behind it.

The libraries bound the time between two bytes and the length of a line, so a far host could hold a thread for hours
(docs/adr/0050). Here the connection is read in pieces and the clock looked at before each. Follows RFC 9112.
"""

from __future__ import annotations

import re
import socket
from http.client import HTTPException, parse_headers
from io import BytesIO
from typing import Final

from cektautan.outbound.deadline import Deadline
from cektautan.outbound.protocol import BadAnswer, Hop, TooSlow

MAX_HEAD: Final = 32 * 1024
"""The most that is read of an answer, in bytes."""

_PIECE: Final = 4096
_END: Final = re.compile(rb"\r?\n\r?\n")
_STATUS: Final = re.compile(rb"HTTP/1\.[01] ([1-5][0-9][0-9])(?: [^\r\n]*)?\r?\n")
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]")


def read_hop(connection: socket.socket, deadline: Deadline) -> Hop:
    """Read the head of the final answer; notices ahead of it (1xx) are passed over.

    Raises:
        BadAnswer: it is no answer of HTTP, longer than `MAX_HEAD`, or cut off.
        TooSlow: it did not come in time.

    """
    data, start = b"", 0
    while True:
        end = _END.search(data, start)
        if end is None:
            data += _more(connection, MAX_HEAD - len(data), deadline)
            continue
        status, fields = _split(data[start : end.end()])
        if status >= 200:
            return Hop(status, _location(fields))
        start = end.end()


def _more(connection: socket.socket, room: int, deadline: Deadline) -> bytes:
    if room <= 0:
        raise BadAnswer
    connection.settimeout(deadline.left())
    try:
        piece = connection.recv(min(room, _PIECE))
    except TimeoutError:
        raise TooSlow from None
    except OSError:
        raise BadAnswer from None
    if not piece:
        raise BadAnswer
    return piece


def _split(head: bytes) -> tuple[int, bytes]:
    line = _STATUS.match(head)
    if line is None:
        raise BadAnswer
    return int(line[1]), head[line.end() :]


def _location(fields: bytes) -> str | None:
    try:
        found = set(parse_headers(BytesIO(fields)).get_all("Location", []))
    except HTTPException:
        raise BadAnswer from None
    if len(found) > 1:
        # Two answers to one question: a browser would choose one, and we will not guess which.
        raise BadAnswer
    if not found:
        return None
    # Browsers escape bytes beyond ASCII; the parser has read them as Latin-1, one character a byte.
    value = found.pop().strip().encode("latin-1", "replace")
    return _BEYOND_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], value).decode("ascii")
