"""Codes sorted 32-bit numbers as Safe Browsing's clients read them: Rice-Golomb over the gaps, least bit first.

Follows https://developers.google.com/safe-browsing/v4/compression, and RiceDeltaEncoded32Bit of version 5. It is not
the block of our own files (core/rice.py): there quotients and remainders are apart, here they alternate, and a quotient
ends with a 0. Which numbers a prefix makes differs: version 4 reads it little-endian, version 5 big-endian.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cektautan.core.rice import best_parameter

V4_PARAMETERS: Final = (2, 28)
V5_PARAMETERS: Final = (3, 30)


@dataclass(frozen=True)
class Riced:
    """Coded numbers: the first as it is, then the gaps between them."""

    first: int
    parameter: int
    """0 where there is one number alone, and so no gap."""
    count: int
    """How many gaps."""
    data: bytes


def encode(numbers: Sequence[int], parameters: tuple[int, int]) -> Riced:
    """Code strictly increasing numbers below 2^32 with a parameter within bounds.

    Raises ValueError for no numbers, or others.
    """
    if not numbers:
        raise ValueError("no numbers have no first one")
    gaps = [later - earlier for earlier, later in pairwise(numbers)]
    if gaps and min(gaps) < 1:
        raise ValueError("the numbers are not strictly increasing")
    if not gaps:
        return Riced(numbers[0], 0, 0, b"")
    least, most = parameters
    k = min(most, max(least, best_parameter(gaps)))
    return Riced(numbers[0], k, len(gaps), _pack(gaps, k))


def _pack(gaps: Iterable[int], k: int) -> bytes:
    """Write each gap as its quotient in ones, a zero, and `k` bits of remainder, lowest bit first."""
    out = bytearray()
    window = bits = 0
    mask = (1 << k) - 1
    for gap in gaps:
        quotient = gap >> k
        window |= ((1 << quotient) - 1 | (gap & mask) << (quotient + 1)) << bits
        bits += quotient + 1 + k
        whole = bits // 8
        out += (window & ((1 << 8 * whole) - 1)).to_bytes(whole, "little")
        window >>= 8 * whole
        bits -= 8 * whole
    if bits:
        out.append(window)
    return bytes(out)
