"""Snapshot files, good and bad."""

from __future__ import annotations

import hashlib
import struct
from array import array
from collections.abc import Iterator

from cektautan.core.rice import encode_block
from cektautan.core.snapshot import ListId, Snapshot, encode_snapshot, state_digest
from tools.list_vectors.common import TOP, Row, b64, numbers

SMALL: Snapshot = {
    ListId(0, 11): array("Q", [0x1122334455667788]),
    ListId(1, 6): numbers("satire", 5),
    ListId(3, 1): numbers("false", 40),
}
GOOD: dict[str, tuple[str, Snapshot]] = {
    "empty": ("no list at all", {}),
    "one-key": ("one list of one key", {ListId(3, 1): array("Q", [0xE99F0E3C1B5E7D21])}),
    "small": ("three lists, a cleared one among them", SMALL),
    "zero-and-top": ("the least and the greatest prefix", {ListId(2, 2): array("Q", [0, TOP])}),
    "consecutive": ("gaps of nothing: k is 0, there are no remainders", {ListId(1, 8): array("Q", range(7, 27))}),
    "uneven": (
        "one giant gap among none: k is larger than the fewest bits want",
        {ListId(1, 9): array("Q", [*range(16), TOP])},
    ),
    "full-byte": ("quotients that fill their last byte", {ListId(1, 9): array("Q", range(8))}),
    "three-hundred": ("k of 54 or 55", {ListId(3, 5): numbers("scam", 300)}),
    "all-lists": (
        "every level with every verdict",
        {ListId(level, verdict): numbers(f"{level} {verdict}", 3) for level in range(4) for verdict in range(12)},
    ),
}


def snapshots() -> Iterator[Row]:
    """Yield good snapshot files and bad ones."""
    for id_, (note, snapshot) in GOOD.items():
        yield {"id": id_, "note": note, "data": b64(encode_snapshot(snapshot)), "expect": content(snapshot)}
    good = encode_snapshot(SMALL)
    one = GOOD["one-key"][1]
    data = encode_snapshot(one)
    header, block = data[:40], data[42:]
    bad: list[tuple[str, bytes, str, str]] = [
        ("no-bytes", b"", "truncated", "an empty file"),
        ("short-header", good[:39], "truncated", "one byte less than a header"),
        ("short-list", good[:41], "truncated", "half the id of a list"),
        ("short-block-header", good[:50], "truncated", "a block header of 8 bytes"),
        ("short-block", good[:-1], "truncated", "the last byte is missing"),
        ("more-bytes", good + b"\0", "bad_format", "a byte after the last list"),
        ("magic", b"CKTD" + good[4:], "bad_format", "the magic of a diff"),
        ("version", good[:4] + b"\2" + good[5:], "bad_format", "version 2"),
        ("reserved", good[:7] + b"\1" + good[8:], "bad_format", "a reserved byte that is not zero"),
        ("fewer-lists", good[:5] + b"\2" + good[6:], "bad_format", "a list more than the header says"),
        ("more-lists", good[:5] + b"\4" + good[6:], "truncated", "a list fewer than the header says"),
        ("digest", good[:8] + bytes(32) + good[40:], "bad_checksum", "another state digest"),
        ("level", header + b"\4\1" + block, "bad_format", "level 4"),
        ("verdict", header + b"\3\x0c" + block, "bad_format", "verdict 12"),
        ("other-list", header + b"\2\1" + block, "bad_checksum", "the right keys in another list"),
        ("twice", two(one, one), "bad_format", "the same list twice"),
        ("order", two(one, {ListId(1, 1): array("Q", [5])}), "bad_format", "lists out of order"),
        ("empty-list", lists((3, 1, bytes(9))), "bad_format", "a list without keys"),
        ("empty-block-k", lists((3, 1, raw(1, 0, b"", b""))), "bad_format", "an empty block with a k"),
        ("k-64", lists((3, 1, raw(64, 1, b"\x80", bytes(8)))), "bad_format", "k of 64"),
        ("quotients-many", lists((3, 1, raw(0, 1, b"\0\x80", b""))), "bad_format", "more quotient bytes than keys"),
        ("quotients-few", lists((3, 1, raw(0, 9, b"\xff", b""))), "bad_format", "9 keys cannot end in 8 bits"),
        ("ones-few", lists((3, 1, raw(0, 3, b"\xc0", b""))), "bad_format", "two 1 bits for three keys"),
        ("ones-many", lists((3, 1, raw(0, 2, b"\xe0", b""))), "bad_format", "three 1 bits for two keys"),
        ("filling-byte", lists((3, 1, raw(0, 2, b"\xc0\0", b""))), "bad_format", "a byte of filling"),
        ("filling-bits", lists((3, 1, raw(4, 1, b"\x80", b"\x51"))), "bad_format", "remainders filled with ones"),
        ("too-great", lists((3, 1, raw(63, 1, b"\x20", bytes(8)))), "bad_format", "the number 2^64"),
        ("many-keys", lists((3, 1, struct.pack(">BII", 0, (1 << 23) + 1, 1 << 20))), "too_large", "2^23 + 1 keys"),
        ("most-keys", lists((3, 1, struct.pack(">BII", 0, 1 << 23, 1 << 20))), "truncated", "2^23 keys, none there"),
        (
            "many-keys-together",
            lists((1, 1, block), (3, 1, struct.pack(">BII", 0, 1 << 23, 1 << 20))),
            "too_large",
            "2^23 + 1 keys in two lists",
        ),
        ("huge-count", lists((3, 1, b"\0" + b"\xff" * 8)), "too_large", "nothing may be allocated for this"),
    ]
    yield from ({"id": id_, "note": note, "data": b64(data), "expect_error": code} for id_, data, code, note in bad)


def content(snapshot: Snapshot) -> Row:
    """Return what a snapshot holds, as JSON."""
    return {
        "state": state_digest(snapshot).hex(),
        "lists": [
            {"level": id_.level, "verdict": id_.verdict, "prefixes": [f"{value:016x}" for value in snapshot[id_]]}
            for id_ in sorted(snapshot)
        ],
    }


def raw(k: int, count: int, quotients: bytes, remainders: bytes) -> bytes:
    """Return a block of given parts, right or wrong."""
    return struct.pack(">BII", k, count, len(quotients)) + quotients + remainders


def lists(*parts: tuple[int, int, bytes]) -> bytes:
    """Return a snapshot file of given blocks; its digest is of nothing."""
    head = struct.pack(">4sBBH32s", b"CKTS", 1, len(parts), 0, hashlib.sha256().digest())
    return head + b"".join(bytes((level, verdict)) + block for level, verdict, block in parts)


def two(first: Snapshot, second: Snapshot) -> bytes:
    """Return a snapshot file of two lists as they come."""
    return lists(*((*id_, encode_block(values)) for part in (first, second) for id_, values in part.items()))
