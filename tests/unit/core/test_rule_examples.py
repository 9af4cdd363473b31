"""The examples that every rule carries are true: a rule without a working example is a rule nobody has tried.

An example is judged by the whole set of rules and not by its own rule alone, so that a rule which an earlier one hides
shows itself here. The fields are described in rules/schema/common.schema.json.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.templates import compile_class, compile_value
from cektautan.publish.rules_bundle import load_rules, read_rules

RULES_DIR = Path(__file__).resolve().parents[3] / "rules"


def _examples() -> Iterator[Any]:
    for file, entries in read_rules(RULES_DIR).items():
        for place, entry in enumerate(entries):
            name = entry.get("id") or entry.get("name") or entry.get("prefix")
            for number, example in enumerate(entry.get("examples", ())):
                yield pytest.param(example, id=f"{file}-{place}-{name}-{number}")


def _words() -> Iterator[Any]:
    for entry in read_rules(RULES_DIR)["classes.json"]:
        for word in entry["matches"]:
            yield pytest.param(entry, word, True, id=f"{entry['id']}-takes-{word}")
        for word in entry["refuses"]:
            yield pytest.param(entry, word, False, id=f"{entry['id']}-refuses-{word}")


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.from_bundle(load_rules(RULES_DIR))


@pytest.mark.parametrize("example", list(_examples()))
def test_example_of_a_rule_holds(example: dict[str, Any], rules: Rules) -> None:
    found = identify(example["url"], rules)
    if "key" in example:
        assert found.key == example["key"]
    if "to" in example:
        target = identify(example["to"], rules)
        assert (found.url, found.keys, found.surface) == (target.url, target.keys, target.surface)
    if "not" in example:
        assert found.key != identify(example["not"], rules).key
    if "surface" in example:
        assert found.surface == example["surface"]
    if "canonical" in example:
        assert found.url == example["canonical"]
    if "comment" in example:
        assert found.comment is example["comment"]


@pytest.mark.parametrize(("entry", "word", "expected"), list(_words()))
def test_character_class_takes_and_refuses_what_it_says(entry: dict[str, Any], word: str, expected: bool) -> None:
    template = compile_value("{id:tried}", {"tried": compile_class(entry)})

    assert (template.pattern.fullmatch(word) is not None) is expected


def _canonicals() -> Iterator[Any]:
    for param in _examples():
        example = param.values[0]
        if example.get("key", "").startswith("content:"):
            yield pytest.param(example["url"], id=param.id)


@pytest.mark.parametrize("url", list(_canonicals()))
def test_canonical_address_names_the_same_item(url: str, rules: Rules) -> None:
    found = identify(url, rules)
    again = identify(found.url, rules)

    assert (again.url, again.keys, again.surface) == (found.url, found.keys, found.surface)


def test_every_rule_has_an_example_that_says_what_it_must_not_take() -> None:
    without = [
        entry["id"]
        for file in ("platforms.json", "sites.json")
        for entry in read_rules(RULES_DIR)[file]
        if not any("not" in example or example.get("surface") in ("platform", "page") for example in entry["examples"])
    ]

    assert without == []
