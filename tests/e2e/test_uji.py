"""The test pages: a newcomer's first warning, without a hoax."""

from __future__ import annotations

import json

import pytest
from tests.e2e.axe import overflow, violations
from tests.e2e.browser import wait_until
from tests.e2e.reader import Reader
from tests.e2e.service import Service


def test_a_newcomer_sees_a_warning_at_a_test_page_and_goes_on_to_it(reader: Reader, service: Service) -> None:
    tab = reader.open(f"{service.url}/uji/")
    wait_until(lambda: tab.evaluate("document.readyState === 'complete'"))
    tab.click('a[href^="/uji/salah?"]')
    assert "CekTautan (uji)" in reader.warned(tab)
    shown = reader.text(tab)
    assert "Halaman uji." in shown
    assert tab.evaluate("document.querySelector('#read').href") == f"{service.url}/uji/cek/salah"
    tab.click("#open")
    reader.arrives(tab, f"{service.url}/uji/salah?lang=id")
    assert "Halaman uji: SALAH" in reader.heading(tab)


def test_the_settings_count_no_test_page_among_the_links_that_are_listed(reader: Reader, service: Service) -> None:
    listings = json.loads((service.public / "current" / "manifest.json").read_bytes())["counts"]["listings"]
    tab = reader.open(f"{reader.origin}/pages/options.html")
    wait_until(lambda: f": {listings} tautan tercatat" in reader.text(tab))


@pytest.mark.parametrize("language", ["id", "en"])
def test_everybody_can_use_the_pages(reader: Reader, service: Service, language: str) -> None:
    tab = reader.browser.open()
    if language == "en":
        tab.resize(320, 640)
    for path in ("/uji/", "/uji/benar", "/uji/tanpa-catatan", "/uji/cek/salah", "/uji/cek/bagian/halaman"):
        tab.goto(f"{service.url}{path}?lang={language}")
        wait_until(lambda: tab.evaluate("document.readyState === 'complete'"))
        assert violations(tab) == [], path
        assert overflow(tab) <= 0, path
