"""Finds the list of a prefix in one flat buffer that many processes can map into memory and share.

This is the hottest path of the service, and nearly every question is a miss. Of most links `core.bloom` tells that
nothing lies below their domains. Else a bitmap of at least 16 bits a key is asked: one test answers 94 to 97 of 100
misses. Only then is the prefix searched, within the few sorted values that share its leading bits. The buffer is
derived from a verified snapshot and its domain filter and is in the byte order of this machine; it is a cache and is
never sent to anybody. In all it takes 12 to 16 bytes a key.

    header | sorted values (8 each) | starts of buckets (4 each, and the end) | list numbers (1 each) | bitmap | bloom
    | digest

It must never answer from a buffer that is not whole: the SHA-256 at the end is checked when it is opened.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Final

from cektautan.core.bloom import MAX_BITS, MayList, always, build_bloom, may_list_in
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.keys import first_eight_bytes
from cektautan.core.snapshot import (
    MAX_KEYS,
    MAX_LEVEL,
    MAX_VERDICT,
    ListId,
    Snapshot,
    big_endian,
    entries,
    state_digest,
)

_MOST_LISTS: Final = (MAX_LEVEL + 1) * (MAX_VERDICT + 1)
"""As many as a snapshot may have: what `decode_snapshot` takes must not be refused here."""
# Native order and sizes on purpose: another machine's index has another magic number and is refused.
_HEADER: Final = struct.Struct(f"=QIBBBB32s{2 * _MOST_LISTS}s")
_MAGIC: Final = int.from_bytes(b"CKTI\0\0\0\3", "big")
_DIGEST: Final = 32
_BITS_A_KEY: Final = 16
_KEYS_A_BUCKET: Final = 4


def source_digest(snapshot: Snapshot, domains: array[int] | None) -> bytes:
    """Return the SHA-256 of what an index is made of: the state digest of the snapshot, and the domain filter."""
    digest = sha256(state_digest(snapshot))
    if domains is not None:
        digest.update(b"domains" + big_endian(domains))
    return digest.digest()


def build_index(snapshot: Snapshot, domains: array[int] | None = None) -> bytes:
    """Return the index of a snapshot and its domain filter, if it has one.

    Raises:
        ValueError: a prefix stands in two lists, or there is no such list. That is a defect of the caller.

    """
    lists = [list_id for list_id in sorted(snapshot) if snapshot[list_id]]
    if len(lists) > _MOST_LISTS:
        raise ValueError(f"{len(lists)} lists")
    number = {list_id: i for i, list_id in enumerate(lists)}
    pairs = sorted(entries(snapshot))
    count = len(pairs)
    values = array("Q", (value for value, _ in pairs))
    if any(a == b for a, b in pairwise(values)):
        raise ValueError("a prefix stands in two lists")
    slot_bits = max(3, (count * _BITS_A_KEY - 1).bit_length())
    bucket_bits = max(1, (count // _KEYS_A_BUCKET).bit_length() - 1)
    bitmap = bytearray(1 << slot_bits - 3)
    slot_shift = 64 - slot_bits
    for value in values:
        slot = value >> slot_shift
        bitmap[slot >> 3] |= 1 << (slot & 7)
    bucket_shift = 64 - bucket_bits
    starts = array("I", (bisect_left(values, bucket << bucket_shift) for bucket in range(1 << bucket_bits)))
    starts.append(count)
    table = b"".join(bytes(list_id) for list_id in lists).ljust(2 * _MOST_LISTS, b"\0")
    bloom = b"" if domains is None else build_bloom(domains)
    bloom_bits = len(bloom).bit_length() + 2 if bloom else 0
    source = source_digest(snapshot, domains)
    header = _HEADER.pack(_MAGIC, count, slot_bits, bucket_bits, len(lists), bloom_bits, source, table)
    numbers = bytes(number[list_id] for _, list_id in pairs)
    body = b"".join((header, values.tobytes(), starts.tobytes(), numbers, bitmap, bloom))
    return body + sha256(body).digest()


class Index:
    """An index over a buffer: bytes, or a memory map that the worker processes share.

    The functions are closures over views of the buffer, which saves looking up an attribute for each of them.
    """

    __slots__ = ("count", "find", "first", "may_list", "source")

    find: Callable[[int], ListId | None]
    """The list of a prefix (0 <= prefix < 2^64), or None."""
    first: Callable[[Sequence[str]], tuple[str, ListId] | None]
    """The first of these keys that is listed, and its list."""
    may_list: MayList
    """Whether a page of a host may be listed."""
    count: int
    """How many keys there are."""
    source: bytes
    """The digest of what this is the index of, see `source_digest`."""

    def __init__(self, buffer: bytes | bytearray | memoryview) -> None:
        """Open an index.

        Raises:
            FormatError: truncated, bad_format or bad_checksum.

        """
        view = memoryview(buffer).cast("B").toreadonly()
        if len(view) < _HEADER.size + _DIGEST:
            raise FormatError(ErrorCode.TRUNCATED, "no index header")
        header = _HEADER.unpack_from(view)
        magic, self.count, slot_bits, bucket_bits, list_count, bloom_bits, self.source, table = header
        sizes_are_sound = 3 <= slot_bits <= 40 and 1 <= bucket_bits <= 32 and bloom_bits in (0, *range(3, MAX_BITS + 1))
        if magic != _MAGIC or self.count > MAX_KEYS or not sizes_are_sound:
            raise FormatError(ErrorCode.BAD_FORMAT, "not an index of this machine and version")
        values_at = _HEADER.size
        starts_at = values_at + 8 * self.count
        numbers_at = starts_at + 4 * ((1 << bucket_bits) + 1)
        bitmap_at = numbers_at + self.count
        bloom_at = bitmap_at + (1 << slot_bits - 3)
        end = bloom_at + (1 << bloom_bits - 3 if bloom_bits else 0)
        if len(view) != end + _DIGEST:
            raise FormatError(ErrorCode.TRUNCATED, f"an index of {len(view)} bytes")
        if sha256(view[:end]).digest() != view[end:]:
            raise FormatError(ErrorCode.BAD_CHECKSUM, "the index is not whole")
        lists = [ListId(table[2 * i], table[2 * i + 1]) for i in range(list_count)]
        values = view[values_at:starts_at].cast("Q")
        starts = view[starts_at:numbers_at].cast("I")
        numbers = view[numbers_at:bitmap_at]
        bitmap = view[bitmap_at:bloom_at]
        byte_shift, slot_shift, bucket_shift = 67 - slot_bits, 64 - slot_bits, 64 - bucket_bits

        def search(prefix: int) -> ListId | None:
            bucket = prefix >> bucket_shift
            end = starts[bucket + 1]
            at = bisect_left(values, prefix, starts[bucket], end)
            return lists[numbers[at]] if at < end and values[at] == prefix else None

        def find(prefix: int) -> ListId | None:
            # The search is a function of its own so that a miss, the usual case, has only this one line to run.
            if bitmap[prefix >> byte_shift] >> (prefix >> slot_shift & 7) & 1:
                return search(prefix)
            return None

        def first(keys: Sequence[str]) -> tuple[str, ListId] | None:
            # This is find(prefix(key_hash(key))) of each, written out because nearly every key of every link is
            # looked up in vain, and three calls cost more than all that is done here but the hash.
            for key in keys:
                (prefix,) = first_eight_bytes(sha256(key.encode()).digest())
                if bitmap[prefix >> byte_shift] >> (prefix >> slot_shift & 7) & 1:
                    found = search(prefix)
                    if found is not None:
                        return key, found
            return None

        self.find, self.first = find, first
        self.may_list = may_list_in(view[bloom_at:end]) if bloom_bits else always
