"""The text of a key: a slip of copying is noticed, and a key is found where it does not belong."""

from __future__ import annotations

import random

import pytest

from cektautan.core.api_keys import ALPHABET, PATTERN, digest_of, key_of, letters_of, name_in

CHANCE = random.Random(20261129)
KEY = key_of("abcd2345", CHANCE.randbytes(32))


def test_a_key_says_its_name_and_holds_all_of_its_secret() -> None:
    assert name_in(KEY) == "abcd2345"
    assert KEY.lower() == KEY
    assert len(KEY) == 71
    assert len({key_of("abcd2345", bytes(31) + bytes([last])) for last in range(256)}) == 256
    assert len({letters_of(CHANCE.randbytes(5)) for _ in range(1000)}) == 1000


def test_each_wrong_letter_and_each_swap_of_two_is_noticed() -> None:
    for at in range(len(KEY)):
        for letter in ALPHABET:
            changed = KEY[:at] + letter + KEY[at + 1 :]
            assert changed == KEY or name_in(changed) is None
        swapped = KEY[:at] + KEY[at : at + 2][::-1] + KEY[at + 2 :]
        assert swapped == KEY or name_in(swapped) is None
        assert name_in(KEY[:at]) is None


@pytest.mark.parametrize("text", ["", "ct_", "k", f" {KEY}", f"{KEY}\n", KEY.upper(), f"{KEY}0", "ct_" + "é" * 68])
def test_what_is_no_key_is_none(text: str) -> None:
    assert name_in(text) is None


def test_a_scanner_finds_a_key_in_the_middle_of_anything() -> None:
    found = PATTERN.search(f'curl -H "Authorization: Bearer {KEY}" https://cek.example/v1/check')
    assert found is not None
    assert found[0] == KEY


def test_what_is_kept_is_not_the_key() -> None:
    assert digest_of(KEY) != digest_of(KEY[:-1])
    assert KEY not in digest_of(KEY)
