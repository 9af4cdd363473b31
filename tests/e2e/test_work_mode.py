"""Work mode leaves the pages out and nothing else, and ends by itself; what is met outside it is counted."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from tests.e2e.browser import Tab, wait_until
from tests.e2e.reader import Reader
from tests.e2e.site_server import SiteServer

HOAX = "http://kabar.example/berita/1"
OTHER = "http://kabar.example/berita/2"
CAUTION = "http://kabar.example/berita/perhatian"
HOUR = 3_600_000


def popup(reader: Reader, address: str) -> Tab:
    tab = reader.browser.open(f"{reader.origin}/pages/popup.html#{quote(address, safe='')}")
    wait_until(lambda: tab.evaluate("document.querySelector('#settings') !== null"))
    return tab


def options(reader: Reader) -> Tab:
    tab = reader.browser.open(f"{reader.origin}/pages/options.html")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    return tab


def said(tab: Tab, selector: str) -> str:
    return str(tab.evaluate(f"document.querySelector({selector!r})?.textContent ?? ''"))


def badge(reader: Reader) -> str:
    tab = "(await api.tabs.query({ active: true, currentWindow: true }))[0]"
    return str(reader.api(f"await api.action.getBadgeText({{ tabId: {tab}.id }})"))


def test_at_work_a_listed_page_opens_with_its_badge_and_the_popup_tells_all(reader: Reader, site: SiteServer) -> None:
    tab = popup(reader, HOAX)
    tab.click("#work summary")
    tab.click("#work-hours")
    wait_until(lambda: said(tab, "#work-now") != "")
    assert "Mode kerja aktif: halaman peringatan tidak muncul." in said(tab, "#work-now")
    assert re.search(r"Tersisa (8 jam|7 jam 59 menit)\.", said(tab, "#work-now"))
    assert "menyatakan klaim pada tautan ini SALAH" in reader.heading(tab)

    for address in (HOAX, CAUTION):
        opened = reader.open(address)
        reader.arrives(opened, address)
        wait_until(lambda: badge(reader) == "!")

    tab = popup(reader, HOAX)
    tab.click("#work-off")
    wait_until(lambda: said(tab, "#work-now") == "")
    assert said(tab, "#news") == "Mode kerja dimatikan. Peringatan muncul lagi."
    reader.warned(reader.open(HOAX), HOAX)
    reader.warned(reader.open(CAUTION), CAUTION)


def test_it_ends_by_itself_and_the_warnings_are_back(reader: Reader, site: SiteServer) -> None:
    settings = options(reader)
    settings.click("input[value=hours]")
    wait_until(lambda: "Mode kerja aktif" in said(settings, "#work-now"))
    reader.arrives(reader.open(HOAX), HOAX)
    nearly_over = f"Date.now() - 8 * {HOUR} + 1500"
    assert reader.module(
        "background/workmode.js", f"(await module.setWorkMode('hours', {nearly_over}), (await module.workMode()).on)"
    )
    wait_until(lambda: not reader.module("background/workmode.js", "(await module.workMode()).on"))
    reader.warned(reader.open(HOAX), HOAX)
    assert said(popup(reader, HOAX), "#work-now") == ""
    settings = options(reader)
    assert settings.evaluate("document.querySelector('input[name=workMode]:checked').value") == "off"


def test_until_it_is_switched_off_it_has_no_end(reader: Reader) -> None:
    settings = options(reader)
    settings.click("input[value=always]")
    wait_until(lambda: said(settings, "#work-now").endswith("Berlaku sampai dimatikan."))
    assert reader.api("(await api.storage.local.get('workMode')).workMode") == {"until": None}
    settings.click("input[value=off]")
    wait_until(lambda: said(settings, "#work-now") == "")


def counted(settings: Tab) -> dict[str, str]:
    found = settings.evaluate(
        "Object.fromEntries([...document.querySelectorAll('#counters dl > div')]"
        ".map((row) => [row.querySelector('dt').textContent, row.querySelector('dd').textContent]))"
    )
    return {str(name): str(value) for name, value in found.items()}


def test_what_a_reader_met_is_counted_shown_to_the_reader_alone_and_cleared(reader: Reader, site: SiteServer) -> None:
    settings = options(reader)
    assert "Belum ada peringatan yang muncul." in reader.text(settings)
    tab = reader.open(HOAX)
    reader.warned(tab, HOAX)
    tab.click("#open")
    reader.arrives(tab, HOAX)
    reader.warned(reader.open(OTHER), OTHER)
    reader.warned(reader.open(CAUTION), CAUTION)
    wait_until(lambda: "Halaman pengingat" in counted(settings))
    found = counted(settings)
    assert found["Halaman peringatan"] == "Muncul: 2. Tetap dibuka: 1."
    assert found["Halaman pengingat"] == "Muncul: 1. Tetap dibuka: 0."

    kept = reader.api("await api.storage.local.get(null)")
    assert {name for name in kept if name.startswith("count")} == {"countSeen", "countOpened"}
    for words in ("kabar", "berita", "http", "url:"):
        assert words not in json.dumps(kept).replace("127.0.0.1", "")

    settings.activate()
    settings.click("#clear")
    wait_until(lambda: settings.evaluate("document.querySelector('#question').open"))
    settings.click("#yes")
    wait_until(lambda: said(settings, "#counters-news") == "Hitungan sudah dikosongkan.")
    assert "Belum ada peringatan yang muncul." in reader.text(settings)
    assert settings.evaluate("document.activeElement.id") == "counters-title"


def test_work_mode_and_test_pages_are_not_counted(reader: Reader, site: SiteServer) -> None:
    reader.module("background/workmode.js", "(await module.setWorkMode('always'), true)")
    reader.arrives(reader.open(HOAX), HOAX)
    reader.module("background/workmode.js", "(await module.setWorkMode('off'), true)")
    server = str(reader.module("background/config.js", "(await module.readConfig()).server"))
    test_page = f"{server}/uji/salah"
    judged = reader.module("judgement/judge.js", f"await module.judge('{test_page}')")
    assert (judged["test"], judged["level"]) == (True, 3)
    tab = reader.open(test_page)
    reader.warned(tab)
    tab.click("#open")
    reader.arrives(tab, test_page)
    assert reader.module("background/counters.js", "(await module.readCounters()).since") == ""
