"""The feed: valid RSS 2.0, an item for what happened last to each claim, and the same bytes for the same record."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask.testing import FlaskClient
from tests.support.record import claim, event, withdrawn
from tests.support.service import DAY
from tests.unit.web.records import CLAIMS, CORRECTED, DUE, FOUND, GONE, PUBLIC, TAKEN_BACK, service_with

ATOM = "{http://www.w3.org/2005/Atom}"


def channel(client: FlaskClient, language: str = "id") -> Element:
    answer = client.get(f"/daftar.rss?lang={language}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    root = fromstring(answer.data)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (only,) = root
    assert only.tag == "channel"
    return only


def text(element: Element, name: str) -> str:
    (found,) = element.findall(name)
    assert found.text
    return found.text


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_feed_has_what_readers_of_feeds_require(tmp_path: Path, language: str) -> None:
    top = channel(service_with(tmp_path).client(), language)
    assert text(top, "language") == language
    assert text(top, "link") == f"{PUBLIC}/daftar?lang={language}"
    assert text(top, "title")
    assert text(top, "description")
    (itself,) = top.findall(f"{ATOM}link")
    assert itself.attrib == {
        "href": f"{PUBLIC}/daftar.rss?lang={language}", "rel": "self", "type": "application/rss+xml",
    }  # fmt: skip
    guids = [text(item, "guid") for item in top.findall("item")]
    assert len(guids) == len(set(guids)) == len(CLAIMS)
    dates = [parsedate_to_datetime(text(item, "pubDate")) for item in top.findall("item")]
    assert dates == sorted(dates, reverse=True)
    assert all(
        re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} 00:00:00 \+0700", text(i, "pubDate")) for i in top.findall("item")
    )
    assert text(top, "pubDate") == text(top.findall("item")[0], "pubDate")
    for item in top.findall("item"):
        (guid,) = item.findall("guid")
        assert guid.get("isPermaLink") == "true"
        assert guid.text == text(item, "link")


def test_each_item_leads_to_the_step_of_the_history_that_it_tells(tmp_path: Path) -> None:
    client = service_with(tmp_path).client()
    items = {text(i, "link").partition("/c/")[2].partition("?")[0]: i for i in channel(client).findall("item")}
    assert text(items[FOUND], "title") == "SALAH: KPK merampas harta pejabat."
    assert text(items[TAKEN_BACK], "title") == "Peringatan dicabut: Tarif listrik turun."
    assert text(items[GONE], "title") == "Sebuah catatan dihapus dari daftar"
    assert "TurnBackHoax menyatakan klaim ini SALAH. Alasan catatan ini." in text(items[FOUND], "description")
    steps = {id_: text(item, "link").rpartition("#")[2] for id_, item in items.items()}
    assert steps == {
        FOUND: "riwayat-2026-11-23-listed", DUE: "riwayat-2026-11-23-listed",
        TAKEN_BACK: "riwayat-2026-11-26-withdrawn", GONE: "riwayat-2026-11-25-removed",
        CORRECTED: "riwayat-2026-11-20-listed",
    }  # fmt: skip
    for item in items.values():
        path, _, anchor = text(item, "link").removeprefix(PUBLIC).partition("#")
        assert f'id="{anchor}"' in client.get(path).text


def test_a_step_that_is_told_later_of_an_earlier_day_makes_no_item_new(tmp_path: Path) -> None:
    steps = [event("2026-11-23", level=3, verdict="false"), event("2026-11-26", "withdrawn", level=0, verdict="false")]
    earlier = [steps[0], event("2026-11-24", "reworded", level=3, verdict="false"), steps[1]]
    guids = []
    for number, history in enumerate((steps, earlier)):
        client = service_with(tmp_path / str(number), {TAKEN_BACK: withdrawn(history=history)}).client()
        guids.append([text(item, "guid") for item in channel(client).findall("item")])
    assert guids[0] == guids[1] == [f"{PUBLIC}/c/{TAKEN_BACK}?lang=id#riwayat-2026-11-26-withdrawn"]


def test_what_was_never_a_warning_is_no_news(tmp_path: Path) -> None:
    cleared = claim(level=0, verdict="true", history=[event("2026-11-23", level=0, verdict="true")])
    top = channel(service_with(tmp_path, {FOUND: claim(), "benar-2026": cleared}).client())
    assert len(top.findall("item")) == 1


def test_signing_again_changes_nothing_and_readers_get_a_short_answer(tmp_path: Path) -> None:
    service = service_with(tmp_path)
    first = service.client().get("/daftar.rss?lang=en")
    service.clock.move(DAY / 4)
    service.publish(record=CLAIMS)
    client = service.client()
    again = client.get("/daftar.rss?lang=en")
    assert again.data == first.data
    assert again.headers["ETag"] == first.headers["ETag"]
    short = client.get("/daftar.rss?lang=en", headers={"If-None-Match": first.headers["ETag"]})
    assert (short.status_code, short.data) == (304, b"")
    service.publish(record={**CLAIMS, "baru-2026": claim()}, seq=int(service.clock()) + 1)
    changed = service.client().get("/daftar.rss?lang=en", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_it_travels_compressed_and_names_its_language(tmp_path: Path) -> None:
    client = service_with(tmp_path).client()
    answer = client.get("/daftar.rss", headers={"Accept-Encoding": "gzip", "Accept-Language": "en"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    # Without `lang` it is Indonesian for everybody, so that one address is one feed.
    assert answer.headers["Content-Language"] == "id"


def test_no_more_than_fifty_items_and_nothing_that_xml_cannot_say(tmp_path: Path) -> None:
    odd = {"id": "Klaim\x0b \ud800<b> & \x00akhir.".encode("utf-8", "replace").decode(), "en": "A claim."}
    claims = {f"klaim-{n:02}-2026": claim(text=odd) for n in range(60)}
    items = channel(service_with(tmp_path, claims).client()).findall("item")
    assert len(items) == 50
    assert text(items[0], "title") == "SALAH: Klaim ?<b> & akhir."


def test_an_empty_list_is_an_empty_feed(tmp_path: Path) -> None:
    top = channel(service_with(tmp_path, {}).client())
    assert top.findall("item") == []
    assert top.findall("pubDate") == []
