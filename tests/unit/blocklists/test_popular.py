"""The names of popular sites are known ones, and keep whole sites that many use out of the list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cektautan.blocklists.protected import ProtectedNames, load_protected

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def names() -> ProtectedNames:
    found, problems = load_protected(ROOT / "blocklists")
    assert not problems
    return found


def popular() -> list[str]:
    data = json.loads((ROOT / "blocklists" / "protected" / "popular.json").read_text("utf-8"))
    return [entry["name"] for entry in data["names"]]


def test_a_popular_name_covers_its_hosts(names: ProtectedNames) -> None:
    for host in ("bca.co.id", "www.bca.co.id"):
        found = names.popular(host)
        assert found is not None
        assert found.name == "bca.co.id"
    assert names.popular("bca.co.id.example") is None
    assert names.legitimate("bca.co.id") is None


def test_the_names_stand_in_order_and_are_what_somebody_registered(names: ProtectedNames) -> None:
    found = popular()
    assert found == sorted(set(found))
    assert [name for name in found if names.registrable_domain(name) not in (name, "")] == []


def test_the_names_are_popular_by_the_count_of_others(shared: Path) -> None:
    ranked = set(json.loads((shared / "lists" / "misp-tranco10k.json").read_text("utf-8"))["list"])
    ours = popular()
    # Sites of the whole world stand in a ranking of the whole world; those that Indonesia uses mostly do not.
    foreign = [name for name in ours if not name.endswith(".id")]
    assert len(ranked.intersection(foreign)) / len(foreign) > 0.75
    assert len(ranked.intersection(ours)) > 200
