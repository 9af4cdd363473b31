"""The page for developers in a real browser: calls are copied by mouse and keyboard, and read without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.e2e.axe import overflow, violations
from tests.e2e.chromium import ChromiumTab
from tests.support.processes import serving

DONE = "Sudah disalin."


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = str(tmp_path_factory.mktemp("service"))
    with serving({"CEKTAUTAN_VAR_DIR": folder, "CEKTAUTAN_EXTENSION_DIR": folder, "CEKTAUTAN_DESK": "on"}) as (at, _):
        yield f"{at}/sepuluh-menit"


def code(page: Page, call: str) -> str:
    return str(page.locator(f'[data-call="{call}"]').text_content())


def test_a_call_is_copied_as_it_stands_by_mouse_and_by_keyboard(
    address: str, opened: Callable[..., BrowserContext]
) -> None:
    page = opened(locale="id-ID", permissions=["clipboard-read", "clipboard-write"]).new_page()
    tab = ChromiumTab(page)
    page.goto(address)
    first, batch = (page.locator(".call", has=page.locator(f"#{name}")) for name in ("check_one", "check_batch"))
    first.get_by_role("button", name="Salin").click()
    expect(first.get_by_role("status")).to_have_text(DONE)
    assert page.evaluate("navigator.clipboard.readText()") == code(page, "check_one")
    # From one button Tab leads to the next ones, since nothing between them takes the keyboard.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(batch.get_by_role("status")).to_have_text(DONE)
    assert page.evaluate("navigator.clipboard.readText()") == code(page, "check_batch")
    expect(first.get_by_role("status")).to_have_text("")
    assert tab.console == []


def test_where_nothing_may_be_copied_the_call_is_marked(address: str, opened: Callable[..., BrowserContext]) -> None:
    page = opened(locale="id-ID").new_page()
    page.add_init_script("delete Navigator.prototype.clipboard;")
    page.goto(address)
    call = page.locator(".call", has=page.locator("#python_local"))
    call.get_by_role("button", name="Salin").click()
    expect(call.get_by_role("status")).to_have_text("Contohnya sudah dipilih. Tekan Ctrl+C untuk menyalin.")
    assert page.evaluate("getSelection().toString()").strip() == code(page, "python_local").strip()


def test_without_scripts_there_is_everything_but_the_buttons(
    address: str, opened: Callable[..., BrowserContext]
) -> None:
    page = opened(locale="id-ID", java_script_enabled=False).new_page()
    page.goto(address)
    assert page.locator(".call").count() > 15
    assert page.locator(".call button:visible").count() == 0
    assert page.locator(".call .code:visible").count() == page.locator(".call").count()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_everybody_can_read_it(address: str, opened: Callable[..., BrowserContext], language: str, width: int) -> None:
    page = opened(locale="id-ID", viewport={"width": width, "height": 800}).new_page()
    tab = ChromiumTab(page)
    page.goto(f"{address}?lang={language}")
    page.locator(".call button:visible").first.wait_for()
    assert violations(tab) == []
    assert overflow(tab) <= 0
    heights = page.eval_on_selector_all(".call button", "all => all.map(each => each.offsetHeight)")
    assert min(heights) >= 44
