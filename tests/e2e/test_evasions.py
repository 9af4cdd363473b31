"""Neither the spelling of an address nor what its page does leads past the warning of it.

Whoever shares a link chooses its fragment, its query, its user name and, below a domain of their own, the labels of its
host. Browsers open them all; so each of these must be warned of like the plain address. And a page that has begun to
run may do whatever pages can to stay.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from html import escape

import pytest
from tests.e2e.browser import Tab, wait_until
from tests.e2e.reader import SETTLE, Reader
from tests.e2e.site_server import SiteServer

PAGE = "http://kabar.example/berita/1"
"""Listed as an exact page."""
DOMAIN = "tiruan-kpu.example"
"""Listed as a domain, and so with every name below it."""

LONG = "a" * 9000
"""More than an address may have in which everything is judged."""

ADDRESSES = {
    "a long fragment": f"{PAGE}#{LONG}",
    "a fragment that no address of the warning could carry": f"{PAGE}#{'/' * 700_000}",
    "a long fragment of a video": f"http://www.youtube.com/watch?v=Hoaks000001#{LONG}",
    "a long query": f"http://{DOMAIN}/?q={LONG}",
    "a long path": f"http://{DOMAIN}/{LONG}",
    "a query longer than the warning carries": f"http://{DOMAIN}/masuk?q={'a' * 70_000}",
    "a user that looks like a host": f"http://kpu.go.id:masuk@{DOMAIN}/",
    "a final dot": f"http://{DOMAIN}./",
    "a port": f"http://{DOMAIN}:8081/",
    "a sign that no name has": f"http://masuk!.{DOMAIN}/",
    "such a sign further up": f"http://masuk!.resmi.{DOMAIN}/",
    "an empty label": f"http://masuk..{DOMAIN}/",
    "a name that is too long": f"http://{'.'.join(['a' * 60] * 4)}.{DOMAIN}/",
}


def follow(reader: Reader, site: SiteServer, address: str) -> Tab:
    """Follow a link to an address from a page that is not listed."""
    tab = reader.open(site.page("http://obrolan.example/", f'<a id="tautan" href="{escape(address)}">tautan</a>'))
    tab.click("#tautan")
    return tab


@pytest.mark.parametrize("shape", ADDRESSES)
def test_every_spelling_of_a_listed_address_is_warned_of(reader: Reader, site: SiteServer, shape: str) -> None:
    tab = follow(reader, site, ADDRESSES[shape])
    assert "TurnBackHoax" in reader.warned(tab)


def test_a_label_that_only_chromium_opens_is_warned_of(readers: Callable[[str], Reader], site: SiteServer) -> None:
    chromium = readers("chromium")
    chromium.fresh()
    tab = follow(chromium, site, f"http://xn--a.{DOMAIN}/")
    assert "TurnBackHoax" in chromium.warned(tab)


STUBBORN = {
    "navigates without end": "setInterval(() => { location.href = '/?' + Math.random() }, 1)",
    "navigates as often as it may": "setInterval(() => { location.href = '/?' + Math.random() }, 60)",
    "changes its address without end": "setInterval(() => history.pushState(0, '', '/' + Math.random()), 1)",
    "keeps the browser busy": "const end = Date.now() + 1500; while (Date.now() < end);",
    "turns into a blob": "location = URL.createObjectURL(new Blob(['<h1>hoaks</h1>'], { type: 'text/html' }))",
    "asks to stay": "addEventListener('beforeunload', (event) => { event.preventDefault() })",
    "goes forward when it is left": "addEventListener('pagehide', () => history.forward())",
}  # fmt: skip


@pytest.mark.parametrize("act", STUBBORN)
def test_a_page_that_will_not_give_way_is_warned_of(reader: Reader, site: SiteServer, act: str) -> None:
    site.latency = 0
    site.page(f"http://{DOMAIN}/", f"<h1>hoaks</h1><script>{STUBBORN[act]}</script>")
    follow(reader, site, f"http://{DOMAIN}/")

    def is_all() -> bool:
        tabs = [tab for tab in reader.browser.tabs() if tab is not reader.desk]
        return bool(tabs) and all(map(reader.is_warning, tabs))

    stays(is_all)


def stays(warned: Callable[[], bool]) -> None:
    """Wait until there is a warning that is still there a while later.

    A page that holds on may take the first one away, and loses its tab later. On a busy machine that takes long, for
    such a page keeps its browser from everything else.
    """

    def is_still_there() -> bool:
        if not warned():
            return False
        time.sleep(SETTLE)
        return warned()

    wait_until(is_still_there, seconds=90)


def test_an_opener_that_leads_its_window_on_without_end_is_warned_of(reader: Reader, site: SiteServer) -> None:
    site.latency = 0
    script = (
        f"w = open('http://{DOMAIN}/'); setInterval(() => {{ w.location = 'http://{DOMAIN}/' + Math.random() }}, 60)"
    )
    tab = reader.open(site.page("http://obrolan.example/", f'<button id="buka" onclick="{script}">buka</button>'))
    tab.click("#buka")
    stays(lambda: any(reader.is_warning(each) for each in reader.browser.tabs()))


def test_what_is_opened_in_spite_of_it_is_opened_as_it_was(reader: Reader, site: SiteServer) -> None:
    address = f"{PAGE}#{LONG}"
    tab = follow(reader, site, address)
    reader.warned(tab)
    tab.click("#open")
    reader.arrives(tab, address)


@pytest.mark.parametrize("address", [f"http://berita.example/{LONG}", f"http://lain.example/?q=x#{LONG}"])
def test_what_is_not_listed_opens_in_such_spellings_too(reader: Reader, site: SiteServer, address: str) -> None:
    reader.arrives(follow(reader, site, address), address)
