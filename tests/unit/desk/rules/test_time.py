"""Leases, clocks and the order of the queue."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.desk.policy import Policy
from cektautan.desk.rules.clocks import appeal_due, due_at, overdue
from cektautan.desk.rules.lease import Lease
from cektautan.desk.rules.numbers import DAY, HOUR
from cektautan.desk.rules.priority import Burst, Waiting, burst, points

NOW = 1_790_000_000
CAMPAIGN = 1_707_000_000
"""3 February 2024."""
TIP = Waiting("report", "unchecked", 0, 1, NOW)


def test_a_lease_lasts_its_minutes_and_ends_by_itself() -> None:
    lease = Lease(None, None).taken(1, NOW, 15)
    assert lease == Lease(1, NOW + 900)
    assert lease.owner(NOW + 899) == 1
    assert not lease.free_for(2, NOW + 899)
    assert lease.free_for(1, NOW + 899)
    assert lease.free_for(2, NOW + 900)


def test_a_case_has_a_clock_by_its_kind_and_a_shorter_one_in_an_election(policy: Policy) -> None:
    for kind in policy.numbers.clocks:
        usual = due_at(kind, NOW, policy.numbers, policy.elections) - NOW
        urgent = due_at(kind, CAMPAIGN, policy.numbers, policy.elections) - CAMPAIGN
        assert urgent <= usual
    assert due_at("report", NOW, policy.numbers, policy.elections) == NOW + 72 * HOUR


def test_an_appeal_is_acknowledged_in_a_day_and_decided_in_three_or_in_twelve_hours(policy: Policy) -> None:
    usual = appeal_due(NOW, policy.numbers, policy.elections)
    assert (usual.acknowledge - NOW, usual.decide - NOW) == (24 * HOUR, 72 * HOUR)
    urgent = appeal_due(CAMPAIGN, policy.numbers, policy.elections)
    assert (urgent.acknowledge - CAMPAIGN, urgent.decide - CAMPAIGN) == (12 * HOUR, 12 * HOUR)


def test_late_is_after_the_due_time() -> None:
    assert not overdue(NOW, NOW)
    assert overdue(NOW, NOW + 1)
    assert not overdue(None, NOW)


def place(policy: Policy, waiting: Waiting, now: int = NOW) -> int:
    return points(waiting, now, policy.elections.at(now), policy.numbers)


def test_an_objection_comes_before_ten_thousand_reports_of_one_thing(policy: Policy) -> None:
    wave = replace(TIP, reports=10_000)
    assert place(policy, wave) < place(policy, Waiting("appeal", "appeal", 3, 0, NOW))
    assert place(policy, wave) < place(policy, TIP) + 41


def test_each_further_report_says_less(policy: Policy) -> None:
    first = place(policy, replace(TIP, reports=1)) - place(policy, replace(TIP, reports=0))
    later = place(policy, replace(TIP, reports=101)) - place(policy, replace(TIP, reports=100))
    assert first > later


def test_what_waits_is_never_passed_over_for_ever(policy: Policy) -> None:
    old = Waiting("expiry", "unchecked", 0, 0, NOW - 14 * DAY)
    freshest = Waiting("appeal", "imposter", 3, 10_000, NOW)
    assert place(policy, replace(old, opened_at=NOW - 30 * DAY)) > place(policy, freshest)
    assert place(policy, old) > place(policy, Waiting("appeal", "appeal", 3, 1, NOW))


def test_an_election_makes_work_urgent(policy: Policy) -> None:
    tip = replace(TIP, opened_at=CAMPAIGN)
    assert points(tip, CAMPAIGN, policy.elections.at(CAMPAIGN), policy.numbers) > points(
        tip, CAMPAIGN, None, policy.numbers
    )


@given(st.sampled_from(["report", "match", "appeal", "expiry"]), st.integers(0, 100_000), st.integers(0, 400 * DAY))
def test_more_reports_and_more_age_never_move_a_case_back(policy: Policy, kind: str, reports: int, age: int) -> None:
    waiting = Waiting(kind, "checked", 1, reports, NOW)
    assert place(policy, waiting, NOW + age) <= place(policy, replace(waiting, reports=reports + 1), NOW + age + DAY)


@pytest.mark.parametrize(
    ("reports", "seconds", "expected"),
    [
        (812, 540, Burst(812, 9)),
        (10_000, 7200, Burst(10_000, 120)),
        (20, 3600, Burst(20, 60)),
        (19, 60, None),
        (30, 5 * DAY, None),
        (25, 0, Burst(25, 1)),
    ],
)
def test_a_wave_is_told_as_a_wave(policy: Policy, reports: int, seconds: int, expected: Burst | None) -> None:
    assert burst(reports, NOW, NOW + seconds, policy.numbers) == expected
    assert burst(reports, None, None, policy.numbers) is None
