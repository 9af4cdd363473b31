"""The desk in numbers, as rules/desk.json gives them: limits, clocks and weights.

Pure: takes what the file says, which its schema has checked. A number that the code needs and the file lacks is refused
when the desk starts, never guessed at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

HOUR = 3600
DAY = 24 * HOUR

PROMISED_HOURS = 48
"""What readers are told before they send anything: what they write is gone two days after their case was closed."""


@dataclass(frozen=True)
class Limits:
    """The values of rules/desk.json by their names there."""

    lease_minutes: int
    provisional_hours: int
    immunity_days: int
    import_rows: int
    bulk_cases: int
    bulk_extensions: int
    expiry_days: int
    second_look_hours: int
    jump_times: int
    jump_floor: int
    check_again_hours: int
    gone_times: int
    patrol_hours: int
    patrol_again_hours: int
    patrol_gone_times: int
    patrol_gone_hours: int
    patrol_changed_times: int
    patrol_pages: int
    patrol_host_pages: int
    patrol_domain_days: int
    patrol_domains: int
    appeal_acknowledge_hours: int
    appeal_decide_hours: int
    appeal_decide_hours_election: int
    written_grace_hours: int
    burst_reports: int
    burst_minutes: int
    age_floor_points_per_day: int
    forwarded_days: int


@dataclass(frozen=True)
class Clock:
    """Within how many hours a kind of case should be decided."""

    hours: int
    election_hours: int


@dataclass(frozen=True)
class Numbers:
    """Everything of the file that decides."""

    limits: Limits
    clocks: Mapping[str, Clock]
    kind_points: Mapping[str, int]
    lane_points: Mapping[str, int]
    procedure_sources: frozenset[str]
    procedure_tags: frozenset[str]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Numbers:
        """Take what the file holds.

        Raises:
            ValueError: a number is missing, unknown or there twice.

        """
        values = _by_name(data["values"], "id")
        wanted = [each.name for each in fields(Limits)]
        if missing := sorted(set(wanted) - set(values)):
            raise ValueError(f"there is no value {missing[0]}")
        if unknown := sorted(set(values) - set(wanted)):
            raise ValueError(f"nothing uses a value {unknown[0]}")
        if values["written_grace_hours"]["value"] > PROMISED_HOURS:
            raise ValueError(f"written_grace_hours is more than the {PROMISED_HOURS} that readers are told")
        clocks = _by_name(data["clocks"], "kind")
        points = _by_name(data["priorities"], "kind")
        if clocks.keys() != points.keys():
            raise ValueError("clocks and priorities are of different kinds")
        return cls(
            limits=Limits(**{name: values[name]["value"] for name in wanted}),
            clocks={kind: Clock(each["hours"], each["election_hours"]) for kind, each in clocks.items()},
            kind_points={kind: each["points"] for kind, each in points.items()},
            lane_points={lane: each["points"] for lane, each in _by_name(data["lanes"], "lane").items()},
            procedure_sources=frozenset(data["procedure"]["sources"]),
            procedure_tags=frozenset(data["procedure"]["tags"]),
        )


def _by_name(entries: list[dict[str, Any]], name: str) -> dict[str, dict[str, Any]]:
    found = {each[name]: each for each in entries}
    if len(found) < len(entries):
        raise ValueError(f"a {name} stands twice")
    return found
