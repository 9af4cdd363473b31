"""The log of jobs: what was cut off is told from what ended, and only the newest runs are kept."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from tests.contract.store.builders import NOW, claim
from tests.support.stores import Database

from cektautan.store.job_log import KEPT, begin, end, newest_runs, shared_now
from cektautan.store.models import JobRun
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import UntracedError


def outcomes(store: Store, name: str = "harvest") -> list[str]:
    with store.reading() as session:
        return [run.outcome for run in reversed(newest_runs(session, name, KEPT))]


def test_a_run_is_noted_when_it_begins_and_when_it_ends(store: Store) -> None:
    number = begin(store, "harvest", 7, NOW)
    assert outcomes(store) == ["running"]
    end(store, number, {"cases": 2})
    failed = begin(store, "harvest", 8, NOW + 60)
    end(store, failed, {}, "defect")
    assert outcomes(store) == ["done", "failed"]
    with store.reading() as session:
        last, first = newest_runs(session, "harvest", 2)
        assert (first.slot, first.started_at, first.counts, first.problem) == (7, NOW, {"cases": 2}, "")
        assert (last.problem, last.ended_at is None) == ("defect", False)


def test_what_did_not_end_was_cut_off_and_stays_so(store: Store) -> None:
    lost = begin(store, "harvest", 7, NOW)
    begin(store, "imports", 7, NOW)
    again = begin(store, "harvest", 7, NOW + 1)
    # Its process was not killed, as it turns out, but had lost its turn.
    end(store, lost, {"cases": 1})
    end(store, again, {"cases": 1})
    assert outcomes(store) == ["cut_off", "done"]
    assert outcomes(store, "imports") == ["running"]


def test_the_newest_runs_of_each_job_are_kept(sqlite_store: Store) -> None:
    with sqlite_store.noting() as session:
        for name in ("harvest", "imports"):
            session.add_all(
                JobRun(name=name, slot=n, started_at=NOW + n, ended_at=NOW + n, outcome="done") for n in range(KEPT)
            )
    for slot in range(3):
        end(sqlite_store, begin(sqlite_store, "harvest", KEPT + slot, NOW + KEPT), {})
    with sqlite_store.reading() as session:
        query = select(JobRun.name, func.count(), func.min(JobRun.slot)).group_by(JobRun.name).order_by(JobRun.name)
        assert list(map(tuple, session.execute(query))) == [("harvest", KEPT, 3), ("imports", KEPT, 0)]


def test_nothing_but_notes_is_written_without_a_decision(store: Store) -> None:
    with pytest.raises(UntracedError), store.noting() as session:
        session.add(claim())
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(JobRun)) == 0


def test_noting_waits_for_no_decision_where_the_engine_allows_it(postgres_database: Database) -> None:
    store = postgres_database.open()
    with store.deciding("system", NOW):
        end(store, begin(store, "harvest", 7, NOW), {})
    assert outcomes(store) == ["done"]
    store.engine.dispose()


def test_the_clock_is_one_that_all_processes_share(store: Store) -> None:
    with store.reading() as session:
        before = shared_now(session)
        assert before > NOW - 400 * 86_400
        assert 0 <= shared_now(session) - before < 60
