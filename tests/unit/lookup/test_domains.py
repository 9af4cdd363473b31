"""What is on record about a domain: a verdict only where it is listed itself, and counts of what was found on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.support.published import DAY, Entry, Publisher

from cektautan.lookup.domain_answer import domain_answer
from cektautan.lookup.domains import Domain
from cektautan.lookup.published import PublishedSet
from cektautan.lookup.suffixes import offline_suffixes

NOW = 1_792_000_800
"""15 October 2026 in Jakarta."""


def told(tmp_path: Path, name: str, *entries: Entry, later: int = 0) -> dict[str, Any]:
    publisher = Publisher(tmp_path / "public")
    publisher.publish(entries, now=NOW)
    published = PublishedSet.load(publisher.public, publisher.root_key)
    return domain_answer(name, published, offline_suffixes(), NOW + later)


@pytest.mark.parametrize(
    ("key", "name", "state", "level"),
    [
        ("domain:kabar.com", "kabar.com", "listed", 3),
        ("domain:kabar.com", "m.kabar.com", "listed", 3),
        ("host:kabar.com", "kabar.com", "listed", 3),
        ("host:kabar.com", "m.kabar.com", "unknown", None),
        ("url:kabar.com/", "kabar.com", "unknown", None),
        ("path:kabar.com/a", "kabar.com", "unknown", None),
    ],
)
def test_only_a_listing_of_the_name_itself_is_a_verdict(
    tmp_path: Path, key: str, name: str, state: str, level: int | None
) -> None:
    found = told(tmp_path, name, Entry(key, domain="kabar.com"))
    assert (found["state"], found["level"], found["claims_total"]) == (state, level, 1)
    assert (found["score"]["risk"] is None) is (level is None)


def test_a_cleared_name_says_so_and_an_old_list_warns_less_of_a_listed_one(tmp_path: Path) -> None:
    cleared = told(tmp_path / "a", "kabar.com", Entry("domain:kabar.com", level=0, verdict="corrected"))
    assert (cleared["state"], cleared["level"], cleared["verdict"]) == ("cleared", 0, "corrected")
    aged = told(tmp_path / "b", "kabar.com", Entry("domain:kabar.com"), later=4 * DAY)
    assert (aged["state"], aged["level"], aged["stale"]) == ("listed", 2, True)


@pytest.mark.parametrize("name", ["facebook.com", "blogspot.com"])
def test_what_was_found_on_a_place_of_many_is_not_counted_for_it(tmp_path: Path, name: str) -> None:
    found = told(tmp_path, name, Entry(f"url:{name}/about/x", domain=name), Entry(f"domain:{name}", domain=name))
    assert (found["state"], found["level"], found["claims_total"], found["publishers"]) == ("platform", None, 0, [])


@pytest.mark.parametrize(
    ("verdict", "counted"),
    [
        ("false", 1), ("misleading", 1), ("altered", 1), ("imposter", 1), ("scam", 1),
        ("satire", 0), ("opinion", 0), ("unproven", 0), ("mixed", 0), ("true", 0), ("corrected", 0),
    ],
)  # fmt: skip
def test_what_counts_as_rated_false(tmp_path: Path, verdict: str, counted: int) -> None:
    entry = Entry("url:kabar.com/1", level=1, verdict=verdict, domain="kabar.com", date="2026-10-01")
    found = told(tmp_path, "kabar.com", entry)
    assert (found["claims_false_12_months"], found["claims_total"]) == (counted, 1)
    assert found["corrections"] == (verdict == "corrected")


@pytest.mark.parametrize(("day", "counted"), [("2025-10-15", 0), ("2025-10-16", 1), ("2026-10-15", 1)])
def test_a_year_ends_with_its_three_hundred_and_sixty_fifth_day(tmp_path: Path, day: str, counted: int) -> None:
    entry = Entry("url:kabar.com/1", domain="kabar.com", date=day)
    assert told(tmp_path, "kabar.com", entry)["claims_false_12_months"] == counted


def test_one_claim_on_two_pages_counts_once_and_by_its_latest_check(tmp_path: Path) -> None:
    def spoil(bucket: dict[str, Any]) -> None:
        (claim,) = bucket["claims"].values()
        (review,) = claim["reviews"]
        claim["reviews"] = [{**review, "date": day} for day in ("2024-01-01", "2026-10-01", "2023-01-01")]

    publisher = Publisher(tmp_path / "public")
    pages = [Entry(f"url:kabar.com/{number}", domain="kabar.com") for number in range(2)]
    publisher.publish(pages, now=NOW, spoil=spoil)
    published = PublishedSet.load(publisher.public, publisher.root_key)
    found = domain_answer("kabar.com", published, offline_suffixes(), NOW)
    assert (found["claims_false_12_months"], found["claims_total"], found["publishers"]) == (1, 1, ["TurnBackHoax"])


def test_nothing_on_record_is_no_number() -> None:
    assert Domain().false_since(date(2026, 10, 14)) == 0
