"""Three states of one claim: who changed what, what stays, and when people are asked."""

from __future__ import annotations

from typing import Any

import pytest

from cektautan.desk.sync.merge import Conflict, crosses_warning, merge


def state(level: int = 3, **parts: Any) -> dict[str, Any]:
    made = {"status": "active", "level": level, "text": "klaim", "listing:url:a/1": {"level": level, "opaque": False}}
    return {name: value for name, value in {**made, **parts}.items() if value is not None}


def test_what_only_the_file_changed_is_taken_over() -> None:
    merged = merge(state(), state(text="lain"), state())
    assert (merged.state, merged.changed, merged.conflicts) == (state(text="lain"), ("text",), ())


def test_what_only_the_desk_changed_stays() -> None:
    desk = state(**{"listing:url:a/1": {"level": 1, "opaque": False}, "listing:url:b/2": {"level": 3, "opaque": False}})
    merged = merge(state(), state(text="lain"), desk)
    assert merged.state == {**desk, "text": "lain"}
    assert merged.conflicts == ()


def test_what_both_changed_alike_is_no_conflict() -> None:
    merged = merge(state(), state(text="lain"), state(text="lain"))
    assert (merged.changed, merged.conflicts) == ((), ())


def test_where_both_changed_and_disagree_the_desk_stays_and_all_sides_are_shown() -> None:
    merged = merge(state(), state(level=2), state(level=1))
    assert merged.state == state(level=1)
    assert merged.conflicts[0] == Conflict("level", 3, 2, 1)
    assert [conflict.part for conflict in merged.conflicts] == ["level", "listing:url:a/1"]


def test_an_address_that_the_file_dropped_goes() -> None:
    merged = merge(state(), state(**{"listing:url:a/1": None}), state())
    assert "listing:url:a/1" not in merged.state
    assert merged.changed == ("listing:url:a/1",)


def test_the_files_explanations_are_always_its_own() -> None:
    merged = merge(state(changes=["a"]), state(changes=["a", "b"]), state(changes=[]))
    assert (merged.state["changes"], merged.conflicts) == (["a", "b"], ())


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        ({}, state(3), ("url:a/1",)),
        (state(3), {}, ("url:a/1",)),
        (state(3), state(2), ("url:a/1",)),
        (state(2), state(3), ("url:a/1",)),
        (state(3), state(3, text="lain"), ()),
        ({}, state(2), ()),
        (state(3), state(3, status="withdrawn"), ("url:a/1",)),
        ({}, state(3, **{"listing:url:a/1": {"level": 3, "opaque": True}}), ()),
        # What the desk has retracted already is on no warning page that could go.
        (state(3, **{"listing:url:a/1": {"level": 3, "opaque": False, "status": "retracted"}}), {}, ()),
    ],
)
def test_a_warning_page_that_would_come_or_go_is_noticed(before: Any, after: Any, keys: tuple[str, ...]) -> None:
    assert crosses_warning(before, after, "2026-11-01") == keys


def test_a_warning_page_that_has_lapsed_comes_back_with_a_later_day_of_review() -> None:
    def until(day: str) -> dict[str, Any]:
        return state(3, **{"listing:url:a/1": {"level": 3, "opaque": False, "review_by": day}})

    assert crosses_warning(until("2026-10-31"), until("2027-10-31"), "2026-11-01") == ("url:a/1",)
    assert crosses_warning(until("2026-11-01"), until("2027-10-31"), "2026-11-01") == ()
