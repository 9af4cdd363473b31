"""When a running publisher signs again: on time, when a day begins, and in spite of a list with errors."""

from __future__ import annotations

import pytest
from tests.support.service import START, Clock

from cektautan.publish.errors import PublishError
from cektautan.running.resign import RETRY_SECONDS, Resigner

HOUR = 3600


class Recorder:
    """A renewal that notes what was asked of it, and fails when told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int]] = []
        self.failing = False

    def publish(self, now: int) -> int:
        self.calls.append(("publish", now))
        if self.failing:
            raise PublishError("claims/x.yaml:3: a fault")
        return now

    def sign_again(self, now: int) -> int:
        self.calls.append(("sign", now))
        return now


@pytest.fixture
def clock() -> Clock:
    return Clock(START - 23 * HOUR)  # two in the morning, in Jakarta


@pytest.fixture
def renewal() -> Recorder:
    return Recorder()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def job(clock: Clock, renewal: Recorder, said: list[str]) -> Resigner:
    return Resigner(renewal, clock, said.append, 6 * HOUR, int(clock()))


def run_for(job: Resigner, clock: Clock, hours: float) -> None:
    for _ in range(int(hours * 120)):
        clock.move(30)
        job.step()


def test_it_publishes_every_six_hours(job: Resigner, clock: Clock, renewal: Recorder) -> None:
    begin = int(clock())
    run_for(job, clock, 18.5)
    assert [(what, (at - begin) / HOUR) for what, at in renewal.calls] == [("publish", hour) for hour in (6, 12, 18)]


def test_it_publishes_when_a_day_begins(job: Resigner, clock: Clock, renewal: Recorder) -> None:
    job.period = 48 * HOUR
    begin = int(clock())
    run_for(job, clock, 23)
    assert [(at - begin) / HOUR for _, at in renewal.calls] == [22]


def test_a_machine_that_slept_publishes_when_it_wakes(job: Resigner, clock: Clock, renewal: Recorder) -> None:
    clock.move(100 * HOUR)
    job.step()
    assert len(renewal.calls) == 1


def test_lists_with_errors_do_not_let_the_others_expire(
    job: Resigner, clock: Clock, renewal: Recorder, said: list[str]
) -> None:
    renewal.failing = True
    begin = int(clock())
    run_for(job, clock, 6.1)
    assert renewal.calls == [("publish", begin + 6 * HOUR), ("sign", begin + 6 * HOUR)]
    assert said[0] == "the lists cannot be published: claims/x.yaml:3: a fault"


def test_a_failure_is_tried_again_after_a_while_and_not_at_once(job: Resigner, clock: Clock, renewal: Recorder) -> None:
    renewal.failing = True
    job.period = 48 * HOUR
    run_for(job, clock, 22)
    assert len(renewal.calls) == 1
    clock.move(RETRY_SECONDS)
    renewal.failing = False
    job.step()
    assert [what for what, _ in renewal.calls] == ["publish", "publish"]
    clock.move(RETRY_SECONDS)
    job.step()
    assert len(renewal.calls) == 2
