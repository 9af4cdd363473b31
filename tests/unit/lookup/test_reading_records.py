"""Whatever a signed bucket holds: no record is told from one that cannot be read (tests/vectors/records.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.published import Entry, Publisher

from cektautan.core.keys import key_hash
from cektautan.core.vocabulary import Level
from cektautan.lookup.answer import check
from cektautan.lookup.published import PublishedSet
from cektautan.lookup.records import UNREADABLE, Records

NOW = 1_792_000_800
VECTORS = json.loads((Path(__file__).resolve().parents[2] / "vectors/records.json").read_text("utf-8"))
GOOD: dict[str, Any] = VECTORS["vectors"][0]["bucket"]


def read_as(bucket: object) -> str:
    record = Records(0, [json.dumps(bucket).encode()]).find(key_hash(VECTORS["key"]))
    return "none" if record is None else "listed" if record is UNREADABLE else "told"


@pytest.mark.parametrize("row", VECTORS["vectors"], ids=lambda row: row["id"])
def test_a_record_is_told_or_only_that_it_is_there(row: dict[str, Any]) -> None:
    assert read_as(row["bucket"]) == row["expect"], row["why"]


@pytest.mark.parametrize(
    "odd",
    [None, [], {}, {**GOOD, "format": 2}, {**GOOD, "claims": []}, {**GOOD, "listings": {}}, {**GOOD, "bucket": 1}],
)
def test_a_bucket_that_is_none_hides_no_listing(odd: object) -> None:
    assert read_as(odd) == "listed"


@pytest.mark.parametrize("name", ["reason_code", "statement", "listed", "review_by", "score"])
@pytest.mark.parametrize("odd", [None, 7, ["31 Februari"], {"id": "Alasan."}, {"risk": 1, "drivers": [None]}])
def test_what_answers_are_made_of_is_whole_or_not_told(name: str, odd: object) -> None:
    listing = {**GOOD["listings"][0], name: odd}
    assert read_as({**GOOD, "listings": [listing]}) == "listed"
    del listing[name]
    assert read_as({**GOOD, "listings": [listing]}) == "listed"


@pytest.mark.parametrize("day", ["", "31 Februari", "2024-02-31"])
def test_a_day_that_is_none_is_not_told(day: str) -> None:
    listing = GOOD["listings"][0]
    assert read_as({**GOOD, "listings": [{**listing, "listed": day}]}) == "listed"
    assert read_as({**GOOD, "listings": [{**listing, "review_by": day}]}) == "listed"


@pytest.mark.parametrize(("level", "told"), [(3, 1), (2, 1), (1, 1), (0, 0)])
def test_without_its_record_a_listing_is_a_note_at_most(tmp_path: Path, level: int, told: int) -> None:
    publisher = Publisher(tmp_path / "public")
    entry = Entry("url:a.com/1", level=level)
    publisher.publish([entry], now=NOW, spoil=lambda bucket: bucket["listings"][0].pop("claim"))
    answer = check("https://a.com/1", PublishedSet.load(publisher.public, publisher.root_key), NOW)
    assert answer.level == Level(told)
    assert answer.state.value == ("listed" if level else "cleared")
    assert answer.verdict.word == "false"


def test_it_does_not_stand_in_for_a_wider_listing_that_can_be_read(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path / "public")
    entries = [Entry("url:a.com/1", claim="sempit"), Entry("domain:a.com", claim="lebar", domain="a.com")]

    def spoil(bucket: dict[str, Any]) -> None:
        bucket["claims"]["sempit"] = None

    publisher.publish(entries, now=NOW, spoil=spoil)
    published = PublishedSet.load(publisher.public, publisher.root_key)
    narrow, wide = (check(url, published, NOW) for url in ("https://a.com/1", "https://a.com/2"))
    assert (narrow.match_kind, narrow.level, narrow.record) == ("url", Level.NOTE, UNREADABLE)
    assert (wide.match_kind, wide.level) == ("domain", Level.WARNING)
