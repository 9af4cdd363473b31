"""Links in pasted text: where each begins and ends."""

from __future__ import annotations

import doctest
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.lookup import links
from cektautan.lookup.links import find_links

VECTORS = json.loads((Path(__file__).resolve().parents[2] / "vectors" / "links.json").read_text("utf-8"))


@pytest.mark.parametrize("row", VECTORS["vectors"], ids=lambda row: row["id"])
def test_links_are_found_as_people_paste_them(row: dict[str, Any]) -> None:
    assert find_links(row["text"]) == row["expect_links"]


def test_the_endings_are_those_of_the_vectors() -> None:
    assert sorted(links.ENDINGS) == VECTORS["endings"]
    assert sorted(links.ENDINGS_WITH_PATH) == VECTORS["endings_with_path"]
    assert not links.ENDINGS & links.ENDINGS_WITH_PATH


def test_a_long_row_of_brackets_or_links_is_read_to_its_end() -> None:
    assert find_links("https://a.com/x" + ")" * 200_000) == ["https://a.com/x"]
    assert find_links("https://a.com " * 15_000) == ["https://a.com"]


# What once was, or might become, tried again from each of its signs. Quadratic work on a million takes hours.
ROWS = [
    " ",
    "\n",
    "\u200b",
    ".",
    ":",
    "://",
    "(",
    ")",
    "[]",
    "\"'",
    "-",
    "a.",
    "a-",
    "-a.",
    "a.1.",
    "a@",
    "http:/",
    "a.com/(",
]


@pytest.mark.parametrize("row", ROWS, ids=ascii)
@pytest.mark.parametrize("around", ["a{}a", "https://a.com/{} a", "a.com?{}"])
def test_no_row_of_signs_costs_more_than_its_length(row: str, around: str) -> None:
    find_links(around.format(row * (1_000_000 // len(row))))


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for link in find_links(text):
        assert link.strip() == link


def test_the_examples_hold() -> None:
    assert doctest.testmod(links).failed == 0
