"""`/uji/` and `GET /v1/test-cases`: what they promise is what the service answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from tests.conftest import ROOT
from tests.support.service import Service

from cektautan.blocklists.entry import Blocklists
from cektautan.blocklists.protected import ProtectedNames
from cektautan.core.vocabulary import State
from cektautan.outbound.protocol import Hop, HopClient
from cektautan.publish.content import build_content
from cektautan.publish.publisher import publish_content
from cektautan.publish.rules_bundle import load_rules
from cektautan.publish.testpages import cases
from cektautan.web.models import checking
from cektautan.web.site.check.results import show
from cektautan.web.texts import load

SERVER = "http://127.0.0.1:8000"
CASES = [case for case in cases() if case.state is not State.ERROR]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A service whose list was published by the real publisher, for its own address."""
    return published_for(SERVER, tmp_path_factory.mktemp("var"))


def published_for(server: str, var: Path, hops: HopClient | None = None) -> FlaskClient:
    service = Service(var, hops=hops)
    now = int(service.clock())
    day = datetime.fromtimestamp(now, UTC).date()
    content = build_content(Blocklists((), {}, ()), ProtectedNames([]), load_rules(ROOT / "rules"), day, server)
    published = publish_content(content, service.var / "public", service.var / "keys", now)
    service.settings["CEKTAUTAN_ROOT_KEY"] = published.root.text
    service.settings["CEKTAUTAN_LIMIT_PAGES"] = "10000 per minute"
    return service.client()


def test_every_promised_answer_is_given(listed: FlaskClient) -> None:
    document = listed.get("/v1/test-cases").json
    checking.TestCases.model_validate(document)
    assert len(document["cases"]) == len(cases())
    for case in document["cases"]:
        answer = listed.get("/v1/check", query_string={"url": case["url"]}).json
        if case["error"]:
            assert (answer["status"], answer["reason"]) == (422, case["error"])
            continue
        names = ("state", "verdict", "level", "match_kind", "reason_code", "test")
        assert {name: answer[name] for name in names} == {name: case[name] for name in names}, case["name"]


def test_a_batch_and_the_check_page_say_that_it_is_a_test(listed: FlaskClient) -> None:
    salah, lain = (f"{SERVER}/uji/salah", "https://contoh.com/")
    found = listed.post("/v1/check", json={"urls": [salah, lain]}).json["results"]
    assert [each["test"] for each in found] == [True, False]
    for language in ("id", "en"):
        page = listed.post(f"/?lang={language}", data={"text": salah}).text
        assert "/c/" not in page  # A test has no public record.
        assert load(language)["test_note"] in page
        assert f'href="{SERVER}/uji/cek/salah"' in page
        assert load(language)["test_note"] not in listed.post(f"/?lang={language}", data={"text": lain}).text


@pytest.mark.parametrize(
    ("url", "readable"),
    [
        ("https://cek.example/1", True),
        ("http://127.0.0.1:8000/uji/cek/salah", True),
        ("http://localhost/uji/cek/salah", True),
        ("http://cek.example/1", False),
        ("http://127.0.0.1.cek.example/1", False),
        ("http://localhost:8000@cek.example/1", False),
        ("javascript:alert(1)", False),
    ],
)
def test_a_check_leads_nowhere_but_to_https_and_this_computer(listed: FlaskClient, url: str, readable: bool) -> None:
    answer = listed.get("/v1/check", query_string={"url": f"{SERVER}/uji/salah"}).json
    answer["claims"][0]["reviews"][0]["url"] = url
    shown = show(answer, url, load("id"))
    assert shown.claims[0].reviews[0].url == (url if readable else "")


def test_judged_test_pages_are_not_counted(listed: FlaskClient) -> None:
    def counted() -> Any:
        families = text_string_to_metric_families(listed.get("/metrics").text)
        return [(s.labels, s.value) for f in families for s in f.samples if s.name == "cektautan_checks_total"]

    before, salah = counted(), f"{SERVER}/uji/salah"
    listed.get("/v1/check", query_string={"url": salah})
    listed.post("/v1/check", json={"urls": [salah, f"{SERVER}/uji/dicabut"]})
    listed.post("/", data={"text": salah})
    assert counted() == before


@dataclass
class Noted:
    """Asks nobody, and notes what it was asked about; every short link leads to the test page of one."""

    asked: list[str] = field(default_factory=list)

    def first_hop(self, url: str, seconds: float) -> Hop:
        self.asked.append(url)
        return Hop(302, f"{SERVER}/uji/tautan-pendek")


def test_the_test_page_of_a_short_link_is_resolved_without_asking_ourselves_and_not_counted(tmp_path: Path) -> None:
    hops = Noted()
    client = published_for(SERVER, tmp_path, hops)
    for url, asked in (
        (f"{SERVER}/uji/tautan-pendek", []),
        (f"{SERVER}/uji/tautan-pendek?lang=en", []),
        ("http://localhost:8000/uji/tautan-pendek", []),
        ("https://s.id/abc", ["https://s.id/abc"]),
    ):
        assert client.get("/v1/check", query_string={"url": url}).json["state"] == "unresolved"
        answer = client.post("/v1/resolve", json={"url": url})
        assert (answer.status_code, answer.json["reason"]) == (422, "no_redirect")
        assert hops.asked == asked
    assert "cektautan_resolves_total{" not in client.get("/metrics").text


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_list_of_pages_leads_to_each_and_shows_the_address_that_is_none(listed: FlaskClient, language: str) -> None:
    page = listed.get(f"/uji/?lang={language}").text
    leads = re.findall(r'<a href="(/uji/[^"?]+)\?lang=', page)
    assert leads == [f"/uji/{case.slug}" for case in cases() if case.state is not State.ERROR]
    assert "ftp://127.0.0.1:8000/uji/tidak-bisa-dinilai" in page
    assert load(language)["uji_not_in_use"] not in page


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.slug)
@pytest.mark.parametrize("language", ["id", "en"])
def test_each_page_says_that_it_is_a_test_and_leads_back(listed: FlaskClient, case: Any, language: str) -> None:
    texts = load(language)
    paths = [f"/uji/{case.slug}", *([f"/uji/cek/{case.slug}"] if case.listed else [])]
    for path in paths:
        answer = listed.get(f"{path}?lang={language}")
        assert answer.status_code == 200
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in answer.text
        assert f"</span>{texts['uji_label']}</p>" in answer.text
        assert f'href="/uji/?lang={language}"' in answer.text
    if not case.listed:
        assert listed.get(f"/uji/cek/{case.slug}").status_code == 404


@pytest.mark.parametrize("path", ["/uji/tidak-ada", "/uji/cek/", "/uji/cek/tidak-ada", "/uji/tidak-bisa-dinilai"])
def test_what_is_no_test_page_is_not_there(listed: FlaskClient, path: str) -> None:
    assert listed.get(path).status_code == 404


def test_the_folder_without_its_slash_leads_to_it(listed: FlaskClient) -> None:
    answer = listed.get("/uji")
    assert (answer.status_code, answer.headers["Location"]) == (308, "uji/")


def test_where_the_list_was_published_for_another_address_the_pages_say_so(client: FlaskClient) -> None:
    for path in ("/uji/", "/uji/salah"):
        page = client.get(f"{path}?lang=id").text
        assert load("id")["uji_not_in_use"] in page
    assert load("id")["uji_page_expect"] not in page
