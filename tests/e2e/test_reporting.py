"""A reader reports, objects and asks for a check: in the popup, on the warning page, on the check page.

Nothing leaves before "Kirim", and then exactly what was shown. The desk behind it is the tests' own (reports_desk.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from tests.e2e.axe import overflow, violations
from tests.e2e.browser import Browser, Tab, wait_until
from tests.e2e.chromium import Chromium
from tests.e2e.conftest import BROWSERS, EXTENSION_ID
from tests.e2e.features import NO_PROMPTS
from tests.e2e.firefox import Firefox
from tests.e2e.lists import VIDEO
from tests.e2e.phone import Phone
from tests.e2e.reader import Reader
from tests.e2e.recorded import begin_recorded, lines
from tests.e2e.recording_proxy import RecordingProxy
from tests.e2e.reports_desk import ReportsDesk
from tests.e2e.service import Service
from tests.e2e.site_server import SiteServer

LISTED = "http://kabar.example/berita/1?utm_source=grup"
UNLISTED = "https://user:rahasia@www.kabar.example/berita/lain?utm_source=wa&id=7#tengah"
CLEANED = "https://kabar.example/berita/lain?id=7"
PRIVATE = "http://192.168.1.1/masuk"


class Desk:
    """A reader, the proxy that sees all that leaves the browser, and the desk behind it."""

    def __init__(self, reader: Reader, proxy: RecordingProxy) -> None:
        self.reader = reader
        self.proxy = proxy
        self.desk = ReportsDesk()

    def fresh(self) -> None:
        """Forget what was filed, kept and asked."""
        self.reader.fresh()
        kept = "Object.keys(await api.storage.local.get(null)).filter((name) => name.startsWith('report '))"
        self.reader.api(f"(await api.storage.local.remove({kept}), await api.storage.local.remove('moderator'), true)")
        self.desk = ReportsDesk()
        self.desk.stand_before(self.proxy)
        self.proxy.down = False
        self.proxy.asked.clear()

    def popup(self, address: str) -> Tab:
        """Open the popup's page about an address, the list up to date."""
        tab = self.reader.browser.open(f"{self.reader.origin}/pages/popup.html#{quote(address, safe='')}")
        wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
        wait_until(lambda: tab.evaluate("document.querySelector('#settings') !== null"))
        return tab

    def posts(self) -> list[str]:
        """Return the requests that carry something."""
        return [line for line in lines(self.proxy) if line.startswith("POST")]


@pytest.fixture(scope="module")
def started(service: Service) -> Iterator[Callable[[str], Desk]]:
    """Browsers whose every request goes through a proxy, each started when it is first asked for."""
    made: dict[str, Desk] = {}

    def start(name: str) -> Desk:
        if name not in made:
            proxy = RecordingProxy()
            made[name] = Desk(begin_recorded(name, service, proxy, NO_PROMPTS), proxy)
        return made[name]

    yield start
    for each in made.values():
        each.reader.browser.close()
        each.proxy.close()


@pytest.fixture(params=BROWSERS)
def at(request: pytest.FixtureRequest, started: Callable[[str], Desk]) -> Desk:
    found = started(request.param)
    found.fresh()
    return found


def open_form(tab: Tab, kind: str) -> None:
    """Press the button of a kind and wait for its form."""
    tab.click(f"[data-kind={kind}]")
    wait_until(lambda: tab.evaluate("document.querySelector('.report h2') === document.activeElement"))


def ticket(tab: Tab) -> str:
    """Wait for the ticket; return it as it is shown."""
    wait_until(lambda: tab.evaluate("document.querySelector('.ticket code') !== null"))
    return str(tab.evaluate("document.querySelector('.ticket code').textContent"))


def words(tab: Tab, selector: str) -> str:
    return str(tab.evaluate(f"document.querySelector({selector!r})?.innerText ?? ''"))


def test_a_report_shows_the_whole_cleaned_address_and_sends_it_on_the_press_alone(at: Desk) -> None:
    tab = at.popup(UNLISTED)
    open_form(tab, "report")
    assert words(tab, ".sent-address") == CLEANED
    assert "Jangan menulis nama orang pribadi" in words(tab, ".report")
    assert "disimpan terenkripsi" in words(tab, ".report")
    tab.evaluate("void (document.querySelector('.report textarea').value = ' Dari grup RT. ')")
    tab.click(".report input[value=hoax]")
    assert at.posts() == []

    tab.click(".report button[type=submit]")
    shown = ticket(tab)
    assert words(tab, ".report h2") == "Laporan diterima"
    assert tab.evaluate("document.activeElement === document.querySelector('.report h2')")
    assert len(shown) == 26 + 4
    plain = shown.replace("-", "")
    assert at.desk.filed[plain] == {
        "ticket": plain, "kind": "report", "url": CLEANED, "lang": "id", "reason": "hoax", "text": "Dari grup RT.",
    }  # fmt: skip
    assert [line.rpartition("/v1/")[2] for line in at.posts()] == ["reports"]
    said = json.dumps([(a.url, a.headers, a.body.decode()) for _, a in at.proxy.asked])
    assert "rahasia" not in said
    assert "utm_source" not in said
    assert plain not in json.dumps([(a.url, a.headers) for _, a in at.proxy.asked])
    kept = at.reader.api("Object.entries(await api.storage.local.get(null)).filter(([n]) => n.startsWith('report '))")
    assert "grup RT" not in json.dumps(kept), "what was sent leaves no free text behind"


def test_a_check_is_asked_for_without_a_reason_and_can_be_called_off(at: Desk) -> None:
    tab = at.popup("https://bit.ly/3AbCdEf")
    open_form(tab, "check")
    assert words(tab, ".report legend") == ""
    tab.click(".report .quiet")
    wait_until(lambda: tab.evaluate("document.activeElement.dataset.kind") == "check")
    assert at.desk.filed == {}

    open_form(tab, "check")
    tab.click(".report button[type=submit]")
    plain = ticket(tab).replace("-", "")
    assert at.desk.filed[plain] == {"ticket": plain, "kind": "check", "url": "https://bit.ly/3AbCdEf", "lang": "id"}


def test_the_warning_page_takes_an_objection_with_the_record_that_it_is_about(at: Desk) -> None:
    tab = at.reader.open(LISTED)
    at.reader.warned(tab, LISTED)
    tab.click("#report summary")
    open_form(tab, "wrong")
    assert words(tab, ".sent-address") == "https://kabar.example/berita/1"
    tab.click(".report button[type=submit]")
    wait_until(lambda: words(tab, ".report .wrong") == "Pilih salah satu.")
    assert tab.evaluate("document.activeElement.type") == "radio"
    assert at.posts() == []

    tab.click(".report input[value=my_site]")
    tab.click(".report button[type=submit]")
    plain = ticket(tab).replace("-", "")
    assert words(tab, ".report h2") == "Keberatan Anda sudah kami catat"
    assert at.desk.filed[plain] == {
        "ticket": plain, "kind": "wrong", "url": "https://kabar.example/berita/1", "lang": "id", "reason": "my_site",
        "claim": "halaman-2024", "as": "owner",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        (f"https://youtu.be/{VIDEO}", ["Peringatan ini salah"]),
        ("https://kabar.example/berita/catatan", ["Catatan ini salah"]),
        ("https://kabar.example/lain", ["Minta diperiksa", "Laporkan"]),
        ("https://bit.ly/3abcdef", ["Minta diperiksa", "Laporkan"]),
        ("https://www.youtube.com/", ["Laporkan"]),
        ("about:config", []),
    ],
)
def test_what_is_offered_follows_from_what_is_known(at: Desk, address: str, kinds: list[str]) -> None:
    tab = at.popup(address)
    assert tab.evaluate("[...document.querySelectorAll('[data-kind]')].map((each) => each.textContent)") == kinds


def test_an_address_of_the_readers_own_network_is_not_sent(at: Desk) -> None:
    tab = at.popup(PRIVATE)
    open_form(tab, "report")
    assert "hanya ada di jaringan Anda sendiri" in words(tab, ".report")
    assert tab.evaluate("document.querySelector('.report form')") is None


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (
            (429, {"Retry-After": "1500"}),
            "Terlalu banyak laporan dari jaringan Anda. Bisa dikirim lagi dalam 25 menit.",
        ),
        ((503, {}), "sedang bermasalah."),
        ((500, {}), "sedang bermasalah."),
    ],
)
def test_what_fails_for_now_is_kept_and_sent_again(at: Desk, failure: tuple[int, dict[str, str]], said: str) -> None:
    at.desk.failing.append(failure)
    tab = at.popup(UNLISTED)
    open_form(tab, "check")
    tab.click(".report button[type=submit]")
    wait_until(lambda: words(tab, ".report h2") == "Belum terkirim")
    assert said in words(tab, ".report")
    tab.click(".report .actions button")
    plain = ticket(tab).replace("-", "")
    assert list(at.desk.filed) == [plain]


@pytest.mark.parametrize(
    ("failure", "said"), [((404, {}), "tidak menerima laporan."), ((422, {}), "Periksa lagi isiannya.")]
)
def test_what_is_refused_stays_in_the_form(at: Desk, failure: tuple[int, dict[str, str]], said: str) -> None:
    at.desk.failing.append(failure)
    tab = at.popup(UNLISTED)
    open_form(tab, "report")
    tab.evaluate("void (document.querySelector('.report textarea').value = 'Tetap di sini')")
    tab.click(".report input[value=scam]")
    tab.click(".report button[type=submit]")
    wait_until(lambda: said in words(tab, ".report .report-news"))
    assert tab.evaluate("document.querySelector('.report textarea').value") == "Tetap di sini"
    tab.click(".report button[type=submit]")
    ticket(tab)


def test_without_a_network_a_report_waits_and_goes_out_once(at: Desk) -> None:
    tab = at.popup(UNLISTED)
    at.proxy.down = True
    open_form(tab, "check")
    tab.click(".report button[type=submit]")
    wait_until(lambda: words(tab, ".report h2") == "Belum terkirim")
    assert "tidak bisa dihubungi" in words(tab, ".report")

    at.proxy.down = False
    tab.evaluate("void dispatchEvent(new Event('online'))")
    wait_until(lambda: len(at.desk.filed) == 1)
    tab.evaluate("void dispatchEvent(new Event('online'))")
    own = at.reader.open(f"{at.reader.origin}/pages/options.html#laporan")
    wait_until(lambda: words(own, ".own-reports .state") == "Diterima, menunggu ditinjau")
    assert len(at.desk.filed) == 1


def test_an_update_that_changes_nothing_leaves_the_buttons_where_they_are(at: Desk) -> None:
    """A button that is drawn anew between press and release loses the press."""
    tab = at.popup(UNLISTED)
    wait_until(lambda: tab.evaluate("document.querySelector('main .reports button') !== null"))
    tab.evaluate("void (window.kept = document.querySelector('main .reports button'))")
    at.proxy.down = True
    tab.click("#update")
    wait_until(
        lambda: words(tab, "#news") != "" and tab.evaluate("document.querySelector('#update').disabled === false")
    )
    assert words(tab, "#problem") != ""
    assert tab.evaluate("window.kept.isConnected")


def test_a_moderators_popup_hands_the_address_over_in_the_fragment(at: Desk, service: Service) -> None:
    assert at.popup(UNLISTED).evaluate("document.querySelector('#desk')") is None
    options = at.reader.open(f"{at.reader.origin}/pages/options.html")
    wait_until(lambda: options.evaluate("document.body.dataset.ready"))
    options.click("#moderator")
    tab = at.popup(UNLISTED)
    assert words(tab, "#desk") == "Tambahkan halaman ini"
    assert (
        tab.evaluate("document.querySelector('#desk').href") == f"{service.url}/meja/tempel#{quote(CLEANED, safe='')}"
    )
    at.proxy.asked.clear()
    tab.click("#desk")
    wait_until(lambda: any("/meja/tempel" in line for line in lines(at.proxy)))
    assert f"GET {service.url}/meja/tempel" in lines(at.proxy)
    assert not any("kabar.example" in line for line in lines(at.proxy))


@pytest.mark.parametrize("language", ["id", "en"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(at: Desk, language: str) -> None:
    at.reader.api(f"(await api.storage.local.set({{ language: {language!r} }}), true)")
    try:
        for size in ((360, 740), (320, 256)):
            at.fresh()
            tab = at.popup(UNLISTED)
            tab.resize(*size)
            open_form(tab, "report")
            assert violations(tab) == []
            assert overflow(tab) <= 0
            tab.click(".report input[value=other]")
            at.desk.failing.append((429, {"Retry-After": "90"}))
            tab.click(".report button[type=submit]")
            wait_until(lambda tab=tab: tab.evaluate("document.querySelector('.report .kept') !== null"))  # type: ignore[misc]
            assert violations(tab) == []
            tab.click(".report .actions button")
            ticket(tab)
            assert violations(tab) == []
            assert overflow(tab) <= 0
    finally:
        at.reader.api("(await api.storage.local.remove('language'), true)")


def test_the_form_can_be_used_by_keyboard_alone(at: Desk) -> None:
    tab = at.popup(UNLISTED)
    tab.activate()
    tab.evaluate("void document.querySelector('[data-kind=report]').focus()")
    tab.press("Enter")
    wait_until(lambda: tab.evaluate("document.querySelector('.report h2') === document.activeElement"))
    tab.press("Tab")
    assert tab.evaluate("document.activeElement.type") == "radio"
    tab.press(" ")
    for kind in ("textarea", "text", "submit"):
        tab.press("Tab")
        assert tab.evaluate("document.activeElement.type") == kind
    tab.press("Enter")
    assert len(ticket(tab)) == 30


def keep_rest(phone: Phone) -> None:
    """Have the page keep what it does seconds after its beginning: the parts for reports."""
    phone.tab.evaluate("void navigator.serviceWorker.controller.postMessage('keep rest')")
    names = "(await Promise.all((await caches.keys()).map(async (n) => (await caches.open(n)).keys()))).flat()"
    wait_until(lambda: phone.tab.evaluate(f"(async () => {names}.some((r) => r.url.endsWith('minecard.js')))()"))


@pytest.fixture(params=BROWSERS)
def phone(request: pytest.FixtureRequest, service: Service) -> Iterator[Phone]:
    made = Phone(service, request.param)
    made.open()
    keep_rest(made)
    yield made
    made.close()


def test_the_check_page_reports_objects_and_asks_and_says_where_to_find_it_again(phone: Phone) -> None:
    desk = ReportsDesk()
    desk.stand_before(phone.proxy)
    phone.check(f"{UNLISTED} https://youtu.be/{VIDEO} https://www.youtube.com/ https://[::bad/")
    phone.answers()
    offered = (
        "[...document.querySelectorAll('.results > li')].map((each) =>"
        " [...each.querySelectorAll('[data-kind]')].map((press) => press.dataset.kind))"
    )
    assert phone.tab.evaluate(offered) == [["check", "report"], ["wrong"], ["report"], []]
    phone.proxy.asked.clear()

    phone.tab.click(".results > li:nth-child(2) [data-kind=wrong]")
    wait_until(lambda: phone.words(".sent-address") == f"https://www.youtube.com/watch?v={VIDEO}")
    assert phone.told() == []
    phone.tab.click(".report input[value=corrected]")
    assert violations(phone.tab) == []
    assert overflow(phone.tab) <= 0
    phone.tab.click(".report button[type=submit]")
    plain = ticket(phone.tab).replace("-", "")
    assert phone.told() == [f"POST {phone.service.url}/v1/reports"]
    assert desk.filed[plain]["claim"] == "video-2024"
    assert violations(phone.tab) == []

    phone.tab.click(".report .to-own")
    wait_until(lambda: phone.words(".own-reports .state") == "Diterima, menunggu ditinjau")
    assert desk.asked == [plain]
    assert violations(phone.tab) == []


def test_the_check_page_keeps_what_could_not_be_sent_and_sends_it_when_it_is_opened_again(phone: Phone) -> None:
    desk = ReportsDesk()
    desk.stand_before(phone.proxy)
    phone.check(UNLISTED)
    phone.answers()
    phone.proxy.down = True
    phone.tab.click("[data-kind=check]")
    wait_until(lambda: phone.words(".sent-address") == CLEANED)
    phone.tab.click(".report button[type=submit]")
    wait_until(lambda: phone.words(".report h2") == "Belum terkirim")
    assert desk.filed == {}
    phone.proxy.down = False
    phone.open()
    wait_until(lambda: [each["url"] for each in desk.filed.values()] == [CLEANED])


def start_agreeing(name: str, service: Service, site: SiteServer) -> Reader:
    """Start a browser whose reader agrees to what it asks."""
    browser: Browser
    if name == "chromium":
        browser = Chromium(proxy=site.port, extension=service.extension, language="id")
    else:
        browser = Firefox(proxy=site.port, language="id", extension_id=EXTENSION_ID, preferences=NO_PROMPTS)
    reader = Reader(browser, browser.install(service.extension))
    reader.welcome().close()
    reader.wait_for_list()
    return reader


@pytest.mark.parametrize("name", BROWSERS)
def test_the_service_itself_takes_what_the_extension_sends_and_tells_what_became_of_it(
    own_service: Callable[..., Service], site: SiteServer, name: str
) -> None:
    service = own_service(desk=True)
    service.start()
    reader = start_agreeing(name, service, site)
    try:
        walk_to_the_desk(reader)
    finally:
        reader.browser.close()


def walk_to_the_desk(reader: Reader) -> None:
    for address, kind, reason in (
        (UNLISTED, "report", "hoax"),
        ("https://bit.ly/3AbCdEf", "check", ""),
        (f"https://youtu.be/{VIDEO}", "wrong", "my_site"),
    ):
        tab = reader.browser.open(f"{reader.origin}/pages/popup.html#{quote(address, safe='')}")
        wait_until(lambda tab=tab: tab.evaluate("document.querySelector('#settings') !== null"))  # type: ignore[misc]
        open_form(tab, kind)
        tab.evaluate("void (document.querySelector('.report textarea').value = 'Dari grup RT.')")
        if reason:
            tab.click(f".report input[value={reason}]")
        tab.click(".report button[type=submit]")
        assert len(ticket(tab)) == 30
    own = reader.open(f"{reader.origin}/pages/options.html#laporan")
    wait_until(lambda: "Sudah yang terbaru." in words(own, ".own"))
    assert own.evaluate("document.querySelectorAll('.own-reports li').length") == 3
    assert own.evaluate("document.querySelectorAll('.own-reports .problem').length") == 0
    assert "Dijawab paling lambat" in words(own, ".own-reports")
