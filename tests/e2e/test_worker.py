"""What the browser does to a background that idles, and what a site does that answers at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.e2e.browser import wait_until
from tests.e2e.chromium import Chromium
from tests.e2e.reader import Reader
from tests.e2e.site_server import SiteServer

HOAX = "http://kabar.example/berita/1"
CHAT = "http://obrolan.example/"
AGAIN = 5


@pytest.fixture
def chromium(readers: Callable[[str], Reader], site: SiteServer) -> Reader:
    """Only Chromium lets a test stop the background."""
    reader = readers("chromium")
    reader.fresh()
    site.forget()
    return reader


def stop(reader: Reader) -> None:
    assert isinstance(reader.browser, Chromium)
    reader.browser.stop_workers()


def test_a_stopped_worker_wakes_up_and_warns(chromium: Reader, site: SiteServer) -> None:
    tab = chromium.open(site.links(CHAT, hoaks=HOAX))
    stop(chromium)
    tab.click("#hoaks")
    chromium.warned(tab, HOAX)


def test_what_the_reader_chose_outlives_the_worker(chromium: Reader, site: SiteServer) -> None:
    tab = chromium.open(site.links(CHAT, hoaks=HOAX))
    tab.click("#hoaks")
    chromium.warned(tab, HOAX)
    stop(chromium)
    tab.click("#open")
    chromium.arrives(tab, HOAX)
    stop(chromium)
    tab.goto(CHAT)
    tab.click("#hoaks")
    chromium.arrives(tab, HOAX)


def test_back_does_not_warn_twice_though_the_worker_was_stopped(chromium: Reader, site: SiteServer) -> None:
    tab = chromium.open(site.links(CHAT, hoaks=site.redirect("http://pendek.example/x", HOAX)))
    tab.click("#hoaks")
    chromium.warned(tab, HOAX)
    stop(chromium)
    tab.back()
    chromium.arrives(tab, CHAT)


def test_a_site_that_answers_at_once_is_warned_of_and_left_again(reader: Reader, site: SiteServer) -> None:
    """Without any latency the page may commit before the warning; the way back must be the same."""
    site.latency = 0
    tab = reader.open(site.links(CHAT, hoaks=HOAX))
    committed = 0
    for _ in range(AGAIN):
        tab.click("#hoaks")
        reader.warned(tab, HOAX)
        committed += reader.api("Object.values(await api.storage.session.get(null)).some((each) => each.committed)")
        tab.click("#back")
        wait_until(lambda: tab.url == CHAT and tab.evaluate("document.readyState === 'complete'"))
    # The figure is reported (pytest -rP) and not judged: it depends on the machine.
    print(f"{reader.browser.name}: at 0 ms {committed} of {AGAIN} pages committed before the warning")  # noqa: T201
