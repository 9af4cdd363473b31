"""rules/safe_browsing.json: examples are true, expressions lead to their keys, no platform's key is forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.safe_browsing.canonical import canonical
from cektautan.core.safe_browsing.expressions import expressions
from cektautan.core.safe_browsing.variants import Variants
from cektautan.core.vocabulary import Surface
from cektautan.publish.rules_bundle import load_rules, load_safe_browsing, read_rules

RULES_DIR = Path(__file__).resolve().parents[4] / "rules"
DATA: dict[str, Any] = json.loads((RULES_DIR / "safe_browsing.json").read_text("utf-8"))
ITEMS = [pytest.param(item, id=item["key"]) for item in DATA["items"]]


def _examples(kind: str) -> Iterator[Any]:
    for item in DATA["items"]:
        for url in item["examples"].get(kind, ()):
            yield pytest.param(item["examples"]["key"], url, id=url)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.from_bundle(load_rules(RULES_DIR))


@pytest.fixture(scope="module")
def variants() -> Variants:
    return load_safe_browsing(RULES_DIR)


@pytest.mark.parametrize(("key", "url"), list(_examples("matched")))
def test_a_stock_client_matches_the_address(key: str, url: str, rules: Rules, variants: Variants) -> None:
    assert identify(url, rules).key == key
    assert set(expressions(canonical(url))) & set(variants.of(key))


@pytest.mark.parametrize(("key", "url"), list(_examples("missed")))
def test_what_is_said_to_be_missed_is_missed(key: str, url: str, rules: Rules, variants: Variants) -> None:
    assert identify(url, rules).key == key
    assert not set(expressions(canonical(url))) & set(variants.of(key))


@pytest.mark.parametrize("item", ITEMS)
def test_every_expression_is_an_address_of_that_item(item: dict[str, Any], rules: Rules, variants: Variants) -> None:
    key = item["examples"]["key"]
    found = variants.of(key)
    assert len(found) >= len(item["expressions"])
    assert {identify(f"https://{each}", rules).key for each in found} == {key}


@pytest.mark.parametrize("item", ITEMS)
def test_an_expression_with_a_slash_covers_no_other_item(
    item: dict[str, Any], rules: Rules, variants: Variants
) -> None:
    key = item["examples"]["key"]
    for each in variants.of(key):
        if each.endswith("/"):
            below = identify(f"https://{each}apa-saja", rules)
            assert below.key == key or below.surface is Surface.PLATFORM


def test_each_key_of_a_platform_is_expressed_or_left_out_with_a_reason() -> None:
    known = [item["key"] for item in DATA["items"]] + [key for each in DATA["left_out"] for key in each["keys"]]
    assert len(known) == len(set(known))
    assert set(known) == {rule["key"] for each in read_rules(RULES_DIR)["platforms.json"] for rule in each["content"]}
