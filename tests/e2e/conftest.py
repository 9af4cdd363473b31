"""The world of the browser tests: real service, real browsers with the extension, every other site on loopback.

A test that asks for `reader` runs in Chromium and in Firefox. Browsers and service live for the whole run, because
they take seconds to start; what a session remembers is forgotten before each test. A test that breaks the list or the
service asks for `own_service` and `start_reader`, which are its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.browser import Browser
from tests.e2e.chromium import Chromium
from tests.e2e.contexts import browser as browser
from tests.e2e.contexts import opened as opened
from tests.e2e.features import NO_PROMPTS, all_off, grant
from tests.e2e.firefox import Firefox
from tests.e2e.reader import Reader
from tests.e2e.service import Service
from tests.e2e.site_server import SiteServer

EXTENSION_ID = "cektautan@cektautan.example"

BROWSERS = ("chromium", "firefox")

StartReader = Callable[..., Reader]


def launch(name: str, extension: Path, proxy: int, language: str = "id") -> Browser:
    """Start a browser with a profile of its own, in which every name leads to `proxy`."""
    if name == "chromium":
        return Chromium(proxy=proxy, extension=extension, language=language)
    return Firefox(proxy=proxy, language=language, extension_id=EXTENSION_ID)


def start(name: str, service: Service, proxy: int, language: str = "id") -> Reader:
    """Start a browser with a service's extension in it, the first-run page read and closed."""
    reader = install(name, service, proxy, language)
    reader.welcome().close()
    return reader


def install(name: str, service: Service, proxy: int, language: str = "id") -> Reader:
    """Start a browser with a service's extension in it, which has just been installed."""
    browser = launch(name, service.extension, proxy, language)
    return Reader(browser, browser.install(service.extension))


def start_willing(name: str, extension: Path, proxy: int) -> Reader:
    """Start a browser in which the optional features may be turned on, with this copy of the extension in it."""
    browser: Browser
    if name == "chromium":
        browser = Chromium(proxy=proxy, extension=grant(extension), language="id")
    else:
        browser = Firefox(proxy=proxy, language="id", extension_id=EXTENSION_ID, preferences=NO_PROMPTS)
    return Reader(browser, browser.install(extension))


def one_each(begin: Callable[[str], Reader]) -> Iterator[Callable[[str], Reader]]:
    """Give the reader of each browser, begun when it is first asked for; close them all in the end."""
    started: dict[str, Reader] = {}

    def get(name: str) -> Reader:
        if name not in started:
            started[name] = begin(name)
            started[name].wait_for_list()
        return started[name]

    yield get
    for reader in started.values():
        reader.browser.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service that most tests share; nobody may change what it publishes."""
    running = Service(tmp_path_factory.mktemp("service"))
    running.start()
    yield running
    running.close()


@pytest.fixture(scope="session")
def sites() -> Iterator[SiteServer]:
    """The server behind `site`."""
    server = SiteServer()
    yield server
    server.close()


@pytest.fixture
def site(sites: SiteServer) -> SiteServer:
    """Every other site of the world, with no page and no request remembered."""
    sites.forget()
    return sites


@pytest.fixture(scope="session")
def readers(service: Service, sites: SiteServer) -> Iterator[Callable[[str], Reader]]:
    """The shared browsers, each started when it is first asked for."""
    yield from one_each(lambda name: start(name, service, sites.port))


@pytest.fixture(params=BROWSERS)
def reader(request: pytest.FixtureRequest, readers: Callable[[str], Reader], site: SiteServer) -> Reader:
    """A reader with a stored list and an empty session, in each browser."""
    found = readers(request.param)
    found.fresh()
    site.forget()
    return found


@pytest.fixture
def own_service(tmp_path: Path) -> Iterator[Callable[..., Service]]:
    """Makes services of the test's own; `start` is the test's to call."""
    made: list[Service] = []

    def make(**options: Any) -> Service:
        made.append(Service(tmp_path / f"service{len(made)}", **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def desk_service(own_service: Callable[..., Service]) -> Service:
    """A running service with a desk."""
    made = own_service(desk=True)
    made.start()
    return made


@pytest.fixture
def start_reader(site: SiteServer) -> Iterator[StartReader]:
    """Starts browsers of the test's own: `start_reader(name, service, proxy=None, language="id")`."""
    started: list[Reader] = []

    def launch_one(name: str, service: Service, proxy: int | None = None, language: str = "id") -> Reader:
        started.append(start(name, service, proxy or site.port, language))
        return started[-1]

    yield launch_one
    for each in started:
        each.browser.close()


@pytest.fixture(scope="session")
def willing_readers(
    service: Service, sites: SiteServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Reader]]:
    """Browsers in which the optional features may be turned on (features.py), each started when it is asked for."""

    def begin(name: str) -> Reader:
        copy = Path(shutil.copytree(service.extension, tmp_path_factory.mktemp("willing") / "extension"))
        return start_willing(name, copy, sites.port)

    yield from one_each(begin)


@pytest.fixture(params=BROWSERS)
def willing(request: pytest.FixtureRequest, willing_readers: Callable[[str], Reader], site: SiteServer) -> Reader:
    """A reader who has not turned anything on yet, in each browser."""
    found = willing_readers(request.param)
    found.fresh()
    all_off(found)
    site.forget()
    return found
