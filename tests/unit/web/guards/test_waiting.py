"""Who may hold a thread while it waits: a bounded number, of which one network never has all."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from cektautan.web.guards.waiting import Waiting


@pytest.mark.parametrize(("threads", "places"), [(1, 0), (3, 0), (4, 1), (16, 4), (512, 128)])
def test_a_quarter_of_the_threads_may_wait(threads: int, places: int) -> None:
    waiting = Waiting(threads)
    with ExitStack() as held:
        found = [held.enter_context(waiting.place(f"n{number}")) for number in range(threads)]
        assert sum(found) == places


def test_one_network_holds_half_of_the_places_and_others_still_find_one() -> None:
    waiting = Waiting(16)
    with ExitStack() as held:
        assert [held.enter_context(waiting.place("a")) for _ in range(4)] == [True, True, False, False]
        assert [held.enter_context(waiting.place("b")) for _ in range(4)] == [True, True, False, False]
        assert not held.enter_context(waiting.place("c"))


def test_a_place_is_given_back_also_after_a_fault() -> None:
    waiting = Waiting(4)
    with pytest.raises(ZeroDivisionError), waiting.place("a"):
        raise ZeroDivisionError
    with waiting.place("b") as found:
        assert found
    with waiting.place("a") as found:
        assert found
    assert not waiting._held, "nobody who has gone is remembered"
