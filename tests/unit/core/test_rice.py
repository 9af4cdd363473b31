"""Rice blocks: what goes in comes out, small, and nothing malformed gets through or costs memory."""

from __future__ import annotations

import struct
import time
import tracemalloc
from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.core.bits import read_fields, write_fields
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.rice import MAX_K, best_parameter, decode_block, encode_block

BOUND = 1 << 64
prefixes = st.lists(st.integers(0, BOUND - 1), unique=True, max_size=200).map(sorted)
clustered = st.tuples(st.integers(0, BOUND // 2), st.lists(st.integers(0, 2000), unique=True, max_size=200)).map(
    lambda pair: sorted(pair[0] + offset for offset in pair[1])
)


@given(prefixes | clustered)
def test_what_goes_in_comes_out(values: list[int]) -> None:
    block = encode_block(array("Q", values))
    assert decode_block(b"??" + block + b"!", 2, BOUND) == (array("Q", values), 2 + len(block))


@given(prefixes | clustered)
def test_the_parameter_is_the_best_or_the_smallest_that_a_reader_accepts(values: list[int]) -> None:
    if not values:
        return
    gaps = [values[0], *(b - a - 1 for a, b in pairwise(values))]

    def bits(k: int) -> int:
        return len(gaps) * (k + 1) + sum(gap >> k for gap in gaps)

    def accepted(k: int) -> bool:
        return (bits(k) - len(gaps) * k + 7) // 8 <= len(gaps)

    assert best_parameter(gaps) == min((k for k in range(MAX_K + 1) if accepted(k)), key=lambda k: (bits(k), k))


@given(prefixes, st.integers(0, BOUND))
def test_a_number_that_is_not_below_the_bound_is_refused(values: list[int], bound: int) -> None:
    block = encode_block(array("Q", values))
    if not values or values[-1] < bound:
        assert decode_block(block, 0, bound)[0] == array("Q", values)
    else:
        with pytest.raises(FormatError) as caught:
            decode_block(block, 0, bound)
        assert caught.value.code is ErrorCode.BAD_FORMAT


@given(st.binary(max_size=80), st.integers(0, 90))
def test_any_bytes_are_numbers_or_a_format_error(data: bytes, at: int) -> None:
    try:
        values, end = decode_block(data, at, BOUND)
    except FormatError:
        return
    assert end <= len(data)
    assert list(values) == sorted(set(values))


@given(st.integers(0, 63), st.integers(0, 20), st.binary(max_size=12), st.binary(max_size=60))
def test_any_parts_are_numbers_or_a_format_error(k: int, count: int, quotients: bytes, remainders: bytes) -> None:
    data = struct.pack(">BII", k, count, len(quotients)) + quotients + remainders
    try:
        values, end = decode_block(data, 0, BOUND)
    except FormatError:
        return
    assert len(values) == count
    assert end <= len(data)


@given(st.integers(0, MAX_K), st.lists(st.integers(0, BOUND - 1), max_size=60))
def test_fields_of_every_width_keep_their_low_bits(k: int, values: list[int]) -> None:
    stream = write_fields(values, k)
    assert len(stream) == (len(values) * k + 7) // 8
    assert list(read_fields(stream, len(values), k)) == [value & ((1 << k) - 1) for value in values]


@pytest.mark.parametrize("values", [[3, 3], [4, 3]])
def test_numbers_that_do_not_increase_are_the_callers_defect(values: list[int]) -> None:
    with pytest.raises(ValueError, match="strictly increasing"):
        encode_block(array("Q", values))


def test_a_header_that_promises_much_allocates_nothing() -> None:
    data = struct.pack(">BII", 40, 8_000_000, 4_000_000) + bytes(100)
    tracemalloc.start()
    with pytest.raises(FormatError) as caught:
        decode_block(data, 0, BOUND)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.code is ErrorCode.TRUNCATED
    assert peak < 100_000


def test_decoding_costs_no_more_than_a_few_sorts() -> None:
    # A ratio within the run: sorting numbers is C code of the same order. A loop over bits costs thirty times more.
    values = array("Q", sorted({i * 0x9E3779B97F4A7C15 % BOUND for i in range(50_000)}))
    block = encode_block(values)
    shuffled = sorted(values, key=lambda value: value & 0xFFFFFFFF)

    def seconds(work: object) -> float:
        best = 9.0
        for _ in range(5):
            start = time.process_time()
            work()  # type: ignore[operator]
            best = min(best, time.process_time() - start)
        return best

    assert seconds(lambda: decode_block(block, 0, BOUND)) < 10 * seconds(lambda: sorted(shuffled))
