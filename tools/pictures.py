"""Takes the pictures in docs/pictures and extension/store: real browsers and service, shipped lists, real hoax links.

    make pictures

In Indonesian (those for the stores in English too), each below 150 kB. A person looks at each before it is committed;
nothing compares them. A made-up claim is never shown beside a checker's name: the one list that is made up here serves
the page that names neither.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.conftest import ROOT
from tests.e2e.browser import Tab, wait_until
from tests.e2e.chromium import Chromium, ChromiumTab
from tests.e2e.conftest import start
from tests.e2e.far_list import CLEARED, DAY, FarList, far_list, follow
from tests.e2e.features import grant, press
from tests.e2e.firefox import CLOSED_PORT
from tests.e2e.reader import Reader
from tests.e2e.service import Service
from tests.e2e.site_server import SiteServer

from cektautan.publish.content import read_content
from tools import desk_pictures, public_pictures, store_pictures

PICTURES = ROOT / "docs" / "pictures"
LARGEST = 150_000
HOAX = "https://m.youtube.com/watch?v=GPdzHkn5M6M&t=9"
CAUTION = "https://www.youtube.com/watch?v=3oCH67iPvtY"
RECORD = "gibran-gagal-dilantik-2024"
POPUPS = {
    "popup-listed": HOAX,
    "popup-unknown": "https://kabar.example/lain",
    "popup-unresolved": "https://bit.ly/3abcdef",
    "popup-platform": "https://www.youtube.com/",
    "popup-error": "about:newtab",
}
DESK, PHONE, POPUP = (1120, 870), (390, 780), (368, 200)
SMALL, ZOOMED = (360, 640), (320, 256)
"""A small phone, and what is left of a desk's window at 400 %."""


def take(tab: Tab, name: str, whole: bool = True) -> None:
    """Write one picture, once the page has settled."""
    time.sleep(0.4)
    path = PICTURES / f"{name}.png"
    if whole and isinstance(tab, ChromiumTab):
        tab.page.screenshot(path=str(path), full_page=True)
    else:
        tab.screenshot(path)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}  {size // 1000} kB")
    if size > LARGEST:
        raise SystemExit(f"{path.name} is larger than {LARGEST} bytes")


@contextmanager
def reading(name: str, service: Service, sites: SiteServer, language: str = "id") -> Iterator[Reader]:
    """A browser with the extension and a stored list."""
    reader = start(name, service, sites.port, language)
    reader.wait_for_list()
    try:
        yield reader
    finally:
        reader.browser.close()


def blank(reader: Reader, size: tuple[int, int], scheme: str = "light") -> ChromiumTab:
    """Open an empty tab in Chromium at a size and in a colour scheme."""
    tab = reader.browser.open()
    assert isinstance(tab, ChromiumTab)
    tab.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    tab.resize(*size)
    return tab


def page(reader: Reader, path: str, target: str, size: tuple[int, int], scheme: str = "light") -> ChromiumTab:
    """Open a page of the extension about a target."""
    tab = blank(reader, size, scheme)
    fragment = f"#{quote(target, safe='')}" if target else ""
    tab.goto(f"{reader.origin}/pages/{path}.html{fragment}")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    return tab


def popup(reader: Reader, target: str, name: str) -> None:
    """Take the popup as wide as the toolbar button opens it."""
    tab = page(reader, "popup", target, POPUP)
    wait_until(lambda: tab.evaluate("document.querySelector('#settings') !== null"))
    tab.evaluate("document.body.classList.remove('in-tab')")
    take(tab, name)


def warned(reader: Reader, name: str) -> None:
    """Take the warning in the place of a page."""
    tab = reader.browser.open()
    tab.resize(*DESK)
    tab.goto(HOAX)
    reader.warned(tab)
    take(tab, name, whole=False)


def of_the_extension(reader: Reader) -> None:
    """The warning and the popup as the shipped list makes them, and the options."""
    warned(reader, "warning-chromium")
    take(page(reader, "warning", HOAX, PHONE), "warning-phone")
    take(page(reader, "warning", HOAX, DESK, "dark"), "warning-dark")
    take(page(reader, "warning", CAUTION, DESK), "warning-caution")
    for name, address in POPUPS.items():
        popup(reader, address, name)
    options = page(reader, "options", "", (760, 1300))
    take(options, "options", whole=False)
    options.evaluate("void document.querySelector('#features').scrollIntoView()")
    take(options, "options-features", whole=False)


def of_daily_life(reader: Reader) -> None:
    """The first-run page, work mode, a technique unfolded, and a walk by keyboard at 400 %."""
    take(page(reader, "welcome", "", (760, 1120)), "welcome", whole=False)
    take(page(reader, "welcome", "", (360, 1180), "dark"), "welcome-phone", whole=False)
    tab = page(reader, "warning", HOAX, SMALL)
    tab.click("#technique summary")
    take(tab, "warning-technique")
    for path, steps in (("warning", ["read", "back", "why", "open"]), ("popup", ["read", "why", "technique"])):
        tab = page(reader, path, HOAX, ZOOMED)
        if path == "popup":
            wait_until(lambda tab=tab: tab.evaluate("document.querySelector('#settings') !== null"))  # type: ignore[misc]
        for _ in steps:
            tab.press("Tab")
        take(tab, f"{path}-zoom", whole=False)
    reader.module("background/workmode.js", "(await module.setWorkMode('hours'), true)")
    popup(reader, HOAX, "popup-work")
    take(page(reader, "options", "", (360, 900)), "options-phone", whole=False)
    reader.module("background/workmode.js", "(await module.setWorkMode('off'), true)")


def of_other_lists(reader: Reader, folder: Path) -> None:
    """What shows only where a list is old, absent, or has taken something back."""

    def of(far: FarList) -> None:
        popup(reader, CLEARED.appearance, "popup-cleared")
        far.publish(content=read_content(ROOT / "blocklists", ROOT / "rules", int(time.time())))
        far.expire(DAY)
        reader.update()
        popup(reader, HOAX, "popup-stale")
        take(page(reader, "warning", HOAX, DESK), "warning-stale")
        follow(reader, f"http://127.0.0.1:{CLOSED_PORT}", far.root_key)
        popup(reader, HOAX, "popup-no-list")
        take(page(reader, "welcome", "", SMALL), "welcome-waiting", whole=False)

    with far_list(reader, folder) as far:
        of(far)


def opened(reader: Reader, service: Service, size: tuple[int, int], scheme: str = "light") -> ChromiumTab:
    """The check page, once it has taken over and its worker keeps it."""
    tab = blank(reader, size, scheme)
    tab.goto(f"{service.url}/?lang=id")
    wait_until(lambda: tab.evaluate("document.body.dataset.ready") == "updated", seconds=20)
    return tab


def checked(tab: ChromiumTab, text: str) -> None:
    """Paste a text and wait for the answers."""
    tab.evaluate(f"void (document.querySelector('#text').value = {text!r})")
    tab.click(".check button[type=submit]")
    wait_until(lambda: tab.evaluate("document.body.dataset.state") == "answers")


def of_the_service(reader: Reader, service: Service) -> None:
    """The check page on a desk and on a phone, before and after; shared to, offline, by keyboard and at 400 %."""
    for size, name in ((DESK, "check-page"), (PHONE, "check-page-phone")):
        tab = opened(reader, service, size)
        take(tab, name)
        checked(tab, HOAX)
        take(tab, name.replace("page", "result"))
    tab = opened(reader, service, (390, 1180), "dark")
    wait_until(lambda: tab.evaluate("navigator.serviceWorker.controller?.state") == "activated")
    tab.page.context.set_offline(True)
    checked(tab, f"Sudah tahu? {HOAX} dan {POPUPS['popup-unknown']} dan {POPUPS['popup-unresolved']}")
    take(tab, "check-offline-dark", whole=False)
    tab.page.context.set_offline(False)
    tab = opened(reader, service, PHONE)
    checked(tab, HOAX)
    for _ in range(2):
        tab.press("Tab")
    take(tab, "check-keyboard", whole=False)
    tab = opened(reader, service, (320, 256))
    checked(tab, HOAX)
    take(tab, "check-zoom", whole=False)


def of_the_record(reader: Reader, service: Service) -> None:
    """The public pages: a claim's record, all records, and how to read them."""
    record = f"/c/{RECORD}"
    for path, size, name, scheme in (
        (f"{record}?lang=id", DESK, "record", "light"),
        (f"{record}?lang=en", PHONE, "record-phone-en", "dark"),
        ("/daftar?lang=id&q=prabowo", DESK, "records", "light"),
        ("/daftar?lang=en", PHONE, "records-phone-en", "light"),
        ("/cara-kerja?lang=id", PHONE, "how-it-works-phone", "light"),
        ("/cara-kerja?lang=en", DESK, "how-it-works-en", "light"),
    ):
        tab = blank(reader, size, scheme)
        tab.goto(f"{service.url}{path}")
        take(tab, name, whole=False)


MESSAGES = (
    ("Bu Rina", "Ada yang sudah lihat video ini? Ramai di grup sebelah.", HOAX),
    ("Pak Adi", "Jadwal lengkap ada di sini ya:", "https://www.kpu.go.id/page/read/jadwal"),
    ("Bu Rina", "Yang ini bagaimana, sudah dicek?", CAUTION),
)
"""A made-up chat: two links that the shipped list holds, and one that it does not."""

CHAT_STYLE = """<style>body{font:16px/1.5 sans-serif;background:#f1efe9;margin:0;padding:1.2rem}
  .m{max-width:32rem;margin:0 0 .9rem;padding:.6rem .9rem;background:#fff;border-radius:12px;overflow-wrap:anywhere}
  .m b{display:block;font-size:.85rem;color:#3d6b62}</style>"""


def of_the_features(service: Service, sites: SiteServer, folder: Path) -> None:
    """Marks in a made-up chat and the bar on a page of level 2, in a copy that has been given the permission."""
    copy = grant(Path(shutil.copytree(service.extension, folder)))
    browser = Chromium(proxy=sites.port, extension=copy, language="id")
    reader = Reader(browser, browser.install(copy))
    reader.wait_for_list()
    for switch in ("all", "banner"):
        press(reader, switch)
    chat = "".join(f'<p class="m"><b>{by}</b>{text} <a href="{to}">{to}</a></p>' for by, text, to in MESSAGES)
    tab = blank(reader, (720, 420))
    tab.goto(sites.page("http://obrolan.example/", f"{CHAT_STYLE}{chat}"))
    wait_until(lambda: tab.evaluate("document.querySelectorAll('cektautan-mark').length === 2"))
    take(tab, "marks", whole=False)
    for size, name in (((1000, 420), "banner"), ((390, 640), "banner-phone")):
        reader.fresh()
        tab = blank(reader, size)
        tab.goto(sites.page(CAUTION, f"{CHAT_STYLE}<h1>Video</h1><p class='m'>Halaman ini dibuat untuk gambar.</p>"))
        wait_until(lambda tab=tab: tab.evaluate("document.querySelector('cektautan-banner') !== null"))  # type: ignore[misc]
        take(tab, name, whole=False)
    browser.close()


def of_the_reports(sites: SiteServer, folder: Path) -> None:
    """A report before and after it is sent, and the reader's own reports, by a service that has a desk."""
    service = Service(folder, lists=ROOT / "blocklists", desk=True)
    service.start()
    try:
        with reading("chromium", service, sites) as reader:
            tab = page(reader, "popup", POPUPS["popup-unknown"], POPUP)
            wait_until(lambda: tab.evaluate("document.querySelector('#settings') !== null"))
            tab.evaluate("document.body.classList.remove('in-tab')")
            tab.click("[data-kind=report]")
            wait_until(lambda: tab.evaluate("document.querySelector('.report form') !== null"))
            tab.click(".report input[value=hoax]")
            take(tab, "report-form")
            tab.click(".report button[type=submit]")
            wait_until(lambda: tab.evaluate("document.querySelector('.ticket') !== null"))
            take(tab, "report-sent")
            mine = page(reader, "options", "laporan", PHONE)
            wait_until(lambda: mine.evaluate("document.querySelector('.own-reports .state') !== null"))
            mine.evaluate("void document.querySelector('#laporan').scrollIntoView()")
            take(mine, "report-own", whole=False)
    finally:
        service.close()


def main() -> None:
    """Take all of them."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        service, sites = Service(Path(folder, "service"), lists=ROOT / "blocklists"), SiteServer()
        service.start()
        try:
            with reading("chromium", service, sites) as reader:
                of_the_extension(reader)
                of_daily_life(reader)
                of_the_service(reader, service)
                of_the_record(reader, service)
                of_other_lists(reader, Path(folder, "far"))
            with reading("firefox", service, sites) as reader:
                warned(reader, "warning-firefox")
            of_the_reports(sites, Path(folder, "desk"))
            of_the_features(service, sites, Path(folder, "granted"))
            for language in store_pictures.LANGUAGES:
                with reading("chromium", service, sites, language) as reader:
                    store_pictures.take_all(reader, service.url, language)
            public_pictures.take_all(Path(folder, "public"), take)
        finally:
            service.close()
            sites.close()
    desk_pictures.take_all()


if __name__ == "__main__":
    main()
