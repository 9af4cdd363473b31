"""Health is true within two seconds, however often anybody asks, and costs the database the same in any case."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from tests.support.postgres import postgres_server
from tests.support.processes import until
from tests.support.service import Clock
from tests.support.stores import Database

from cektautan.store.models import JobRun
from cektautan.store.transaction import Store
from cektautan.web.desk_state import AWAY, KEPT_SECONDS, OK, DeskState

NOW = 1_792_000_800
MANY = 40
STATEMENTS = {"postgresql": 3, "sqlite": 2}
"""Of one look, where a job is running: the last runs, the last good ones and, in PostgreSQL, who has the turn."""


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def run(store: Store, name: str, outcome: str) -> None:
    with store.noting() as session:
        session.add(JobRun(name=name, slot=0, started_at=NOW, ended_at=NOW, outcome=outcome))


@pytest.fixture
def passed() -> Clock:
    return Clock(0)


@pytest.fixture
def state(store: Store, passed: Clock) -> DeskState:
    run(store, "queue", "running")
    state = DeskState(store, {"queue": 300, "harvest": 60}, lambda: NOW, passed)
    # A machine that is busy may take longer than health waits; then it is told, and seen a moment later.
    until(lambda: state.ask().store == OK)
    return state


def test_a_crowd_costs_the_database_one_look_in_two_seconds(store: Store, state: DeskState, passed: Clock) -> None:
    with statements(store) as asked, ThreadPoolExecutor(MANY) as pool:
        for _ in range(3):
            passed.move(KEPT_SECONDS)
            told = list(pool.map(lambda _: state.ask(), range(MANY)))
            until(lambda: state.ask().store == OK)
            assert {each.store for each in told} <= {OK, AWAY}
    assert len(asked) == 3 * STATEMENTS[store.engine.dialect.name]


def test_what_is_told_says_how_old_it_is_and_is_no_older(store: Store, state: DeskState, passed: Clock) -> None:
    run(store, "harvest", "failed")
    passed.move(KEPT_SECONDS - 0.5)
    before = state.ask()
    assert (before.failing, before.age) == ((), KEPT_SECONDS - 0.5)
    passed.move(0.5)
    until(lambda: (state.ask().failing, state.ask().age) == (("harvest",), 0.0))


def test_a_database_that_goes_and_comes_is_told_within_two_seconds(passed: Clock) -> None:
    with postgres_server() as server:
        store = Database(server.url()).open()
        state = DeskState(store, {"queue": 300}, lambda: NOW, passed)
        until(lambda: state.ask().store == OK)
        server.stop()
        assert state.ask().store == OK, "it was asked a moment ago"
        passed.move(KEPT_SECONDS)
        assert state.ask().store == AWAY
        server.start()
        passed.move(KEPT_SECONDS)
        until(lambda: state.ask().store == OK)
        store.engine.dispose()
