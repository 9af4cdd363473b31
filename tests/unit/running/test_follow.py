"""When a publisher that follows a log publishes: at once what readers see, later the rest, and after trouble."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from tests.support.service import START, Clock

from cektautan.publish.errors import PublishError
from cektautan.running.follow import APART_SECONDS, LOOK_SECONDS, RETRY_SECONDS, UNSEEN_SECONDS, Follower
from cektautan.running.renewal import Head
from cektautan.running.resign import Resigner

HOUR = 3600
BEGIN = Head("a", 1, None)


@dataclass
class Desk:
    """A renewal over a log that a test moves by hand."""

    clock: Clock
    at: Head = BEGIN
    published: Head | None = BEGIN
    sets: list[float] = field(default_factory=list)
    signed: int = 0
    trouble: str = ""

    def head(self, _: int) -> Head:
        if self.trouble:
            raise PublishError(self.trouble)
        return self.at

    def publish(self, now: int) -> int:
        if self.trouble:
            raise PublishError(self.trouble)
        self.sets.append(self.clock() - START)
        self.published = self.at
        return now

    def sign_again(self, now: int) -> int:
        self.signed += 1
        return now


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def desk(clock: Clock) -> Desk:
    return Desk(clock)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def follower(desk: Desk, clock: Clock, said: list[str]) -> Follower:
    resigner = Resigner(desk, clock, said.append, 6 * HOUR, START)
    return Follower(desk, resigner, clock, said.append, monotonic=clock)


def look_for(follower: Follower, clock: Clock, seconds: float) -> None:
    for _ in range(int(seconds / LOOK_SECONDS)):
        clock.move(LOOK_SECONDS)
        follower.step()


def test_nothing_new_is_not_published(follower: Follower, desk: Desk, clock: Clock) -> None:
    look_for(follower, clock, 60)
    assert desk.sets == []


def test_a_change_for_readers_is_published_at_the_next_look(follower: Follower, desk: Desk, clock: Clock) -> None:
    desk.at = Head("b", 2, None)
    look_for(follower, clock, 5)
    assert desk.sets == [LOOK_SECONDS]


def test_a_burst_of_changes_is_a_set_a_second(follower: Follower, desk: Desk, clock: Clock) -> None:
    for number in range(20):
        desk.at = Head(f"b{number}", 2 + number, None)
        look_for(follower, clock, LOOK_SECONDS)
    look_for(follower, clock, 2)
    assert len(desk.sets) == 5 + 1
    assert all(later - earlier >= APART_SECONDS for earlier, later in zip(desk.sets, desk.sets[1:], strict=False))
    assert desk.published == desk.at


def test_what_no_reader_sees_waits_a_little(follower: Follower, desk: Desk, clock: Clock) -> None:
    for number in range(40):
        desk.at = replace(desk.at, event=f"case{number}")
        look_for(follower, clock, 1)
    assert len(desk.sets) in (3, 4)
    look_for(follower, clock, UNSEEN_SECONDS + 1)
    assert desk.published == desk.at


def test_a_provisional_listing_ends_at_its_time(follower: Follower, desk: Desk, clock: Clock) -> None:
    desk.at = desk.published = Head("a", 1, START + 20)
    look_for(follower, clock, 19)
    assert desk.sets == []
    desk.at = Head("a", 1, None)
    look_for(follower, clock, 5)
    assert desk.sets == [20]


def test_trouble_is_told_once_and_what_was_decided_meanwhile_is_published_after_it(
    follower: Follower, desk: Desk, clock: Clock, said: list[str]
) -> None:
    desk.trouble = "the database does not answer: OperationalError"
    look_for(follower, clock, 30)
    assert said == ["what the desk decided cannot be published: the database does not answer: OperationalError"]
    desk.trouble, desk.at = "", Head("b", 2, None)
    look_for(follower, clock, RETRY_SECONDS + 1)
    assert said[1:] == ["the desk is published again"]
    assert len(desk.sets) == 1


def test_the_list_is_kept_fresh_while_the_database_is_away(follower: Follower, desk: Desk, clock: Clock) -> None:
    desk.trouble = "away"
    clock.move(6 * HOUR)
    look_for(follower, clock, 5)
    assert (desk.signed, desk.sets) == (1, [])


def test_it_publishes_when_a_day_begins(follower: Follower, desk: Desk, clock: Clock) -> None:
    clock.move(23 * HOUR)  # midnight in Jakarta
    follower.resigner.signed_at = int(clock()) - 1
    look_for(follower, clock, 2)
    assert len(desk.sets) == 1


def test_a_clock_that_is_set_back_holds_nothing_up(desk: Desk, clock: Clock, said: list[str]) -> None:
    steady = Clock(0)
    resigner = Resigner(desk, clock, said.append, 6 * HOUR, START)
    follower = Follower(desk, resigner, clock, said.append, monotonic=steady)
    for number in range(2):
        steady.move(APART_SECONDS)
        clock.move(-HOUR * number)
        desk.at = Head(f"b{number}", 2 + number, None)
        follower.step()
    assert len(desk.sets) == 2
