"""The public record as values, read from a verified set."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.support.published import STATEMENT, TEXT, Entry, Publisher

from cektautan.core.errors import FormatError
from cektautan.core.record import Status
from cektautan.lookup.published import PublishedSet

NOW = 1_790_000_000
EVENT = {"date": "2026-01-03", "change": "listed", "level": 3, "verdict": "false", "note": None}
TOLD: dict[str, Any] = {
    "text": TEXT,
    "about": ["pemilu"],
    "reviews": [
        {"publisher": "AFP", "url": "https://a.example/1", "rating": "X", "verdict": "false", "date": "2026-01-02"}
    ],
    "verdict": "false",
    "level": 3,
    "reason_code": "fact_checked_false",
    "statement": STATEMENT,
    "listed": "2026-01-03",
    "review_by": "2027-01-03",
    "status": "active",
    "listings": {"total": 3, "platforms": {"facebook": 2}, "kinds": {"content": 2, "url": 1}},
    "history": [EVENT],
}
GONE = {"status": "removed", "history": [EVENT, {**EVENT, "date": "2026-02-01", "change": "removed", "level": None}]}


def load(folder: Path, record: dict[str, Any] | None) -> PublishedSet:
    publisher = Publisher(folder / "public")
    publisher.publish([Entry("url:a.com/1")], now=NOW, record=record)
    return PublishedSet.load(publisher.public, publisher.root_key)


def test_a_claim_is_told_with_its_checks_and_its_history(tmp_path: Path) -> None:
    record = load(tmp_path, {"b-2026": TOLD, "a-2026": GONE}).public_record
    assert record is not None
    assert list(record) == ["a-2026", "b-2026"]
    claim = record["b-2026"]
    assert (claim.status, claim.level, claim.removed, claim.changed) == (Status.ACTIVE, 3, False, date(2026, 1, 3))
    assert (claim.listings, claim.platforms) == (3, {"facebook": 2})
    assert claim.reviews[0].date == date(2026, 1, 2)


def test_of_a_removed_claim_nothing_is_told_but_its_history(tmp_path: Path) -> None:
    record = load(tmp_path, {"a-2026": GONE}).public_record
    assert record is not None
    claim = record["a-2026"]
    assert claim.removed
    assert (claim.text, claim.reviews, claim.level) == ({}, (), None)
    assert [event.change for event in claim.history] == ["listed", "removed"]
    assert claim.changed == date(2026, 2, 1)


def test_what_a_set_still_says_of_a_removed_claim_is_not_read(tmp_path: Path) -> None:
    talkative = [{**EVENT, "note": STATEMENT}, {**EVENT, "date": "2026-02-01", "change": "removed"}]
    record = load(tmp_path, {"a-2026": {**TOLD, "status": "removed", "history": talkative}}).public_record
    assert record is not None
    claim = record["a-2026"]
    assert (claim.text, claim.reviews, claim.level, claim.verdict) == ({}, (), None, None)
    assert {(event.level, event.verdict, event.note) for event in claim.history} == {(None, None, None)}


def test_an_older_set_has_no_record(tmp_path: Path) -> None:
    assert load(tmp_path, None).public_record is None


@pytest.mark.parametrize(
    "fault",
    [
        {"status": "hilang"},
        {"history": []},
        {"history": [{**EVENT, "date": "kemarin"}]},
        {"history": [{"date": "2026-01-03", "change": "listed"}]},
        {"level": "3"},
        {"reviews": [{"publisher": "AFP"}]},
        {"listings": {"total": 3}},
        {"review_by": "2026-02-30"},
    ],
)
def test_a_record_that_is_none_takes_no_answer_away(tmp_path: Path, fault: dict[str, Any]) -> None:
    published = load(tmp_path, {"b-2026": {**TOLD, **fault}})
    with pytest.raises(FormatError):
        _ = published.public_record
    assert published.records.bucket_of(bytes(32)) == 0
