"""Each rule's canonical address names the item of its key, for the words that its classes are tried with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.templates import fill
from cektautan.publish.rules_bundle import load_rules, read_rules

RULES_DIR = Path(__file__).resolve().parents[3] / "rules"
CLASSES = {entry["id"]: entry for entry in read_rules(RULES_DIR)["classes.json"]}


def word(class_id: str) -> str:
    """Return a word of a class, as a capture gives it."""
    if class_id == "any":
        return "sesuatu"
    entry = CLASSES[class_id]
    found = str(entry["matches"][0])
    return found.lower() if entry.get("fold") == "lower" else found


def content_rules() -> Iterator[Any]:
    for platform in read_rules(RULES_DIR)["platforms.json"]:
        for number, rule in enumerate(platform["content"]):
            host = rule.get("hosts", platform["hosts"])[0].replace("*.", "sub.")
            templates = [rule["path"], *rule.get("query", {}).values()]
            captures = {name: word(id_) for text in templates for name, id_ in re.findall(r"\{(\w+):([\w.-]+)\}", text)}
            captures |= {"host": host, "sub": "sub"}
            yield pytest.param(rule, captures, id=f"{platform['id']}-{number}")


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.from_bundle(load_rules(RULES_DIR))


@pytest.mark.parametrize(("rule", "captures"), list(content_rules()))
def test_canonical_address_of_a_rule_has_its_key(rule: dict[str, Any], captures: dict[str, str], rules: Rules) -> None:
    found = identify(fill(rule["canonical"], captures), rules)

    assert found.keys == ("content:" + fill(rule["key"], captures),)
    assert found.surface == rule.get("surface", "content")
    assert found.comment is False
