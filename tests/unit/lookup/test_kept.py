"""What takes long to make is made once, by one thread, and no more is kept than was said."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from cektautan.lookup.kept import Kept


class Maker:
    """Makes a new object for each call, and none for 0."""

    def __init__(self) -> None:
        self.made: list[int] = []

    def make(self, key: int) -> object | None:
        self.made.append(key)
        return object() if key else None


def test_the_last_ones_are_kept_also_where_there_is_nothing() -> None:
    kept, maker = Kept[int, object | None](2), Maker()
    for key in (0, 1, 0, 2, 0, 1):
        assert (kept.get(key, partial(maker.make, key)) is None) is (key == 0)
    assert maker.made == [0, 1, 2, 1]


def test_what_could_not_be_made_is_asked_for_again() -> None:
    kept = Kept[str, int](2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 7) == 7


def test_many_threads_are_given_one() -> None:
    kept, maker = Kept[int, object | None](3), Maker()
    begin = threading.Barrier(8)

    def ask(_: int) -> list[object | None]:
        begin.wait()
        return [kept.get(at % 3, partial(maker.make, at % 3)) for at in range(999)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert sorted(maker.made) == [0, 1, 2]


def test_threads_that_push_each_other_out_get_what_they_asked_for() -> None:
    kept = Kept[int, int](1)

    def ask(thread: int) -> bool:
        return all(kept.get(key, partial(int, key)) == key for key in range(thread, 3000))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))
