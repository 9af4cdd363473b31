"""With a domain filter every address is answered as without one."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.support.published import Entry, Publisher, rules_bundle

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import Identity, identify
from cektautan.core.rules import Rules
from cektautan.lookup.answer import check
from cektautan.lookup.published import PublishedSet

NOW = 1_792_000_800
ROOT = Path(__file__).resolve().parents[3]
RULES = Rules.from_bundle(json.loads(rules_bundle()))


def vectors() -> list[str]:
    rows = json.loads((ROOT / "tests" / "vectors" / "identity.json").read_text("utf-8"))["vectors"]
    return [row["url"] for row in rows]


def identities(urls: list[str]) -> dict[str, Identity]:
    found = {}
    for url in urls:
        try:
            found[url] = identify(url, RULES)
        except NotJudgeable:
            continue
    return found


def compare(tmp_path: Path, urls: list[str]) -> tuple[int, int]:
    """Publish one key of every third address, of every kind in turn, and ask about all; how many, how many listed."""
    known = identities(urls)
    keys: dict[str, None] = {}
    for place, identity in enumerate(list(known.values())[::3]):
        keys[identity.keys[place % len(identity.keys)]] = None
    # Platforms and public suffixes stand here too, which no list may name: the answers must be the same all the same.
    entries = [Entry(key, claim=f"klaim-{place}") for place, key in enumerate(keys)]
    found = []
    for name, filtered in (("dengan", True), ("tanpa", False)):
        publisher = Publisher(tmp_path / name)
        publisher.publish(entries, now=NOW, filtered=filtered)
        found.append(PublishedSet.load(publisher.public, publisher.root_key))
    listed = 0
    for url in known:
        one, other = (check(url, each, NOW).to_json() for each in found)
        assert one == other, url
        listed += one["state"] == "listed"
    return len(known), listed


def test_the_vectors_are_answered_alike(tmp_path: Path) -> None:
    asked, listed = compare(tmp_path, vectors())
    assert asked > 400
    assert asked / 10 < listed < asked


def test_the_links_of_real_narratives_are_answered_alike(shared: Path, tmp_path: Path) -> None:
    with (shared / "factchecks" / "links-in-2024-narratives.csv").open(encoding="utf-8") as file:
        urls = [row["url"] for row in csv.DictReader(file)]
    asked, listed = compare(tmp_path, urls)
    assert asked > 1000
    assert asked / 10 < listed < asked


@pytest.mark.parametrize("filtered", [True, False])
def test_the_filter_passes_by_what_is_not_listed_and_only_with_one(tmp_path: Path, filtered: bool) -> None:
    publisher = Publisher(tmp_path)
    publisher.publish([Entry("url:kabar.com/1", domain="kabar.com")], now=NOW, filtered=filtered)
    published = PublishedSet.load(publisher.public, publisher.root_key)
    hosts = [f"lain{number}.com" for number in range(200)]
    assert published.may_list("m.kabar.com")
    assert sum(map(published.may_list, hosts)) < 20 if filtered else all(map(published.may_list, hosts))
