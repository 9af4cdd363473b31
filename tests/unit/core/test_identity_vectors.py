"""Every row of tests/vectors/identity.json holds in Python (tests/vectors/README.md gives the loop)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Surface
from cektautan.core.wider import wider
from cektautan.publish.rules_bundle import load_rules

ROOT = Path(__file__).resolve().parents[3]
ROWS: list[dict[str, Any]] = json.loads((ROOT / "tests/vectors/identity.json").read_text(encoding="utf-8"))["vectors"]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.from_bundle(load_rules(ROOT / "rules"))


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_address_is_about_what_the_row_says(row: dict[str, Any], rules: Rules) -> None:
    if "expect_error" in row:
        with pytest.raises(NotJudgeable) as refused:
            identify(row["url"], rules)
        assert refused.value.reason == row["expect_error"]
        covering = wider(row["url"], rules)
        assert list(() if covering is None else covering[1]) == row.get("expect_wider", [])
        return

    found = identify(row["url"], rules)

    assert found.key == row["expect_key"]
    assert found.keys[0] == found.key
    assert found.kind == found.key.partition(":")[0]
    assert found.surface == row["expect_surface"]
    assert found.comment is row.get("expect_comment", False)
    assert len(found.keys) <= 30
    if "expect_canonical" in row:
        assert found.url == row["expect_canonical"]
    if "expect_not_key" in row:
        assert row["expect_not_key"] not in found.keys
    if "expressions" in row:
        assert list(found.keys) == row["expressions"]
    if found.surface in (Surface.CONTENT, Surface.PAGE):
        again = identify(found.url, rules)
        assert (again.url, again.keys) == (found.url, found.keys)


def test_groups_of_real_shapes_fold_and_their_neighbours_stay_apart(shared: Path, rules: Rules) -> None:
    groups = json.loads((shared / "urls/identity_groups.json").read_text(encoding="utf-8"))

    keys = {group["id"]: {identify(url, rules).key for url in group["urls"]} for group in groups["same"]}
    merged = [pair for pair in groups["different"] if identify(pair["a"], rules).key == identify(pair["b"], rules).key]

    assert {id_: found for id_, found in keys.items() if len(found) > 1} == {}
    assert merged == []
