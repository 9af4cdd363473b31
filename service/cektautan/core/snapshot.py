"""Codes a snapshot: every listed prefix under its level and verdict (docs/protocol.md, section 3).

A snapshot is a mapping of lists, each a sorted array of 64-bit prefixes. The file carries a state digest over the
content, so no changed byte passes, and a diff can say exactly what it starts from and leads to (docs/adr/0011).
"""

from __future__ import annotations

import hashlib
import struct
import sys
from array import array
from collections.abc import Iterator
from typing import Final, NamedTuple

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.rice import MAX_COUNT, decode_block, encode_block
from cektautan.core.vocabulary import Level, Verdict

MAX_BYTES: Final = 64 << 20
MAX_KEYS: Final = MAX_COUNT
MAX_LEVEL: Final = max(Level)
MAX_VERDICT: Final = max(Verdict)
PREFIX_BOUND: Final = 1 << 64

_HEADER: Final = struct.Struct(">4sBBH32s")
_LIST: Final = struct.Struct(">BBI")
_MAGIC: Final = b"CKTS"
_VERSION: Final = 1


class ListId(NamedTuple):
    """Which list a prefix stands in: its level (0..3) and the number of its verdict."""

    level: int
    verdict: int


Snapshot = dict[ListId, "array[int]"]


def encode_snapshot(snapshot: Snapshot) -> bytes:
    """Return the file of a snapshot; the same content always gives the same bytes.

    Raises:
        ValueError: a list is not sorted, a prefix stands in two lists, or there is no such list: the caller's defect.

    """
    lists = [(list_id, snapshot[list_id]) for list_id in sorted(snapshot) if snapshot[list_id]]
    keys: set[int] = set()
    for list_id, values in lists:
        if not (0 <= list_id.level <= MAX_LEVEL and 0 <= list_id.verdict <= MAX_VERDICT):
            raise ValueError(f"there is no list {list_id}")
        keys.update(values)
    count = sum(len(values) for _, values in lists)
    if len(keys) != count or count > MAX_KEYS:
        raise ValueError(f"{count} keys, {count - len(keys)} of them in more than one list")
    parts = [_HEADER.pack(_MAGIC, _VERSION, len(lists), 0, state_digest(snapshot))]
    parts += (bytes(list_id) + encode_block(values) for list_id, values in lists)
    return b"".join(parts)


def decode_snapshot(data: bytes) -> Snapshot:
    """Return the content of a snapshot file.

    Raises:
        FormatError: too_large, truncated, bad_format or bad_checksum, in the order of the protocol.

    """
    count, digest = read_header(data, _HEADER, _MAGIC, _VERSION)
    at = _HEADER.size
    snapshot: Snapshot = {}
    left = MAX_KEYS
    previous: ListId | None = None
    for _ in range(count):
        list_id, at = read_list_id(data, at, previous)
        values, at = decode_block(data, at, PREFIX_BOUND, left)
        if not values:
            raise FormatError(ErrorCode.BAD_FORMAT, f"list {list_id} is empty")
        left -= len(values)
        snapshot[list_id] = values
        previous = list_id
    if at != len(data):
        raise FormatError(ErrorCode.BAD_FORMAT, f"{len(data) - at} bytes after the last list")
    if state_digest(snapshot) != digest:
        raise FormatError(ErrorCode.BAD_CHECKSUM, "the state digest differs")
    return snapshot


def state_digest(snapshot: Snapshot) -> bytes:
    """Return the SHA-256 of the content: of each list in order its id, its length and its prefixes."""
    digest = hashlib.sha256()
    for list_id, values in sorted(snapshot.items()):
        if values:
            digest.update(_LIST.pack(*list_id, len(values)))
            digest.update(big_endian(values))
    return digest.digest()


def big_endian(values: array[int]) -> bytes:
    """Return the prefixes as 8 bytes each, as the digests want them."""
    if sys.byteorder == "big":
        return values.tobytes()
    swapped = array("Q", values)
    swapped.byteswap()
    return swapped.tobytes()


def read_header(data: bytes, header: struct.Struct, magic: bytes, version: int) -> tuple[int, bytes]:
    """Check what a snapshot and a diff begin with; return the number of lists and the digests."""
    if len(data) > MAX_BYTES:
        raise FormatError(ErrorCode.TOO_LARGE, f"{len(data)} bytes")
    if len(data) < header.size:
        raise FormatError(ErrorCode.TRUNCATED, f"{len(data)} bytes are no header")
    found, number, count, reserved, *digests = header.unpack_from(data)
    if found != magic or number != version or reserved:
        raise FormatError(ErrorCode.BAD_FORMAT, f"not version {version} of {magic.decode('ascii')}")
    return count, b"".join(digests)


def read_list_id(data: bytes, at: int, previous: ListId | None) -> tuple[ListId, int]:
    """Return the list that begins at `at`, and where its first block begins."""
    if at + 2 > len(data):
        raise FormatError(ErrorCode.TRUNCATED, f"a list at byte {at}")
    list_id = ListId(data[at], data[at + 1])
    if list_id.level > MAX_LEVEL or list_id.verdict > MAX_VERDICT:
        raise FormatError(ErrorCode.BAD_FORMAT, f"there is no list {list_id}")
    if previous is not None and list_id <= previous:
        raise FormatError(ErrorCode.BAD_FORMAT, f"list {list_id} after {previous}")
    return list_id, at + 2


def entries(snapshot: Snapshot) -> Iterator[tuple[int, ListId]]:
    """Yield every prefix with its list."""
    for list_id, values in sorted(snapshot.items()):
        for value in values:
            yield value, list_id
