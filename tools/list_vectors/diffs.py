"""Diff files, good and bad."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator

from cektautan.core.diff import encode_diff
from cektautan.core.rice import encode_block
from cektautan.core.snapshot import ListId, Snapshot, encode_snapshot, state_digest
from tools.list_vectors.common import TOP, Row, b64, numbers
from tools.list_vectors.snapshots import SMALL, content


def diffs() -> Iterator[Row]:
    """Yield good diffs and bad ones."""
    false, satire, cleared = (SMALL[ListId(*id_)] for id_ in ((3, 1), (1, 6), (0, 11)))
    moved = array("Q", sorted([*satire, false[7]]))
    pairs: dict[str, tuple[str, Snapshot, Snapshot]] = {
        "nothing": ("no change", SMALL, SMALL),
        "add": ("one key more", SMALL, {**SMALL, ListId(0, 11): array("Q", [*cleared, TOP])}),
        "remove": ("first and last removed", SMALL, {**SMALL, ListId(3, 1): false[1:-1]}),
        "both": ("three of forty replaced", SMALL, {**SMALL, ListId(3, 1): replaced(false)}),
        "move": (
            "a key from one list to another",
            SMALL,
            {**SMALL, ListId(3, 1): without(false, 7), ListId(1, 6): moved},
        ),
        "new-list": ("a list that was not there", SMALL, {**SMALL, ListId(2, 2): numbers("misleading", 3)}),
        "list-gone": ("a list becomes empty and is left out", SMALL, {ListId(0, 11): cleared, ListId(3, 1): false}),
        "to-empty": ("everything removed", SMALL, {}),
        "from-empty": ("from nothing", {}, SMALL),
    }
    for id_, (note, old, new) in pairs.items():
        row = {"id": id_, "note": note, "old": b64(encode_snapshot(old)), "data": b64(encode_diff(old, new))}
        yield {**row, "expect": content(new)}
    good = encode_diff(SMALL, pairs["both"][2])
    one = encode_block(array("Q", [0]))
    nothing = bytes(9)
    known = encode_block(array("Q", [false[3]]))
    beyond = encode_block(array("Q", [40]))
    bad: list[tuple[str, bytes, str, str]] = [
        ("short-header", good[:71], "truncated", "one byte less than a header"),
        ("short-block", good[:-1], "truncated", "the last byte is missing"),
        ("more-bytes", good + b"\0", "bad_format", "a byte after the last list"),
        ("magic", b"CKTS" + good[4:], "bad_format", "the magic of a snapshot"),
        ("version", good[:4] + b"\2" + good[5:], "bad_format", "version 2"),
        ("from", good[:8] + bytes(32) + good[40:], "bad_checksum", "starts from another snapshot"),
        ("from-first", good[:8] + bytes(32) + good[40:80], "bad_checksum", "that, and a truncated list after it"),
        ("to", good[:40] + bytes(32) + good[72:], "bad_checksum", "leads to another snapshot"),
        ("no-change", changes((3, 1, nothing + nothing)), "bad_format", "a list that does not change"),
        ("beyond", changes((3, 1, beyond + nothing)), "bad_format", "index 40 of 40 keys"),
        ("no-such-list", changes((2, 2, one + nothing)), "bad_format", "a removal from a list that is not there"),
        ("there-already", changes((3, 1, nothing + known)), "bad_format", "an addition that stands there"),
        ("order", changes((3, 1, one + nothing), (1, 6, one + nothing)), "bad_format", "lists out of order"),
        ("level", changes((4, 1, nothing + one)), "bad_format", "level 4"),
        ("result", changes((3, 1, one + nothing)), "bad_checksum", "well formed, and not what it says"),
        (
            "again",
            changes((3, 1, encode_block(array("Q", [3])) + known)),
            "bad_checksum",
            "a key taken out and put back",
        ),
        (
            "many",
            changes((3, 1, nothing + struct.pack(">BII", 0, (1 << 23) + 1, 1 << 20))),
            "too_large",
            "2^23 + 1 keys",
        ),
    ]
    start = b64(encode_snapshot(SMALL))
    for id_, data, code, note in bad:
        yield {"id": f"bad-{id_}", "note": note, "old": start, "data": b64(data), "expect_error": code}


def replaced(values: array[int]) -> array[int]:
    """Return the values with three replaced."""
    return array("Q", sorted([*(value for i, value in enumerate(values) if i not in (0, 20, 39)), *numbers("new", 3)]))


def without(values: array[int], place: int) -> array[int]:
    """Return the values without one."""
    return values[:place] + values[place + 1 :]


def changes(*parts: tuple[int, int, bytes]) -> bytes:
    """Return a diff file from SMALL of given blocks; it says that it leads nowhere."""
    head = struct.pack(">4sBBH32s32s", b"CKTD", 1, len(parts), 0, state_digest(SMALL), bytes(32))
    return head + b"".join(bytes((level, verdict)) + blocks for level, verdict, blocks in parts)
