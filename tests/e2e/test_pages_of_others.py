"""What a page of others can do with the extension: nothing of it can be opened, embedded, fetched or spoken to."""

from __future__ import annotations

import json
import time

import pytest
from tests.e2e.browser import wait_until
from tests.e2e.reader import SETTLE, Reader
from tests.e2e.site_server import SiteServer

PAGE = "http://obrolan.example/"
HOAX = "http://kabar.example/berita/1"
FORGED = "pages/warning.html#https%3A%2F%2Fkpu.go.id%2F"
"""What a page would show to frighten readers away from somebody else's."""

WAYS = {
    "a link": "<a id='coba' href='{url}'>coba</a>",
    "a link to a new tab": "<a id='coba' href='{url}' target='_blank'>coba</a>",
    "a window": "<button id='coba' onclick='window.open(\"{url}\")'>coba</button>",
    "a script": "<button id='coba' onclick='location = \"{url}\"'>coba</button>",
    "a form": "<form action='{url}'><button id='coba'>coba</button></form>",
    "a redirect": "<a id='coba' href='http://alih.example/'>coba</a>",
    "a frame": "<button id='coba' onclick='document.body.innerHTML = `<iframe src=\"{url}\"></iframe>`'>coba</button>",
}


def shown(reader: Reader) -> list[str]:
    """Return the addresses of all tabs but the one that tests ask from."""
    return [tab.url for tab in reader.browser.tabs() if tab is not reader.desk]


@pytest.mark.parametrize("way", WAYS)
def test_no_page_opens_a_warning_of_its_own_making(reader: Reader, site: SiteServer, way: str) -> None:
    url = f"{reader.origin}/{FORGED}"
    site.redirect("http://alih.example/", url)
    tab = reader.open(site.page(PAGE, WAYS[way].format(url=url)))
    listen = "api.webNavigation.onCommitted.addListener(({ url }) => committed.push(url))"
    reader.api(f"(globalThis.committed = [], {listen}, true)")
    tab.click("#coba")
    # What the press led to has committed, or was refused, when a page that was opened after it has.
    time.sleep(SETTLE)
    reader.open(site.page("http://sesudah.example/", "<h1>sesudah</h1>"))
    wait_until(lambda: "http://sesudah.example/" in reader.desk.evaluate("committed"))
    opened = [each for each in reader.desk.evaluate("committed") if each.startswith(reader.origin)]
    assert opened == []
    assert not any(each.startswith(f"{reader.origin}/pages/warning") for each in shown(reader))


def test_no_page_fetches_or_embeds_anything_of_the_extension(reader: Reader, site: SiteServer) -> None:
    tab = reader.open(site.page(PAGE, "<h1>obrolan</h1>"))
    for path in ("manifest.json", "pages/warning.html", "pages/icons/logo.svg", "icons/16.png", "inpage/banner.js"):
        url = json.dumps(f"{reader.origin}/{path}")
        assert tab.evaluate(f"fetch({url}).then(() => 'read', () => 'refused')") == "refused", path
        made = f"Object.assign(document.createElement('img'), {{ src: {url} }})"
        ends = "made.onload = () => done('seen'); made.onerror = () => done('refused')"
        assert tab.evaluate(f"new Promise((done) => {{ const made = {made}; {ends} }})") == "refused", path
        assert tab.evaluate(f"import({url}).then(() => 'run', () => 'refused')") == "refused", path


def test_an_opener_can_neither_read_the_warning_nor_lead_it_elsewhere(reader: Reader, site: SiteServer) -> None:
    tab = reader.open(site.page(PAGE, f"<button id='buka' onclick='w = window.open(\"{HOAX}\")'>buka</button>"))
    known = reader.browser.tabs()
    tab.click("#buka")
    wait_until(lambda: len(reader.browser.tabs()) > len(known))
    (warning,) = (each for each in reader.browser.tabs() if each not in known)
    reader.warned(warning, HOAX)
    forged = json.dumps(f"{reader.origin}/{FORGED}")
    for attempt in (f"w.location = {forged}", "w.location = 'http://lain.example/'", "w.close()"):
        tab.evaluate(f"(() => {{ try {{ {attempt} }} catch {{ }} return true }})()")
    assert tab.evaluate("w.closed") is True
    time.sleep(SETTLE)
    reader.warned(warning, HOAX)


def test_the_background_hears_nothing_that_a_page_says(reader: Reader, site: SiteServer) -> None:
    tab = reader.open(site.page(PAGE, "<h1>obrolan</h1>"))
    before = reader.module("list/store.js", "(await module.readStatus()).checked")
    said = [{"type": "update"}, {"type": "release"}, {"type": "links", "links": [HOAX]}]
    for message in said:
        tab.evaluate(f"(postMessage({json.dumps(message)}, '*'), true)")
    tab.evaluate("(new BroadcastChannel('list').postMessage('changed'), true)")
    speaks = "globalThis.browser?.runtime?.sendMessage ?? globalThis.chrome?.runtime?.sendMessage"
    assert tab.evaluate(f"typeof ({speaks})") == "undefined"
    assert reader.module("list/store.js", "(await module.readStatus()).checked") == before
