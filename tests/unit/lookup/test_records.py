"""Records: found by the full hash, in whichever bucket, with every claim that was found there."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.published import Entry, Publisher

from cektautan.core.keys import key_hash
from cektautan.lookup.answer import check
from cektautan.lookup.published import PublishedSet
from cektautan.lookup.records import KEPT_BUCKETS, KEPT_RECORDS

NOW = 1_792_000_800


@pytest.mark.parametrize("bits", [0, 1, 4])
def test_every_listing_is_found_whatever_the_layout(tmp_path: Path, bits: int) -> None:
    publisher = Publisher(tmp_path / "public")
    keys = [f"url:a.com/{number}" for number in range(40)]
    publisher.publish([Entry(key, claim=key) for key in keys], now=NOW, bits=bits)
    records = PublishedSet.load(publisher.public, publisher.root_key).records
    for key in keys:
        record = records.find(key_hash(key))
        assert record is not None
        assert record.claims[0]["id"] == key


def test_a_hash_that_shares_its_beginning_with_a_listing_has_no_record(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path / "public")
    publisher.publish([Entry("url:a.com/1")], now=NOW)
    records = PublishedSet.load(publisher.public, publisher.root_key).records
    hash_ = key_hash("url:a.com/1")
    assert records.find(hash_) is not None
    assert records.find(hash_[:31] + bytes([hash_[31] ^ 1])) is None


def test_an_item_in_two_claims_shows_both_the_deciding_one_first(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path / "public")
    key = "content:youtube:GPdzHkn5M6M"
    publisher.publish([Entry(key, claim="pertama"), Entry(key, claim="kedua", publisher="AFP")], now=NOW)
    answer = check("https://youtu.be/GPdzHkn5M6M", PublishedSet.load(publisher.public, publisher.root_key), NOW)
    claims = answer.to_json()["claims"]
    assert [claim["id"] for claim in claims] == ["pertama", "kedua"]
    assert [claim["reviews"][0]["publisher"] for claim in claims] == ["TurnBackHoax", "AFP"]


def test_what_is_kept_ready_is_bounded(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path / "public")
    publisher.publish([], now=NOW)
    records = PublishedSet.load(publisher.public, publisher.root_key).records
    for number in range(KEPT_RECORDS + 10):
        records.find(key_hash(str(number)))
    assert len(records._records) == KEPT_RECORDS


def test_so_many_buckets_are_kept_parsed_and_the_last_one_among_them(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path / "public")
    publisher.publish([], now=NOW, bits=6)
    records = PublishedSet.load(publisher.public, publisher.root_key).records
    for number in range(64):
        records.find(bytes([number << 2]) * 32)
    assert list(records._parsed) == list(range(64 - KEPT_BUCKETS, 64))


def test_plain_and_ready_made_answers_are_the_same(tmp_path: Path) -> None:
    import orjson

    publisher = Publisher(tmp_path / "public")
    publisher.publish([Entry("content:youtube:GPdzHkn5M6M")], now=NOW)
    published = PublishedSet.load(publisher.public, publisher.root_key)
    for url in ("https://youtu.be/GPdzHkn5M6M", "https://contoh.com/"):
        answer = check(url, published, NOW)
        assert orjson.loads(orjson.dumps(answer.for_orjson())) == orjson.loads(orjson.dumps(answer.to_json()))
