"""The pages around the check: the way between them, the language that stays, how it works, and who runs it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.conftest import ROOT
from tests.support.recipes import operators_file
from tests.support.service import Service
from tests.unit.web.records import service_with

from cektautan.core.vocabulary import Verdict
from cektautan.web.texts import load

PAGES = ("/", "/cara-kerja", "/tentang", "/sepuluh-menit", "/docs")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_leads_to_the_others_and_marks_itself(client: FlaskClient, path: str) -> None:
    page = client.get(f"{path}?lang=en").text
    header, footer = page.partition("</header>")[0], page.partition("<footer")[2]
    for each in ("/", "/daftar", "/cara-kerja", "/tentang"):
        assert f'href="{each}?lang=en"' in header
    for each in ("/uji/", "/sepuluh-menit", "/docs", "/daftar.rss"):
        assert f'href="{each}?lang=en"' in footer
    assert set(re.findall(r'href="([^"]*)" aria-current="page"', page)) == {f"{path}?lang=en"}
    assert '<a class="skip" href="#main">' in header


def test_no_way_between_the_pages_leads_nowhere(tmp_path: Path) -> None:
    client = service_with(tmp_path).client()
    for language in ("id", "en"):
        page = client.get(f"/tentang?lang={language}").text
        ways = set(re.findall(r'href="(/[^"]*)"', page))
        assert len(ways) > 8
        for way in ways:
            assert client.get(way).status_code == 200, way


@pytest.mark.parametrize("path", [*PAGES, "/tidak-ada"])
def test_the_switch_of_language_stays_on_the_page(client: FlaskClient, path: str) -> None:
    for language, other in (("id", "en"), ("en", "id")):
        page = client.get(path, query_string={"lang": language}, headers={"Accept": "text/html"}).text
        assert f'<html lang="{language}">' in page
        # An address that begins with `?` leads to the page that it stands on.
        assert re.search(rf'class="switch" lang="{other}" hreflang="{other}" href="\?lang={other}"', page)


def test_a_foreign_address_in_the_path_is_not_repeated(client: FlaskClient) -> None:
    page = client.get("//jahat.example/?lang=id", headers={"Accept": "text/html"}).text
    assert "jahat.example" not in page


@pytest.mark.parametrize("path", ["/cara-kerja", "/tentang", "/sepuluh-menit"])
def test_a_page_names_its_address_in_both_languages(client: FlaskClient, path: str) -> None:
    page = client.get(f"{path}?lang=en").text
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{path}?lang=en">' in page
    for language in ("id", "en"):
        assert f'hreflang="{language}" href="http://127.0.0.1:8000{path}?lang={language}"' in page
    assert f'hreflang="x-default" href="http://127.0.0.1:8000{path}"' in page
    assert client.get(f"{path}?lang=en").headers["Content-Language"] == "en"


@pytest.mark.parametrize("language", ["id", "en"])
def test_how_it_works_explains_every_verdict_level_and_technique(client: FlaskClient, language: str) -> None:
    page, texts = client.get(f"/cara-kerja?lang={language}").text, load(language)
    for verdict in Verdict:
        assert f"<dt>{texts['verdict_' + verdict.word]}</dt><dd>{texts['means_' + verdict.word]}</dd>" in page
    for level in range(4):
        assert f"{level} · {texts[f'level_name_{level}']}" in page
    assert page.count('class="card technique"') == 7
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page, target


def test_the_english_meanings_are_those_of_the_documentation() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| \d+ \| ([^|]+) \| ([^|]+) \| [^|]+ \| [^|]+ \|$",
        (ROOT / "docs" / "verdicts.md").read_text("utf-8"), re.M,
    )  # fmt: skip
    assert len(rows) == len(Verdict)
    for word, label, means in rows:
        assert load("id")[f"verdict_{word}"] == label
        assert load("en")[f"means_{word}"] == means


@pytest.mark.parametrize(("language", "says"), [("id", "Ini sebuah peragaan."), ("en", "This is a demonstration.")])
def test_unset_the_page_says_that_nobody_in_particular_runs_it(client: FlaskClient, language: str, says: str) -> None:
    page = client.get(f"/tentang?lang={language}").text
    assert says in page
    assert page.count("<li>", page.index(says), page.index("</ul>", page.index(says))) == 5
    assert "mailto:" not in page


def test_what_an_operator_wrote_is_shown_as_text(tmp_path: Path) -> None:
    about = tmp_path / "tentang.yaml"
    about.write_text(operators_file().replace("Iuran anggota", "<b>Iuran</b> anggota"), "utf-8")
    service = Service(tmp_path / "var", settings={"CEKTAUTAN_ABOUT_FILE": str(about)})
    service.publish()
    for language, says in (("id", "Dua redaktur menyetujui"), ("en", "Two editors approve")):
        page = service.client().get(f"/tentang?lang={language}").text
        assert says in page
        assert "Perkumpulan Contoh" in page
        assert 'href="mailto:hukum@contoh.example"' in page
        assert "peragaan" not in page.partition("<main")[2]
        assert "<b>" not in page
    assert "27 November 2026" in page


def test_pages_are_counted_like_the_others(service: Service) -> None:
    service.settings["CEKTAUTAN_LIMIT_PAGES"] = "2 per minute"
    client = service.client()
    assert [client.get("/tentang").status_code for _ in range(3)] == [200, 200, 429]
