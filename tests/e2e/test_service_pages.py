"""The check page in a real browser that runs no scripts: by keyboard alone, and asking nobody but the service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.support.processes import serving


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = str(tmp_path_factory.mktemp("service"))
    with serving({"CEKTAUTAN_VAR_DIR": folder, "CEKTAUTAN_EXTENSION_DIR": folder}) as (at, _):
        yield at


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
