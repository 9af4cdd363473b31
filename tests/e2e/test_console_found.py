"""Checks that were found, in a browser: accessible, on a phone, and one key from the case to the filled form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from tests.e2e.axe import overflow, violations
from tests.e2e.chromium import Chromium
from tests.e2e.desk_server import DeskServer
from tests.support.desk import add, add_sources, claim, listing
from tests.support.harvest import CHECK, FOUND, POST, VIDEO, add_tbh, numbered, take

from cektautan.sources.protocol import RatingGiven
from cektautan.store.models import Case, Feed

DESKTOP, PHONE = (1280, 900), (360, 740)
LATER = "https://youtu.be/abcdefghijl"
OTHER = "https://turnbackhoax.id/2026/09/21/salah-tps-malam/"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskServer]:
    server = DeskServer(tmp_path_factory.mktemp("desk"))
    store = server.desk.store
    add_sources(store)
    row = claim()
    row.reviews[0].url = CHECK
    add(store, row, listing(key="content:facebook:912345678901234", platform="facebook"))
    add_tbh(store)
    take(store, FOUND)
    take(store, replace(FOUND, rating=RatingGiven("BENAR")))
    take(store, replace(FOUND, url=OTHER, claim="TPS dibuka sampai malam.", appearances=(VIDEO, LATER, POST, "https://kpu.go.id/1"),
                        flags=("date_ambiguous", "html_entities")))  # fmt: skip
    add_tbh(store, budget=1, feed="lebih")
    take(store, *numbered(4), feed="lebih")
    with store.deciding("system", server.desk.now) as work:
        work.session.get_one(Feed, "tbh").expires = date(2026, 1, 1)
        work.record("test.prepared", ("feed", "tbh"))
    yield server
    server.close()


@pytest.fixture(scope="module")
def browser(server: DeskServer) -> Iterator[Chromium]:
    browser = Chromium(language="id")
    server.sign_in(browser, server.desk.person("rina", "approver", "admin", "moderator"))
    yield browser
    browser.close()


def case(server: DeskServer, kind: str) -> int:
    with server.desk.store.reading() as session:
        return session.scalars(select(Case.id).where(Case.kind == kind).order_by(Case.id)).first() or 0


@pytest.mark.parametrize("kind", ["match", "changed_check"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_its_cases_are_accessible_and_fit(
    server: DeskServer, browser: Chromium, kind: str, size: tuple[int, int]
) -> None:
    tab = server.open(browser, f"/meja/kasus/{case(server, kind)}")
    tab.resize(*size)
    assert violations(tab) == []
    assert overflow(tab) <= 0
    tab.close()


PAGES = ("", "/umpan", "/umpan/tbh", "/umpan/lebih/ditahan", "/umpan/tbh/ditahan", "/cabut-kepercayaan")


@pytest.mark.parametrize("path", [*(f"/meja/sumber/turnbackhoax{each}" for each in PAGES), "/meja/papan"])
def test_pages_of_feeds_are_accessible_and_fit_a_phone(server: DeskServer, browser: Chromium, path: str) -> None:
    tab = server.open(browser, path)
    for size in (DESKTOP, PHONE):
        tab.resize(*size)
        assert violations(tab) == []
        assert overflow(tab) <= 0
    tab.close()


def test_a_preview_of_a_feed_is_accessible_fits_a_phone_and_is_what_is_saved(
    server: DeskServer, browser: Chromium
) -> None:
    tab = server.open(browser, "/meja/sumber/turnbackhoax/umpan")
    typed = {"id": "tinjau", "address": "https://turnbackhoax.id/daftar-yang-panjang-sekali/" + "a" * 80,
             "reason": "Mulai panen."}  # fmt: skip
    for name, text in typed.items():
        tab.page.fill(f"[name={name}]", text)
    tab.click("button[value=lihat]")
    tab.page.wait_for_selector("button[value=simpan]")
    for width, height in (DESKTOP, PHONE):
        tab.resize(width, height)
        assert violations(tab) == []
        assert overflow(tab) <= 0
    seen = tab.page.input_value("[name=dilihat]")
    tab.page.fill("[name=budget]", "7")
    tab.click("button[value=simpan]")
    tab.page.wait_for_selector(f"[name=dilihat]:not([value='{seen}'])", state="attached")
    tab.click("button[value=simpan]")
    tab.page.wait_for_url("**/umpan/tinjau?*")
    with server.desk.store.reading() as session:
        assert session.get_one(Feed, "tinjau").budget == 7
    tab.close()


def test_one_key_leads_from_the_case_to_the_filled_form(server: DeskServer, browser: Chromium) -> None:
    tab = server.open(browser, f"/meja/kasus/{case(server, 'match')}")
    tab.page.keyboard.press("f")
    tab.page.wait_for_selector("#teks_id")
    assert tab.page.input_value("#teks_id") == "TPS dibuka sampai malam."
    boxes = tab.page.locator("form[action='/meja/tempel/baru'] input[name=juga]")
    assert [boxes.nth(each).is_checked() for each in range(boxes.count())] == [True, False, False]
    for width, height in (DESKTOP, PHONE):
        tab.resize(width, height)
        assert violations(tab) == []
        assert overflow(tab) <= 0
    tab.close()
