"""Answers as bytes: what is kept of one ends with its set and its second."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from tests.support.published import DAY, Entry, Publisher

from cektautan.core.address import NotJudgeable
from cektautan.lookup.published import PublishedSet
from cektautan.lookup.render import Ending, envelope, many, one

NOW = 1_792_000_800
LISTED, UNKNOWN = "https://a.com/1", "https://a.com/2"


def made(folder: Path, seq: int) -> PublishedSet:
    publisher = Publisher(folder)
    publisher.publish([Entry("url:a.com/1")], now=NOW, seq=seq)
    return PublishedSet.load(publisher.public, publisher.root_key)


def test_the_end_of_an_answer_is_of_the_set_and_of_the_second_that_it_was_asked_in(tmp_path: Path) -> None:
    sets, ending = [made(tmp_path / str(seq), seq) for seq in (NOW, NOW + 1)], Ending()
    for published, now in ((sets[0], NOW), (sets[1], NOW), (sets[0], NOW), (sets[0], NOW + 3 * DAY), (sets[0], NOW)):
        state, data = one(UNKNOWN, published, now, ending)
        told = orjson.loads(data)
        assert (state, told["snapshot"]["seq"], told["snapshot"]["age"]) == ("unknown", published.seq, now - NOW)
        assert told["stale"] is (now > NOW)
        assert ending.of(published, now) is ending.of(published, now)


def test_one_answer_and_the_same_among_many_say_the_same(tmp_path: Path) -> None:
    published = made(tmp_path, NOW)
    counted, data = many([LISTED, "bukan alamat", UNKNOWN], published, NOW)
    told = orjson.loads(data)
    assert counted == ["listed", "error", "unknown"]
    assert told["results"][1]["error"] == "not_parseable"
    for place, url in ((0, LISTED), (2, UNKNOWN)):
        state, alone = one(url, published, NOW, Ending())
        assert state == counted[place]
        assert orjson.loads(alone) == told["results"][place] | orjson.loads(orjson.dumps(envelope(published, NOW)))
    with pytest.raises(NotJudgeable):
        one("bukan alamat", published, NOW, Ending())


def test_a_list_of_a_clock_that_goes_fast_has_no_age_below_none(tmp_path: Path) -> None:
    assert envelope(made(tmp_path, NOW), NOW - 60)["snapshot"]["age"] == 0
