"""The list of own reports: what the reader's device keeps of reports, when it asks about them, and how it forgets them.

On the options page of the extension in both browsers, and on the check page. The desk behind it is the tests' own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.e2e.axe import overflow, violations
from tests.e2e.browser import Tab, wait_until
from tests.e2e.phone import Phone
from tests.e2e.recorded import lines
from tests.e2e.reports_desk import FILED_AT, ReportsDesk
from tests.e2e.service import Service
from tests.e2e.test_reporting import BROWSERS, Desk, at, keep_rest, started, words

__all__ = ["at", "started"]

TICKET = "0123456789ABCDEFGHJKMNPQRS"
SHOWN = "01234-56789-ABCDE-FGHJK-MNPQRS"

OUTCOMES = {
    "listed": ("decided", "Tautan ini sekarang tercatat."),
    "already_listed": ("closed", "Tautan ini sudah tercatat sebelumnya."),
    "not_listed": ("closed", "Tautan ini tidak dicatat."),
    "forwarded": ("closed", "Belum diperiksa, diteruskan ke pemeriksa fakta."),
    "granted": ("decided", "Keberatan dikabulkan."),
    "partly": ("decided", "Keberatan dikabulkan sebagian."),
    "rejected": ("decided", "Keberatan ditolak."),
    "no_check": ("closed", "Belum ada cek fakta yang bisa dirujuk, jadi tautan ini tidak dicatat."),
}


def keep(at: Desk, ticket: str = TICKET, **more: Any) -> None:
    """Have the extension keep a report that was sent."""
    report = {
        "ticket": ticket, "server": "", "kind": "report", "address": "kabar.example/lain", "made": FILED_AT,
        "filedAt": FILED_AT, "waiting": None, "problem": None, "notBefore": 0, "status": None, "asked": None, **more,
    }  # fmt: skip
    server = at.reader.module("background/config.js", "(await module.readConfig()).server")
    report["server"] = report["server"] or server
    at.reader.api(f"(await api.storage.local.set({{ 'report {ticket}': {json.dumps(report)} }}), true)")
    at.desk.statuses.setdefault(ticket, {})


def options(at: Desk, fragment: str = "") -> Tab:
    tab = at.reader.browser.open(f"{at.reader.origin}/pages/options.html{fragment}")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready") == "options")
    return tab


def asked(at: Desk) -> list[str]:
    return [line for line in lines(at.proxy) if "/v1/" in line and line.startswith("POST")]


def test_nobody_is_asked_before_the_list_is_unfolded(at: Desk, service: Service) -> None:
    keep(at)
    tab = options(at)
    assert asked(at) == []
    tab.click("#own summary")
    wait_until(lambda: words(tab, ".own-reports .state") == "Diterima, menunggu ditinjau")
    assert asked(at) == [f"POST {service.url}/v1/reports/status"]
    assert at.desk.asked == [TICKET]
    assert not any(TICKET in line for line in lines(at.proxy)), "the ticket stands in no address"

    tab.click(".own .refresh")
    wait_until(lambda: at.desk.asked == [TICKET, TICKET])


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_is_told_with_its_reasons_and_the_record(at: Desk, service: Service, outcome: str) -> None:
    state, said = OUTCOMES[outcome]
    keep(at, kind="wrong")
    at.desk.statuses[TICKET] = {
        "kind": "wrong", "state": state, "outcome": outcome, "decided_at": FILED_AT + 86_400, "claim": "halaman-2024",
        "reasons": {"id": "<b>Sudah</b> dicek.", "en": "Checked."},
    }  # fmt: skip
    tab = options(at, "#laporan")
    wait_until(lambda: words(tab, ".own-reports .outcome") == said)
    assert "Keberatan" in words(tab, ".own-reports h3")
    assert "Alasan: <b>Sudah</b> dicek." in words(tab, ".own-reports")
    record = tab.evaluate("document.querySelector('.own-reports a').href")
    assert record == f"{service.url}/c/halaman-2024?lang=id"


def test_what_is_decided_is_not_asked_again_until_the_reader_wants_it(at: Desk) -> None:
    keep(at)
    at.desk.statuses[TICKET] = {"state": "closed", "outcome": "not_listed"}
    wait_until(lambda: words(options(at, "#laporan"), ".own-reports .outcome") != "")
    assert at.desk.asked == [TICKET]
    tab = options(at, "#laporan")
    wait_until(lambda: words(tab, ".own-reports .outcome") == "Tautan ini tidak dicatat.")
    assert at.desk.asked == [TICKET]
    tab.click(".own .refresh")
    wait_until(lambda: len(at.desk.asked) == 2)


def test_an_overdue_objection_says_so(at: Desk) -> None:
    keep(at, kind="wrong")
    at.desk.statuses[TICKET] = {"state": "in_review", "due": FILED_AT, "overdue": True}
    tab = options(at, "#laporan")
    wait_until(lambda: "Seharusnya sudah dijawab" in words(tab, ".own-reports"))
    assert words(tab, ".own-reports .state") == "Sedang ditinjau"


def test_a_number_is_added_by_hand_and_a_mistyped_one_is_refused_with_words(at: Desk) -> None:
    at.desk.statuses[TICKET] = {"kind": "check", "state": "closed", "outcome": "forwarded"}
    tab = options(at, "#laporan")
    wait_until(lambda: "Belum ada laporan di perangkat ini." in words(tab, ".own"))

    def add(text: str) -> None:
        tab.evaluate(f"void (document.querySelector('#own-ticket').value = {json.dumps(text)})")
        tab.click(".add-ticket button")

    add("01234-5678")
    wait_until(lambda: words(tab, "#own-ticket-wrong") == "Nomor ini tidak lengkap atau salah ketik.")
    assert tab.evaluate("document.activeElement.id") == "own-ticket"
    assert at.desk.asked == []
    add(SHOWN.lower().replace("0", "o").replace("1", "l"))
    wait_until(lambda: words(tab, ".own-reports .outcome").startswith("Belum diperiksa, diteruskan"))
    assert "Permintaan pemeriksaan" in words(tab, ".own-reports h3")
    assert words(tab, "#own-ticket-wrong") == ""
    add(SHOWN)
    wait_until(lambda: words(tab, "#own-ticket-wrong") == "Nomor ini sudah ada dalam daftar.")


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        ((429, {"Retry-After": "61"}), "Coba lagi dalam 2 menit."),
        ((503, {}), "sedang bermasalah."),
        ((404, {}), "tidak menerima laporan."),
    ],
)
def test_what_could_not_be_asked_is_told_at_its_report(
    at: Desk, failure: tuple[int, dict[str, str]], said: str
) -> None:
    keep(at)
    at.desk.failing.append(failure)
    tab = options(at, "#laporan")
    wait_until(lambda: said in words(tab, ".own-reports .problem"))
    tab.click(".own .refresh")
    wait_until(lambda: words(tab, ".own-reports .state") == "Diterima, menunggu ditinjau")
    assert words(tab, ".own-reports .problem") == ""


def test_a_number_that_the_server_does_not_know_and_no_network_are_told(at: Desk) -> None:
    keep(at)
    del at.desk.statuses[TICKET]
    tab = options(at, "#laporan")
    wait_until(lambda: "tidak mengenal nomor ini." in words(tab, ".own-reports .problem"))
    at.proxy.down = True
    tab.click(".own .refresh")
    wait_until(lambda: "tidak bisa dihubungi." in words(tab, ".own-reports .problem"))


def test_one_and_all_are_removed_from_this_device_alone(at: Desk) -> None:
    second, third = "1" * 26, "2" * 26
    keep(at, made=FILED_AT + 2)
    keep(at, second, made=FILED_AT + 1)
    keep(at, third)
    tab = options(at, "#laporan")
    wait_until(lambda: tab.evaluate("document.querySelectorAll('.own-reports li').length") == 3)
    wait_until(lambda: len(at.desk.asked) == 3)
    wait_until(lambda: tab.evaluate("document.querySelector('.refresh').getAttribute('aria-disabled')") is None)
    tab.click(".own-reports li:nth-child(2) .remove")
    wait_until(lambda: tab.evaluate("document.querySelectorAll('.own-reports li').length") == 2)
    assert tab.evaluate("document.activeElement.dataset.ticket") == third

    tab.click(".own .remove-all")
    wait_until(lambda: tab.evaluate("document.activeElement.textContent") == "Batal")
    tab.press("Enter")
    wait_until(lambda: tab.evaluate("document.activeElement.classList.contains('remove-all')"))
    assert tab.evaluate("document.querySelectorAll('.own-reports li').length") == 2
    tab.click(".own .remove-all")
    tab.click(".own-question .yes")
    wait_until(lambda: "Belum ada laporan di perangkat ini." in words(tab, ".own"))
    kept = "Object.keys(await api.storage.local.get(null)).filter((name) => name.startsWith('report '))"
    assert at.reader.api(kept) == []
    assert len(at.desk.asked) == 3, "removing tells nobody"


def test_a_report_is_asked_of_the_server_that_has_it(at: Desk) -> None:
    keep(at, server="http://127.0.0.1:9")
    tab = options(at, "#laporan")
    wait_until(lambda: "127.0.0.1:9 tidak bisa dihubungi." in words(tab, ".own-reports .problem"))
    assert at.desk.asked == []


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("size", [(360, 740), (320, 256)], ids=["phone", "zoomed"])
def test_axe_finds_nothing_and_it_is_no_wider_than_its_window(at: Desk, language: str, size: tuple[int, int]) -> None:
    at.reader.api(f"(await api.storage.local.set({{ language: {language!r} }}), true)")
    try:
        keep(at)
        at.desk.statuses[TICKET] = {
            "state": "decided", "outcome": "listed", "claim": "halaman-2024", "reasons": {"id": "Alasan." * 60},
        }  # fmt: skip
        tab = options(at, "#laporan")
        tab.resize(*size)
        wait_until(lambda: words(tab, ".own-reports .outcome") != "")
        tab.click(".own-reports details summary")
        tab.click(".own .remove-all")
        assert violations(tab) == []
        assert overflow(tab) <= 0
    finally:
        at.reader.api("(await api.storage.local.remove('language'), true)")


@pytest.fixture(params=BROWSERS)
def phone(request: pytest.FixtureRequest, service: Service) -> Iterator[Phone]:
    made = Phone(service, request.param)
    made.open()
    keep_rest(made)
    yield made
    made.close()


def test_the_check_page_has_the_list_too_and_removes_it_with_everything(phone: Phone) -> None:
    desk = ReportsDesk(statuses={TICKET: {"state": "closed", "outcome": "already_listed", "claim": "video-2024"}})
    desk.stand_before(phone.proxy)
    phone.proxy.asked.clear()
    tab = phone.tab
    tab.click("#own summary")
    wait_until(lambda: "Belum ada laporan di perangkat ini." in phone.words(".own"))
    assert phone.told() == []
    assert violations(tab) == []
    tab.evaluate(f"void (document.querySelector('#own-ticket').value = {SHOWN!r})")
    tab.click(".add-ticket button")
    wait_until(lambda: phone.words(".own-reports .outcome") == "Tautan ini sudah tercatat sebelumnya.")
    assert tab.evaluate("document.querySelector('.own-reports a').href") == f"{phone.service.url}/c/video-2024?lang=id"
    assert overflow(tab) <= 0
    assert violations(tab) == []

    phone.open()
    tab.click("#own summary")
    wait_until(lambda: phone.words(".own-reports .outcome") == "Tautan ini sudah tercatat sebelumnya.")
    tab.click("#stored summary")
    wait_until(lambda: "Tersimpan: 1." in phone.words("#stored"))
    tab.click("#remove")
    wait_until(lambda: "Belum ada laporan di perangkat ini." in phone.words(".own"))
    assert tab.evaluate("Object.keys(localStorage).filter((name) => name.includes('report')).length") == 0


def test_the_check_page_says_what_is_missing_where_the_parts_for_reports_are_not_there_offline(
    service: Service,
) -> None:
    phone = Phone(service)
    try:
        phone.open()
        phone.proxy.down = True
        phone.check("https://kabar.example/lain")
        phone.answers()
        phone.tab.click("[data-kind=check]")
        wait_until(lambda: phone.words(".reports .report-news").startswith("Formulirnya belum ada di perangkat ini."))
    finally:
        phone.close()


def test_news_of_one_report_leave_what_the_reader_unfolded_at_another(at: Desk) -> None:
    keep(at, "1" * 26, made=FILED_AT + 1)
    keep(at)
    tab = options(at, "#laporan")
    wait_until(lambda: len(at.desk.asked) == 2)
    wait_until(lambda: tab.evaluate("document.querySelector('.refresh').getAttribute('aria-disabled')") is None)
    tab.click(".own-reports li:nth-child(2) summary")
    wait_until(lambda: tab.evaluate("document.querySelector('.own-reports li:nth-child(2) details').open"))
    at.reader.api(f"(await api.storage.local.remove('report {'1' * 26}'), true)")
    wait_until(lambda: tab.evaluate("document.querySelectorAll('.own-reports li').length") == 1)
    assert tab.evaluate("document.querySelector('.own-reports li details').open")
    assert tab.evaluate("document.activeElement.tagName") == "SUMMARY"
