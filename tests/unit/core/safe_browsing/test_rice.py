"""Rice coding of 32-bit numbers, against a decoder that follows the documentation bit by bit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.core.safe_browsing.rice import V4_PARAMETERS, V5_PARAMETERS, Riced, encode

NUMBERS = st.sets(st.integers(0, 2**32 - 1), min_size=1, max_size=200).map(sorted)


def decoded(riced: Riced) -> list[int]:
    """Read bit by bit, the lowest bit of each byte first."""
    bits = (byte >> place & 1 for byte in riced.data for place in range(8))
    numbers = [riced.first]
    for _ in range(riced.count):
        quotient = 0
        while next(bits):
            quotient += 1
        remainder = sum(next(bits) << place for place in range(riced.parameter))
        numbers.append(numbers[-1] + (quotient << riced.parameter) + remainder)
    assert not any(bits), "what fills the last byte is not zero"
    return numbers


@pytest.mark.parametrize("parameters", [V4_PARAMETERS, V5_PARAMETERS])
@given(numbers=NUMBERS)
def test_what_is_coded_is_read_again(numbers: list[int], parameters: tuple[int, int]) -> None:
    riced = encode(numbers, parameters)
    assert decoded(riced) == numbers
    assert riced.count == len(numbers) - 1
    if riced.count:
        assert parameters[0] <= riced.parameter <= parameters[1]


def test_the_bits_of_a_small_example() -> None:
    # Gaps 5 and 12 with k = 2: 5 is 1|01, 12 is 3|00. Bits in their order: 1 0 1 0, 1 1 1 0 0 0.
    riced = encode([10, 15, 27], (2, 2))
    assert (riced.first, riced.parameter, riced.count) == (10, 2, 2)
    assert riced.data == bytes([0b01110101, 0b00])


def test_one_number_has_no_gaps() -> None:
    assert encode([7], V4_PARAMETERS) == Riced(7, 0, 0, b"")


@pytest.mark.parametrize("numbers", [[], [1, 1], [2, 1]])
def test_what_is_not_increasing_is_refused(numbers: list[int]) -> None:
    with pytest.raises(ValueError, match=r"first|increasing"):
        encode(numbers, V4_PARAMETERS)


@given(numbers=NUMBERS)
def test_it_is_about_as_short_as_any_parameter_allows(numbers: list[int]) -> None:
    chosen = len(encode(numbers, V4_PARAMETERS).data)
    assert all(chosen <= len(encode(numbers, (k, k)).data) for k in (12, 20, 24, 28))
