"""Links as a fact-checker published them: how many a stock client matches as they were shared."""

from __future__ import annotations

import csv
from pathlib import Path

from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.safe_browsing.canonical import canonical
from cektautan.core.safe_browsing.expressions import expressions
from cektautan.core.vocabulary import Surface
from cektautan.publish.rules_bundle import load_rules, load_safe_browsing

RULES_DIR = Path(__file__).resolve().parents[4] / "rules"


def test_about_half_of_what_is_shared_is_matched(shared: Path) -> None:
    rules, variants = Rules.from_bundle(load_rules(RULES_DIR)), load_safe_browsing(RULES_DIR)
    named = matched = 0
    with (shared / "factchecks" / "turnbackhoax-2025-11-to-2026-01.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            url = row["appearance_url"]
            identity = identify(url, rules)
            if identity.surface in (Surface.OPAQUE, Surface.PLATFORM):
                continue
            named += 1
            matched += bool(set(expressions(canonical(url))) & set(variants.of(identity.key)))
    assert (named, matched) == (143, 76)
