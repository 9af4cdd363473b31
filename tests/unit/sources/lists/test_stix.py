"""A STIX bundle gives the addresses and names of its indicators; revoked ones are taken back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.support.lists import document, entries, faults, read

from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.stix import Stix, comparisons


def bundle(*objects: object) -> str:
    return json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects})


def indicator(pattern: object, id_: str = "indicator--1", **more: Any) -> dict[str, Any]:
    return {"type": "indicator", "id": id_, "pattern": pattern, "pattern_type": "stix", **more}


URL = "[url:value = 'https://kabar.example/a']"


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        (URL, ["https://kabar.example/a"]),
        ("[domain-name:value='palsu.example']", ["palsu.example"]),
        ("[url:value = 'https://a.example/' OR domain-name:value = 'b.example']", ["https://a.example/", "b.example"]),
        ("[url:value = 'a'] OR [url:value = 'b'] OR [url:value = 'c']", ["a", "b", "c"]),
        ("[domain-name:value IN ('a.example', 'b.example')]", ["a.example", "b.example"]),
        (r"[url:value = 'https://a.example/it\'s\\x']", [r"https://a.example/it's\x"]),
        (" [ url:value  =  'a' ] ", ["a"]),
    ],
)
def test_patterns_that_name_something_are_read(pattern: str, named: list[str]) -> None:
    assert [value for _, value in comparisons(pattern)] == named


@pytest.mark.parametrize(
    "pattern",
    [
        "[url:value = 'a' AND domain-name:value = 'b']",
        "[url:value != 'a']", "[NOT url:value = 'a']", "[url:value LIKE 'a%']", "[url:value MATCHES 'a']",
        "[url:value = 'a'] FOLLOWEDBY [url:value = 'b']", "[url:value = 'a'] AND [url:value = 'b']",
        "[url:value = 'a'] WITHIN 5 SECONDS", "[file:name = 'a']", "[ipv4-addr:value = '192.0.2.1']",
        "[url:value = 'a'", "url:value = 'a'", "[url:value = 'a\\x']", "[]", "", "[url:value = 'a' OR]",
        "[url:value = 'a'][url:value = 'b']", "[url:value = 'a' 'b']", "(" * 10_000,
    ],
)  # fmt: skip
def test_patterns_that_ask_for_more_are_faults(pattern: str) -> None:
    assert list(comparisons(pattern)) == []
    reading = read(Stix(), bundle(indicator(pattern)))
    assert (entries(reading), faults(reading)) == ([], [(1, "stix_pattern")])


def test_an_indicator_says_when_and_why() -> None:
    reference = {"source_name": "uji", "url": "https://cek.example/1"}
    text = bundle(
        {"type": "identity", "id": "identity--1"},
        indicator(
            URL, name="Hoaks", valid_from="2026-11-01T00:00:00Z", valid_until="2026-12-01T00:00:00Z",
            external_references=["rusak", reference],
        ),
    )  # fmt: skip
    (entry,) = read(Stix(), text).entries
    assert (entry.line, entry.listed, entry.until) == (2, date(2026, 11, 1), date(2026, 12, 1))
    assert (entry.note, entry.review_url, entry.retracted) == ("Hoaks", "https://cek.example/1", False)


@pytest.mark.parametrize("time", ["01/11/2026 00:00", "11/01/2026", "1 Nov 2026"])
def test_a_time_in_another_order_is_flagged_and_not_guessed(time: str) -> None:
    (entry,) = read(Stix(), bundle(indicator(URL, valid_from=time))).entries
    assert (entry.listed, entry.flags) == (None, ("day_not_read",))


def test_the_newest_version_of_an_object_counts_and_a_revoked_one_is_taken_back() -> None:
    old = indicator(URL, modified="2026-11-01T00:00:00Z")
    new = indicator(URL, modified="2026-11-02T00:00:00Z", revoked=True)
    for order in ((old, new), (new, old)):
        (entry,) = read(Stix(), bundle(*order)).entries
        assert entry.retracted


def test_what_accuses_nobody_is_a_fault() -> None:
    reading = read(
        Stix(),
        bundle(
            {"type": "url", "id": "url--1", "value": "https://a.example/"},
            indicator(URL, "indicator--2", indicator_types=["benign"]),
            indicator("rule x {}", "indicator--3", pattern_type="yara"),
            indicator(7, "indicator--4"),
            indicator("[domain-name:value = 'kata']", "indicator--5"),
            "rusak",
        ),
    )
    assert faults(reading) == [
        (1, "stix_observed"), (2, "said_reliable"), (3, "stix_language"), (4, "stix_pattern"), (5, "no_name"),
    ]  # fmt: skip
    assert not reading.entries


def test_an_envelope_of_a_taxii_server_is_a_bundle_too() -> None:
    assert len(read(Stix(), json.dumps({"more": False, "objects": [indicator(URL)]})).entries) == 1


def test_other_json_is_no_bundle() -> None:
    with pytest.raises(FileRefusedError) as caught:
        Stix().read(document('{"type": "bundle"}'))
    assert caught.value.code == "no_bundle"
