"""The place of a case in the queue, as points: the higher, the sooner.

Pure. What is known of a case decides: its kind, its lane, what is in force, how long it has waited. Reports count by
their logarithm: the first says much, the thousandth nothing, and a wave of them is told as a wave. Whatever waits
gains points by the day, so that nothing is passed over for ever. Points order work and decide nothing else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from cektautan.desk.rules.elections import Window
from cektautan.desk.rules.numbers import DAY, Numbers

LEVEL_POINTS = 5
"""For each level of what is in force: a wrong warning page does more harm than a wrong note."""

REPORT_POINTS = 6
"""For each doubling of reports."""

MOST_REPORT_POINTS = 24
"""A wave of ten thousand cannot outweigh an objection, nor one report of an imposter."""

ELECTION_POINTS = 15

FINENESS = 100
"""Steps of a rank in one point, so that minutes of waiting count too."""


@dataclass(frozen=True)
class Waiting:
    """What is known of a case."""

    kind: str
    lane: str
    level: int
    """In force for its subject; 0 where nothing is."""
    reports: int
    opened_at: int


@dataclass(frozen=True)
class Burst:
    """A wave of reports: how many within how many minutes."""

    reports: int
    minutes: int


def points(waiting: Waiting, now: int, window: Window | None, numbers: Numbers) -> int:
    """Return the points of a case at a moment."""
    days = max(0, now - waiting.opened_at) / DAY
    return _weight(waiting, window, numbers) + int(days * numbers.limits.age_floor_points_per_day)


def rank(waiting: Waiting, window: Window | None, numbers: Numbers) -> int:
    """Return a number that orders cases as their points do, at every moment: all of them age alike.

    So the queue is sorted by a column that only changes when something about the case does.
    """
    per_day = FINENESS * numbers.limits.age_floor_points_per_day
    return FINENESS * _weight(waiting, window, numbers) - waiting.opened_at * per_day // DAY


def _weight(waiting: Waiting, window: Window | None, numbers: Numbers) -> int:
    return (
        numbers.kind_points[waiting.kind]
        + numbers.lane_points[waiting.lane]
        + LEVEL_POINTS * waiting.level
        + report_points(waiting.reports)
        + (ELECTION_POINTS if window is not None else 0)
    )


def report_points(reports: int) -> int:
    """Return what a number of reports adds."""
    return min(MOST_REPORT_POINTS, int(REPORT_POINTS * math.log2(1 + reports)))


def burst(reports: int, first_at: int | None, last_at: int | None, numbers: Numbers) -> Burst | None:
    """Return the wave that the reports of a case are, or None where they came as reports do.

    A wave is many reports at a pace that one hour of the limit would hold: 800 in nine minutes as well as 5,000 in two
    hours.
    """
    limits = numbers.limits
    if first_at is None or last_at is None or reports < limits.burst_reports:
        return None
    seconds = max(1, last_at - first_at)
    if reports / seconds < limits.burst_reports / (limits.burst_minutes * 60):
        return None
    return Burst(reports, max(1, math.ceil(seconds / 60)))
