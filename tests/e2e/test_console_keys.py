"""Keys of programs in a real browser: one is made, copied, used, renewed and revoked, by everybody and without scripts.

Each page is looked at in Indonesian on a desk and in English on a phone in dark colours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import BrowserContext, Page
from tests.e2e.axe import overflow, violations
from tests.e2e.chromium import ChromiumTab
from tests.e2e.desk_server import DeskServer
from tests.support.api_keys import bearer
from tests.support.people import Person
from tests.support.service import HOAX

from cektautan.core.api_keys import PATTERN
from cektautan.web.console.access.cookies import SESSION

LOOKS = [("id", 1280, "light"), ("en", 360, "dark")]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[DeskServer]:
    server = DeskServer(tmp_path)
    yield server
    server.close()


def page_of(
    opened: Callable[..., BrowserContext], server: DeskServer, person: Person, path: str = "/baru", **options: object
) -> Page:
    """Open a browser of a person's at the keys."""
    context = opened(**options)
    context.add_cookies([{"name": SESSION, "value": person.token, "url": f"{server.url}/meja"}])
    page = context.new_page()
    page.goto(f"{server.url}/meja/kunci{path}")
    return page


def look(page: Page, language: str) -> None:
    """Hold a page to what everybody needs."""
    page.wait_for_selector("body[data-ready=yes]")
    tab = ChromiumTab(page)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert overflow(tab) <= 0, page.url
    assert violations(tab) == [], page.url
    assert [line for line in tab.console if line.startswith("error")] == []


def type_a_key(page: Page) -> None:
    """Fill the form in and send it, by keyboard alone."""
    page.locator("#label").focus()
    for value in ("Pemantau kabar", "Redaksi Uji", "redaksi@contoh.example"):
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def ask(server: DeskServer, text: str) -> requests.Response:
    """Ask as a program with a key."""
    return requests.get(f"{server.url}/v1/check", params={"url": HOAX}, headers=bearer(text), timeout=30)


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_a_key_is_made_copied_and_used_by_keyboard_alone(
    served: DeskServer, opened: Callable[..., BrowserContext], language: str, width: int, scheme: str
) -> None:
    admin = served.desk.person("admin", "admin")
    page = page_of(
        opened, served, admin, "", viewport={"width": width, "height": 760}, color_scheme=scheme,
        extra_http_headers={"Accept-Language": language}, permissions=["clipboard-read", "clipboard-write"],
    )  # fmt: skip
    assert page.locator(".empty").count() == 1
    look(page, language)
    page.locator("main a.button").press("Enter")
    page.wait_for_url("**/meja/kunci/baru")
    look(page, language)

    type_a_key(page)
    page.locator("#key").wait_for()
    look(page, language)
    page.locator("button[data-copies]").press("Enter")
    page.get_by_text(re.compile("Kunci tersalin|The key is copied")).wait_for()
    text = str(page.evaluate("navigator.clipboard.readText()"))
    assert PATTERN.fullmatch(text)
    answer = ask(served, text)
    assert answer.status_code == 200
    assert answer.headers["RateLimit-Policy"] == '"check";q=30000;w=60, "day";q=1000000;w=86400'
    assert answer.headers["RateLimit"].startswith('"check";r=29999;t=')

    page.reload()
    assert text not in page.content()
    page.goto(f"{served.url}/meja/kunci")
    assert text.rpartition("_")[2] not in page.content()
    look(page, language)
    page.locator("[data-row]").press("Enter")
    page.wait_for_url("**/meja/kunci/1")
    look(page, language)

    page.locator("#reason-rotate").fill("setiap tahun")
    page.locator("#reason-rotate").press("Enter")
    page.locator("#key").wait_for()
    look(page, language)
    newer = page.locator("#key").inner_text()
    assert (ask(served, text).status_code, ask(served, newer).status_code) == (200, 200)
    page.locator("main a.button").press("Enter")
    page.wait_for_url("**/meja/kunci/1")

    page.locator("#reason-revoke").fill("tidak dipakai")
    page.locator("#reason-revoke").press("Enter")
    page.locator("#told a[data-key=u]").wait_for()
    look(page, language)
    assert ask(served, newer).json()["reason"] == "revoked"
    page.locator("#told a[data-key=u]").press("Enter")
    page.locator("#reason-restore").fill("yang salah")
    page.locator("#reason-restore").press("Enter")
    page.locator("#reason-revoke").wait_for()
    assert page.locator("#reason-revoke").input_value() == "", "what was taken is no draft any more"
    assert ask(served, newer).status_code == 200


def test_a_field_that_cannot_be_is_found_by_everybody(
    served: DeskServer, opened: Callable[..., BrowserContext]
) -> None:
    page = page_of(opened, served, served.desk.person("admin", "admin"), viewport={"width": 360, "height": 760},
                   locale="id-ID")  # fmt: skip
    page.locator("#days").fill("9999")
    page.locator("input[name=scopes]").first.uncheck()
    type_a_key(page)
    page.locator("#days-wrong").wait_for()
    look(page, "id")
    assert page.locator("#label").input_value() == "Pemantau kabar"
    assert page.locator("input[name=scopes]:checked").evaluate_all("all => all.map((each) => each.value)") == [
        "exports"
    ]
    assert "Masa berlaku dalam hari: " in page.locator("#told [role=alert]").inner_text()


def test_without_scripts_a_key_is_made_and_nothing_is_offered_that_needs_them(
    served: DeskServer, opened: Callable[..., BrowserContext]
) -> None:
    page = page_of(opened, served, served.desk.person("admin", "admin"), java_script_enabled=False, locale="id-ID")
    type_a_key(page)
    page.locator("#key").wait_for()
    assert ask(served, page.locator("#key").inner_text()).status_code == 200
    assert page.locator("button[data-copies]").is_hidden()
    page.locator("main a.button").click()
    page.locator("#reason-revoke").fill("selesai")
    page.locator("#reason-revoke").press("Enter")
    page.get_by_text("Kunci dicabut.").wait_for()
    page.locator("#told a").click()
    page.locator("#reason-restore").fill("keliru")
    page.locator("#reason-restore").press("Enter")
    page.get_by_text("Kunci berlaku lagi.").wait_for()


def test_where_the_browser_does_not_let_a_page_copy_the_key_is_marked(
    served: DeskServer, opened: Callable[..., BrowserContext]
) -> None:
    page = page_of(opened, served, served.desk.person("admin", "admin"), locale="id-ID")
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    type_a_key(page)
    page.locator("button[data-copies]").click()
    page.get_by_text("Kuncinya sudah ditandai").wait_for()
    assert page.evaluate("getSelection().toString().trim()") == page.locator("#key").inner_text()
