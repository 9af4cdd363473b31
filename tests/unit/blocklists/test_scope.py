"""An appearance lists its most specific key, and its level only ever falls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cektautan.blocklists.entry import Appearance, ClaimEntry
from cektautan.blocklists.protected import ProtectedNames, load_protected
from cektautan.blocklists.reader import read_blocklists
from cektautan.blocklists.scope import ScopeError, subjects
from cektautan.core.rules import Rules
from cektautan.publish.rules_bundle import load_rules

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.from_bundle(load_rules(ROOT / "rules"))


@pytest.fixture(scope="module")
def names() -> ProtectedNames:
    return load_protected(ROOT / "blocklists")[0]


@pytest.fixture(scope="module")
def entry() -> ClaimEntry:
    return next(entry for entry in read_blocklists(ROOT / "blocklists").claims if entry.level == 3)


def one(entry: ClaimEntry, rules: Rules, names: ProtectedNames, day: date, url: str, **more: object) -> tuple[str, int]:
    appearance = replace(Appearance(url=url, line=1), **more)  # type: ignore[arg-type]
    (subject,) = subjects(replace(entry, appearances=(appearance,)), rules, names, day)
    return subject.key, subject.level


@pytest.mark.parametrize(
    ("url", "scope", "key"),
    [
        ("https://youtu.be/dQw4w9WgXcQ?si=abc", None, "content:youtube:dQw4w9WgXcQ"),
        ("https://contoh.example/a/b?id=7&utm_source=wa", None, "url:contoh.example/a/b?id=7"),
        ("https://contoh.example/a/b", "url", "url:contoh.example/a/b"),
        ("https://contoh.example/a/b/", "path", "path:contoh.example/a/b"),
        ("https://x.contoh.co.id/a", "host", "host:x.contoh.co.id"),
        ("https://x.contoh.co.id/a", "domain", "domain:contoh.co.id"),
    ],
)
def test_keys(entry: ClaimEntry, rules: Rules, names: ProtectedNames, url: str, scope: str | None, key: str) -> None:
    assert one(entry, rules, names, DAY, url, scope=scope) == (key, 3)


def test_a_platform_item_never_widens(entry: ClaimEntry, rules: Rules, names: ProtectedNames) -> None:
    with pytest.raises(ScopeError):
        one(entry, rules, names, DAY, "https://youtu.be/dQw4w9WgXcQ", scope="host")


def test_levels_fall_for_codes_for_their_own_level_and_when_review_is_due(
    entry: ClaimEntry, rules: Rules, names: ProtectedNames
) -> None:
    late = entry.review_by + timedelta(days=1)
    video = "https://youtu.be/dQw4w9WgXcQ"
    assert one(entry, rules, names, DAY, video)[1] == 3
    assert one(entry, rules, names, entry.review_by, video)[1] == 3
    assert one(entry, rules, names, late, video)[1] == 1
    assert one(entry, rules, names, DAY, video, level=2)[1] == 2
    assert one(entry, rules, names, DAY, "https://bit.ly/3xA93aW")[1] == 1


def test_a_cleared_key_stays_cleared_when_review_is_due(entry: ClaimEntry, rules: Rules, names: ProtectedNames) -> None:
    cleared = replace(entry, level=0)
    assert one(cleared, rules, names, entry.review_by + timedelta(days=1), "https://youtu.be/dQw4w9WgXcQ")[1] == 0
