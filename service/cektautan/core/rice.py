"""Codes strictly increasing whole numbers as Rice blocks (docs/protocol.md, section 2).

Quotients and remainders lie in two streams (docs/adr/0010), so that pure Python decodes both without a loop over bits:
the quotients by splitting a text of ones and zeros, the remainders by strided copies of whole bytes. Nothing is
allocated before the header has been checked against the caps and against the bytes that are there.
"""

from __future__ import annotations

import struct
from array import array
from itertools import accumulate, pairwise, repeat
from operator import add, lshift, rshift
from typing import Final

from cektautan.core.bits import read_fields, write_fields
from cektautan.core.errors import ErrorCode, FormatError

MAX_COUNT: Final = 1 << 23
MAX_K: Final = 63
HEADER: Final = struct.Struct(">BII")
_EMPTY: Final = bytes(HEADER.size)


def encode_block(values: array[int]) -> bytes:
    """Return the block of strictly increasing 64-bit numbers; the same numbers always give the same bytes.

    Raises:
        ValueError: the numbers are not strictly increasing, or there are too many. That is a defect of the caller.

    """
    if not values:
        return _EMPTY
    if len(values) > MAX_COUNT:
        raise ValueError(f"{len(values)} numbers in one block")
    gaps = [values[0], *(value - before - 1 for before, value in pairwise(values))]
    if min(gaps) < 0:
        raise ValueError("the numbers are not strictly increasing")
    k = best_parameter(gaps)
    quotients = "".join([f"{'0' * (gap >> k)}1" for gap in gaps])
    size = (len(quotients) + 7) // 8
    stream = int(quotients.ljust(size * 8, "0"), 2).to_bytes(size, "big")
    return HEADER.pack(k, len(values), size) + stream + write_fields(gaps, k)


def decode_block(data: bytes, at: int, bound: int, most: int = MAX_COUNT) -> tuple[array[int], int]:
    """Return the numbers of the block that begins at `at`, all below `bound`, and where the next part begins.

    Raises:
        FormatError: truncated, too_large (more than `most` numbers) or bad_format.

    """
    start = at + HEADER.size
    if start > len(data):
        raise FormatError(ErrorCode.TRUNCATED, f"a block header at byte {at}")
    k, count, quotient_bytes = HEADER.unpack_from(data, at)
    if count == 0:
        if k or quotient_bytes:
            raise FormatError(ErrorCode.BAD_FORMAT, f"an empty block at byte {at} that is not empty")
        return array("Q"), start
    if count > most:
        raise FormatError(ErrorCode.TOO_LARGE, f"{count} numbers in a block at byte {at}")
    if k > MAX_K or not count <= quotient_bytes * 8 <= count * 8:
        raise FormatError(ErrorCode.BAD_FORMAT, f"an impossible header at byte {at}")
    middle = start + quotient_bytes
    end = middle + (count * k + 7) // 8
    if end > len(data):
        raise FormatError(ErrorCode.TRUNCATED, f"a block at byte {at} of {end - at} bytes")
    quotients = _read_quotients(data[start:middle], count)
    if k and int(data[end - 1]) & ((1 << (-count * k % 8)) - 1):
        raise FormatError(ErrorCode.BAD_FORMAT, "remainders that are not filled with zeros")
    # Nothing but C functions runs for each number: this is what a reader waits for when the service starts.
    gaps = map(add, map(lshift, quotients, repeat(k)), read_fields(data[middle:end], count, k))
    values = list(map(add, accumulate(gaps), range(count)))
    if values[-1] >= bound:
        raise FormatError(ErrorCode.BAD_FORMAT, f"a number that is not below {bound}")
    return array("Q", values), end


def best_parameter(gaps: list[int]) -> int:
    """Return the `k` with the fewest bits in all, found by trial; the smallest on a tie.

    The number of bits is convex in `k`, so the search walks from the usual estimate until both neighbours are worse.
    """
    count = len(gaps)

    def bits(k: int) -> int:
        quotients: int = sum(map(rshift, gaps, repeat(k)))
        return count * (k + 1) + quotients

    k = min(MAX_K, max(0, (sum(gaps) // count).bit_length() - 1))
    best = bits(k)
    while k < MAX_K and (cost := bits(k + 1)) < best:
        k, best = k + 1, cost
    while k > 0 and (cost := bits(k - 1)) <= best:
        k, best = k - 1, cost
    # A reader must be able to bound the memory for the quotients by the count, so a very uneven set pays a little.
    while (best - count * k + 7) // 8 > count:
        k += 1
        best = bits(k)
    return k


def _read_quotients(stream: bytes, count: int) -> map[int]:
    text = f"{int.from_bytes(stream, 'big'):0{len(stream) * 8}b}"
    if text.count("1") != count or stream[-1] == 0:
        raise FormatError(ErrorCode.BAD_FORMAT, f"quotients that are not {count}")
    return map(len, text.split("1", count)[:count])
