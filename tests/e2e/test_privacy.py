"""What a reader opens stays with the reader: we are not asked because of it, and what we are asked names nothing of it.

Everything goes through a proxy that writes it down, also requests to the service on this computer. Every line counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from tests.e2e.browser import Tab, wait_until
from tests.e2e.conftest import BROWSERS
from tests.e2e.reader import Reader
from tests.e2e.recorded import begin_recorded, lines, traces
from tests.e2e.recording_proxy import RecordingProxy
from tests.e2e.service import Service

LISTED = "http://kabar.example/berita/1?utm_source=grup"

LISTED_KEY = "url:kabar.example/berita/1"

UNLISTED = "http://kabar.example/berita/biasa"

SHORT = "http://bit.ly/3AbCdEf"

SIGNED = ("keys.json", "keys.json.minisig", "manifest.json.minisig")
"""What an update asks for where nothing is new."""

HEADERS = {
    *("Accept", "Accept-Encoding", "Accept-Language", "Cache-Control", "Connection", "Host", "Priority", "User-Agent"),
    *("Pragma", "Proxy-Connection", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Origin"),
}
"""All that a request of ours may carry, and nothing in it that a server gave; `Origin` is the browser's doing
(docs/permissions.md)."""

Recorded = tuple[Reader, RecordingProxy]


@pytest.fixture(scope="module")
def started(service: Service) -> Iterator[Callable[[str], Recorded]]:
    """Browsers whose every request goes through a proxy of their own, each started when it is first asked for."""
    made: dict[str, Recorded] = {}

    def start(name: str) -> Recorded:
        if name not in made:
            proxy = RecordingProxy()
            made[name] = begin_recorded(name, service, proxy), proxy
        return made[name]

    yield start
    for reader, proxy in made.values():
        reader.browser.close()
        proxy.close()


@pytest.fixture(params=BROWSERS)
def recorded(request: pytest.FixtureRequest, started: Callable[[str], Recorded]) -> Recorded:
    reader, proxy = started(request.param)
    reader.fresh()
    reader.update()
    proxy.asked.clear()
    return reader, proxy


def refresh(service: Service) -> list[str]:
    return [f"GET {service.url}/lists/{name}" for name in SIGNED]


def is_settled(tab: Tab) -> bool:
    """Whether the page has asked for the newest list and is done with the answer."""
    return bool(tab.evaluate("history.state?.steps > 0"))


def test_a_listed_page_causes_no_request_of_ours(recorded: Recorded, service: Service) -> None:
    reader, proxy = recorded
    tab = reader.open(UNLISTED)
    proxy.asked.clear()
    tab.goto(LISTED)
    reader.warned(tab, LISTED)
    wait_until(lambda: is_settled(tab))
    assert lines(proxy) in ([], [f"GET {LISTED}"]), "the site itself is contacted once at most, and nobody else"
    tab.click("#back")
    reader.arrives(tab, UNLISTED)
    assert [line for line in lines(proxy) if service.url in line] == []


def test_a_warning_from_a_list_that_was_not_just_checked_causes_one_refresh_that_names_nothing_of_it(
    recorded: Recorded, service: Service
) -> None:
    reader, proxy = recorded
    reader.age_list(seconds=120)
    tab = reader.open(UNLISTED)
    proxy.asked.clear()
    tab.goto(LISTED)
    reader.warned(tab, LISTED)
    wait_until(lambda: is_settled(tab) and len(lines(proxy)) >= len(SIGNED))
    ours = [(method, asked) for method, asked in proxy.asked if asked.url.startswith(service.url)]
    site = [line for line in lines(proxy) if service.url not in line]
    assert site in ([], [f"GET {LISTED}"]), "the site itself is contacted once at most, and nobody else"
    assert [f"{method} {asked.url}" for method, asked in ours] == refresh(service)
    for method, asked in ours:
        said = " ".join((method, asked.url, *asked.headers, *asked.headers.values(), asked.body.decode("latin-1")))
        assert [each for each in traces(LISTED, LISTED_KEY) if each.lower() in said.lower()] == []
        assert asked.body == b""
        assert {*asked.headers} <= HEADERS
    tab.click("#back")
    reader.arrives(tab, UNLISTED)
    assert [line for line in lines(proxy) if service.url in line] == refresh(service), "going back asks for nothing"


def test_a_page_that_is_not_listed_and_a_short_link_cause_no_request_of_ours(recorded: Recorded) -> None:
    reader, proxy = recorded
    for url in (UNLISTED, SHORT):
        tab = reader.open(url)
        reader.arrives(tab, url)
    assert lines(proxy) == [f"GET {UNLISTED}", f"GET {SHORT}"]


def test_every_warning_asks_the_same_whatever_it_is_about(recorded: Recorded, service: Service) -> None:
    reader, proxy = recorded
    said = []
    for url in (LISTED, "http://kabar.example/berita/perhatian", "http://tiruan.example/"):
        reader.age_list(seconds=120)
        proxy.asked.clear()
        tab = reader.open(url)
        reader.warned(tab, url)
        wait_until(lambda tab=tab: is_settled(tab))  # type: ignore[misc]
        said.append([(method, asked.url, asked.headers) for method, asked in proxy.asked if service.url in asked.url])
    assert [line[1] for line in said[0]] == [line.removeprefix("GET ") for line in refresh(service)]
    assert said[0] == said[1] == said[2]


def test_checking_a_page_by_the_button_asks_for_the_list_and_no_more(recorded: Recorded, service: Service) -> None:
    reader, proxy = recorded
    for url in (LISTED, UNLISTED, SHORT):
        proxy.asked.clear()
        popup = reader.open(f"{reader.origin}/pages/popup.html#{quote(url, safe='')}")
        wait_until(lambda popup=popup: popup.evaluate("document.body?.dataset.ready"))  # type: ignore[misc]
        wait_until(lambda: len(lines(proxy)) >= len(SIGNED))
        assert lines(proxy) == refresh(service)
