"""Tells that nothing is listed below any domain of a host, which is so for most links, in one or two hashes.

A Bloom filter (Bloom 1970) over the values of the domain filter: two bits for each, taken from the value itself, which
is a hash already. It is a part of the index (`core.index`) and is made anew from verified data wherever one is made. It
may take a domain for one that it holds, and never the other way: that would keep a warning from a reader.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from hashlib import sha256
from typing import Final

from cektautan.core.expressions import domain_keys
from cektautan.core.keys import first_eight_bytes

MayList = Callable[[str], bool]
"""Tells whether a page of a host may be listed: False is certain, True says nothing."""

MAX_BITS: Final = 32
"""The logarithm of the largest size; two places of it are in 64 bits."""
_LEAST_BITS: Final = 3
_BITS_A_VALUE: Final = 12


def build_bloom(values: array[int]) -> bytes:
    """Return the filter of 64-bit values: 12 to 24 bits for each, as a power of two."""
    bits = max(_LEAST_BITS, (len(values) * _BITS_A_VALUE - 1).bit_length())
    bloom = bytearray(1 << bits - 3)
    first, second, mask = 64 - bits, 64 - 2 * bits, (1 << bits) - 1
    for value in values:
        for slot in (value >> first, value >> second & mask):
            bloom[slot >> 3] |= 1 << (slot & 7)
    return bytes(bloom)


def may_list_in(bloom: memoryview) -> MayList:
    """Return the test of a filter, which lies in a buffer of 2^n bytes, n at most 29."""
    bits = len(bloom).bit_length() + 2
    first, second, mask = 64 - bits, 64 - 2 * bits, (1 << bits) - 1

    def may_list(host: str) -> bool:
        keys = domain_keys(host)
        for key in keys:
            (value,) = first_eight_bytes(sha256(key.encode()).digest())
            slot = value >> first
            if bloom[slot >> 3] >> (slot & 7) & 1:
                slot = value >> second & mask
                if bloom[slot >> 3] >> (slot & 7) & 1:
                    return True
        # What has no domain, such as an address of the IP, is in no domain filter.
        return not keys

    return may_list


def always(_host: str) -> bool:
    """Tell of a set without a domain filter, where nothing is certain."""
    return True
