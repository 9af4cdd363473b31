"""The public pages in a real browser: everybody can use each in each state, without scripts and by keyboard alone.

Each page is looked at in Indonesian on a desk and in English at 320 pixels (a desk at 400 %) in dark colours.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from tests.e2e.axe import overflow, violations
from tests.e2e.chromium import ChromiumTab
from tests.support.exported import Exporting
from tests.support.processes import free_port, serving
from tests.support.recipes import operators_file
from tests.support.record import claim
from tests.support.service import Clock, Service
from tests.unit.web.records import CLAIMS, CORRECTED, DUE, FOUND, GONE, OURS, TAKEN_BACK, own_check

Open = Callable[..., Page]

FILLED, DEMONSTRATION = "filled", "demonstration"
MANY = {f"klaim-{n:02}-2025": claim() for n in range(30)}

PAGES = {
    "a finding": (FILLED, f"/c/{FOUND}"),
    "a finding without an operator": (DEMONSTRATION, f"/c/{OURS}"),
    "due for review": (FILLED, f"/c/{DUE}"),
    "withdrawn": (FILLED, f"/c/{TAKEN_BACK}"),
    "removed": (FILLED, f"/c/{GONE}"),
    "corrected": (FILLED, f"/c/{CORRECTED}"),
    "unknown": (FILLED, "/c/tidak-ada-2026"),
    "the list": (FILLED, "/daftar"),
    "its filters": (FILLED, "/daftar?q=kpk&verdict=false"),
    "its last page": (FILLED, "/daftar?page=2"),
    "nothing found": (FILLED, "/daftar?q=tidak-ada-sama-sekali"),
    "a wrong choice": (FILLED, "/daftar?verdict=hoax"),
    "beyond the last page": (FILLED, "/daftar?page=99"),
    "a pasted link": (FILLED, "/daftar?q=https://contoh.com/a"),
    "how it works": (FILLED, "/cara-kerja"),
    "who runs it": (FILLED, "/tentang"),
    "who runs a demonstration": (DEMONSTRATION, "/tentang"),
    "no record yet": ("old", "/daftar"),
    "the list in forms of others": ("plain", "/unduh"),
    "a set that tells nothing in plain": (FILLED, "/unduh"),
}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("records")
    about = folder / "tentang.yaml"
    about.write_text(operators_file(), "utf-8")
    with (
        _served(folder / "a", {**CLAIMS, **MANY}, CEKTAUTAN_ABOUT_FILE=str(about)) as filled,
        _served(folder / "b", None) as demonstration,
        _served(folder / "c", {}, old=True) as old,
        _served(folder / "d", {}, plain=True) as plain,
    ):
        yield {FILLED: filled, DEMONSTRATION: demonstration, "old": old, "plain": plain}


class _served:  # noqa: N801 -- used as a context manager only
    """A real service on a set with these claims."""

    def __init__(
        self, folder: Path, claims: dict[str, object] | None, old: bool = False, plain: bool = False, **settings: str
    ) -> None:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        if claims is None:
            # A check at the service's own address, so that its data for search engines stands in the page.
            claims = {OURS: own_check(f"{address}/ulasan/1")}
        service = Service(folder, Clock(time.time()))
        root = service.publisher.root_key
        if plain:
            root = Exporting(folder, Clock(time.time())).publish().root.text
        else:
            service.publish(record=None if old else claims)
        self._serving = serving(
            {
                "PORT": str(port),
                "CEKTAUTAN_VAR_DIR": str(folder),
                "CEKTAUTAN_EXTENSION_DIR": str(folder / "extension"),
                "CEKTAUTAN_PUBLISH": "off",
                "CEKTAUTAN_DESK": "off",
                "CEKTAUTAN_ROOT_KEY": root,
                "CEKTAUTAN_LIMIT_PAGES": "10000 per minute",
                **settings,
            }
        )

    def __enter__(self) -> str:
        return self._serving.__enter__()[0]

    def __exit__(self, *error: object) -> None:
        self._serving.__exit__(None, None, None)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("language", "width", "scheme"), [("id", 1280, "light"), ("en", 320, "dark")])
def test_everybody_can_use_each_page(
    servers: dict[str, str],
    opened: Callable[..., BrowserContext],
    name: str,
    language: str,
    width: int,
    scheme: str,
) -> None:
    server, path = PAGES[name]
    page = opened(viewport={"width": width, "height": 720}, color_scheme=scheme).new_page()
    tab = ChromiumTab(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{servers[server]}{path}{'&' if '?' in path else '?'}lang={language}")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert overflow(tab) == 0
    assert violations(tab) == []
    assert all(url.startswith(servers[server]) for url in asked)
    assert [line for line in tab.console if "Content Security" in line or line.startswith("error: Uncaught")] == []


def test_a_phone_shows_a_page_whole(servers: dict[str, str], opened: Callable[..., BrowserContext]) -> None:
    page = opened(viewport={"width": 360, "height": 740}, has_touch=True).new_page()
    for path in (f"/c/{FOUND}", "/daftar?verdict=false", "/cara-kerja", "/tentang"):
        page.goto(f"{servers[FILLED]}{path}")
        assert overflow(ChromiumTab(page)) == 0
        for box in page.locator("button:visible, select:visible, .button:visible, .places a").all():
            size = box.bounding_box()
            assert size is not None
            assert size["height"] >= 44, path


def test_search_and_filters_work_by_keyboard_and_without_scripts(
    servers: dict[str, str], opened: Callable[..., BrowserContext]
) -> None:
    page = opened(java_script_enabled=False, locale="id-ID").new_page()
    page.goto(f"{servers[FILLED]}/daftar")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Langsung ke isi"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "/?lang=id", "for links there is another page"
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("id") == "q"
    page.keyboard.type("antrean")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{servers[FILLED]}/daftar?lang=id&q=antrean")
    assert page.locator("#found").inner_text() == "1 catatan"
    page.focus("summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("id") == "verdict"
    page.keyboard.press("ArrowDown")
    page.focus("details button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{servers[FILLED]}/daftar?lang=id&q=antrean&verdict=misleading")
    page.focus(".row h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{servers[FILLED]}/c/{CORRECTED}?lang=id")
    page.get_by_role("heading", name="Cek Fakta Tempo menyatakan klaim ini MENYESATKAN").wait_for()
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"{servers[FILLED]}/c/{CORRECTED}?lang=en")


def test_without_scripts_the_sentence_can_be_selected(
    servers: dict[str, str], opened: Callable[..., BrowserContext]
) -> None:
    page = opened(java_script_enabled=False).new_page()
    page.goto(f"{servers[FILLED]}/c/{FOUND}?lang=id")
    assert not page.locator(".share button").is_visible()
    assert "TurnBackHoax menyatakan klaim ini SALAH" in page.locator(".share-text").inner_text()


def share(page: Page, address: str, before: str) -> None:
    page.add_init_script(before)
    page.goto(f"{address}/c/{FOUND}?lang=id")
    page.get_by_role("button", name="Bagikan cek fakta").click()


def test_the_phones_own_sheet_gets_the_sentence_and_the_checks_address(
    servers: dict[str, str], opened: Callable[..., BrowserContext]
) -> None:
    page = opened().new_page()
    share(page, servers[FILLED], "navigator.share = async (data) => { globalThis.shared = data; };")
    assert page.evaluate("globalThis.shared") == {
        "text": "TurnBackHoax menyatakan klaim ini SALAH: “KPK merampas harta pejabat.”",
        "url": "https://turnbackhoax.id/uji",
    }
    assert page.locator(".share-done").inner_text() == ""


def test_a_share_sheet_that_is_closed_is_no_failure(
    servers: dict[str, str], opened: Callable[..., BrowserContext]
) -> None:
    page = opened().new_page()
    refuse = "navigator.share = async () => { globalThis.asked = true; throw new DOMException('', 'AbortError'); };"
    share(page, servers[FILLED], refuse)
    page.wait_for_function("globalThis.asked")
    assert page.locator(".share-done").inner_text() == ""


def test_a_desk_copies_it(servers: dict[str, str], opened: Callable[..., BrowserContext]) -> None:
    context = opened(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    share(page, servers[FILLED], "delete Navigator.prototype.share;")
    page.get_by_text("Sudah disalin. Tempel di obrolan Anda.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"TurnBackHoax menyatakan .*” https://turnbackhoax\.id/uji", copied)


def test_where_nothing_may_be_copied_the_text_is_marked(
    servers: dict[str, str], opened: Callable[..., BrowserContext]
) -> None:
    page = opened().new_page()
    share(page, servers[FILLED], "delete Navigator.prototype.share; delete Navigator.prototype.clipboard;")
    page.get_by_text("Pilih teksnya, lalu salin.").wait_for()
    assert "https://turnbackhoax.id/uji" in page.evaluate("getSelection().toString()")


def test_data_for_search_engines_is_no_script_that_the_policy_minds(
    servers: dict[str, str], opened: Callable[..., BrowserContext]
) -> None:
    page = opened().new_page()
    tab = ChromiumTab(page)
    page.goto(f"{servers[DEMONSTRATION]}/c/{OURS}")
    told = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert told["@type"] == "ClaimReview"
    assert page.locator(".share button").is_visible()
    assert tab.console == []
