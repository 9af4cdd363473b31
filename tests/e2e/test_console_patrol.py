"""What a patrol saw, in a browser: before and after fit a phone, are accessible, and lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select
from tests.e2e.axe import overflow, violations
from tests.e2e.chromium import Chromium
from tests.e2e.desk_server import DeskServer
from tests.support.desk import add, add_sources, claim, listing, shipped_policy
from tests.support.listed_pages import HOAX, OTHER

from cektautan.desk.patrol.domains import note_domain
from cektautan.desk.patrol.fingerprint import fingerprint
from cektautan.desk.patrol.noting import note
from cektautan.desk.patrol.observing import Seen
from cektautan.desk.patrol.rdap import Registration
from cektautan.desk.patrol.snapshot import Snapshot
from cektautan.store.models import DomainLook, PageLook

KEY, URL, DOMAIN = "url:kabar.example/bantuan", "https://kabar.example/bantuan", "kabar.example"
HOUR = 3600
DESKTOP, PHONE = (1280, 900), (360, 740)


def shot(at: int, title: str, text: str, address: str = URL) -> Snapshot:
    return Snapshot(at, address, KEY, title, text[:500], fingerprint(text, frozenset()), whole=True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskServer]:
    server = DeskServer(tmp_path_factory.mktemp("desk"))
    store, now = server.desk.store, server.desk.now
    add_sources(store)
    add(
        store, claim(), listing(key=KEY), listing(key="content:facebook:1", platform="facebook", domain=""),
        PageLook(key=KEY, url=URL, kind="page", next_at=0), DomainLook(domain=DOMAIN, next_at=0),
    )  # fmt: skip
    elsewhere = f"https://toko.example/{'sepatu-' * 20}?dari=\u202ekabar"
    for hours, page in (
        (70, shot(now - 70 * HOUR, "Bantuan Tunai Cair", "\n".join(HOAX))),
        (12, shot(now - 12 * HOUR, "Cabai Turun", "\n".join(OTHER), elsewhere)),
        (2, shot(now - 2 * HOUR, "Cabai Turun", "\n".join(OTHER), elsewhere)),
    ):
        with store.reading() as session:
            row = session.scalars(select(PageLook)).one()
        note(store, shipped_policy(), row, Seen("read", page), None, now - hours * HOUR)
    with store.reading() as session:
        look = session.scalars(select(DomainLook)).one()
    note_domain(store, shipped_policy(), look, Registration("known", date(2026, 9, 18)), now)
    yield server
    server.close()


@pytest.fixture(scope="module")
def browser(server: DeskServer) -> Iterator[Chromium]:
    browser = Chromium(language="id")
    server.sign_in(browser, server.desk.person("rina", "approver", "moderator"))
    yield browser
    browser.close()


@pytest.mark.parametrize("path", ["/meja/kasus/1", "/meja/kasus/2", "/meja/klaim/klaim-uji-2026"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_its_pages_are_accessible_and_fit(
    server: DeskServer, browser: Chromium, path: str, size: tuple[int, int]
) -> None:
    tab = server.open(browser, path)
    tab.resize(*size)
    assert violations(tab) == []
    assert overflow(tab) <= 0
    tab.close()


def test_before_and_after_are_text_and_lead_nowhere(server: DeskServer, browser: Chromium) -> None:
    tab = server.open(browser, "/meja/kasus/1")
    panel = '[aria-labelledby="j-patroli"]'
    assert tab.evaluate(f"document.querySelectorAll('{panel} a').length") == 0
    said = tab.evaluate(f"document.querySelector('{panel}').innerText")
    assert HOAX[0] in said
    assert OTHER[0] in said
    assert "[U+202E]" in said
    tab.close()
