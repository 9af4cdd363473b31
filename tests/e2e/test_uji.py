"""The test pages: a newcomer's first warning, without a hoax."""

from __future__ import annotations

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
