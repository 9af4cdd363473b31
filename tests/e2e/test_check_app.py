"""The check page as a program on a phone: installed, offline, shared to, deciding on the device and telling nobody.

What another app shares is simulated by what the browser does with it: a multipart POST to /bagikan as a navigation,
here from a page of the same origin, because no test can press another app's share button.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, cast
from urllib.parse import quote

import pytest
from tests.e2e.axe import overflow, violations
from tests.e2e.browser import wait_until
from tests.e2e.chromium import ChromiumTab
from tests.e2e.conftest import BROWSERS
from tests.e2e.lists import CLAIMS, VIDEO
from tests.e2e.phone import SIZE, Phone, first_visit
from tests.e2e.recorded import traces
from tests.e2e.service import Service
from tests.e2e.test_accessibility import controls
from tests.e2e.test_privacy import SIGNED

LISTED = f"https://m.youtube.com/watch?v={VIDEO}&feature=share"
"""The video in another shape than the listing has it."""
KEY = f"content:youtube:{VIDEO}"
UNLISTED = "https://kabar.example/berita/biasa?utm_source=wa"
SHORT = "https://bit.ly/3AbCdEf"
MESSAGE = f"*Awas!* Sudah tahu? {LISTED}, baca juga ({UNLISTED})."
SALAH = "TurnBackHoax menyatakan klaim pada tautan ini SALAH"
NO_RECORD = "Belum ada catatan. Ini bukan berarti benar."
SPOIL = """new Promise((done, failed) => {
  const request = indexedDB.open('cektautan');
  request.onerror = () => failed(request.error);
  request.onsuccess = () => {
    const db = request.result;
    const transaction = db.transaction('list', 'readwrite');
    const cursor = transaction.objectStore('list').openCursor(IDBKeyRange.bound('bucket:', 'bucket;'));
    cursor.onsuccess = () => {
      const at = cursor.result;
      if (at === null) return;
      for (const claim of Object.values(at.value.claims)) claim.reviews = { length: 1 };
      at.update({ ...at.value, listings: [null, ...at.value.listings] });
      at.continue();
    };
    transaction.oncomplete = () => { db.close(); done(true); };
  };
})"""
"""Makes every stored record one that names nobody, as if the list had been signed so."""

StartPhone = Callable[..., Phone]


@pytest.fixture(scope="module")
def phones(service: Service) -> Iterator[Callable[[str], Phone]]:
    """The shared phones, each started when it is first asked for."""
    started: dict[str, Phone] = {}

    def get(name: str) -> Phone:
        if name not in started:
            started[name] = Phone(service, name)
        return started[name]

    yield get
    for phone in started.values():
        phone.close()


@pytest.fixture(params=BROWSERS)
def phone(request: pytest.FixtureRequest, phones: Callable[[str], Phone]) -> Phone:
    """A phone on which the page was opened once and is up to date, with the network there."""
    found = phones(request.param)
    found.proxy.down = False
    found.proxy.stand_ins.clear()
    found.open()
    found.proxy.asked.clear()
    return found


@pytest.fixture
def start_phone() -> Iterator[StartPhone]:
    """Starts phones of the test's own."""
    started: list[Phone] = []

    def start(service: Service, name: str = "chromium", language: str = "id") -> Phone:
        started.append(Phone(service, name, language))
        return started[-1]

    yield start
    for each in started:
        each.close()


def said(phone: Phone) -> str:
    """Everything that was asked: addresses, headers and bodies, as one lower-case text."""
    return "\n".join(
        " ".join((method, asked.url, *asked.headers, *asked.headers.values(), asked.body.decode("latin-1")))
        for method, asked in phone.proxy.asked
    ).lower()


def given_away(phone: Phone) -> list[str]:
    """What of the links, their keys and their hashes stands in anything that was asked."""
    marks = traces(LISTED, KEY) | traces(UNLISTED, "url:kabar.example/berita/biasa") | {VIDEO, quote(UNLISTED)}
    return [each for each in marks if each.lower() in said(phone)]


def test_the_browser_finds_nothing_that_keeps_the_page_from_being_installed(phones: Callable[[str], Phone]) -> None:
    phone = phones("chromium")
    phone.open()
    page = cast(ChromiumTab, phone.tab).page
    session = page.context.new_cdp_session(page)
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["share_target"]["action"] == "/bagikan?lang=id"


def test_a_text_shared_while_offline_is_answered_on_the_device_and_nobody_is_told(phone: Phone) -> None:
    phone.proxy.down = True
    phone.share(title="Pesan dari grup", text=MESSAGE)
    listed, unlisted = phone.answers()
    assert listed["state"] == "listed"
    assert SALAH in listed["text"]
    assert "Kotak suara itu sudah dicoblos" in listed["text"]
    assert "Diperiksa oleh TurnBackHoax, 30 September 2024" in listed["text"]
    assert unlisted["state"] == "unknown"
    assert NO_RECORD in unlisted["text"]
    assert phone.tab.evaluate("document.activeElement.textContent") == "Hasil untuk 2 tautan"
    wait_until(lambda: phone.words("#summary[role=status]") == "Diperiksa: 2 tautan. Tercatat: 1.")
    assert given_away(phone) == []
    assert [line for line in phone.told() if line.startswith("POST")] == []

    phone.tab.evaluate("void setTimeout(() => location.reload())")
    wait_until(lambda: phone.tab.evaluate("document.body?.dataset.state") == "empty")
    phone.wait()
    assert phone.tab.url == f"{phone.service.url}/?lang=id", "a reload sends and shows nothing again"
    assert given_away(phone) == []


def test_the_recording_would_show_what_the_form_of_the_service_sends(phone: Phone) -> None:
    """What the test above guards against is seen where it happens."""
    phone.tab.evaluate(f"fetch('/', {{ method: 'POST', body: new URLSearchParams({{ text: {json.dumps(LISTED)} }}) }})")
    assert VIDEO in given_away(phone)


def test_checking_asks_for_nothing_and_opening_asks_for_the_list_at_most_every_quarter_of_an_hour(phone: Phone) -> None:
    for text in (LISTED, UNLISTED, SHORT, f"{LISTED} {UNLISTED}"):
        phone.check(text)
        phone.answers()
    phone.open()
    assert [line for line in phone.told() if "/lists/" in line or "/v1/" in line] == []

    status = "{ ...(await module.readStatus()), checked: Math.floor(Date.now() / 1000) - 901 }"
    phone.module("extension/list/store.js", f"(await module.writeStatus({status}), true)")
    phone.open()
    asked = [line for line in phone.told() if "/lists/" in line]
    assert asked == [f"GET {phone.service.url}/lists/{name}" for name in SIGNED]
    assert given_away(phone) == []
    said = {name.lower() for _, asked in phone.proxy.asked if "/lists/" in asked.url for name in asked.headers}
    assert "cache-control" in said
    assert {"if-none-match", "if-modified-since"}.isdisjoint(said)
    assert [asked.body for _, asked in phone.proxy.asked if asked.body] == []
    # The browser itself asks for a newer worker whenever it likes, and names the page that registered it.
    ours = [asked for _, asked in phone.proxy.asked if not asked.url.endswith("/sw.js")]
    assert [asked.url for asked in ours if {"Cookie", "Referer"} & {*asked.headers}] == []


def test_every_state_is_told_in_words_and_each_link_is_answered(phone: Phone) -> None:
    phone.check(
        f"{LISTED} https://kabar.example/berita/perhatian https://kabar.example/berita/catatan {SHORT} "
        f"https://www.youtube.com/ https://tiruan.example/lain https://[::bad/ {UNLISTED}"
    )
    found = [(each["state"], each["text"]) for each in phone.answers()]
    assert [state for state, _ in found] == [
        "listed", "listed", "listed", "unresolved", "platform", "listed", "error", "unknown",
    ]  # fmt: skip
    assert "MENYESATKAN" in found[1][1]
    assert "SATIRE" in found[2][1]
    assert "Tautan pendek ini belum bisa dikenali; buka, lalu periksa alamat lengkapnya." in found[3][1]
    assert "Tidak ada yang bisa dinilai" in found[4][1]
    assert "Ini berlaku untuk seluruh domain ini" in found[5][1]
    assert "Ini bukan alamat web yang sah." in found[6][1]
    assert NO_RECORD in found[7][1]


def test_a_text_without_links_stays_and_what_to_do_is_said(phone: Phone) -> None:
    phone.check("tidak ada di sini")
    wait_until(lambda: phone.words("#problem").startswith("Tidak ada tautan dalam teks itu"))
    assert phone.tab.evaluate("document.querySelector('#text').value") == "tidak ada di sini"
    assert phone.tab.evaluate("document.activeElement.id") == "text"
    assert phone.tab.evaluate("document.body.dataset.state") != "answers"


def test_a_short_link_is_sent_only_on_the_readers_tap_and_where_it_leads_is_judged_here(phone: Phone) -> None:
    answer = json.dumps({"url": LISTED, "hops": 1}).encode()
    phone.proxy.stand_ins["/v1/resolve"] = (200, "application/json", answer)
    phone.check(f"{SHORT} {UNLISTED}")
    phone.answers()
    assert phone.told() == []
    assert "Hanya alamat ini yang dikirim ke layanan kami" in phone.words(".resolving")

    phone.tab.click(".resolve")
    wait_until(lambda: phone.answers()[0]["state"] == "listed")
    first, second = phone.answers()
    assert SALAH in first["text"]
    assert f"Tautan pendek itu menuju m.youtube.com/watch?v={VIDEO}" in first["text"]
    assert second["state"] == "unknown"
    assert phone.told() == [f"POST {phone.service.url}/v1/resolve"]
    (body,) = (asked.body for _, asked in phone.proxy.asked if asked.body)
    assert json.loads(body) == {"url": SHORT}
    assert phone.tab.evaluate("document.activeElement.dataset.state") == "listed"


@pytest.mark.parametrize("first", [SHORT, f"{UNLISTED} {SHORT}"])
def test_where_a_short_link_leads_is_dropped_when_something_else_was_checked_meanwhile(
    phone: Phone, first: str
) -> None:
    answer = json.dumps({"url": LISTED, "hops": 1}).encode()
    phone.proxy.stand_ins["/v1/resolve"] = (200, "application/json", answer)
    phone.tab.evaluate(
        """void ((ask) => {
          globalThis.failed = [];
          addEventListener('unhandledrejection', ({ reason }) => failed.push(String(reason)));
          const held = new Promise((resolve) => { globalThis.release = resolve; });
          globalThis.fetch = async (...what) => { const got = await ask(...what); await held; return got; };
        })(fetch)"""
    )
    phone.check(first)
    phone.answers()
    phone.tab.click(".resolve")
    wait_until(lambda: phone.told() == [f"POST {phone.service.url}/v1/resolve"])
    phone.check(UNLISTED)
    wait_until(lambda: [each["state"] for each in phone.answers()] == ["unknown"])
    phone.tab.evaluate("new Promise((done) => { release(); setTimeout(() => done(true), 500); })")
    assert [each["state"] for each in phone.answers()] == ["unknown"]
    assert NO_RECORD in phone.words("#answers")
    assert phone.tab.evaluate("failed") == []
    assert phone.tab.evaluate("document.activeElement.id") == "answers-title"


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (422, {"reason": "gone"}, "Tautan pendek ini sudah tidak ada."),
        (422, {"reason": "no_redirect"}, "Situs tautan pendek itu tidak memberitahukan tujuannya."),
        (422, {"reason": "lain"}, "Tujuan tautan ini tidak bisa ditemukan."),
        (404, {}, "Layanan ini tidak mengenali tautan pendek."),
        (429, {}, "Terlalu banyak permintaan"),
        (200, {"url": 7}, "Tujuan tautan ini tidak bisa ditemukan."),
    ],
)
def test_what_cannot_be_resolved_is_told_and_the_answer_stays(
    phones: Callable[[str], Phone], status: int, body: dict[str, Any], words: str
) -> None:
    phone = phones("chromium")
    phone.proxy.down = False
    phone.proxy.stand_ins["/v1/resolve"] = (status, "application/problem+json", json.dumps(body).encode())
    phone.open()
    phone.check(SHORT)
    phone.answers()
    phone.tab.click(".resolve")
    wait_until(lambda: words in phone.words(".resolving"))
    assert phone.answers()[0]["state"] == "unresolved"
    phone.proxy.stand_ins.clear()


def test_without_a_network_a_short_link_stays_and_the_button_says_why(phone: Phone) -> None:
    phone.check(SHORT)
    phone.answers()
    phone.proxy.down = True
    phone.tab.click(".resolve")
    wait_until(lambda: "tidak bisa dihubungi" in phone.words(".resolving [role=status]"))
    phone.proxy.down = False
    phone.proxy.stand_ins["/v1/resolve"] = (200, "application/json", json.dumps({"url": UNLISTED, "hops": 1}).encode())
    phone.tab.click(".resolve")
    wait_until(lambda: phone.answers()[0]["state"] == "unknown")


def test_sharing_a_check_gives_its_address_and_never_the_hoaxs(phone: Phone) -> None:
    phone.check(LISTED)
    phone.answers()
    phone.tab.evaluate(
        "void Object.defineProperty(navigator, 'share',"
        " { configurable: true, value: async (what) => { globalThis.gave = what; } })"
    )
    phone.tab.click(".share-check")
    gave = wait_until(lambda: phone.tab.evaluate("globalThis.gave ?? null"))
    assert gave == {
        "text": "TurnBackHoax menyatakan klaim “Kotak suara itu sudah dicoblos sebelum dibuka” SALAH.",
        "url": "https://turnbackhoax.id/2024/09/30/video-2024/",
    }
    phone.tab.evaluate(
        "void (Object.defineProperty(navigator, 'share', { value: undefined }),"
        " Object.defineProperty(navigator, 'clipboard',"
        " { value: { writeText: async (text) => { globalThis.wrote = text; } } }))"
    )
    phone.tab.click(".share-check")
    wait_until(lambda: phone.words(".card > [role=status]") == "Sudah disalin. Tempel di obrolan Anda.")
    wrote = phone.tab.evaluate("globalThis.wrote")
    assert wrote.endswith("SALAH. https://turnbackhoax.id/2024/09/30/video-2024/")
    assert VIDEO not in wrote


def test_the_list_is_shown_removed_and_fetched_again(phone: Phone) -> None:
    assert "Nomor" in phone.words("#list-line")
    phone.tab.click("#stored summary")
    listings = json.loads((phone.service.public / "current" / "manifest.json").read_bytes())["counts"]["listings"]
    assert f": {listings} tautan tercatat" in phone.words("#stored"), "the test pages are not counted"
    phone.proxy.down = True
    phone.tab.click("#remove")
    wait_until(lambda: phone.words("#list-news").startswith("Daftar, laporan, dan pilihan Anda sudah dihapus"))
    assert phone.words("#list-line") == "Belum ada daftar."
    assert phone.module("extension/list/store.js", "await module.readList()") is None

    phone.check(LISTED)
    wait_until(lambda: phone.words("#problem").startswith("Belum ada daftar di perangkat ini"))
    assert phone.tab.evaluate("document.querySelector('#text').value") == LISTED, "nothing is lost"
    phone.tab.click("#update")
    wait_until(lambda: "Server daftar tidak bisa dihubungi." in phone.words("#list-problem"))
    assert given_away(phone) == []

    phone.proxy.down = False
    phone.tab.click("#update")
    assert phone.answers()[0]["state"] == "listed", "the text that waited is answered once a list is there"


def test_other_pages_offline_are_a_calm_word_and_a_way_back(phone: Phone) -> None:
    phone.proxy.down = True
    phone.tab.goto(f"{phone.service.url}/tentang?lang=id")
    wait_until(lambda: phone.words("h1") == "Sedang luring")
    phone.tab.click("main a.button")
    phone.wait()
    phone.check(LISTED)
    assert SALAH in phone.answers()[0]["text"]


def test_who_saves_data_keeps_the_languages_that_were_read_and_is_never_left_without_a_page(
    service: Service, start_phone: StartPhone
) -> None:
    phone = start_phone(service)
    saving = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    cast(ChromiumTab, phone.tab).page.add_init_script(saving)

    def answered_in(language: str) -> None:
        phone.open("/?lang=en")
        assert phone.tab.evaluate("document.documentElement.lang") == language
        phone.check(LISTED)
        assert phone.answers()[0]["state"] == "listed"

    phone.open()
    phone.proxy.down = True
    answered_in("id")
    phone.proxy.down = False
    answered_in("en")
    kept = "caches.match(new URL('../shell/en-offline.html', document.querySelector('script[type=module]').src))"
    wait_until(lambda: phone.tab.evaluate(f"{kept}.then((found) => found !== undefined)"))
    phone.proxy.down = True
    answered_in("en")
    phone.tab.goto(f"{service.url}/tentang?lang=en")
    wait_until(lambda: phone.words("h1") == "You are offline")


def test_a_warning_that_is_withdrawn_is_taken_back_while_it_is_shown(
    own_service: Callable[..., Service], start_phone: StartPhone
) -> None:
    service = own_service()
    service.start()
    phone = start_phone(service)
    phone.open()
    phone.check(LISTED)
    assert SALAH in phone.answers()[0]["text"]
    service.publish(CLAIMS[1:])
    phone.tab.click("#update")
    wait_until(lambda: phone.answers()[0]["state"] == "unknown")
    assert "hasil di atas ikut diperbarui" in phone.words("#busy")


def test_a_new_version_waits_for_the_reader_and_never_reloads_over_a_text(
    own_service: Callable[..., Service], start_phone: StartPhone
) -> None:
    service = own_service()
    service.start()
    phone = start_phone(service)
    phone.open()
    program = "document.querySelector('script[type=module]').src"
    before = phone.tab.evaluate(program)
    module = service.extension / "core" / "keys.js"
    module.write_text(f"{module.read_text('utf-8')}\n", "utf-8")
    service.stop()
    service.start()

    phone.open()
    assert phone.tab.evaluate(program) == before, "the old version is whole until it is replaced"
    wait_until(lambda: phone.words(".offer").startswith("Versi baru halaman ini siap."))
    phone.tab.evaluate("void (document.querySelector('#text').value = 'belum selesai')")
    phone.tab.click("#new-version")
    wait_until(lambda: phone.words(".offer") == "Versi baru dipakai saat halaman ini dibuka lagi.")
    assert phone.tab.evaluate("document.querySelector('#text').value") == "belum selesai"
    phone.open()
    assert phone.tab.evaluate(program) != before
    phone.check(LISTED)
    assert SALAH in phone.answers()[0]["text"]


def test_a_record_that_cannot_be_read_is_told_as_listed_and_never_as_unknown(
    service: Service, start_phone: StartPhone
) -> None:
    phone = start_phone(service)
    phone.open()
    assert phone.tab.evaluate(SPOIL) is True
    phone.open()
    phone.check(MESSAGE)
    listed, unlisted = phone.answers()
    assert listed["state"] == "listed"
    assert "Tautan ini ada dalam daftar, tetapi catatannya belum bisa dibaca" in listed["text"]
    assert NO_RECORD not in listed["text"]
    assert unlisted["state"] == "unknown", "nothing of it stands in the list"


def test_an_old_list_says_its_date_before_anything_else(service: Service, start_phone: StartPhone) -> None:
    phone = start_phone(service)
    phone.open()
    page = cast(ChromiumTab, phone.tab).page
    page.clock.install()
    page.clock.fast_forward(4 * 24 * 3600 * 1000)
    phone.check(LISTED)
    phone.answers()
    text = phone.words("#answers")
    assert text.startswith("Daftar ini bertanggal")
    assert SALAH in text


def test_a_browser_that_cannot_decide_keeps_the_form_of_the_service(service: Service, start_phone: StartPhone) -> None:
    phone = start_phone(service)
    page = cast(ChromiumTab, phone.tab).page
    page.add_init_script("crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))")
    phone.tab.goto(f"{service.url}/?lang=id")
    wait_until(lambda: phone.tab.evaluate("document.readyState") == "complete")
    assert "dikirim ke server ini untuk diperiksa" in phone.words("#privacy")
    phone.check(LISTED)
    wait_until(lambda: SALAH in phone.words(".served"))
    assert "Diperiksa oleh server kami" in phone.words(".by")
    assert "dikirim ke server ini untuk diperiksa" in phone.words("#privacy")
    assert phone.tab.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_installing_is_offered_once_and_not_again_after_no(service: Service, start_phone: StartPhone) -> None:
    phone = start_phone(service)
    phone.open()
    wait_until(lambda: phone.words("#install") == "Pasang di ponsel")
    phone.tab.click("#install-no")
    wait_until(lambda: not phone.words("#install"))
    phone.open()
    cast(ChromiumTab, phone.tab).page.wait_for_timeout(500)
    assert not phone.words("#install")
    phone.tab.click("#stored summary")
    phone.tab.click("#remove")
    wait_until(lambda: phone.words("#list-line") == "Belum ada daftar.")
    phone.open()
    wait_until(lambda: phone.words("#install") == "Pasang di ponsel")


EVERYTHING = (
    f"{LISTED} https://kabar.example/berita/perhatian https://kabar.example/berita/catatan {SHORT} "
    f"https://www.youtube.com/ https://tiruan.example/lain https://[::bad/ {UNLISTED} "
    f"https://kabar.example/{'sangat-panjang/' * 20}"
)


@pytest.mark.parametrize("language", ["id", "en"])
def test_axe_finds_nothing_in_any_state_and_nothing_is_cut_off_at_400_percent(
    service: Service, start_phone: StartPhone, language: str
) -> None:
    phone = start_phone(service, language=language)
    page = cast(ChromiumTab, phone.tab).page

    def looks(what: str) -> None:
        phone.tab.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert phone.tab.evaluate("document.documentElement.lang") == language, what
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=cast(Any, scheme))
            assert violations(phone.tab) == [], f"{what}, {scheme}"
        phone.tab.resize(320, 256)
        assert overflow(phone.tab) <= 0, what
        phone.tab.resize(*SIZE)

    phone.open()
    looks("empty")
    phone.check("kosong")
    wait_until(lambda: phone.words("#problem"))
    looks("no links")
    phone.check(EVERYTHING)
    assert len(phone.answers()) == 9
    looks("answers")
    phone.proxy.stand_ins["/v1/resolve"] = (200, "application/json", json.dumps({"url": LISTED, "hops": 1}).encode())
    phone.tab.click(".resolve")
    wait_until(lambda: phone.answers()[3]["state"] == "listed")
    looks("resolved")
    phone.proxy.down = True
    phone.tab.click("#update")
    wait_until(lambda: phone.words("#list-problem"))
    looks("update failed")
    phone.tab.click("#remove")
    wait_until(lambda: phone.module("extension/list/store.js", "await module.readList()") is None)
    phone.check(LISTED)
    wait_until(lambda: "“" in phone.words("#problem"))
    looks("no list")
    phone.share(text="")
    wait_until(lambda: phone.tab.evaluate("document.body?.dataset.state") == "empty" and phone.words("#problem"))
    looks("nothing shared")
    phone.tab.goto(f"{service.url}/tentang?lang={language}")
    looks("another page while offline")


def test_a_link_is_checked_by_keyboard_alone(phone: Phone) -> None:
    tab = phone.tab
    tab.activate()
    tab.evaluate("document.querySelector('#text').focus()")
    tab.evaluate(f"void (document.querySelector('#text').value = {json.dumps(f'{LISTED} {SHORT}')})")
    assert controls(tab, 1) == ["BUTTON"]
    tab.press("Enter")
    phone.answers()
    wait_until(lambda: tab.evaluate("document.activeElement.id") == "answers-title")
    assert controls(tab, 6) == ["button", "quiet", "A", "SUMMARY", "quiet", "quiet"]
    assert tab.evaluate("document.activeElement.classList.contains('resolve')")
    assert controls(tab, 3) == ["quiet", "quiet", "text"], "ask for a check, report"


def test_what_another_app_shares_is_asked_for_once_more_where_it_was_lost(phone: Phone) -> None:
    phone.tab.goto(f"{phone.service.url}/?lang=id#dibagikan")
    phone.tab.evaluate("void setTimeout(() => location.reload())")
    wait_until(lambda: phone.words("#problem").startswith("Teks yang dibagikan tidak sampai"))
    assert "#" not in phone.tab.url


def test_the_first_visit_is_light(service: Service) -> None:
    page, lists = first_visit(service)
    assert 30_000 < page < 150_000, "what travels so that the page works, offline too, without the list's own files"
    assert lists > 1_000
