"""The reader stays free: going on is remembered, back leads to where one was, no warning comes twice in a row."""

from __future__ import annotations

import pytest
from tests.e2e.browser import Tab, wait_until
from tests.e2e.lists import VIDEO
from tests.e2e.pages import script_page
from tests.e2e.reader import Reader
from tests.e2e.site_server import SiteServer

HOAX = "http://kabar.example/berita/1"
CHAT = "http://obrolan.example/"
FEED = "https://www.youtube.com/"
WATCH = f"https://www.youtube.com/watch?v={VIDEO}"


def warned_by_link(reader: Reader, site: SiteServer, to: str = HOAX) -> Tab:
    tab = reader.open(site.links(CHAT, hoaks=to, lagi=f"{to}?utm_source=lagi"))
    tab.click("#hoaks")
    reader.warned(tab, to)
    return tab


def warned_by_redirect(reader: Reader, site: SiteServer) -> Tab:
    """The final address has committed before it could be known: it is an entry of the history."""
    tab = reader.open(site.links(CHAT, hoaks=site.redirect("http://pendek.example/x", HOAX)))
    tab.click("#hoaks")
    reader.warned(tab, HOAX)
    return tab


def warned_by_script(reader: Reader, site: SiteServer) -> Tab:
    tab = reader.open(site.page(FEED, script_page(f"/watch?v={VIDEO}")))
    tab.click("#go")
    reader.warned(tab, WATCH)
    return tab


WAYS = {"link": (warned_by_link, CHAT), "redirect": (warned_by_redirect, CHAT), "script": (warned_by_script, FEED)}


@pytest.mark.parametrize("way", WAYS)
def test_kembali_leads_before_the_entry_that_caused_the_warning(reader: Reader, site: SiteServer, way: str) -> None:
    warn, before = WAYS[way]
    tab = warn(reader, site)
    tab.click("#back")
    reader.arrives(tab, before)


@pytest.mark.parametrize("way", WAYS)
def test_the_browsers_back_never_warns_twice_in_a_row(reader: Reader, site: SiteServer, way: str) -> None:
    warn, before = WAYS[way]
    tab = warn(reader, site)
    tab.back()
    reader.arrives(tab, before)


@pytest.mark.parametrize("way", WAYS)
def test_going_on_opens_the_page_and_back_leads_away_from_it(reader: Reader, site: SiteServer, way: str) -> None:
    warn, before = WAYS[way]
    tab = warn(reader, site)
    target = WATCH if way == "script" else HOAX
    tab.click("#open")
    reader.arrives(tab, target)
    tab.back()
    reader.arrives(tab, before)


def test_going_on_is_remembered_for_the_item_and_for_nothing_else(reader: Reader, site: SiteServer) -> None:
    tab = warned_by_link(reader, site)
    tab.click("#open")
    reader.arrives(tab, HOAX)
    tab.goto(CHAT)
    tab.click("#lagi")
    reader.arrives(tab, f"{HOAX}?utm_source=lagi")
    tab.goto("http://kabar.example/berita/2")
    reader.warned(tab, "http://kabar.example/berita/2")


def test_the_same_link_warns_again_where_the_reader_did_not_go_on(reader: Reader, site: SiteServer) -> None:
    tab = warned_by_link(reader, site)
    tab.click("#back")
    reader.arrives(tab, CHAT)
    tab.click("#hoaks")
    reader.warned(tab, HOAX)


def test_a_listed_address_that_is_typed_into_the_warnings_tab_warns_of_itself(reader: Reader, site: SiteServer) -> None:
    tab = warned_by_link(reader, site)
    tab.goto("http://kabar.example/berita/2")
    reader.warned(tab, "http://kabar.example/berita/2")
    wait_until(lambda: "tanpa undangan" in reader.text(tab))
    tab.click("#open")
    reader.arrives(tab, "http://kabar.example/berita/2")


def test_a_tab_of_its_own_closes_where_there_is_nothing_to_go_back_to(reader: Reader, site: SiteServer) -> None:
    chat = reader.open(site.page(CHAT, f'<a id="hoaks" href="{HOAX}" target="_blank">baru</a>'))
    chat.click("#hoaks")
    wait_until(lambda: [tab for tab in reader.browser.tabs() if reader.is_warning(tab)])
    [tab] = [tab for tab in reader.browser.tabs() if reader.is_warning(tab)]
    reader.warned(tab, HOAX)
    count = len(reader.browser.tabs())
    tab.click("#back")
    wait_until(lambda: len(reader.browser.tabs()) == count - 1)
    assert chat.url == CHAT


def test_a_tab_in_the_background_waits_until_it_is_seen(reader: Reader, site: SiteServer) -> None:
    front = reader.open(CHAT)
    hidden = reader.api(f"(await api.tabs.create({{ url: '{HOAX}', active: false }})).id")
    wait_until(lambda: HOAX in [each.url for each in site.asked])
    [tab] = [wait_until(lambda: [tab for tab in reader.browser.tabs() if tab.url == HOAX])[0]]
    reader.arrives(tab, HOAX)
    assert front.url == CHAT
    reader.api(f"(await api.tabs.update({hidden}, {{ active: true }}), true)")
    reader.warned(tab, HOAX)


def test_the_page_opens_no_address_that_is_not_listed(reader: Reader, site: SiteServer) -> None:
    tab = reader.open(f"{reader.origin}/pages/warning.html#https%3A%2F%2Flain.example%2F")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    assert reader.heading(tab) == "Tautan ini tidak (lagi) ada dalam daftar"
    assert tab.evaluate("document.querySelector('#open')") is None
    assert tab.evaluate("[...document.links].length") == 0


@pytest.mark.parametrize(
    "target", ["javascript%3Aalert(1)", "data%3Atext%2Fhtml%2Chai", "%E0%A4%A", "", "tg%3A%2F%2Fresolve"]
)
def test_the_page_opens_no_address_that_is_not_of_the_web(reader: Reader, site: SiteServer, target: str) -> None:
    tab = reader.open(f"{reader.origin}/pages/warning.html#{target}")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    assert reader.heading(tab) == "Tidak ada tautan untuk ditampilkan"
    assert tab.evaluate("document.querySelector('#open')") is None
