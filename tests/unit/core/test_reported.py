"""Every row of tests/vectors/reported_addresses.json holds in Python, and what was cleaned once stays as it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cektautan.core.address import MAX_BYTES, NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.reported import reported
from cektautan.core.rules import Rules
from cektautan.publish.rules_bundle import load_rules

ROOT = Path(__file__).resolve().parents[3]


def read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((ROOT / "tests/vectors" / name).read_text("utf-8"))["vectors"]
    return rows


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.from_bundle(load_rules(ROOT / "rules"))


@pytest.mark.parametrize("row", read("reported_addresses.json"), ids=lambda row: row["id"])
def test_what_is_sent_is_what_the_row_says(row: dict[str, Any], rules: Rules) -> None:
    if "expect_error" in row:
        with pytest.raises(NotJudgeable) as refused:
            reported(row["url"], rules)
        assert refused.value.reason == row["expect_error"]
        return

    found = reported(row["url"], rules)

    assert found.url == row["expect_cleaned"]
    assert reported(found.url, rules) == found, "a second cleaning changes nothing"


def test_every_address_that_can_be_judged_is_cleaned_once_and_keeps_its_key(rules: Rules) -> None:
    changed = []
    for row in read("identity.json"):
        try:
            found = reported(row["url"], rules)
        except NotJudgeable:
            continue
        if reported(found.url, rules) != found or found.key != identify(row["url"], rules).key:
            changed.append(row["id"])
        assert len(found.url) <= MAX_BYTES
        assert "#" not in found.url
    assert changed == []
