"""The database holds a bounded number of a process's threads, on both engines."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from tests.contract.store.builders import NOW

from cektautan.store import places
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.places import Places
from cektautan.store.transaction import Store


@pytest.fixture
def bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(places, "WAIT_SECONDS", 0.2)
    store.prepare()
    store.places = Places(2)
    return store


@contextmanager
def held(store: Store, most: int) -> Iterator[None]:
    """Let other threads be in the middle of a question, so many."""
    inside, go = threading.Barrier(most + 1), threading.Event()

    def read() -> None:
        with store.reading():
            inside.wait(10)
            go.wait(10)

    threads = [threading.Thread(target=read) for _ in range(most)]
    for thread in threads:
        thread.start()
    inside.wait(10)
    try:
        yield
    finally:
        go.set()
        for thread in threads:
            thread.join()


def test_a_thread_more_counts_the_database_as_away_and_the_next_one_does_not_even_wait(
    bounded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held(bounded, 2):
        begun = time.monotonic()
        with pytest.raises(StoreUnavailableError):
            bounded.head()
        assert time.monotonic() - begun >= places.WAIT_SECONDS
        monkeypatch.setattr(places, "WAIT_SECONDS", 60.0)
        begun = time.monotonic()
        for way in (bounded.reading(), bounded.deciding("account:1", NOW), bounded.noting()):
            with pytest.raises(StoreUnavailableError), ExitStack() as asked:
                asked.enter_context(way)
        assert time.monotonic() - begun < 30
    bounded.head()


def test_somebody_who_comes_back_lets_others_wait_again(bounded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with held(bounded, 1):
        with held(bounded, 1), pytest.raises(StoreUnavailableError):
            bounded.head()
        monkeypatch.setattr(places, "WAIT_SECONDS", 30.0)
        with ExitStack() as second:
            second.enter_context(held(bounded, 1))
            answered = threading.Event()
            waiting = threading.Thread(target=lambda: bounded.head() and answered.set())
            waiting.start()
            assert not answered.wait(0.3)
            second.close()
            assert answered.wait(10)
            waiting.join()


def test_a_thread_needs_one_place_however_deep_it_asks_and_gives_it_back_where_it_fails(bounded: Store) -> None:
    with held(bounded, 1), bounded.reading(), bounded.reading():
        bounded.head()
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), bounded.reading():
            raise ZeroDivisionError
    with held(bounded, 2):
        pass
