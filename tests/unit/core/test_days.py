"""Days: which text is one, and that they begin at midnight in Jakarta."""

from __future__ import annotations

import datetime

import pytest

from cektautan.core.days import day_begins, day_of, is_day


@pytest.mark.parametrize("text", ["2026-10-02", "2024-02-29"])
def test_a_day_of_the_calendar_is_one(text: str) -> None:
    assert is_day(text)


@pytest.mark.parametrize("text", ["", "2026-02-30", "2023-02-29", "2026-13-01", "2 Oktober 2026", "2026-10-02T00:00"])
def test_a_day_that_there_is_not_and_other_texts_are_none(text: str) -> None:
    assert not is_day(text)


def test_a_day_begins_when_the_one_before_it_ends() -> None:
    day = datetime.date(2026, 10, 2)
    begins = day_begins(day)
    assert (day_of(begins - 1), day_of(begins)) == (datetime.date(2026, 10, 1), day)
    assert day_of(begins + 86_399) == day
