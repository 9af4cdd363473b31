"""The service's own pages in a real browser without scripts: axe finds nothing, and they fit a phone at 400 % zoom."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from tests.support.processes import serving

MESSAGE = "https://youtu.be/GPdzHkn5M6M?si=a https://bit.ly/abcd https://www.facebook.com/ https://contoh.com/a"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = {"form": ("/", None), "results": ("/", MESSAGE), "no links": ("/", "kosong"), "docs": ("/docs", None)}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = str(tmp_path_factory.mktemp("service"))
    with serving({"CEKTAUTAN_VAR_DIR": folder, "CEKTAUTAN_EXTENSION_DIR": folder}) as (at, _):
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path is not None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(page: Page, address: str, path: str, text: str | None, language: str) -> None:
    page.goto(f"{address}{path}?lang={language}")
    if text is not None:
        page.fill("#text", text)
        page.click("button[type=submit]")
    if text == MESSAGE:
        page.click("summary")


@pytest.mark.parametrize(("scheme", "language", "width"), [("light", "id", 1280), ("dark", "en", 320)])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    address: str, browser: Browser, scheme: str, language: str, width: int
) -> None:
    # The engine is a script, which the pages' own policy would not let in.
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for name, (path, text) in PAGES.items():
        if path == "/docs" and language == "id":
            continue  # the documentation is English alone
        opened(page, address, path, text, language)
        found = Axe().run(page, options=RULES).response["violations"]
        assert not found, (name, [(each["id"], each["nodes"][0]["html"]) for each in found])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    context.close()


def test_the_check_page_works_by_keyboard_and_without_scripts(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="id-ID")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Langsung ke isi"
    page.focus("#text")
    page.keyboard.insert_text("Benarkah? https://youtu.be/GPdzHkn5M6M?si=x")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="TurnBackHoax menyatakan klaim pada tautan ini SALAH").wait_for()
    assert page.url == f"{address}/?lang=id"
    assert all(url.startswith(address) for url in asked)
    context.close()
