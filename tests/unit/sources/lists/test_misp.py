"""MISP's warninglists and feeds: names and addresses that are meant for detection, deleted ones taken back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.support.lists import document, entries, faults, read

from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.misp_feed import MispFeed
from cektautan.sources.lists.misp_warninglist import MispWarninglist

UUID = "5d5b2f4e-0000-4000-8000-000000000001"


def warninglist(*values: object, type: str = "hostname") -> str:  # noqa: A002 -- the member's own name
    return json.dumps({"description": "Uji", "list": values, "name": "Daftar uji", "type": type, "version": 7})


def event(*attributes: dict[str, Any], **more: Any) -> str:
    return json.dumps({"Event": {"info": "Uji", "date": "2026-11-01", "Attribute": attributes, **more}})


def attribute(type: str, value: object, **more: Any) -> dict[str, Any]:  # noqa: A002 -- the member's own name
    return {"type": type, "value": value, "to_ids": True, **more}


def test_a_warninglist_gives_its_names_and_says_what_it_is() -> None:
    reading = read(MispWarninglist(), warninglist("a.example", ".b.example", "https://c.example/d", "kata", 7, None))
    assert entries(reading) == [(1, "a.example", "host"), (2, "b.example", "host"), (3, "https://c.example/d", "")]
    assert faults(reading) == [(4, "no_name"), (5, "no_name"), (6, "no_name")]
    assert {name: reading.facts[name] for name in ("title", "version", "kind")} == {
        "title": "Daftar uji", "version": "7", "kind": "warninglist",
    }  # fmt: skip


@pytest.mark.parametrize("type_", ["cidr", "regex", "substring"])
def test_a_warninglist_of_patterns_is_refused_as_a_whole(type_: str) -> None:
    with pytest.raises(FileRefusedError) as caught:
        MispWarninglist().read(document(warninglist("a", type=type_)))
    assert caught.value.finding.members() == {"code": "misp_type", "type": type_}


def test_an_event_gives_what_is_meant_for_detection() -> None:
    reading = read(
        MispFeed(),
        event(
            attribute("domain", "a.example", comment="Sebab"),
            attribute("hostname|port", "b.example|443"),
            attribute("url", "https://c.example/d"),
            attribute("domain", "e.example", deleted=True),
            attribute("domain", "f.example", to_ids=False),
            attribute("link", "https://laporan.example/"),
            attribute("md5", "d41d8cd98f00b204e9800998ecf8427e"),
            attribute("domain", 7),
            {},
            Object=[{"Attribute": [attribute("hostname", "g.example")]}, "rusak"],
        ),
    )
    assert entries(reading) == [
        (1, "a.example", "host"), (2, "b.example", "host"), (3, "https://c.example/d", ""), (4, "e.example", "host"),
        (10, "g.example", "host"),
    ]  # fmt: skip
    assert [each.retracted for each in reading.entries] == [False, False, False, True, False]
    assert faults(reading) == [
        (5, "misp_no_detection"), (6, "misp_attribute"), (7, "misp_attribute"), (8, "no_name"), (9, "misp_attribute"),
    ]  # fmt: skip
    assert (reading.entries[0].note, reading.entries[0].listed) == ("Sebab", date(2026, 11, 1))


@pytest.mark.parametrize("day", ["01/11/2026", "11/01/2026", "1 November 2026"])
def test_a_day_in_another_order_is_flagged_and_not_guessed(day: str) -> None:
    (entry,) = read(MispFeed(), event(attribute("domain", "a.example"), date=day)).entries
    assert (entry.listed, entry.flags) == (None, ("day_not_read",))


def test_the_answers_of_a_server_are_events_too() -> None:
    one = json.loads(event(attribute("domain", "a.example")))
    assert entries(read(MispFeed(), json.dumps({"response": [one]}))) == [(1, "a.example", "host")]
    assert entries(read(MispFeed(), json.dumps([one]))) == [(1, "a.example", "host")]


def test_a_manifest_leads_to_its_events() -> None:
    text = json.dumps({UUID: {"info": "Uji", "Orgc": {"name": "Uji"}, "date": "2026-11-01"}, "../jahat": {}})
    assert MispFeed().recognises(document(text))
    reading = MispFeed().read(document(text, "https://umpan.example/osint/manifest.json"))
    assert reading.pages == (f"https://umpan.example/osint/{UUID}.json",)
    assert not reading.entries


def test_other_json_is_no_feed() -> None:
    with pytest.raises(FileRefusedError) as caught:
        MispFeed().read(document('{"a": 1}'))
    assert caught.value.code == "no_misp_feed"
