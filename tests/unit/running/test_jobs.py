"""Periodic work: each step in its own rhythm, and one that fails stops nobody."""

from __future__ import annotations

from cektautan.running.jobs import Job, Schedule, far_jobs, jobs
from cektautan.settings import Settings
from cektautan.store.transaction import Store, StoreUnavailableError

START = 1_790_000_000


def test_each_step_runs_in_its_own_rhythm(sqlite_store: Store) -> None:
    ran: list[tuple[str, int]] = []

    def noting(name: str, every: int) -> Job:
        return Job(name, every, lambda _, now: ran.append((name, now - START)))

    schedule = Schedule((noting("often", 2), noting("seldom", 5)), lambda _: None)
    for second in range(7):
        schedule.step(sqlite_store, START + second)
    assert [at for name, at in ran if name == "often"] == [0, 2, 4, 6]
    assert [at for name, at in ran if name == "seldom"] == [0, 5]


def test_a_step_that_fails_is_told_in_a_line_and_stops_nobody(sqlite_store: Store) -> None:
    ran, said = [], []

    def fails(_: Store, __: int) -> None:
        raise KeyError("https://hoaks.example/what-a-reader-sent")

    def away(_: Store, __: int) -> None:
        raise StoreUnavailableError("the database does not answer: OperationalError")

    steps = (Job("one", 1, fails), Job("two", 1, away), Job("three", 1, lambda _, now: ran.append(now)))
    schedule = Schedule(steps, said.append)
    schedule.step(sqlite_store, START)
    schedule.step(sqlite_store, START + 1)
    assert ran == [START, START + 1]
    # The words of an unknown error may hold what somebody sent, so its kind alone is told.
    assert said[:2] == ["one: a defect (KeyError)", "two: the database does not answer: OperationalError"]


def test_no_two_steps_have_one_name() -> None:
    far = far_jobs(Settings())
    names = [job.name for job in (*jobs(Settings()), *far)]
    assert len(names) == len(set(names))
