"""What the desk found by itself, on the pages that show it: similar claims, look-alikes, hops, and what was taken back.

Each in both languages, on a desktop and on 320 pixels, looked at by axe and reached by the keyboard; once in Firefox.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer
from sqlalchemy import select
from tests.e2e.axe import overflow, violations
from tests.e2e.browser import Tab, wait_until
from tests.e2e.chromium import Chromium
from tests.e2e.desk_server import DeskServer
from tests.e2e.firefox import Firefox
from tests.support.desk import add, add_sources, claim, listing, shipped_policy
from tests.support.far import Authority, World
from tests.support.intake import filing
from werkzeug import Response

from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.decisions.lower import lower
from cektautan.desk.harvest.feed_fields import FeedWritten
from cektautan.desk.harvest.feeds import add_feed
from cektautan.desk.lookalikes import watching
from cektautan.desk.readers.intake import file
from cektautan.store.models import Case, Listing
from cektautan.web.console.access.cookies import SESSION
from cektautan.web.texts import LANGUAGES, load

DESKTOP, NARROW = (1280, 900), (320, 740)
SHORT, SECOND, END = "https://s.id/pertama", "https://s.id/kedua", "https://kabar.example/akhir"
PANELS = {
    "similar": ("report", "j-serupa"), "lookalike": ("match", "j-mirip"),
    "taken_back": ("changed_check", "j-dicabut"), "lowered": ("second_look", "j-ringan"),
}  # fmt: skip
"""The kind of case that shows a panel, and the panel's heading."""


@pytest.fixture(scope="module")
def far(authority: Authority) -> Iterator[World]:
    """A short link that leads to the next one, and that to a page."""
    with HTTPServer(host="127.0.0.1", ssl_context=authority.server("s.id"), threaded=True) as server:
        for path, onward in (("/pertama", SECOND), ("/kedua", END)):
            server.expect_request(path).respond_with_response(Response(status=302, headers={"Location": onward}))
        yield World.make(authority, server.port, ["s.id"])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, far: World) -> Iterator[DeskServer]:
    policy = shipped_policy()
    server = DeskServer(tmp_path_factory.mktemp("desk"), far.client, CEKTAUTAN_LIMIT_DESK="100000 per minute")
    desk = server.desk
    store, now = desk.store, desk.now
    add_sources(store)
    add(
        store,
        claim("surat-suara-2026", text_id="Surat suara sudah tercoblos sebelum pemilu."),
        *(listing("surat-suara-2026", f"url:kabar.example/{each}") for each in range(2)),
    )
    text = "Katanya surat suara dicoblos di gudang"
    file(store, policy, filing(url="https://kabar.example/laporan", reason="hoax", text=text), "s" * 32, now)
    file(store, policy, filing(url="https://kpu-go.id/cek"), "t" * 32, now)
    watching.run(store, policy, now)
    with store.deciding("operator", now) as work:
        wanted = FeedWritten("meja-lain", "turnbackhoax", "changes", "https://meja-lain.example/v1/changes")
        add_feed(work, wanted, {"changes"}, "Mitra.")
        first = work.session.scalars(select(Listing).order_by(Listing.id)).first()
        assert first is not None
        open_or_merge(
            work, policy, kind="changed_check", key="followed:meja-lain:surat-suara-2026", claim_id="surat-suara-2026",
            details={"how": "taken_back_elsewhere", "feed": "meja-lain", "listings": [first.id]},
        )  # fmt: skip
    lower(store, policy, desk.account("tono", "moderator"), first.id, first.version, 1, "Terlalu keras.", now)
    yield server
    server.close()


@pytest.fixture(scope="module")
def token(server: DeskServer) -> str:
    """The session of somebody who decides."""
    return server.desk.person("sari", "moderator", "approver").token


@pytest.fixture(scope="module")
def browser(server: DeskServer, token: str) -> Iterator[Chromium]:
    with Chromium(language="id") as browser:
        browser.context.add_cookies([{"name": SESSION, "value": token, "domain": "127.0.0.1", "path": "/meja"}])
        yield browser


def case(server: DeskServer, kind: str) -> int:
    with server.desk.store.reading() as session:
        return session.scalars(select(Case.id).where(Case.kind == kind).order_by(Case.id)).first() or 0


def go(tab: Tab, url: str) -> None:
    """Load a page and wait until its scripts are ready."""
    tab.goto(url)
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready === 'yes'"))


def looks_well(tab: Tab) -> None:
    for size in (DESKTOP, NARROW):
        tab.resize(*size)
        assert violations(tab) == []
        assert overflow(tab) <= 0


def words(tab: Tab, heading: str) -> str:
    return str(tab.evaluate(f"document.querySelector('[aria-labelledby={heading}]')?.innerText ?? ''"))


def tabs_into(tab: Tab, selector: str) -> bool:
    """Press Tab until the keyboard stands in something; False where it never comes there."""
    for _ in range(80):
        tab.press("Tab")
        if tab.evaluate(f"document.activeElement?.closest({selector!r}) !== null"):
            return True
    return False


def follow(tab: Tab, server: DeskServer, language: str) -> None:
    """Paste the short link and follow it by the key."""
    go(tab, f"{server.url}/meja/tempel?lang={language}")
    tab.evaluate(f"document.querySelector('#url').value = {SHORT!r}")
    tab.click("form[action='/meja/tempel'] button.primary")
    wait_until(lambda: tab.evaluate("document.querySelector('[data-key=f]') !== null"))
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready === 'yes'"))
    tab.evaluate("document.activeElement?.blur()")
    tab.press("f")
    assert tab.evaluate("document.activeElement?.matches('[data-key=f]')"), "a key leads there and asks nobody"
    tab.press("Enter")
    wait_until(lambda: "kabar.example/akhir" in words(tab, "j-tentang"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("panel", PANELS)
def test_a_panel_is_accessible_and_fits_in_either_language(
    server: DeskServer, browser: Chromium, panel: str, language: str
) -> None:
    kind, heading = PANELS[panel]
    tab = browser.open()
    go(tab, f"{server.url}/meja/kasus/{case(server, kind)}?lang={language}")
    assert words(tab, heading)
    looks_well(tab)
    if panel != "lookalike":
        assert tabs_into(tab, f"[aria-labelledby={heading}] a")
    tab.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hops_of_a_short_link_are_named_accessible_and_fit(
    server: DeskServer, browser: Chromium, language: str
) -> None:
    tab = browser.open()
    follow(tab, server, language)
    shown = words(tab, "j-tentang")
    assert all(each.removeprefix("https://") in shown for each in (SHORT, SECOND, END))
    boxes = "[...document.querySelectorAll('form[action$=\"/tambah\"] [name=juga]')].map((each) => each.value)"
    assert tab.evaluate(boxes) == [SHORT, SECOND]
    looks_well(tab)
    assert tabs_into(tab, "form[action$='/tambah']")
    tab.close()


def test_firefox_shows_the_same(server: DeskServer, token: str) -> None:
    texts = load("id")
    with Firefox(language="id") as firefox:
        cookie = {"name": SESSION, "value": {"type": "string", "value": token}, "domain": "127.0.0.1", "path": "/meja"}
        firefox.call("storage.setCookie", cookie=cookie)
        tab = firefox.open()
        for kind, heading in PANELS.values():
            go(tab, f"{server.url}/meja/kasus/{case(server, kind)}?lang=id")
            assert words(tab, heading)
            looks_well(tab)
        assert texts["desk_lowered_hint"] in words(tab, "j-ringan")
        follow(tab, server, "id")
        looks_well(tab)
