"""An import in a real browser: the form, the preview and every state of a batch can be used by everybody.

Each page is looked at in Indonesian on a desk and in English on a phone in dark colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from tests.e2e.axe import overflow, violations
from tests.e2e.chromium import ChromiumTab
from tests.e2e.desk_server import DeskServer
from tests.support.desk import add_sources, claim, shipped_policy
from tests.support.people import Person

from cektautan.desk.imports import background
from cektautan.store.models import Batch
from cektautan.web.console.access.cookies import SESSION

LOOKS = [("id", 1280, "light"), ("en", 360, "dark")]
FILE = (
    "subject,scope,level,public_note\n"
    "https://kabar.example/2026/11/sebuah-berita-yang-alamatnya-sangat-panjang-sekali-dan-tidak-putus?b=1,,2,=1+1\n"
    "kabar-palsu.example,host,2,\nkpu.go.id,,1,\nsites.google.com,,1,\nhttps://kabar.example/x,,9,\n"
)
FILTERS = (
    "[Adblock Plus 2.0]\n! Title: Daftar uji\n! License: CC0\n||kabar-palsu.example^\n||kpu.go.id^\n"
    "@@||kabar.example^\n||kabar.example^$third-party\n|https://kabar.example/2026/11/sebuah-berita|\n"
)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[DeskServer]:
    server = DeskServer(tmp_path)
    add_sources(server.desk.store)
    with server.desk.store.deciding("operator", server.desk.now) as work:
        work.session.add(claim())
        work.record("test.prepared", ("test", 1))
    yield server
    server.close()


def page_of(browser: Browser, person: Person, language: str, width: int, scheme: str) -> Page:
    """Open a browser of a person's."""
    context = browser.new_context(
        viewport={"width": width, "height": 760}, color_scheme=scheme,  # type: ignore[arg-type]
        extra_http_headers={"Accept-Language": language},
    )  # fmt: skip
    context.add_cookies(
        [{"name": SESSION, "value": person.token, "domain": "127.0.0.1", "path": "/meja", "httpOnly": True}]
    )
    return context.new_page()


def look(page: Page, language: str, picture: Path | None = None) -> None:
    """Hold a page to what everybody needs."""
    page.wait_for_selector("body[data-ready=yes]")
    tab = ChromiumTab(page)
    tab.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    if picture is not None:
        page.screenshot(path=picture, full_page=True)
    assert overflow(tab) <= 0, page.url
    assert violations(tab) == [], page.url


def run(served: DeskServer) -> None:
    background.run(served.desk.store, shipped_policy(), served.desk.now)


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_an_import_goes_its_way_in_a_browser(
    served: DeskServer, browser: Browser, tmp_path: Path, language: str, width: int, scheme: str
) -> None:
    sari = served.desk.person("sari", "moderator")
    budi = served.desk.person("budi", "approver")
    page = page_of(browser, sari, language, width, scheme)
    page.goto(f"{served.url}/meja/impor")
    look(page, language)
    page.goto(f"{served.url}/meja/impor/baru")
    look(page, language, tmp_path / f"new-{language}.png")
    page.set_input_files("#file", {"name": "daftar.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    page.fill("#name", "Daftar uji")
    page.fill("#claim", "klaim-uji-2026")
    page.locator("main form button.primary").click()
    page.wait_for_url("**/meja/impor/1")
    look(page, language)
    run(served)
    page.reload()
    look(page, language, tmp_path / f"preview-{language}.png")
    assert page.locator("ul.rows > li").count() == 5
    page.goto(f"{served.url}/meja/impor/1?golongan=new")
    look(page, language)
    page.fill("#reason-terapkan", "Sudah dilihat.")
    page.locator("form[action$=terapkan] button").click()
    page.wait_for_selector("form[action$=tolak]")
    look(page, language)
    second = page_of(browser, budi, language, width, scheme)
    second.goto(f"{served.url}/meja/impor/1")
    look(second, language, tmp_path / f"second-{language}.png")
    second.fill("#reason-setujui", "Setuju.")
    second.locator("form[action$=setujui] button").click()
    second.wait_for_selector("progress")
    look(second, language)
    run(served)
    page.goto(f"{served.url}/meja/impor/1")
    look(page, language)
    page.fill("#reason-urungkan", "Keliru.")
    page.locator("form[action$=urungkan] button").click()
    page.wait_for_selector("progress")
    look(page, language, tmp_path / f"taking-back-{language}.png")
    run(served)
    page.goto(f"{served.url}/meja/impor/1")
    look(page, language)
    with served.desk.store.reading() as session:
        assert session.scalars(select(Batch)).one().status == "reverted"
    page.context.close()
    second.context.close()


def uploaded(served: DeskServer, page: Page) -> None:
    """Upload the file with the form."""
    page.goto(f"{served.url}/meja/impor/baru")
    page.set_input_files("#file", {"name": "daftar.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    page.fill("#claim", "klaim-uji-2026")
    page.locator("main form button.primary").click()
    page.wait_for_url("**/meja/impor/1")
    page.wait_for_selector("body[data-ready=yes]")


def told_progress(served: DeskServer, total: int, done: int) -> None:
    """Write down how far the background is, as it does itself."""
    with served.desk.store.deciding("system", served.desk.now) as work:
        batch = work.session.scalars(select(Batch)).one()
        batch.status, batch.total, batch.done = "reading", total, done


def test_the_page_follows_the_background_by_itself(served: DeskServer, browser: Browser) -> None:
    page = page_of(browser, served.desk.person("sari", "moderator"), "id", 1280, "light")
    uploaded(served, page)
    page.evaluate("window.same = true")
    told_progress(served, 8, 1)
    page.wait_for_selector("progress[value='1']")
    assert "Sedang dibaca: 1 dari 8 baris" in page.locator("#progress").inner_text()
    told_progress(served, 8, 4)
    page.wait_for_selector("progress[value='4']")
    assert page.locator("#said").inner_text() == "Sedang dibaca: 4 dari 8 baris"
    page.locator("#progress a").focus()
    run(served)
    page.wait_for_selector("form[action$=terapkan]")
    assert page.locator("#progress").count() == 0
    # The same document all the while, and the keyboard is where the new content begins.
    assert page.evaluate("window.same")
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.locator("#said").inner_text() == "Pratinjau"
    page.context.close()


def test_what_somebody_types_meanwhile_is_not_exchanged_away(served: DeskServer, browser: Browser) -> None:
    page = page_of(browser, served.desk.person("sari", "moderator"), "id", 1280, "light")
    uploaded(served, page)
    page.fill("#reason-buang", "Salah berkas, akan saya")
    run(served)
    page.wait_for_selector("#told :text('Muat ulang halaman ini')")
    assert page.input_value("#reason-buang") == "Salah berkas, akan saya"
    page.locator("#progress a").click()
    page.wait_for_selector("form[action$=terapkan]")
    page.context.close()


def test_without_scripts_a_link_shows_how_far_it_is(served: DeskServer, browser: Browser) -> None:
    sari = served.desk.person("sari", "moderator")
    context = browser.new_context(java_script_enabled=False, extra_http_headers={"Accept-Language": "id"})
    context.add_cookies(
        [{"name": SESSION, "value": sari.token, "domain": "127.0.0.1", "path": "/meja", "httpOnly": True}]
    )
    page = context.new_page()
    page.goto(f"{served.url}/meja/impor/baru")
    page.set_input_files("#file", {"name": "daftar.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    page.fill("#claim", "klaim-uji-2026")
    page.locator("main form button.primary").click()
    page.wait_for_selector("progress")
    told_progress(served, 8, 4)
    page.locator("#progress a").click()
    page.wait_for_selector("progress[value='4']")
    run(served)
    page.locator("#progress a").click()
    page.wait_for_selector("form[action$=terapkan]")
    context.close()


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_a_list_of_another_form_is_read_and_read_anew_as_something_else(
    served: DeskServer, browser: Browser, tmp_path: Path, language: str, width: int, scheme: str
) -> None:
    sari = served.desk.person("sari", "moderator")
    page = page_of(browser, sari, language, width, scheme)
    page.goto(f"{served.url}/meja/impor/baru")
    page.set_input_files("#file", {"name": "daftar.txt", "mimeType": "text/plain", "buffer": FILTERS.encode()})
    page.fill("#name", "Daftar filter")
    page.fill("#claim", "klaim-uji-2026")
    page.locator("main form button.primary").click()
    page.wait_for_url("**/meja/impor/1")
    run(served)
    page.reload()
    look(page, language, tmp_path / f"form-{language}.png")
    assert page.locator("ul.rows > li").count() == 5
    page.select_option("#format", "domains")
    page.locator("form[action$=baca-ulang] button").click()
    page.wait_for_selector("progress")
    run(served)
    page.reload()
    assert page.locator("#format").input_value() == "domains"
    look(page, language)
