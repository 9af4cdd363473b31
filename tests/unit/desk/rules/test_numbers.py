"""The desk's numbers and election windows come from the files, whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cektautan.desk.policy import Policy, load_policy
from cektautan.publish.rules_bundle import RulesError


def seconds(day: str, hour: int = 12) -> int:
    return int(datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=UTC).timestamp())


def test_the_numbers_that_the_policy_names(policy: Policy) -> None:
    limits = policy.numbers.limits
    assert (limits.lease_minutes, limits.provisional_hours, limits.immunity_days) == (15, 24, 90)
    assert (limits.appeal_acknowledge_hours, limits.appeal_decide_hours) == (24, 72)
    assert (limits.appeal_decide_hours_election, limits.expiry_days, limits.import_rows) == (12, 14, 100)


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("desk", lambda d: d["values"].pop(), "there is no value"),
        ("desk", lambda d: [each.update({"value": 49}) for each in d["values"]], "readers are told"),
        ("desk", lambda d: d["values"].append({"id": "luck", "value": 7, "reason": "Because why not."}), "luck"),
        ("desk", lambda d: d["values"].append(d["values"][0]), "twice"),
        ("desk", lambda d: d["clocks"].pop(), "different kinds"),
        ("desk", lambda d: d["values"][0].pop("reason"), "'reason' is a required"),
        ("elections", lambda d: d["windows"][0].update({"to": "2023-01-01"}), "ends before it begins"),
        ("elections", lambda d: d["windows"][0].update({"to": None}), "one day is given"),
        ("elections", lambda d: d["windows"].append(d["windows"][0]), "twice"),
        ("elections", lambda d: d["windows"][0].update({"sources": []}), "sources"),
        ("ready_reasons", lambda d: d["reasons"].append(d["reasons"][0]), "twice"),
        ("ready_reasons", lambda d: [each.update({"acts": ["approve"]}) for each in d["reasons"]], "no ready reason"),
        ("ready_reasons", lambda d: d["reasons"][0]["text"].pop("en"), "'en' is a required"),
    ],
)
def test_a_file_that_is_wrong_keeps_the_desk_from_starting(
    root: Path, tmp_path: Path, file: str, change: Callable[[Any], object], message: str
) -> None:
    rules = Path(shutil.copytree(root / "rules", tmp_path / "rules"))
    path = rules / f"{file}.json"
    data = json.loads(path.read_text("utf-8"))
    change(data)
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(RulesError, match=message):
        load_policy(rules, root / "blocklists")


@pytest.mark.parametrize(
    ("day", "window"),
    [
        ("2023-11-27", None),
        ("2023-11-28", "pemilu-2024"),
        ("2024-02-14", "pemilu-2024"),
        ("2024-04-25", "pemilu-2024"),
        ("2024-04-26", None),
        ("2024-11-27", "pilkada-2024"),
        ("2026-11-28", None),
        ("2029-02-14", None),
    ],
)
def test_a_day_lies_in_a_window_or_in_none(policy: Policy, day: str, window: str | None) -> None:
    found = policy.elections.on(date.fromisoformat(day))
    assert (found.id if found else None) == window


def test_a_window_begins_at_midnight_in_jakarta(policy: Policy) -> None:
    assert policy.elections.at(seconds("2023-11-27", 16)) is None
    assert policy.elections.at(seconds("2023-11-27", 17)) is not None


def test_a_window_without_days_is_none(policy: Policy) -> None:
    assert "pemilu-nasional-2029" not in [each.id for each in policy.elections.windows]


@pytest.mark.parametrize(
    ("tags", "text", "about"),
    [
        (["presiden"], "Sebuah klaim.", True),
        (["calon-gubernur"], "Sebuah klaim.", True),
        (["bansos"], "Sebuah klaim.", False),
        (["bansos"], "Anies membagikan amplop.", True),
        ([], "Pemilih mendapat PAN-ci.", True),
        ([], "Panci dibagikan di pasar.", False),
    ],
)
def test_a_claim_is_about_a_contestant_by_its_tags_or_its_words(
    policy: Policy, tags: list[str], text: str, about: bool
) -> None:
    window = policy.elections.on(date(2024, 2, 1))
    assert window is not None
    assert window.about_contestant(tags, [text]) is about
