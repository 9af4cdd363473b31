"""One database is published into one place: another is refused until the first is gone, however it went."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.support.processes import until
from tests.support.stores import Database

from cektautan.store.availability import StoreUnavailableError
from cektautan.store.one_publisher import OnePublisher, OtherPublisherError
from cektautan.store.transaction import Store


def taken(publisher: OnePublisher) -> bool:
    """Try to take the claim: the server notices a moment later that a connection was closed."""
    try:
        publisher.hold()
    except OtherPublisherError:
        return False
    return True


def test_of_many_that_begin_at_once_one_place_succeeds(postgres_database: Database, tmp_path: Path) -> None:
    stores = [postgres_database.open() for _ in range(6)]
    publishers = [OnePublisher(store, tmp_path / str(number)) for number, store in enumerate(stores)]
    with ThreadPoolExecutor(len(publishers)) as pool:
        assert sorted(pool.map(taken, publishers)) == [False] * 5 + [True]
    for publisher, store in zip(publishers, stores, strict=True):
        publisher.release()
        store.engine.dispose()


def test_another_place_is_refused_until_the_first_gives_up(postgres_database: Database, tmp_path: Path) -> None:
    here, there = postgres_database.open(), postgres_database.open()
    first, second = OnePublisher(here, tmp_path / "a"), OnePublisher(there, tmp_path / "b")
    first.hold()
    first.hold()
    with pytest.raises(OtherPublisherError, match="CEKTAUTAN_PUBLISH=off"):
        second.hold()
    first.hold()
    first.release()
    until(lambda: taken(second))
    with pytest.raises(OtherPublisherError):
        first.hold()
    second.release()
    for store in (here, there):
        store.engine.dispose()


def test_several_processes_of_one_folder_are_one_place(postgres_database: Database, tmp_path: Path) -> None:
    here, there = postgres_database.open(), postgres_database.open()
    (tmp_path / "public").mkdir()
    (tmp_path / "name").symlink_to(tmp_path / "public")
    first, second = OnePublisher(here, tmp_path / "public"), OnePublisher(there, tmp_path / "name")
    first.hold()
    second.hold()
    first.hold()
    for each in (first, second):
        each.release()
    for store in (here, there):
        store.engine.dispose()


def test_who_lost_the_connection_has_lost_the_claim(postgres_database: Database, tmp_path: Path) -> None:
    here, there = postgres_database.open(), postgres_database.open()
    first, second = OnePublisher(here, tmp_path / "a"), OnePublisher(there, tmp_path / "b")
    first.hold()
    with there.engine.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
    until(lambda: taken(second))
    with pytest.raises(OtherPublisherError):
        first.hold()
    second.release()
    until(lambda: taken(first))
    first.release()
    for store in (here, there):
        store.engine.dispose()


def test_a_database_that_is_away_is_told_as_such(tmp_path: Path) -> None:
    store = Database("postgresql://cektautan@127.0.0.1:1/nothing").open()
    with pytest.raises(StoreUnavailableError):
        OnePublisher(store, tmp_path).hold()
    store.engine.dispose()


def test_sqlite_lies_in_the_folder_and_needs_no_claim(sqlite_store: Store, tmp_path: Path) -> None:
    OnePublisher(sqlite_store, tmp_path / "a").hold()
    OnePublisher(sqlite_store, tmp_path / "b").hold()
