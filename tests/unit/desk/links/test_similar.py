"""Claims are ordered by the words that they have, the rare ones first; the words are the same on both sides."""

from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st

from cektautan.core import words
from cektautan.desk.links.similar import ENOUGH, rank


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    found = rank({"pemilu": ["a", "b", "c"], "tercoblos": ["d"]}, 10, 5)
    assert [each.id for each in found] == ["d", "a", "b", "c"]


def test_what_has_too_little_of_the_words_is_not_found() -> None:
    asked = {f"kata{number}": ["a"] for number in range(9)} | {"lain": ["b"]}
    found = rank(asked, 10, 5)
    assert [each.id for each in found] == ["a"]
    assert found[0].share >= ENOUGH


def test_no_words_find_nothing() -> None:
    assert rank({}, 10, 5) == []


@given(st.text())
def test_an_index_holds_words_that_no_engine_takes_for_signs(text: str) -> None:
    found = words.index_words(text)
    assert found == "" or all(each.isalnum() and each for each in found.split(" "))
    assert {words.fold(each) for each in words.words_of(text)} <= set(found.split(" "))


def test_the_examples_of_the_words_are_true() -> None:
    assert doctest.testmod(words).failed == 0
