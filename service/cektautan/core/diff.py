"""Codes the change from one snapshot to another (docs/protocol.md, section 4).

Removals are indices in the old list (some 9 bits each instead of 52), additions are prefixes. Both digests travel with
the diff: it is refused on another starting point, and what it leads to is proved right before anybody uses it.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from typing import Final

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.rice import decode_block, encode_block
from cektautan.core.snapshot import (
    MAX_KEYS,
    PREFIX_BOUND,
    ListId,
    Snapshot,
    read_header,
    read_list_id,
    state_digest,
)

_HEADER: Final = struct.Struct(">4sBBH32s32s")
_MAGIC: Final = b"CKTD"
_VERSION: Final = 1
_NONE: Final = array("Q")


def encode_diff(old: Snapshot, new: Snapshot) -> bytes:
    """Return the diff that leads from the old snapshot to the new one."""
    changes = []
    for list_id in sorted({*old, *new}):
        before, after = old.get(list_id, _NONE), new.get(list_id, _NONE)
        if before == after:
            continue
        kept = set(before).intersection(after)
        removals = array("Q", (i for i, value in enumerate(before) if value not in kept))
        additions = array("Q", (value for value in after if value not in kept))
        changes.append(bytes(list_id) + encode_block(removals) + encode_block(additions))
    header = _HEADER.pack(_MAGIC, _VERSION, len(changes), 0, state_digest(old), state_digest(new))
    return header + b"".join(changes)


def apply_diff(old: Snapshot, data: bytes) -> Snapshot:
    """Return the new snapshot; the old one is left as it is.

    Raises:
        FormatError: too_large, truncated, bad_format, or bad_checksum (another starting point, or another result).

    """
    count, digests = read_header(data, _HEADER, _MAGIC, _VERSION)
    if state_digest(old) != digests[:32]:
        raise FormatError(ErrorCode.BAD_CHECKSUM, "the diff starts from another snapshot")
    at = _HEADER.size
    new = dict(old)
    previous: ListId | None = None
    for _ in range(count):
        list_id, at = read_list_id(data, at, previous)
        before = old.get(list_id, _NONE)
        removals, at = decode_block(data, at, len(before))
        additions, at = decode_block(data, at, PREFIX_BOUND)
        if not removals and not additions:
            raise FormatError(ErrorCode.BAD_FORMAT, f"list {list_id} does not change")
        new[list_id] = _changed(before, removals, additions)
        previous = list_id
    if at != len(data):
        raise FormatError(ErrorCode.BAD_FORMAT, f"{len(data) - at} bytes after the last list")
    new = {list_id: new[list_id] for list_id in sorted(new) if new[list_id]}
    if sum(map(len, new.values())) > MAX_KEYS:
        raise FormatError(ErrorCode.TOO_LARGE, f"more than {MAX_KEYS} keys")
    if state_digest(new) != digests[32:]:
        raise FormatError(ErrorCode.BAD_CHECKSUM, "the diff leads to another snapshot")
    return new


def _changed(before: array[int], removals: array[int], additions: array[int]) -> array[int]:
    kept = array("Q")
    start = 0
    for index in removals:
        kept.extend(before[start:index])
        start = index + 1
    kept.extend(before[start:])
    for value in additions:
        at = bisect_left(kept, value)
        if at < len(kept) and kept[at] == value:
            raise FormatError(ErrorCode.BAD_FORMAT, f"{value:016x} is added and stands there already")
    # Two sorted runs are merged in one pass by the interpreter's own sort.
    return array("Q", sorted([*kept, *additions]))
