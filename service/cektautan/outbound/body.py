"""Reads the body of an answer, bounded as it travels and as it unpacks."""

from __future__ import annotations

from typing import Final

import requests
from urllib3.exceptions import HTTPError

from cektautan.outbound.decoding import unpacker
from cektautan.outbound.errors import BadAnswer, TooMuch

_PIECE: Final = 64 * 1024


def travels(most_bytes: int) -> int:
    """Return how many bytes may travel for a body of so many: chunks carry their lengths with them."""
    return 2 * most_bytes + _PIECE


def read_body(answer: requests.Response, most_bytes: int) -> bytes:
    """Return the body, unpacked.

    Raises:
        TooMuch: it is larger than allowed.
        BadAnswer: it is damaged or cut off, or packed in a way that was not asked for.
        TooSlow: it did not come in time.

    """
    stated = answer.headers.get("Content-Length", "")
    if stated.isascii() and stated.isdigit() and int(stated[:20]) > most_bytes:
        raise TooMuch
    packed = unpacker(answer.headers.get("Content-Encoding", ""))
    found = bytearray()
    try:
        while piece := answer.raw.read(_PIECE, decode_content=False):
            found += packed.take(piece, most_bytes - len(found))
    except (HTTPError, OSError, ValueError):
        raise BadAnswer from None
    packed.end()
    return bytes(found)
