"""Takes the pictures in docs/pictures: real browsers, the real service on the shipped lists, a real hoax link.

    .venv/bin/python -m tools.pictures

Each is to be looked at by a person before it is committed; nothing compares them.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.conftest import ROOT
from tests.e2e.browser import Tab, wait_until
from tests.e2e.chromium import ChromiumTab
from tests.e2e.conftest import start
from tests.e2e.reader import Reader
from tests.e2e.service import Service
from tests.e2e.site_server import SiteServer

PICTURES = ROOT / "docs" / "pictures"
HOAX = "https://m.youtube.com/watch?v=GPdzHkn5M6M&t=9"
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
POPUPS = {
    "popup-listed": HOAX,
    "popup-unknown": "https://kabar.example/lain",
    "popup-unresolved": "https://bit.ly/3abcdef",
    "popup-platform": "https://www.youtube.com/",
    "popup-error": "about:newtab",
}


def take(tab: Tab, name: str, whole: bool = False) -> None:
    """Write one picture, once the page has settled."""
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    time.sleep(0.4)
    path = PICTURES / f"{name}.png"
    if whole and isinstance(tab, ChromiumTab):
        tab.page.screenshot(path=str(path), full_page=True)
    else:
        tab.screenshot(path)
    print(path.relative_to(ROOT))


@contextmanager
def reading(name: str, service: Service, sites: SiteServer) -> Iterator[Reader]:
    """A browser with the extension and a stored list."""
    reader = start(name, service, sites.port)
    reader.wait_for_list()
    try:
        yield reader
    finally:
        reader.browser.close()


def page(reader: Reader, path: str, size: tuple[int, int], scheme: str = "light") -> Tab:
    """Open a page of the extension in Chromium at a size and in a colour scheme."""
    tab = reader.browser.open()
    assert isinstance(tab, ChromiumTab)
    tab.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    tab.resize(*size)
    tab.goto(f"{reader.origin}/pages/{path}")
    return tab


def in_chromium(reader: Reader) -> None:
    """The warning at two sizes, light and dark; the popup in its states; the options."""
    tab = reader.browser.open()
    tab.resize(1120, 820)
    tab.goto(HOAX)
    reader.warned(tab)
    take(tab, "warning-chromium")
    target = quote(HOAX, safe="")
    take(page(reader, f"warning.html#{target}", (360, 740), "dark"), "warning-phone-dark", whole=True)
    why = page(reader, f"warning.html#{target}", (1120, 820), "dark")
    wait_until(lambda: why.evaluate("document.querySelector('details') !== null"))
    why.evaluate(OPEN_ALL)
    take(why, "warning-why-dark", whole=True)
    for name, address in POPUPS.items():
        take(page(reader, f"popup.html#{quote(address, safe='')}", (400, 480)), name, whole=True)
    take(page(reader, "options.html", (1120, 820)), "options", whole=True)


def in_firefox(reader: Reader) -> None:
    """The warning once more."""
    tab = reader.browser.open()
    tab.resize(1120, 820)
    tab.goto(HOAX)
    reader.warned(tab)
    take(tab, "warning-firefox")


def main() -> None:
    """Take all of them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        service, sites = Service(Path(folder), lists=ROOT / "blocklists"), SiteServer()
        service.start()
        try:
            with reading("chromium", service, sites) as reader:
                in_chromium(reader)
            with reading("firefox", service, sites) as reader:
                in_firefox(reader)
        finally:
            service.close()
            sites.close()


if __name__ == "__main__":
    main()
