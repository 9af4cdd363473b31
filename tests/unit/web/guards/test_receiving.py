"""Who may hold a thread while its body is on its way: a bounded number, of which one network never has all."""

from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest
from tests.support.processes import until

from cektautan.web.guards.receiving import Receiving
from cektautan.web.problems import Problem


def network(environ: object) -> str:
    return str(environ["REMOTE_ADDR"])  # type: ignore[index]


def places(threads: int, wait: float = 0.0) -> Receiving:
    return Receiving(threads, network, wait)


def taken(receiving: Receiving, held: ExitStack, name: str) -> bool:
    try:
        held.enter_context(receiving.place({"REMOTE_ADDR": name}))
    except Problem as problem:
        return (problem.kind.slug, problem.headers["Retry-After"]) != ("busy", "2")
    return True


@pytest.mark.parametrize(("threads", "most"), [(1, 1), (2, 1), (4, 3), (16, 12)])
def test_three_quarters_of_the_threads_may_receive(threads: int, most: int) -> None:
    receiving = places(threads)
    with ExitStack() as held:
        assert sum(taken(receiving, held, f"n{number}") for number in range(threads * 2)) == most


def test_one_network_holds_half_of_the_places_and_others_still_find_one() -> None:
    receiving = places(16)
    with ExitStack() as held:
        assert sum(taken(receiving, held, "a") for _ in range(16)) == 6
        assert sum(taken(receiving, held, "b") for _ in range(16)) == 6
        assert not taken(receiving, held, "c")
    with ExitStack() as held:
        assert taken(receiving, held, "c")


def test_who_finds_none_waits_a_moment_and_takes_the_one_that_is_given_back() -> None:
    receiving, found = places(1, wait=20.0), threading.Event()

    def second() -> None:
        with receiving.place({"REMOTE_ADDR": "b"}):
            found.set()

    with receiving.place({"REMOTE_ADDR": "a"}):
        thread = threading.Thread(target=second)
        thread.start()
        assert not found.is_set()
    until(found.is_set)
    thread.join()


def test_a_place_is_given_back_also_after_a_fault() -> None:
    receiving = places(1)
    with pytest.raises(ZeroDivisionError), receiving.place({"REMOTE_ADDR": "a"}):
        raise ZeroDivisionError
    with ExitStack() as held:
        assert taken(receiving, held, "b")
    assert not receiving._held, "nobody who has gone is remembered"
