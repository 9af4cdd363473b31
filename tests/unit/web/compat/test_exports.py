"""The exports over HTTP: one tag an encoding, the same for the same list, and a page that says what each carries."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
import threading
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient
from tests.support.exported import ALL, KINDS, PUBLIC, Exporting
from tests.support.record import check, claim, event
from tests.support.service import Service
from tests.unit.web.records import CLAIMS, GONE, TAKEN_BACK, service_with

from cektautan.core.rules import Rules
from cektautan.publish.exports.bulk import COLUMNS
from cektautan.publish.exports.formats import WRITERS, everything, forms
from cektautan.publish.rules_bundle import load_rules
from cektautan.sources.claimreview.datafeed import DataFeedAdapter
from cektautan.sources.protocol import Document

FILES = [*WRITERS, "claimreview.json", "reviews.rss", "retractions.rss"]


def made(folder: Path) -> Exporting:
    service = Exporting(folder)
    service.publish_story()
    return service


@pytest.fixture
def exporting(tmp_path: Path) -> Exporting:
    return made(tmp_path)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of one service for whoever only reads."""
    return made(tmp_path_factory.mktemp("exporting")).client()


@pytest.mark.parametrize("name", FILES)
def test_each_encoding_has_a_tag_of_its_own_and_a_short_answer(client: FlaskClient, name: str) -> None:
    plain = client.get(f"/exports/{name}")
    packed = client.get(f"/exports/{name}", headers={"Accept-Encoding": "gzip"})
    assert (plain.status_code, packed.status_code) == (200, 200)
    assert gzip.decompress(packed.data) == plain.data
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert not plain.headers["ETag"].startswith("W/")
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    short = client.get(f"/exports/{name}", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert (short.status_code, short.data) == (304, b"")


def test_signing_again_changes_nothing(exporting: Exporting, client: FlaskClient) -> None:
    exporting.clock.move(3600)
    exporting.publish()
    again = exporting.client()
    for name in FILES:
        first, second = (each.get(f"/exports/{name}") for each in (client, again))
        assert (second.data, second.headers["ETag"]) == (first.data, first.headers["ETag"]), name


def test_a_file_is_of_the_media_type_that_the_table_says(client: FlaskClient) -> None:
    for form in forms():
        assert client.get(f"/exports/{form.file}").headers["Content-Type"] == form.media_type


def test_what_is_taken_off_the_list_is_in_no_file_of_the_next_set(exporting: Exporting) -> None:
    assert b"tiruan-kpu.example" in exporting.client().get("/exports/hosts.txt").data
    exporting.clock.move(60)
    exporting.publish([one for one in ALL if one.key != KINDS["imitation_domain"].key])
    fresh = exporting.client()
    assert b"tiruan-kpu.example" not in fresh.get("/exports/hosts.txt").data
    last = json.loads(fresh.get("/exports/list.ndjson").data.splitlines()[-1])
    assert (last["id"], last["status"]) == (KINDS["imitation_domain"].sha256, "removed")


@pytest.mark.parametrize(
    "path", ["/exports/nothing.txt", "/exports/misp/x.json", f"/exports/misp/{'0' * 8}-0000-0000-0000-{'0' * 12}.json"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json["type"]) == (404, f"{PUBLIC}/docs#problem-not-found")


def test_a_set_that_tells_nothing_in_plain_is_no_list(tmp_path: Path) -> None:
    service = Service(tmp_path)
    service.publish()
    client = service.client()
    for name in FILES:
        answer = client.get(f"/exports/{name}")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3600"), name
    page = client.get("/unduh?lang=en")
    assert (page.status_code, "cannot be downloaded yet" in page.text) == (200, True)


def test_files_cost_what_lists_cost(exporting: Exporting) -> None:
    exporting.settings["CEKTAUTAN_LIMIT_LISTS"] = "2 per minute"
    client = exporting.client()
    codes = [client.get(path).status_code for path in ("/exports/hosts.txt", "/exports/reviews.rss", "/taxii2/")]
    assert codes == [200, 200, 429]


def test_each_event_of_the_manifest_is_there(client: FlaskClient) -> None:
    manifest = client.get("/exports/misp/manifest.json").json
    assert len(manifest) == 3
    for id_ in manifest:
        answer = client.get(f"/exports/misp/{id_}.json")
        assert answer.json["Event"]["uuid"] == id_
        assert answer.headers["ETag"]


def test_many_at_once_get_the_same_file(exporting: Exporting) -> None:
    app = exporting.client().application
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(app.test_client().get("/exports/stix.json").data))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_has_the_table_and_leads_to_every_file(client: FlaskClient, language: str) -> None:
    text = client.get(f"/unduh?lang={language}").text
    for form in forms():
        assert f'href="/exports/{form.file}"' in text
    cells = re.findall(r"<td>(.*?)</td>", text)
    assert len(cells) == len(everything()) * len(KINDS)
    for anchor in re.findall(r'<td><a href="#([a-z_]+)">', text):
        assert f'id="{anchor}"' in text
    assert f'href="/lapor?kind=wrong&amp;lang={language}"' in text
    assert "export_" not in text
    assert re.search(r"Saat ini \d+ catatan bisa diunduh\.|\d+ records can be downloaded now\.", text)
    assert not re.search(r"(Yang tidak|Left out): 0\b", text)
    assert f'href="/unduh?lang={language}"' in client.get(f"/daftar?lang={language}").text


def test_the_dictionary_has_every_field(root: Path, client: FlaskClient) -> None:
    text = (root / "docs/data-dictionary.md").read_text("utf-8")
    described = set(re.findall(r"^\| `([a-z_.\[\]]+)` \|", text, re.M))
    fields: set[str] = set()

    def walk(value: object, path: str) -> None:
        if isinstance(value, dict) and path not in ("statement", "claim.text"):
            for name, inner in value.items():
                walk(inner, f"{path}.{name}" if path else name)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            walk(value[0], f"{path}[]")
        else:
            fields.add(path)

    for line in client.get("/exports/list.ndjson").data.splitlines():
        walk(json.loads(line), "")
    assert described == fields | set(COLUMNS)
    # Whoever downloads has the page and not the file in the repository.
    for language in ("id", "en"):
        page = client.get(f"/unduh?lang={language}").text
        notes = dict(re.findall(r"<dt><code>([a-z_.\[\]]+)</code></dt><dd>([^<]+)</dd>", page))
        assert set(notes) == fields | {"subject"}
        for column in COLUMNS:
            assert column in notes or re.search(rf"\bCSV: {column}\b", " ".join(notes.values())), column
        assert "CC BY 4.0" in page.partition('id="kolom"')[2].partition("<dl")[0]


def test_new_checks_are_a_feed_that_others_read(tmp_path: Path) -> None:
    client = service_with(tmp_path).client()
    feed = feedparser.parse(client.get("/exports/reviews.rss?lang=id").data)
    assert not feed.bozo
    checks = [check for each in CLAIMS.values() for check in each.get("reviews", ()) if each["status"] != "withdrawn"]
    assert sorted(entry.link for entry in feed.entries) == sorted(check["url"] for check in checks)
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)


def test_retractions_are_a_feed_of_their_own(tmp_path: Path) -> None:
    client = service_with(tmp_path).client()
    feed = feedparser.parse(client.get("/exports/retractions.rss?lang=en").data)
    assert not feed.bozo
    assert {entry.link.partition("/c/")[2].partition("?")[0] for entry in feed.entries} == {TAKEN_BACK, GONE}
    assert [entry.title for entry in feed.entries][:1] == ["Warning withdrawn: Electricity is cheaper now."]


@pytest.mark.parametrize(("language", "word"), [("id", "Keberatan"), ("en", "Objections")])
@pytest.mark.parametrize("name", ["reviews", "retractions"])
def test_each_item_of_a_feed_says_where_to_object_to_its_record(
    tmp_path: Path, name: str, language: str, word: str
) -> None:
    client = service_with(tmp_path).client()
    found = feedparser.parse(client.get(f"/exports/{name}.rss?lang={language}").data).entries
    assert found
    for entry in found:
        # Where a check stands at its publisher's, its record is in the description.
        (claim,) = set(re.findall(rf"{PUBLIC}/c/([a-z0-9-]+)", f"{entry.link} {entry.description}"))
        address = f"{PUBLIC}/lapor?lang={language}&kind=wrong&claim={claim}"
        assert html.unescape(entry.description).endswith(f" {word}: {address}")


def test_a_retraction_stays_told_where_the_claim_is_listed_again(tmp_path: Path) -> None:
    history = [
        event("2026-11-20", level=3, verdict="false"),
        event("2026-11-21", "withdrawn", level=0, verdict="false"),
        event("2026-11-22", "restored", level=3, verdict="false"),
    ]
    client = service_with(tmp_path, {"kembali-2026": claim(history=history)}).client()
    (entry,) = feedparser.parse(client.get("/exports/retractions.rss").data).entries
    assert entry.title.startswith("Peringatan dicabut: ")


def test_a_check_of_long_ago_that_is_listed_today_is_the_newest(tmp_path: Path) -> None:
    old = {f"lama-{number}": claim(listed="2026-11-09") for number in range(60)}
    of_long_ago = check(date="2025-01-02", url="https://pemeriksa.example/lama")
    late = claim(listed="2026-11-30", reviews=[of_long_ago])
    client = service_with(tmp_path, {**old, "baru-2026": late}).client()
    first = feedparser.parse(client.get("/exports/reviews.rss").data).entries[0]
    assert (first.link, "2025-01-02" in first.description) == ("https://pemeriksa.example/lama", True)


@pytest.mark.parametrize(("days", "word", "level"), [(0, "fresh", 3), (3.1, "stale", 2), (10.1, "old", 2)])
def test_an_old_list_says_so_and_warns_less(tmp_path: Path, days: float, word: str, level: int) -> None:
    exporting = made(tmp_path)
    exporting.clock.move(days * 86_400)
    client = exporting.client()
    for name in (*FILES, "misp/manifest.json"):
        assert client.get(f"/exports/{name}").headers["CekTautan-List"] == word
    lines = [json.loads(line) for line in client.get("/exports/list.ndjson").data.splitlines()]
    by_kind = {line["key"]: line for line in lines}
    assert {line["list"] for line in lines} == {word}
    assert by_kind[KINDS["imitation_domain"].key]["level"] == level
    assert by_kind[KINDS["url"].key]["level"] == (2 if word == "old" else 3)
    rows = list(csv.DictReader(io.StringIO(client.get("/exports/list.csv").text, newline="")))
    assert {row["list"] for row in rows} == {word}
    assert {row["key"]: row["level"] for row in rows}[KINDS["imitation_domain"].key] == str(level)
    assert client.get("/exports/statements.json").json["list"] == word
    assert f"the list is {word}" in client.get("/exports/misp-warninglist.json").json["description"]
    collections = client.get("/taxii2/list/collections/").json["collections"]
    assert f"The list is {word}." in collections[0]["description"]


def test_what_was_cleared_is_no_place_of_the_hoax(tmp_path: Path) -> None:
    exporting = Exporting(tmp_path)
    hoax = replace(KINDS["content"], own_check=f"{PUBLIC}/periksa/hoaks-2026-1")
    cleared = replace(hoax, key="url:kabar.example/benar", level=0, reason_code="withdrawn")
    exporting.publish([hoax, cleared])
    text = exporting.client().get("/exports/claimreview.json").text
    assert ("GPdzHkn5M6M" in text, "kabar.example" in text) == (True, False)


def test_our_own_checks_come_back_through_our_own_adapter_and_no_others(tmp_path: Path, root: Path) -> None:
    exporting = Exporting(tmp_path)
    own = f"{PUBLIC}/periksa/hoaks-2026-1"
    exporting.publish([replace(KINDS["content"], own_check=own), KINDS["imitation_host"]])
    data = exporting.client().get("/exports/claimreview.json").data
    (review,) = DataFeedAdapter(Rules.from_bundle(load_rules(root / "rules"))).read(Document(data, "")).reviews
    assert (review.url, review.rating.text) == (own, "Tidak benar")
    assert [str(each) for each in review.appearances] == ["https://www.youtube.com/watch?v=GPdzHkn5M6M"]
    assert b"turnbackhoax" not in data
    (element,) = json.loads(data)["dataFeedElement"]
    where = element["item"][0]["author"]["contactPoint"]
    assert (where["contactType"], where["url"]) == ("Keberatan", f"{PUBLIC}/lapor?kind=wrong&claim=hoaks-2026")
