"""Search, sources, log, board and our own checks in a real browser: accessible, on a phone, and by keyboard alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.e2e.axe import overflow, violations
from tests.e2e.chromium import Chromium, ChromiumTab
from tests.support.processes import serving

from cektautan.desk.people import sessions
from cektautan.store.models import Account, AccountRole, Appeal, Batch, Case, Listing, Note, OwnReview, Proposal, Source
from cektautan.store.opening import open_store
from cektautan.store.transaction import Store
from cektautan.web.console.cookies import SESSION

DAY = 86_400
CLAIM = "gibran-gagal-dilantik-2024"
DESKTOP, PHONE = (1280, 900), (360, 740)

PAGES = (
    "/meja/cari", "/meja/cari?q=gibran", "/meja/cari?q=tidakadayangcocok", "/meja/cari?q=gibran&di=claims",
    "/meja/sumber", "/meja/sumber/turnbackhoax", "/meja/sumber/cek-uji", "/meja/sumber/baru", "/meja/catatan",
    "/meja/catatan/2", "/meja/catatan?nama=tidak-ada", "/meja/papan",
    f"/meja/klaim/{CLAIM}/ulasan", "/meja/ulasan/draf", "/meja/ulasan/diusulkan", "/meja/ulasan/terbit",
    "/meja/ulasan/tidak-ada", "/periksa/terbit", "/periksa/tidak-ada",
)  # fmt: skip


@dataclass
class Running:
    """The service with a desk in which something has happened, and the way in."""

    address: str
    token: str

    def page(self, browser: Chromium, path: str, size: tuple[int, int] = DESKTOP) -> ChromiumTab:
        """Open a page as who is signed in."""
        tab = browser.open()
        browser.context.add_cookies([{"name": SESSION, "value": self.token, "domain": "127.0.0.1", "path": "/meja"}])
        tab.resize(*size)
        tab.goto(self.address + path)
        return tab


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("desk")
    settings = {"CEKTAUTAN_VAR_DIR": str(folder), "CEKTAUTAN_EXTENSION_DIR": str(folder), "CEKTAUTAN_DESK": "on"}
    with serving(settings) as (address, _):
        store, _secrets = open_store("", folder)
        yield Running(address, fill(store))
        store.engine.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    browser = Chromium(language="id")
    yield browser
    browser.close()


def fill(store: Store) -> str:
    """Let something happen at the desk, and return the token of somebody who may see all of it."""
    now = int(time.time())
    roles = ("approver", "admin", "appeals")
    texts = {
        "title_id": "Dilantik", "title_en": "Sworn in", "body_id": "Isi.\n\nhttps://kpu.go.id/1", "body_en": "Text.",
        "rating": "SALAH", "verdict": "false",
    }  # fmt: skip
    with store.deciding("operator", now) as work:
        work.session.add(Account(id=90, login="sari", name="Sari", created_at=now))
        account = Account(login="rina", name="Rina", created_at=now)
        account.roles = [AccountRole(role=each, granted_at=now) for each in roles]
        listing = work.session.query(Listing).filter_by(claim_id=CLAIM).first()
        assert listing is not None
        work.session.add_all([account, Source(id="cek-uji", name="Cek Uji", site="cek.example", kind="fact_checker",
                                              reliability="B", standing="unknown")])  # fmt: skip
        for number in range(12):
            lane = ("checked", "unchecked", "imposter")[number % 3]
            is_open = number < 7
            work.session.add(
                Case(kind=("report", "appeal", "proposal")[number % 3], lane=lane, merge_group="tip",
                     key=f"url:kabar.example/{number}", url=f"https://kabar.example/{number}", claim_id=CLAIM,
                     opened_at=now - (number + 1) * DAY, due_at=now - DAY if number == 2 else now + DAY,
                     status="open" if is_open else "closed", closed_at=None if is_open else now - DAY,
                     outcome=None if is_open else ("forwarded" if number % 2 else "listed"))
            )  # fmt: skip
        work.session.flush()
        case = work.session.query(Case).first()
        assert case is not None
        work.session.add(Note(case_id=case.id, at=now, text="Videonya sudah dipakai untuk klaim gibran tahun lalu."))
        work.session.add(
            Appeal(case_id=case.id, listing_id=listing.id, claim_id=CLAIM, key=listing.key, appellant="reader",
                   ticket_hash="0", filed_at=now, ack_due=now, decide_due=now, decided_at=now, outcome="rejected")
        )  # fmt: skip
        work.session.add(Batch(name="Domain tiruan gibran", file_name="daftar.csv", file_sha256="0", status="applied",
                               uploaded_at=now, total=23_000))  # fmt: skip
        for id_, status in (("draf", "draft"), ("diusulkan", "proposed"), ("terbit", "published")):
            work.session.add(OwnReview(id=id_, claim_id=CLAIM, status=status, published_at=now, **texts))
        work.session.add(
            Proposal(kind="own_review", payload={"own_review": "diusulkan"}, reason="Siap.", why_second="own_review",
                     proposed_by=90, proposed_at=now)
        )  # fmt: skip
        changed = {"before": {"level": 3, "status": "active"}, "after": {"level": 1, "status": "active"}}
        work.record("listing.lowered", ("claim", CLAIM), reason="Sumbernya meralat.", **changed)
        listing.level = 1
        work.session.flush()
        return sessions.begin(work, account, sessions.FULL, "Chromium, Linux")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_and_fits_a_phone(desk: Running, browser: Chromium, path: str, language: str) -> None:
    mark = "&" if "?" in path else "?"
    tab = desk.page(browser, f"{path}{mark}lang={language}", PHONE)
    assert tab.evaluate("document.documentElement.lang") == language
    assert overflow(tab) == 0
    assert violations(tab) == []
    tab.resize(*DESKTOP)
    assert overflow(tab) == 0
    assert violations(tab) == []
    assert [each for each in tab.console if "404" not in each] == []
    tab.close()


def test_something_is_found_and_opened_by_keyboard_alone(desk: Running, browser: Chromium) -> None:
    tab = desk.page(browser, "/meja/papan?lang=id")
    page: Page = tab.page
    page.keyboard.press("/")
    page.wait_for_url("**/meja/cari")
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("kabar.example/3")
    page.wait_for_selector("#found mark")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.matches('[data-row]')")
    page.keyboard.press("o")
    page.wait_for_url("**/meja/kasus/*")
    tab.close()


def test_single_letters_do_nothing_while_one_types(desk: Running, browser: Chromium) -> None:
    tab = desk.page(browser, "/meja/catatan?lang=id")
    tab.page.wait_for_selector("body[data-ready]")
    tab.page.keyboard.press("/")
    tab.page.keyboard.type("gnaro/")
    assert tab.page.input_value("#nama") == "gnaro/"
    assert tab.url.endswith("/meja/catatan?lang=id")
    tab.close()


def test_the_log_is_walked_by_keyboard(desk: Running, browser: Chromium) -> None:
    tab = desk.page(browser, "/meja/catatan?tindakan=listing.lowered&lang=id")
    tab.page.wait_for_selector("body[data-ready]")
    tab.page.keyboard.press("j")
    tab.page.keyboard.press("o")
    tab.page.wait_for_selector("#chain")
    assert "Sumbernya meralat." in tab.page.inner_text("main")
    tab.close()


def test_the_search_works_without_scripts(desk: Running) -> None:
    browser = Chromium(language="id")
    tab = browser.open()
    browser.context.route("**/*.js", lambda route: route.abort())
    browser.context.add_cookies([{"name": SESSION, "value": desk.token, "domain": "127.0.0.1", "path": "/meja"}])
    tab.goto(f"{desk.address}/meja/cari?lang=id")
    tab.page.fill("#q", "gibran")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("#found mark")
    assert "q=gibran" in tab.url
    browser.close()


def test_the_board_can_be_printed(desk: Running, browser: Chromium, tmp_path: Path) -> None:
    tab = desk.page(browser, "/meja/papan?lang=id")
    tab.page.emulate_media(media="print")
    assert not tab.page.is_visible(".top")
    assert tab.page.is_visible("#months-table-caption")
    tab.close()
