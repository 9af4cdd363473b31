"""Unpacks a body as it comes in, and stops the moment it grows larger than allowed.

A few kilobytes can unpack to gigabytes. Each piece is unpacked into at most the room that is left, so a bomb costs what
an honest body of the allowed size costs. It must never give back a body that was cut off as if it were whole.
"""

from __future__ import annotations

import zlib
from typing import Any, Final, Protocol

import brotli

from cektautan.outbound.errors import BadAnswer, TooMuch

ACCEPTED: Final = "gzip, br"
"""What is asked for. An encoding that was not asked for, or two at once, is a bad answer."""


class Unpacker(Protocol):
    """Unpacks one body."""

    def take(self, piece: bytes, room: int) -> bytes:
        """Unpack the next piece. Raises TooMuch where it has more than `room` bytes, BadAnswer where it is damaged."""
        ...

    def end(self) -> None:
        """Raise BadAnswer where the body is not whole."""
        ...


def unpacker(encoding: str) -> Unpacker:
    """Choose by the value of Content-Encoding. Raises BadAnswer where it is none of ours."""
    match encoding.strip().lower():
        case "" | "identity":
            return _Unpacked()
        case "gzip" | "x-gzip":
            return _Gzip()
        case "br":
            return _Brotli()
        case _:
            raise BadAnswer


class _Unpacked:
    def take(self, piece: bytes, room: int) -> bytes:
        if len(piece) > room:
            raise TooMuch
        return piece

    def end(self) -> None:
        """Nothing can be missing that the transfer did not notice."""


class _Gzip:
    def __init__(self) -> None:
        self._member = zlib.decompressobj(31)
        self._begun = False

    def take(self, piece: bytes, room: int) -> bytes:
        found = b""
        while piece:
            if self._member.eof:
                if not piece.startswith(b"\x1f"):
                    # Padding behind the end, which browsers pass over too.
                    return found
                self._member = zlib.decompressobj(31)
            try:
                self._begun = True
                found += self._member.decompress(piece, room - len(found) + 1)
            except zlib.error:
                raise BadAnswer from None
            if len(found) > room:
                raise TooMuch
            piece = self._member.unused_data
        return found

    def end(self) -> None:
        if self._begun and not self._member.eof:
            raise BadAnswer


class _Brotli:
    def __init__(self) -> None:
        self._stream: Any = brotli.Decompressor()
        self._begun = False

    def take(self, piece: bytes, room: int) -> bytes:
        self._begun = True
        try:
            found: bytes = self._stream.process(piece, output_buffer_limit=room + 1)
        except brotli.error:
            raise BadAnswer from None
        if len(found) > room or not self._stream.can_accept_more_data():
            raise TooMuch
        return found

    def end(self) -> None:
        if self._begun and not self._stream.is_finished():
            raise BadAnswer
