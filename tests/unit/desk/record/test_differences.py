"""A difference shows what changed, place by place, and nothing that stayed."""

from __future__ import annotations

import json
from typing import Any

from cektautan.desk.record.differences import MOST_ROWS, MOST_SIGNS, Row, difference


def rows(before: Any, after: Any) -> list[tuple[str, str | None, str | None]]:
    texts = (None if each is None else json.dumps(each) for each in (before, after))
    return [(each.name, each.before, each.after) for each in difference(*texts).rows]


def test_what_stayed_is_no_row() -> None:
    assert rows({"a": 1, "b": {"c": "x", "d": "y"}}, {"a": 1, "b": {"c": "z", "d": "y"}}) == [("b.c", "x", "z")]


def test_what_came_and_what_went_have_one_side() -> None:
    assert rows(None, {"level": 3, "ok": True}) == [("level", None, "3"), ("ok", None, "true")]
    assert rows({"level": 3}, None) == [("level", "3", None)]
    assert rows({"level": 3}, {"level": None}) == [("level", "3", None)]
    assert rows(None, None) == []


def test_lists_of_words_are_one_value_and_lists_of_things_are_taken_apart() -> None:
    assert rows({"about": ["a"]}, {"about": ["a", "b"]}) == [("about", "a", "a, b")]
    before = [{"url": "x", "date": 1}, {"url": "y"}]
    after = [{"url": "x", "date": 2}]
    assert rows({"r": before}, {"r": after}) == [("r.0.date", "1", "2"), ("r.1.url", "y", None)]


def test_nothing_that_is_long_or_deep_floods_the_page() -> None:
    (row,) = rows({"t": "a"}, {"t": "b" * 10_000})
    assert row[2] is not None
    assert len(row[2]) == MOST_SIGNS + 1
    deep: Any = "x"
    for _ in range(50):
        deep = {"n": deep}
    assert len(rows(None, deep)) == 1
    many = difference(None, json.dumps({str(number): number + 1 for number in range(MOST_ROWS + 7)}))
    assert (len(many.rows), many.left_out) == (MOST_ROWS, 7)


def test_markup_stays_text() -> None:
    assert difference(None, '{"t":"<script>"}').rows == (Row("t", None, "<script>"),)
