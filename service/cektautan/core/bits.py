"""Reads and writes fields of `k` bits, one after the other, most significant bit first (docs/protocol.md, section 2).

Eight fields take exactly `k` bytes, so the fields 0, 8, 16, … begin at the same bit of a byte, and so do the fields
1, 9, 17, …: eight lanes. Each lane is copied with strides into 8-byte windows and then shifted and masked as one large
number. All of that runs inside the interpreter's C code, which is several times faster than a loop over fields.
"""

from __future__ import annotations

import sys
from array import array
from typing import Final

_WINDOW: Final = 8
# A field of up to 57 bits lies within eight bytes, at whatever bit of the first one it begins.
_WIDEST_WINDOWED: Final = 57


def read_fields(stream: bytes, count: int, k: int) -> array[int]:
    """Return `count` fields of `k` bits; the stream holds at least ceil(count * k / 8) bytes."""
    if k == 0 or count == 0:
        return array("Q", bytes(8 * count))
    if k > _WIDEST_WINDOWED:
        return _read_wide(stream, count, k)
    groups = (count + 7) // 8
    padded = stream + bytes(groups * k - len(stream) + _WINDOW)
    fields = array("Q", bytes(64 * groups))
    mask = int.from_bytes(((1 << k) - 1).to_bytes(8, "big") * groups, "big")
    for lane in range(8):
        first, bit = divmod(lane * k, 8)
        windows = bytearray(8 * groups)
        for i in range(_WINDOW):
            windows[i::8] = padded[first + i : first + i + (groups - 1) * k + 1 : k]
        lane_values = (int.from_bytes(windows, "big") >> (64 - k - bit)) & mask
        fields[lane::8] = _from_big_endian(lane_values.to_bytes(8 * groups, "big"))
    return fields[:count]


def write_fields(values: list[int], k: int) -> bytes:
    """Return the low `k` bits of each value as fields, the last byte filled with zeros."""
    if k == 0:
        return b""
    mask = (1 << k) - 1
    out = bytearray()
    for i in range(0, len(values), 8):
        group = 0
        lane = values[i : i + 8]
        for value in lane:
            group = group << k | value & mask
        out += (group << k * (8 - len(lane))).to_bytes(k, "big")
    return bytes(out[: (len(values) * k + 7) // 8])


def _read_wide(stream: bytes, count: int, k: int) -> array[int]:
    # Fields of 58 bits or more occur only in lists of a few dozen keys, or in a made-up file: speed does not matter.
    fields = array("Q")
    mask = (1 << k) - 1
    for i in range(0, count, 8):
        group = int.from_bytes(stream[i // 8 * k : i // 8 * k + k].ljust(k, b"\0"), "big")
        fields.extend(group >> k * (7 - lane) & mask for lane in range(min(8, count - i)))
    return fields


def _from_big_endian(data: bytes) -> array[int]:
    values = array("Q", data)
    if sys.byteorder == "little":
        values.byteswap()
    return values
