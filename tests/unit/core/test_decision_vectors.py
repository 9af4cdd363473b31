"""Every row of tests/vectors/decision.json holds in Python (tests/vectors/README.md gives the loop)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.listed import first_of

from cektautan.core.address import NotJudgeable
from cektautan.core.decision import decide
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import UNLISTED_STATE, Level, Staleness, State, Verdict
from cektautan.publish.rules_bundle import load_rules

ROOT = Path(__file__).resolve().parents[3]
ROWS: list[dict[str, Any]] = json.loads((ROOT / "tests/vectors/decision.json").read_text(encoding="utf-8"))["vectors"]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.from_bundle(load_rules(ROOT / "rules"))


def answer(row: dict[str, Any], rules: Rules) -> dict[str, Any]:
    listed = {
        key: (entries["level"], Verdict.of(entries["verdict"])) for entries in row["lists"] for key in entries["keys"]
    }
    try:
        found = identify(row["url"], rules)
    except NotJudgeable:
        return {"state": State.ERROR}
    decision = decide(found.keys, first_of(listed), Staleness(row["staleness"]))
    if decision is None:
        return {"state": UNLISTED_STATE[found.surface]}
    return {
        "state": State.CLEARED if decision.level is Level.CLEARED else State.LISTED,
        "level": decision.level,
        "verdict": decision.verdict.word,
        "kind": decision.kind,
        "key": decision.key,
    }


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_list_says_about_the_address_what_the_row_says(row: dict[str, Any], rules: Rules) -> None:
    assert answer(row, rules) == row["expect"]
