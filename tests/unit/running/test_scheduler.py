"""Each job has a thread of its own: a slow one holds up none, and what goes wrong is told once."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.support.processes import until

from cektautan.running.jobs import Job
from cektautan.running.lead import Everyone
from cektautan.running.one_run import Runner
from cektautan.running.scheduler import Scheduler
from cektautan.store.job_log import newest_runs
from cektautan.store.transaction import Store


@contextmanager
def scheduled(store: Store, said: list[str], *jobs: Job, lead: Everyone | None = None) -> Iterator[Scheduler]:
    scheduler = Scheduler(jobs, Runner(store), lead or Everyone(), said.append)
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.stop(10)


def test_a_slow_job_holds_up_none_of_the_others(sqlite_store: Store) -> None:
    go, ran = threading.Event(), []

    def slow(_: Store, __: int) -> Mapping[str, int]:
        go.wait(60)
        return {}

    def quick(_: Store, now: int) -> Mapping[str, int]:
        ran.append(now)
        return {}

    with scheduled(sqlite_store, [], Job("harvest", 1, slow), Job("checks", 1, slow), Job("imports", 1, quick)):
        try:
            until(lambda: len(ran) >= 3)
        finally:
            go.set()


def test_what_fails_is_told_once_and_that_it_is_over(sqlite_store: Store) -> None:
    said: list[str] = []
    broken = threading.Event()
    broken.set()
    ran = []

    def run(_: Store, now: int) -> Mapping[str, int]:
        ran.append(now)
        if broken.is_set():
            raise KeyError("https://hoaks.example/what-a-reader-sent")
        return {}

    with scheduled(sqlite_store, said, Job("imports", 1, run)):
        until(lambda: len(ran) >= 3)
        assert said == ["imports: a defect (KeyError)"]
        broken.clear()
        until(lambda: said[1:] == ["imports: it works again"])


def test_a_node_without_the_lead_runs_nothing(sqlite_store: Store) -> None:
    looked = threading.Event()

    class Another(Everyone):
        def leads(self) -> bool:
            looked.set()
            return False

    with scheduled(sqlite_store, [], Job("imports", 1, lambda _, __: {}), lead=Another()):
        assert looked.wait(30)
    with sqlite_store.reading() as session:
        assert newest_runs(session, "imports", 1) == ()


def test_what_is_under_way_may_end_before_the_process_does(sqlite_store: Store) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow(_: Store, __: int) -> Mapping[str, int]:
        begun.set()
        go.wait(60)
        return {"rows": 1}

    with scheduled(sqlite_store, [], Job("harvest", 60, slow)):
        assert begun.wait(30)
        threading.Timer(0.2, go.set).start()
    with sqlite_store.reading() as session:
        (run,) = newest_runs(session, "harvest", 2)
        assert (run.outcome, run.counts) == ("done", {"rows": 1})
