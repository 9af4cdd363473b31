"""The first-run page: opened once, plain about what it asks, right by itself when the service starts later or moves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from tests.e2e.browser import Tab, wait_until
from tests.e2e.chromium import Chromium
from tests.e2e.conftest import BROWSERS, install
from tests.e2e.reader import SETTLE, Reader
from tests.e2e.service import Service
from tests.e2e.site_server import SiteServer

HOAX = "http://kabar.example/berita/1"
PATIENCE = 20
"""Seconds in which a page that asks every few seconds has come right, on a slow machine too."""


@pytest.fixture
def install_reader(site: SiteServer) -> Iterator[Callable[[str, Service], Reader]]:
    """Installs the extension in a browser of the test's own, and leaves the first-run page open."""
    started: list[Reader] = []

    def install_one(name: str, service: Service) -> Reader:
        started.append(install(name, service, site.port))
        return started[-1]

    yield install_one
    for each in started:
        each.browser.close()


def state(tab: Tab) -> str:
    return str(tab.evaluate("document.body.dataset.ready && document.documentElement.dataset.state"))


def says(tab: Tab) -> str:
    return str(tab.evaluate("document.querySelector('#state').textContent"))


@pytest.mark.parametrize("name", BROWSERS)
def test_the_page_comes_right_when_the_service_starts_later_and_when_it_moves(
    name: str, own_service: Callable[..., Service], install_reader: Callable[[str, Service], Reader]
) -> None:
    service = own_service()
    reader = install_reader(name, service)
    welcome = reader.welcome()
    wait_until(lambda: state(welcome) == "failed", seconds=PATIENCE)
    assert says(welcome) == "Menunggu layanan daftar…"
    assert "Kunci layanan belum diketahui." in reader.text(welcome)
    assert welcome.evaluate("document.querySelector('#example').hidden")
    popup = reader.open(f"{reader.origin}/pages/popup.html#{HOAX}")
    wait_until(lambda: reader.heading(popup) == "Daftar belum ada", seconds=PATIENCE)

    service.start()
    wait_until(lambda: "SALAH" in reader.heading(popup), seconds=PATIENCE)
    welcome.activate()
    wait_until(lambda: state(welcome) == "ready", seconds=PATIENCE)
    assert says(welcome).startswith(f"Daftar siap: nomor {reader.list_seq()}, ")
    assert welcome.evaluate("document.querySelector('#problem').textContent") == ""
    assert welcome.evaluate("document.querySelector('#example').href") == f"{service.url}/uji/?lang=id"
    reader.warned(reader.open(HOAX), HOAX)

    service.move()
    welcome.activate()
    wait_until(
        lambda: welcome.evaluate("document.querySelector('#example').href").startswith(service.url), seconds=PATIENCE
    )
    wait_until(lambda: follows(reader) == service.url, seconds=PATIENCE)
    wait_until(lambda: state(welcome) == "ready", seconds=PATIENCE)
    reader.fresh()
    reader.warned(reader.open(HOAX), HOAX)


def follows(reader: Reader) -> str:
    """Return the server that the stored list came from."""
    return str(reader.module("list/store.js", "(await module.readList())?.head.server ?? ''"))


@pytest.mark.parametrize("name", BROWSERS)
def test_loading_the_extension_again_does_not_open_the_page_again(
    name: str, own_service: Callable[..., Service], install_reader: Callable[[str, Service], Reader]
) -> None:
    service = own_service()
    service.start()
    reader = install_reader(name, service)
    reader.welcome().close()
    reader.wait_for_list()
    if isinstance(reader.browser, Chromium):
        # This Chromium does not load an extension again that its command line named, but its worker can be told so.
        for reason in ("install", "update"):
            reader.browser.worker().evaluate("(reason) => chrome.runtime.onInstalled.dispatch({ reason })", reason)
    else:
        reader.browser.install(service.extension)
    tab = wait_until(lambda: options(reader))
    time.sleep(SETTLE)
    assert not any(reader.is_welcome(each) for each in reader.browser.tabs())
    tab.click("#welcome")
    wait_until(lambda: reader.is_welcome(tab) and state(tab) == "ready")


def options(reader: Reader) -> Tab:
    """Open the options page, once the extension is back."""
    tab = reader.browser.open(f"{reader.origin}/pages/options.html")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    return tab


def test_the_language_is_chosen_there_and_the_permission_is_named_as_the_browser_names_it(reader: Reader) -> None:
    tab = reader.open(f"{reader.origin}/pages/welcome.html")
    wait_until(lambda: state(tab) == "ready")
    for words in ("Membaca histori penjelajahan Anda", "lalu dilupakan", "Yang tidak pernah meninggalkan peramban"):
        assert words in reader.text(tab)
    tab.click("input[value=en]")
    wait_until(lambda: "Read your browsing history" in reader.text(tab))
    wait_until(lambda: says(tab).startswith("The list is ready: number "))
    assert "puzzle" in reader.text(tab)
    assert ("cogwheel" in reader.text(tab)) == (reader.browser.name == "firefox")
