"""The Bloom filter: certain where it says no, and seldom undecided about what it does not hold."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.core.bloom import always, build_bloom, may_list_in
from cektautan.core.keys import key_hash, prefix


def of(*domains: str) -> memoryview:
    return memoryview(build_bloom(array("Q", sorted(prefix(key_hash(f"domain:{domain}")) for domain in domains))))


@given(st.sets(st.integers(0, 400), max_size=300), st.sets(st.integers(0, 400), max_size=300))
def test_what_it_holds_and_what_lies_below_is_never_denied(held: set[int], asked: set[int]) -> None:
    may_list = may_list_in(of(*(f"k{number}.com" for number in held)))
    for number in held & asked:
        assert may_list(f"k{number}.com")
        assert may_list(f"www.m.k{number}.com")


@pytest.mark.parametrize("count", [1, 50, 1000, 87_382])
def test_few_of_what_it_does_not_hold_pass(count: int) -> None:
    may_list = may_list_in(of(*(f"k{number}.com" for number in range(count))))
    passed = sum(may_list(f"lain{number}.org") for number in range(4000))
    # Of 12 bits a value and two of them set, one in forty passes by chance.
    assert passed < 4000 / 20


def test_an_empty_one_denies_every_name_and_no_address_of_the_ip() -> None:
    may_list = may_list_in(of())
    assert not may_list("kabar.com")
    assert may_list("127.0.0.1")
    assert may_list("[::1]")
    assert may_list("localhost")


def test_without_a_filter_nothing_is_denied() -> None:
    assert always("kabar.com")


@pytest.mark.parametrize(("count", "size"), [(0, 1), (1, 2), (1000, 2048), (100_000, 1 << 18)])
def test_it_takes_12_to_24_bits_a_value(count: int, size: int) -> None:
    assert len(build_bloom(array("Q", range(count)))) == size
