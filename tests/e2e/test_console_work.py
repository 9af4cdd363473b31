"""The desk's work in a real browser: by keyboard alone, on a phone, looked at by axe, and nothing typed is lost."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select
from tests.conftest import ROOT
from tests.e2e.axe import overflow, violations
from tests.e2e.chromium import Chromium, ChromiumTab
from tests.e2e.desk_server import DeskServer
from tests.support.desk import add, add_sources, claim, listing
from tests.support.people import Person

from cektautan.desk.cases.closing import close
from cektautan.desk.cases.leasing import claim_case, release_other
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.policy import Policy, load_policy
from cektautan.store.models import Case, Event, Listing, Note

PAGES = ("/meja", "/meja?punya=saya", "/meja/tempel", "/meja/klaim", "/meja/klaim/tps-malam-2026", "/meja/kasus/1",
         "/meja/kasus/3", "/meja/kasus/999", "/meja/bantuan")  # fmt: skip
PHONE = (360, 740)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "rules", ROOT / "blocklists")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, policy: Policy) -> Iterator[DeskServer]:
    server = DeskServer(tmp_path_factory.mktemp("desk"), CEKTAUTAN_LIMIT_DESK="100000 per minute")
    desk = server.desk
    add_sources(desk.store)
    add(
        desk.store,
        claim(),
        claim("tps-malam-2026", text_id="TPS dibuka sampai malam.", text_en="Polling stations stay open at night."),
        listing(key="url:kabar.example/1", url="https://kabar.example/1"),
        listing("tps-malam-2026", "content:tiktok:7311111111111111111", platform="tiktok", domain="",
                url="https://www.tiktok.com/@_/video/7311111111111111111"),
    )  # fmt: skip
    sari, _budi = desk.person("sari", "moderator"), desk.person("budi", "approver")
    with desk.store.deciding("system", desk.now - 540) as work:
        open_or_merge(
            work, policy, kind="report", key="url:a.example/\u202eb", url="https://a.example/\u202eb", reports=1
        )
        open_or_merge(work, policy, kind="match", lane="checked", key="content:tiktok:7311111111111111112",
                      claim_id="tps-malam-2026")  # fmt: skip
    with desk.store.deciding("system", desk.now) as work:
        open_or_merge(work, policy, kind="report", key="url:a.example/\u202eb", reports=811)
    list_addresses(desk.store, policy, sari.id, "klaim-uji-2026", [Address("https://b.example/1")], "Isinya sama.",
                   desk.now)  # fmt: skip
    yield server
    server.close()


@pytest.fixture(scope="module")
def browser(server: DeskServer) -> Iterator[Chromium]:
    browser = Chromium(language="id")
    server.sign_in(browser, person(server, 1))
    yield browser
    browser.close()


def person(server: DeskServer, account: int) -> Person:
    return server.desk.signed_in(account)


def fresh(server: DeskServer, policy: Policy, key: str) -> int:
    with server.desk.store.deciding("system", server.desk.now) as work:
        return open_or_merge(work, policy, kind="report", key=key, url=f"https://{key.partition(':')[2]}").id


def keys(tab: ChromiumTab, *names: str) -> int:
    for name in names:
        tab.page.keyboard.press(name)
    return len(names)


def typed(tab: ChromiumTab, text: str) -> int:
    tab.page.keyboard.type(text)
    return len(text)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_and_fits_a_phone(
    server: DeskServer, browser: Chromium, path: str, language: str
) -> None:
    tab = server.open(browser, f"{path}{'&' if '?' in path else '?'}lang={language}")
    tab.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert violations(tab) == []
    assert overflow(tab) == 0
    names = tab.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(names) == len(set(names))
    assert [each for each in tab.console if "404" not in each] == []
    tab.page.close()


def test_a_pasted_link_becomes_a_proposal_by_keyboard_alone_in_under_a_minute(
    server: DeskServer, browser: Chromium, capsys: pytest.CaptureFixture[str]
) -> None:
    tab = server.open(browser, "/meja?lang=id")
    begun, pressed = time.monotonic(), 0
    pressed += keys(tab, "n")
    expect(tab.page.locator("#url")).to_be_focused()
    # Ctrl+V pastes it; the text is put in as one act, and counts as one.
    tab.page.keyboard.insert_text("https://www.kabar-palsu.example/tps?utm_source=wa")
    pressed += 1 + keys(tab, "Enter")
    expect(tab.page.locator("#cari")).to_be_focused()
    pressed += typed(tab, "tps mal")
    expect(tab.page.locator("#pilihan input[type=radio]")).to_have_count(1)
    # The one claim that was found is chosen already; the reason is three fields further.
    while tab.evaluate("document.activeElement.id") != "alasan":
        pressed += keys(tab, "Tab")
    pressed += typed(tab, "Isinya sama dengan video itu.") + keys(tab, "Enter")
    expect(tab.page.locator("#told")).to_contain_text("menunggu orang kedua")
    seconds = time.monotonic() - begun
    with capsys.disabled():
        sys.stdout.write(
            f"\na pasted link became a proposal with {pressed} keystrokes in {seconds:.1f} s of machine time\n"
        )
    assert seconds < 60
    with server.desk.store.reading() as session:
        made = session.scalars(select(Listing).where(Listing.key == "url:kabar-palsu.example/tps")).one()
        assert (made.claim_id, made.status) == ("tps-malam-2026", "proposed")
    tab.page.close()


def test_the_queue_is_walked_taken_and_closed_by_keyboard(
    server: DeskServer, browser: Chromium, policy: Policy
) -> None:
    case = fresh(server, policy, "url:walk.example/1")
    tab = server.open(browser, "/meja?lang=id&jenis=report")
    for _ in range(10):
        keys(tab, "j")
        if tab.evaluate("document.activeElement.getAttribute('href')") == f"/meja/kasus/{case}":
            break
    keys(tab, "o")
    tab.page.wait_for_url(f"**/meja/kasus/{case}")
    tab.page.wait_for_selector("body[data-ready=yes]")
    keys(tab, "c")
    expect(tab.page.locator("#main")).to_contain_text("Anda memegang kasus ini")
    tab.page.focus("input[name=hasil_kasus][value=not_listed]")
    keys(tab, "Space", "Tab")
    assert typed(tab, "Bukan soal pemilu.")
    keys(tab, "Control+Enter")
    expect(tab.page.locator("#told")).to_contain_text("Kasus ditutup.")
    with server.desk.store.reading() as session:
        assert session.get_one(Case, case).outcome == "not_listed"
    tab.page.close()


def test_on_a_phone_the_form_for_several_cases_is_one_line_until_it_is_opened(
    server: DeskServer, browser: Chromium, policy: Policy
) -> None:
    for number in range(8):
        fresh(server, policy, f"url:many.example/{number}")
    tab = server.open(browser, "/meja?lang=id&jenis=report")
    tab.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    panel, field = tab.page.locator("[data-bulk]"), tab.page.locator("#alasan")
    expect(panel).to_be_hidden()
    keys(tab, "j", "x")
    expect(panel).to_be_visible()
    expect(field).to_be_hidden()
    assert bounds(tab, "[data-bulk]")[1] < 80, "the list stays in sight"
    keys(tab, "t")
    expect(tab.page.locator("#hasil")).to_be_focused()
    top, height = bounds(tab, "[data-bulk]")
    assert height <= 0.56 * PHONE[1]
    assert top + height <= PHONE[1] + 1
    assert violations(tab) == []
    assert overflow(tab) == 0
    tab.page.set_viewport_size({"width": 1280, "height": 800})
    tab.page.reload()
    # What was picked is there again, as every draft is.
    expect(field).to_be_visible()
    tab.page.close()


def bounds(tab: ChromiumTab, selector: str) -> tuple[float, float]:
    """Top and height of an element, in pixels of the window."""
    box = tab.page.locator(selector).bounding_box()
    assert box is not None
    return box["y"], box["height"]


def test_keys_do_nothing_while_somebody_types_and_help_opens(server: DeskServer, browser: Chromium) -> None:
    tab = server.open(browser, "/meja/tempel?lang=id")
    tab.page.focus("#url")
    typed(tab, "jkncar?")
    assert tab.page.input_value("#url") == "jkncar?"
    keys(tab, "Escape", "?")
    expect(tab.page.locator("#help")).to_be_visible()
    keys(tab, "Escape")
    expect(tab.page.locator("#help")).not_to_be_visible()
    tab.page.close()


def test_keys_can_be_switched_off(server: DeskServer, browser: Chromium) -> None:
    tab = server.open(browser, "/meja?lang=id")
    tab.evaluate("void (document.body.dataset.shortcuts = 'off')")
    keys(tab, "n", "?")
    expect(tab.page.locator("#help")).not_to_be_visible()
    assert tab.url.endswith("/meja?lang=id")
    tab.page.close()


def test_what_is_typed_survives_a_conflict_and_a_reload(server: DeskServer, browser: Chromium, policy: Policy) -> None:
    case = fresh(server, policy, "url:conflict.example/1")
    tab = server.open(browser, f"/meja/kasus/{case}?lang=id")
    tab.page.check("input[name=hasil_kasus][value=no_check]")
    tab.page.fill("#alasan_tutup", "Sudah saya baca semuanya, panjang sekali.")
    close(server.desk.store, policy, 2, case, 1, "not_listed", "Budi lebih dulu.", server.desk.now)
    tab.page.focus("#alasan_tutup")
    keys(tab, "Control+Enter")
    expect(tab.page.locator("#told")).to_contain_text("Budi")
    expect(tab.page.locator("#told")).to_contain_text("Budi lebih dulu.")
    kept = tab.evaluate("Object.values(sessionStorage).join(' ')")
    assert "Sudah saya baca semuanya" in kept
    tab.page.close()


def test_what_is_typed_is_there_again_after_a_reload_and_gone_once_it_was_taken(
    server: DeskServer, browser: Chromium, policy: Policy
) -> None:
    case = fresh(server, policy, "url:draft.example/1")
    tab = server.open(browser, f"/meja/kasus/{case}?lang=id")
    tab.page.fill("textarea[name=pesan]", "Catatan yang belum terkirim.")
    server.go(tab, f"/meja/kasus/{case}?lang=id")
    assert tab.page.input_value("textarea[name=pesan]") == "Catatan yang belum terkirim."
    tab.page.focus("textarea[name=pesan]")
    keys(tab, "Control+Enter")
    expect(tab.page.locator("#told")).to_contain_text("Pesan tersimpan.")
    with server.desk.store.reading() as session:
        assert session.scalars(select(Note.text).where(Note.case_id == case)).all() == ["Catatan yang belum terkirim."]
    server.go(tab, f"/meja/kasus/{case}?lang=id")
    assert tab.page.input_value("textarea[name=pesan]") == ""
    tab.page.close()


def test_passing_on_and_the_words_for_readers_fit_a_phone_and_come_back_into_sight(
    server: DeskServer, browser: Chromium, policy: Policy
) -> None:
    case = fresh(server, policy, "url:forward.example/1")
    path = f"/meja/kasus/{case}?lang=id"
    tab = server.open(browser, path)
    tab.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    tab.page.check("input[name=hasil_kasus][value=forwarded]")
    tab.page.fill("#alasan_tutup", "Belum ada yang memeriksa.")
    for words in ("Diteruskan ke", "Jawaban untuk pelapor"):
        tab.page.locator("#putuskan summary", has_text=words).click()
    tab.page.check("input[name=diteruskan][value=kpu]")
    tab.page.fill("#pelapor_id", "Kami menunggu KPU.")
    assert (violations(tab), overflow(tab)) == ([], 0)
    server.go(tab, path)
    expect(tab.page.locator("input[name=diteruskan][value=kpu]")).to_be_checked()
    expect(tab.page.locator("input[name=diteruskan][value=kpu]")).to_be_visible()
    expect(tab.page.locator("#pelapor_id")).to_be_visible()
    tab.page.focus("#alasan_tutup")
    keys(tab, "Control+Enter")
    expect(tab.page.locator("#told")).to_contain_text("Kasus ditutup.")
    with server.desk.store.reading() as session:
        found = session.get_one(Case, case)
        assert (found.outcome, found.forwarded_to, found.told_id) == ("forwarded", ["kpu"], "Kami menunggu KPU.")
    tab.page.close()


def test_a_server_that_is_away_costs_nothing_typed(server: DeskServer, browser: Chromium, policy: Policy) -> None:
    case = fresh(server, policy, "url:away.example/1")
    tab = server.open(browser, f"/meja/kasus/{case}?lang=id")
    tab.page.fill("textarea[name=pesan]", "Tidak boleh hilang.")
    tab.page.context.set_offline(True)
    tab.page.focus("textarea[name=pesan]")
    keys(tab, "Control+Enter")
    expect(tab.page.locator("#told")).to_contain_text("Server tidak menjawab")
    assert tab.page.input_value("textarea[name=pesan]") == "Tidak boleh hilang."
    tab.page.context.set_offline(False)
    tab.page.close()


def test_who_loses_a_case_is_told_and_keeps_what_was_typed(
    server: DeskServer, browser: Chromium, policy: Policy
) -> None:
    case, desk = fresh(server, policy, "url:lease.example/1"), server.desk
    claim_case(desk.store, policy, 1, case, desk.now)
    tab = browser.open()

    def hurried(route: Route) -> None:
        """The same page, whose lease is renewed every second instead of every two minutes."""
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('data-lease="120"', 'data-lease="1"'))

    tab.page.route(f"**/meja/kasus/{case}?lang=id", hurried)
    server.go(tab, f"/meja/kasus/{case}?lang=id")
    tab.page.fill("textarea[name=pesan]", "Sedang saya tulis.")
    release_other(desk.store, policy, 2, case, "Sudah lama.", desk.now)
    expect(tab.page.locator("#told")).to_contain_text("tidak lagi memegang kasus ini")
    assert tab.page.input_value("textarea[name=pesan]") == "Sedang saya tulis."
    tab.page.close()


def test_an_address_that_a_popup_hands_over_is_looked_at_and_leaves_the_address_bar(
    server: DeskServer, browser: Chromium
) -> None:
    tab = browser.open()
    tab.goto(f"{server.url}/meja/tempel?lang=id#https%3A%2F%2Fkabar.example%2F1")
    expect(tab.page.locator("#cari")).to_be_visible()
    assert tab.page.input_value("#url") == "https://kabar.example/1"
    assert "#" not in tab.url
    expect(tab.page.locator("#main")).to_contain_text("Bantuan tunai dibagikan lewat tautan.")
    tab.page.close()


def test_claims_are_found_while_one_types(server: DeskServer, browser: Chromium) -> None:
    tab = server.open(browser, "/meja/klaim?lang=id")
    expect(tab.page.locator("#klaim [data-row]")).to_have_count(2)
    keys(tab, "/")
    expect(tab.page.locator("#cari")).to_be_focused()
    typed(tab, "tps")
    expect(tab.page.locator("#klaim [data-row]")).to_have_count(1)
    tab.page.close()


def test_a_second_person_approves_by_keyboard(server: DeskServer, policy: Policy) -> None:
    with Chromium(language="id") as other:
        server.sign_in(other, person(server, 2))
        tab = server.open(other, "/meja/kasus/3?lang=id")
        keys(tab, "a")
        assert tab.evaluate("document.activeElement.value") == "check_fits"
        keys(tab, "Enter")
        expect(tab.page.locator("#told .told.problem")).to_be_visible()
        # What is missing has the focus; Escape leaves it, and the keys work again.
        keys(tab, "Escape", "a", "Space", "Enter")
        expect(tab.page.locator("#told .told:not(.problem)")).to_be_visible()
        with server.desk.store.reading() as session:
            made = session.scalars(select(Listing).where(Listing.key == "url:b.example/1")).one()
            assert (made.status, made.approved_by) == ("active", 2)
            event = session.scalars(select(Event).where(Event.action == "listing.listed")).one()
        assert event.reason == dict(policy.ready.offered("approve", "id"))["check_fits"]
