"""The popup, the result page, the menu of links and the options page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from tests.e2e.browser import Tab, wait_until
from tests.e2e.chromium import Chromium
from tests.e2e.lists import VIDEO
from tests.e2e.reader import Reader

STATES = {
    "https://kabar.example/lain": ("unknown", "Belum ada catatan. Ini bukan berarti benar."),
    "https://bit.ly/3abcdef": ("unresolved", "Tautan pendek ini belum bisa dikenali"),
    "https://www.youtube.com/": ("platform", "Tidak ada yang bisa dinilai di sini"),
    "about:config": ("error", "Halaman ini tidak bisa diperiksa"),
    f"https://youtu.be/{VIDEO}": ("listed", "TurnBackHoax menyatakan klaim pada tautan ini SALAH"),
    "https://kabar.example/berita/catatan": ("listed", "TurnBackHoax menyatakan klaim pada tautan ini SATIRE"),
}


def popup(reader: Reader, address: str) -> Tab:
    tab = reader.browser.open(f"{reader.origin}/pages/popup.html#{quote(address, safe='')}")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    return tab


@pytest.mark.parametrize("address", STATES)
def test_the_popup_tells_the_states_apart(reader: Reader, address: str) -> None:
    state, heading = STATES[address]
    tab = popup(reader, address)
    assert tab.evaluate("document.body.dataset.ready") == state
    assert reader.heading(tab) == heading
    wait_until(lambda: "Nomor" in str(tab.evaluate("document.querySelector('footer').textContent")))


def test_the_popup_updates_the_list_when_asked(reader: Reader) -> None:
    tab = popup(reader, "https://kabar.example/lain")
    wait_until(lambda: tab.evaluate("document.querySelector('#update') !== null"))
    tab.click("#update")
    wait_until(lambda: tab.evaluate("document.querySelector('#news').textContent") == "Ini sudah daftar terbaru.")


def test_the_menu_of_a_link_shows_the_result_without_opening_the_link(reader: Reader) -> None:
    if not isinstance(reader.browser, Chromium):
        path = "background/menus.js"
        page = "await module.pageFor('https://kabar.example/lain')"
        assert str(reader.module(path, page)).startswith(f"{reader.origin}/pages/result.html#")
        return
    worker = reader.browser.worker()
    for link, page in (("https://kabar.example/lain", "result"), (f"https://youtu.be/{VIDEO}", "warning")):
        worker.evaluate(
            "(link) => chrome.contextMenus.onClicked.dispatch({ menuItemId: 'check', linkUrl: link }, undefined)", link
        )
        expected = f"{reader.origin}/pages/{page}.html#{quote(link, safe='')}"
        wait_until(lambda expected=expected: expected in [tab.url for tab in reader.browser.tabs()])


def test_the_language_can_be_chosen(reader: Reader) -> None:
    tab = reader.browser.open(f"{reader.origin}/pages/options.html")
    wait_until(lambda: reader.heading(tab) == "Pengaturan CekTautan")
    tab.click("input[value=en]")
    wait_until(lambda: reader.heading(tab) == "CekTautan settings")
    assert tab.evaluate("document.documentElement.lang") == "en"
    assert (
        reader.heading(popup(reader, f"https://youtu.be/{VIDEO}")) == "TurnBackHoax rates the claim at this link FALSE"
    )


def fill(tab: Tab, selector: str, text: str) -> None:
    tab.evaluate(f"document.querySelector({selector!r}).value = {text!r}")


def test_a_server_or_key_that_cannot_be_used_is_refused_with_its_reason(reader: Reader) -> None:
    tab = reader.browser.open(f"{reader.origin}/pages/options.html")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    fill(tab, "#server", "http://daftar.example/")
    fill(tab, "#rootKey", "RWbukan")
    tab.click("#source button[type=submit]")
    wait_until(lambda: tab.evaluate("document.querySelector('#server').getAttribute('aria-invalid')") == "true")
    assert "Alamat ini tidak bisa dipakai" in reader.text(tab)
    assert "Ini bukan kunci publik minisign" in reader.text(tab)
    assert tab.evaluate("document.activeElement.id") == "server"


def test_another_server_is_asked_about_and_not_taken_without_a_yes(reader: Reader) -> None:
    tab = reader.browser.open(f"{reader.origin}/pages/options.html")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    seq = reader.list_seq()
    fill(tab, "#server", "https://daftar.example")
    tab.click("#source button[type=submit]")
    wait_until(lambda: tab.evaluate("document.querySelector('#question').open"))
    assert "https://daftar.example" in reader.text(tab)
    tab.click("#no")
    wait_until(lambda: not tab.evaluate("document.querySelector('#question').open"))
    assert reader.list_seq() == seq
    assert reader.api("(await api.storage.local.get('config')).config ?? null") is None
