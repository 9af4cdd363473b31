"""Lint of the test vectors: they are a product of their own, so their shape, balance and sense are tested too.

What a row says about the core is tested elsewhere (tests/unit/core); here nothing of the core is run.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

VECTORS = Path(__file__).resolve().parent / "vectors"
FILES = ("identity.json", "decision.json", "links.json", "reported_addresses.json", "records.json")

MINIMUM_OF_A_GROUP = 15


def read(name: str) -> list[dict[str, Any]]:
    document = json.loads((VECTORS / name).read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = document["vectors"]
    return rows


@pytest.mark.parametrize("name", FILES)
def test_vectors_match_their_schema(name: str) -> None:
    schema = json.loads((VECTORS / "schema" / name.replace(".json", ".schema.json")).read_text(encoding="utf-8"))
    document = json.loads((VECTORS / name).read_text(encoding="utf-8"))

    errors = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(document)]

    assert errors == []


@pytest.mark.parametrize("name", FILES)
def test_vectors_have_ids_of_their_own(name: str) -> None:
    counts = Counter(row["id"] for row in read(name))

    assert [id_ for id_, count in counts.items() if count > 1] == []


def test_no_address_is_asked_twice() -> None:
    counts = Counter(row["url"] for row in read("identity.json"))

    assert [url for url, count in counts.items() if count > 1] == []


def test_rows_of_a_group_stand_together_and_bear_its_name() -> None:
    rows = read("identity.json")
    groups = [row["platform"] for row in rows]
    begins = [group for before, group in zip([None, *groups], groups, strict=False) if before != group]

    assert len(begins) == len(set(begins))
    assert [row["id"] for row in rows if row["id"].rpartition("-")[0] != row["platform"]] == []


def test_every_group_is_large_and_a_third_of_it_negative() -> None:
    rows = read("identity.json")
    sizes = Counter(row["platform"] for row in rows)
    negatives = Counter(row["platform"] for row in rows if row.get("negative"))

    assert {group: size for group, size in sizes.items() if size < MINIMUM_OF_A_GROUP} == {}
    assert {group: negatives[group] for group, size in sizes.items() if negatives[group] * 3 < size} == {}


def test_a_row_does_not_forbid_what_it_expects() -> None:
    rows = read("identity.json")

    assert [
        row["id"]
        for row in rows
        if row.get("expect_not_key") in (row.get("expect_key"), *row.get("expressions", ())) and "expect_not_key" in row
    ] == []
    assert [
        row["id"] for row in rows if row.get("expressions", [row.get("expect_key")])[0] != row.get("expect_key")
    ] == []


def test_a_forbidden_key_is_one_that_another_address_has() -> None:
    """A key that no row has could be misspelt, and forbidding it would prove nothing."""
    rows = read("identity.json")
    content = {row["expect_key"] for row in rows if "expect_key" in row}
    made_of_words = ("content:youtube:videoseries", "content:youtube:live_stream")

    assert [
        row["id"]
        for row in rows
        if row.get("expect_not_key", "").startswith("content:")
        and row["expect_not_key"] not in content
        and row["expect_not_key"] not in made_of_words
    ] == []


def test_a_key_stands_in_one_list_of_a_snapshot_only() -> None:
    broken = []
    for row in read("decision.json"):
        counts = Counter(key for entries in row["lists"] for key in entries["keys"])
        pairs = Counter((entries["level"], entries["verdict"]) for entries in row["lists"])
        if any(count > 1 for count in (*counts.values(), *pairs.values())):
            broken.append(row["id"])

    assert broken == []


def test_what_decides_is_listed_in_the_row() -> None:
    wrong = []
    for row in read("decision.json"):
        key = row["expect"].get("key")
        listed = {key: entries for entries in row["lists"] for key in entries["keys"]}
        if key is not None and (
            key not in listed
            or listed[key]["verdict"] != row["expect"]["verdict"]
            or listed[key]["level"] < row["expect"]["level"]
            or key.partition(":")[0] != row["expect"]["kind"]
        ):
            wrong.append(row["id"])

    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_every_field_is_explained(name: str) -> None:
    readme = (VECTORS / "README.md").read_text(encoding="utf-8")
    fields = {field for row in read(name) for field in row}

    assert [field for field in sorted(fields) if f"`{field}" not in readme] == []
