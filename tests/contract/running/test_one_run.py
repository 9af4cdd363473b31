"""When a job has its turn, by a clock of the test's own, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select
from tests.contract.store.builders import NOW

from cektautan.running.jobs import Job
from cektautan.running.one_run import AFTER_FAILURE_SECONDS, Run, Runner
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.job_log import begin
from cektautan.store.models import JobRun
from cektautan.store.transaction import Store
from cektautan.store.turns import turns_of

START = NOW - NOW % 60
"""The beginning of a slot."""


class Desk:
    """A store, a clock and a job that counts its runs."""

    def __init__(self, store: Store) -> None:
        self.store, self.now, self.times = store, START, 0
        self.does: Callable[[], None] = lambda: None
        self.wanted = False
        self.job = Job("harvest", 60, self._run)
        self.asked = Job("harvest", 60, self._run, lambda _session, _now: self.wanted)
        self.runner = Runner(store, lambda _session: self.now)

    def _run(self, _store: Store, _now: int) -> Mapping[str, int]:
        self.times += 1
        self.does()
        return {"cases": self.times}

    def at(self, seconds: int, job: Job | None = None) -> Run | None:
        self.now = START + seconds
        return self.runner.run_if_due(job or self.job)

    def outcomes(self) -> list[str]:
        with self.store.reading() as session:
            return list(session.scalars(select(JobRun.outcome).order_by(JobRun.id)))


def test_each_slot_is_run_once_whoever_looks_how_often(store: Store) -> None:
    desk, other = Desk(store), Desk(store)
    for second in range(0, 180, 5):
        desk.at(second)
        other.at(second + 2)
    assert desk.times + other.times == 3
    assert desk.outcomes() == ["done"] * 3


def test_slots_that_nobody_looked_at_are_not_caught_up_on(store: Store) -> None:
    desk = Desk(store)
    assert desk.at(0) == Run({"cases": 1})
    assert desk.at(600) == Run({"cases": 2})
    assert desk.at(601) is None


def test_while_one_has_the_turn_the_others_do_nothing(store: Store) -> None:
    desk, other = Desk(store), Desk(store)
    tried: list[Run | None] = []
    desk.does = lambda: tried.extend((other.at(0), other.at(90), other.runner.run_now(other.job)))
    assert desk.at(0)
    assert tried == [None] * 3
    assert (desk.times, other.times, desk.outcomes()) == (1, 0, ["done"])


def test_what_was_cut_off_is_taken_up_at_once(store: Store) -> None:
    desk = Desk(store)
    begin(store, "harvest", START // 60, START)
    assert desk.at(3)
    assert desk.at(4) is None
    assert desk.outcomes() == ["cut_off", "done"]


def test_what_is_cut_off_again_and_again_waits_for_its_next_slot(store: Store) -> None:
    desk = Desk(store)
    for _ in range(2):
        begin(store, "harvest", START // 60, START)
    assert desk.at(3) is None
    assert desk.outcomes() == ["cut_off", "cut_off"]
    assert desk.at(60)


def test_what_somebody_waits_for_runs_before_its_slot(store: Store) -> None:
    desk = Desk(store)
    assert desk.at(0, desk.asked)
    assert desk.at(1, desk.asked) is None
    desk.wanted = True
    assert desk.at(2, desk.asked)
    assert desk.at(3, desk.asked)


def test_what_fails_waits_a_while_also_where_somebody_waits_for_it(store: Store) -> None:
    desk = Desk(store)
    desk.wanted = True

    def fails() -> None:
        raise KeyError("https://hoaks.example/what-a-reader-sent")

    desk.does = fails
    # The words of an unknown error may hold what somebody sent, so its kind alone is told.
    assert desk.at(0, desk.asked) == Run({}, "defect", "a defect (KeyError)")
    assert desk.at(AFTER_FAILURE_SECONDS - 1, desk.asked) is None
    assert desk.at(AFTER_FAILURE_SECONDS, desk.asked)
    assert desk.outcomes() == ["failed", "failed"]


def test_a_database_that_is_away_is_told_as_that(store: Store) -> None:
    desk = Desk(store)

    def away() -> None:
        raise StoreUnavailableError("the database does not answer: OperationalError")

    desk.does = away
    assert desk.at(0) == Run({}, "database", "the database does not answer: OperationalError")


def test_a_clock_that_was_far_ahead_and_is_set_back_stops_nothing(store: Store) -> None:
    desk = Desk(store)
    assert desk.at(86_400)
    assert desk.at(0)
    assert desk.at(5) is None
    # A slot too early by a little is left for what it was.
    assert desk.at(60)
    assert desk.at(59) is None


def test_it_is_run_now_whether_it_is_due_or_not_and_counts_for_its_slot(store: Store) -> None:
    desk = Desk(store)
    assert desk.at(0)
    assert desk.runner.run_now(desk.job) == Run({"cases": 2})
    assert desk.at(5) is None
    with turns_of(store).take("harvest"):
        assert desk.runner.run_now(desk.job) is None
    assert desk.times == 2
