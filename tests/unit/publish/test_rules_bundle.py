"""The bundle holds all that the engine needs and nothing that only people read; bad rules never get into it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cektautan.publish.rules_bundle import FOR_PEOPLE, RulesError, load_rules

RULES_DIR = Path(__file__).resolve().parents[3] / "rules"


@pytest.fixture
def rules_dir(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RULES_DIR, tmp_path / "rules"))


def edit(path: Path, change: Callable[[Any], object]) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def test_the_shipped_rules_become_a_bundle_without_what_only_people_read() -> None:
    bundle = load_rules(RULES_DIR)

    assert list(bundle) == ["format", "classes", "platforms", "wrappers", "opaque", "sites", "parameters"]
    for name, entries in bundle.items():
        if name != "format":
            assert entries
            assert not any(field in entry for entry in entries for field in FOR_PEOPLE)


def test_redirectors_come_before_archives_and_keep_their_order() -> None:
    ids = [
        entry["id"]
        for file in ("redirectors.json", "archives.json")
        for entry in json.loads((RULES_DIR / file).read_text(encoding="utf-8"))["wrappers"]
    ]

    assert [entry["id"] for entry in load_rules(RULES_DIR)["wrappers"]] == ids


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("platforms.json", lambda d: d["platforms"][0].pop("reason"), r"platforms\[0\].*'reason' is a required"),
        ("platforms.json", lambda d: d["platforms"][0].update(hosts=["www.a.example"]), r"hosts\[0\]"),
        ("platforms.json", lambda d: d["platforms"][0].update(other="safe"), "other"),
        ("platforms.json", lambda d: d["platforms"].append(d["platforms"][0]), "two entries of platforms"),
        ("platforms.json", lambda d: d["platforms"][0]["content"][0].update(path="/{id:nothing}"), "no class nothing"),
        ("classes.json", lambda d: d["classes"][0].update(chars="é"), r"classes\[0\].chars"),
        ("classes.json", lambda d: d["classes"][0].update(id="rest"), r"classes\[0\].id"),
        ("tracking.json", lambda d: d["parameters"][0].update(name="a", prefix="b"), r"parameters\[0\]"),
        ("sites.json", lambda d: d["sites"][0].update(drop_query=["Page"]), "drop_query"),
        ("archives.json", lambda d: d.update(format=2), "format"),
    ],
)
def test_a_bad_rule_is_one_line_that_names_its_place(
    rules_dir: Path, file: str, change: Callable[[Any], object], message: str
) -> None:
    edit(rules_dir / file, change)

    with pytest.raises(RulesError, match=message) as refused:
        load_rules(rules_dir)

    assert "\n" not in str(refused.value)


def test_a_missing_or_broken_file_is_named(rules_dir: Path) -> None:
    (rules_dir / "sites.json").write_text("{", encoding="utf-8")
    with pytest.raises(RulesError, match=r"sites\.json"):
        load_rules(rules_dir)

    (rules_dir / "sites.json").unlink()
    with pytest.raises(RulesError, match=r"sites\.json"):
        load_rules(rules_dir)
