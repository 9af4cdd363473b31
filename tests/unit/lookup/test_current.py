"""Which set answers come from: the newest that is genuine, swapped whole, never replaced by a bad one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.published import Entry, Publisher

from cektautan.lookup.current import CurrentSet
from cektautan.lookup.published import PublishedSet

NOW = 1_792_000_800


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    publisher = Publisher(tmp_path / "public")
    publisher.publish([Entry("url:a.com/1")], now=NOW)
    return publisher


class Ticks:
    """A monotonic clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def watched(publisher: Publisher, ticks: Ticks) -> CurrentSet:
    current = CurrentSet(publisher.public, lambda: PublishedSet.load(publisher.public, publisher.root_key), ticks)
    current.refresh()
    return current


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def seq(current: CurrentSet) -> int | None:
    published = current.get()
    return published.seq if published else None


def test_a_newer_set_is_taken_up_within_a_second(publisher: Publisher) -> None:
    ticks = Ticks()
    current = watched(publisher, ticks)
    assert seq(current) == NOW
    publisher.publish([Entry("url:a.com/2")], now=NOW + 1)
    assert seq(current) == NOW
    ticks.now += 1
    seq(current)
    until(lambda: seq(current) == NOW + 1)


def test_while_a_newer_set_loads_answers_come_from_the_old_one(publisher: Publisher) -> None:
    ticks, go = Ticks(), threading.Event()
    loads: list[int] = []

    def load() -> PublishedSet:
        loads.append(1)
        if len(loads) > 1:
            assert go.wait(5)
        return PublishedSet.load(publisher.public, publisher.root_key)

    current = CurrentSet(publisher.public, load, ticks)
    current.refresh()
    publisher.publish([], now=NOW + 1)
    for _ in range(5):
        ticks.now += 1
        assert seq(current) == NOW
    go.set()
    until(lambda: seq(current) == NOW + 1)
    assert len(loads) == 2


def test_a_tampered_set_never_replaces_a_good_one_and_the_reason_is_told(publisher: Publisher) -> None:
    ticks = Ticks()
    current = watched(publisher, ticks)
    publisher.publish([Entry("url:a.com/2")], now=NOW + 1)
    manifest = publisher.public / "current" / "manifest.json"
    good = manifest.read_bytes()
    manifest.write_bytes(good.replace(b"CekTautan", b"CekTautaM"))
    ticks.now += 1
    seq(current)
    until(lambda: current.error is not None)
    assert current.error.startswith("bad_signature")
    assert seq(current) == NOW
    # Mended, it is taken up without anybody's help.
    manifest.write_bytes(good)

    def mended() -> bool:
        ticks.now += 1
        return seq(current) == NOW + 1

    until(mended)
    until(lambda: current.error is None)


def test_a_fault_while_loading_is_told_and_the_old_set_stays(publisher: Publisher) -> None:
    faults: list[bool] = []

    def load() -> PublishedSet:
        if faults:
            raise ZeroDivisionError
        return PublishedSet.load(publisher.public, publisher.root_key)

    current = CurrentSet(publisher.public, load, Ticks())
    current.refresh()
    faults.append(True)
    current.refresh()
    assert (seq(current), current.error) == (NOW, "a fault while loading: ZeroDivisionError")


def test_without_a_set_there_is_none_until_one_is_published(tmp_path: Path) -> None:
    ticks = Ticks()
    publisher = Publisher(tmp_path / "public")
    current = watched(publisher, ticks)
    assert current.get() is None
    assert "no set has been published" in str(current.error)
    publisher.publish([], now=NOW)

    def there() -> bool:
        ticks.now += 1
        return seq(current) == NOW

    until(there)


def test_who_follows_has_the_newest_set_before_anybody_asks(publisher: Publisher) -> None:
    loaded: list[int] = []

    def load() -> PublishedSet:
        found = PublishedSet.load(publisher.public, publisher.root_key)
        loaded.append(found.seq)
        return found

    current = CurrentSet(publisher.public, load)
    current.refresh()
    current.follow()
    publisher.publish([Entry("url:a.com/2")], now=NOW + 1)
    until(lambda: loaded == [NOW, NOW + 1])


def test_who_waits_is_woken_by_another_set_and_by_nothing_else(publisher: Publisher) -> None:
    ticks = Ticks()
    current = watched(publisher, ticks)
    turn = current.turn
    assert not current.wait(turn, 0.05)
    woken: list[bool] = []
    waiter = threading.Thread(target=lambda: woken.append(current.wait(turn, 30)))
    waiter.start()
    (publisher.public / "current").unlink()
    current.refresh()
    assert current.error is not None
    assert current.turn == turn
    publisher.publish([Entry("url:a.com/2")], now=NOW + 1)
    current.refresh()
    waiter.join(5)
    assert woken == [True]


def test_a_set_that_came_before_the_wait_is_not_missed(publisher: Publisher) -> None:
    current = watched(publisher, Ticks())
    turn = current.turn
    publisher.publish([Entry("url:a.com/2")], now=NOW + 1)
    current.refresh()
    assert current.wait(turn, 0)
