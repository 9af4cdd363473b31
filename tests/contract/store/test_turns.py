"""One process at a time has the turn for a job, and it ends with the process, on both engines."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from sqlalchemy import text
from tests.support.processes import ROOT, until
from tests.support.stores import Database

from cektautan.store.availability import StoreUnavailableError
from cektautan.store.transaction import Store
from cektautan.store.turns import turns_of


def free(store: Store, name: str = "harvest") -> bool:
    with turns_of(store).take(name) as ours:
        return ours


def test_of_many_one_has_the_turn_until_it_gives_it_back(database: Database) -> None:
    stores = [database.open() for _ in range(5)]
    with ExitStack() as held, ThreadPoolExecutor(len(stores)) as pool:
        taken = list(pool.map(lambda store: held.enter_context(turns_of(store).take("harvest")), stores))
        assert sorted(taken) == [False] * 4 + [True]
        assert free(stores[0], "imports")
        assert turns_of(stores[0]).taken(["harvest", "imports"]) == {"harvest"}
    assert turns_of(stores[0]).taken(["harvest", "imports"]) == frozenset()
    assert free(stores[1])
    for store in stores:
        store.engine.dispose()


def test_a_job_that_fails_gives_its_turn_back(store: Store) -> None:
    with pytest.raises(KeyError), turns_of(store).take("harvest"):
        raise KeyError
    assert free(store)


def test_the_turn_ends_with_its_process(database: Database) -> None:
    store = database.open()
    command = [sys.executable, "-m", "tests.contract.store.hold_turn", database.url]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        assert process.stdout.readline() == "True\n"
        assert not free(store)
        assert turns_of(store).taken(["harvest"]) == {"harvest"}
    finally:
        process.kill()
        process.communicate()
    until(lambda: free(store))
    store.engine.dispose()


def test_who_lost_the_connection_has_lost_the_turn_and_the_next_one_gets_it(postgres_database: Database) -> None:
    here, there = postgres_database.open(), postgres_database.open()
    with turns_of(here).take("harvest") as ours:
        assert ours
        with there.engine.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
        until(lambda: free(there))
    assert free(here)
    for store in (here, there):
        store.engine.dispose()


def test_a_database_that_is_away_gives_no_turn() -> None:
    store = Database("postgresql://cektautan@127.0.0.1:1/none").open()
    with pytest.raises(StoreUnavailableError), turns_of(store).take("harvest"):
        pass
