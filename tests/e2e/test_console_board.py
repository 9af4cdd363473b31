"""Search, sources, log, board and our own checks in a real browser: accessible, on a phone, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from tests.e2e.axe import overflow, violations
from tests.e2e.chromium import Chromium, ChromiumTab
from tests.e2e.desk_server import DeskServer
from tests.support.desk import add, add_sources, claim, listing
from tests.support.people import Desk, Person

from cektautan.store.models import Appeal, Batch, Case, Note, OwnReview, Proposal, Source

DAY = 86_400
CLAIM = "gibran-gagal-dilantik-2024"
DESKTOP, PHONE = (1280, 900), (360, 740)

PAGES = (
    "/meja/cari", "/meja/cari?q=gibran", "/meja/cari?q=tidakadayangcocok", "/meja/cari?q=gibran&di=claims",
    "/meja/sumber", "/meja/sumber/turnbackhoax", "/meja/sumber/cek-uji", "/meja/sumber/baru", "/meja/catatan",
    "/meja/catatan/2", "/meja/catatan?nama=tidak-ada", "/meja/papan", "/meja/pemilu",
    f"/meja/klaim/{CLAIM}/ulasan", "/meja/ulasan/draf", "/meja/ulasan/diusulkan", "/meja/ulasan/terbit",
    "/meja/ulasan/tidak-ada", "/periksa/terbit", "/periksa/tidak-ada",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskServer]:
    server = DeskServer(tmp_path_factory.mktemp("desk"))
    yield server
    server.close()


@pytest.fixture(scope="module")
def rina(server: DeskServer) -> Person:
    """Somebody who may see everything, at a desk where something has happened."""
    person = server.desk.person("rina", "approver", "admin", "appeals")
    fill(server.desk, server.desk.account("sari", "moderator"))
    return person


@pytest.fixture(scope="module")
def browser(server: DeskServer, rina: Person) -> Iterator[Chromium]:
    browser = Chromium(language="id")
    server.sign_in(browser, rina)
    yield browser
    browser.close()


def fill(desk: Desk, sari: int) -> None:
    """Let something happen at the desk."""
    now = desk.now
    texts = {
        "title_id": "Dilantik", "title_en": "Sworn in", "body_id": "Isi.\n\nhttps://kpu.go.id/1", "body_en": "Text.",
        "rating": "SALAH", "verdict": "false",
    }  # fmt: skip
    add_sources(desk.store)
    cases = [
        Case(kind=("report", "appeal", "proposal")[number % 3], lane=("checked", "unchecked", "imposter")[number % 3],
             merge_group="tip", key=f"url:kasus.example/{number}", url=f"https://kasus.example/{number}",
             claim_id=CLAIM, opened_at=now - (number + 1) * DAY, due_at=now - DAY if number == 2 else now + DAY,
             status="open" if number < 7 else "closed", closed_at=None if number < 7 else now - DAY,
             outcome=None if number < 7 else ("forwarded", "listed")[number % 2])
        for number in range(12)
    ]  # fmt: skip
    add(
        desk.store,
        Source(id="cek-uji", name="Cek Uji", site="cek.example", kind="fact_checker", reliability="B",
               standing="unknown"),
        claim(CLAIM, text_id="Gibran gagal dilantik karena yang dibongkar itu.", text_en="Gibran was not sworn in."),
        *(listing(CLAIM, f"url:kabar.example/{number}", level=number % 3 + 1) for number in range(9)),
        *(listing(CLAIM, f"content:youtube:a{number}", kind="content", platform="youtube") for number in range(4)),
        *cases,
        Note(case_id=1, at=now, text="Videonya sudah dipakai untuk klaim gibran tahun lalu."),
        Appeal(case_id=1, listing_id=1, claim_id=CLAIM, key="x", appellant="reader", ticket_hash="0", filed_at=now,
               ack_due=now, decide_due=now, decided_at=now, outcome="rejected"),
        Batch(name="Domain tiruan gibran", file_name="daftar.csv", file_sha256="0", status="applied", uploaded_at=now,
              total=23_000),
        *(OwnReview(id=id_, claim_id=CLAIM, status=status, written_by=sari, published_at=now, **texts)
          for id_, status in (("draf", "draft"), ("diusulkan", "proposed"), ("terbit", "published"))),
        Proposal(kind="own_review", payload={"own_review": "diusulkan"}, reason="Siap.", why_second="own_review",
                 proposed_by=sari, proposed_at=now),
    )  # fmt: skip
    with desk.store.deciding(f"account:{sari}", now) as work:
        work.record(
            "listing.lowered",
            ("claim", CLAIM),
            reason="Sumbernya meralat.",
            before={"level": 3, "status": "active"},
            after={"level": 1, "status": "active"},
        )


def open_page(server: DeskServer, browser: Chromium, path: str, size: tuple[int, int] = DESKTOP) -> ChromiumTab:
    """Open a page in a window of a size."""
    tab = browser.open()
    tab.resize(*size)
    tab.goto(f"{server.url}{path}")
    return tab


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_and_fits_a_phone(
    server: DeskServer, browser: Chromium, path: str, language: str
) -> None:
    mark = "&" if "?" in path else "?"
    tab = open_page(server, browser, f"{path}{mark}lang={language}", PHONE)
    assert tab.evaluate("document.documentElement.lang") == language
    assert overflow(tab) == 0
    assert violations(tab) == []
    tab.resize(*DESKTOP)
    assert overflow(tab) == 0
    assert violations(tab) == []
    assert [each for each in tab.console if "404" not in each] == []
    tab.close()


def test_something_is_found_and_opened_by_keyboard_alone(server: DeskServer, browser: Chromium) -> None:
    tab = open_page(server, browser, "/meja/papan?lang=id")
    page: Page = tab.page
    page.keyboard.press("/")
    page.wait_for_url("**/meja/cari")
    page.wait_for_selector("body[data-ready]")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("kasus.example/3")
    page.wait_for_selector("#found mark")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.matches('[data-row]')")
    page.keyboard.press("o")
    page.wait_for_url("**/meja/kasus/*")
    tab.close()


def test_single_letters_do_nothing_while_one_types(server: DeskServer, browser: Chromium) -> None:
    tab = open_page(server, browser, "/meja/catatan?lang=id")
    tab.page.wait_for_selector("body[data-ready]")
    tab.page.keyboard.press("/")
    tab.page.keyboard.type("gnaro/")
    assert tab.page.input_value("#nama") == "gnaro/"
    assert tab.url.endswith("/meja/catatan?lang=id")
    tab.close()


def test_the_log_is_walked_by_keyboard(server: DeskServer, browser: Chromium) -> None:
    tab = open_page(server, browser, "/meja/catatan?tindakan=listing.lowered&lang=id")
    tab.page.wait_for_selector("body[data-ready]")
    tab.page.keyboard.press("j")
    tab.page.keyboard.press("o")
    tab.page.wait_for_selector("#chain")
    assert "Sumbernya meralat." in tab.page.inner_text("main")
    tab.close()


def test_the_search_works_without_scripts(server: DeskServer, rina: Person) -> None:
    with Chromium(language="id") as browser:
        browser.context.route("**/*.js", lambda route: route.abort())
        server.sign_in(browser, rina)
        tab = open_page(server, browser, "/meja/cari?lang=id")
        tab.page.fill("#q", "gibran")
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_selector("#found mark")
        assert "q=gibran" in tab.url


def test_the_board_can_be_printed(server: DeskServer, browser: Chromium) -> None:
    tab = open_page(server, browser, "/meja/papan?lang=id")
    tab.page.emulate_media(media="print")
    assert not tab.page.is_visible(".top")
    assert tab.page.is_visible("#months-table-caption")
    tab.close()
