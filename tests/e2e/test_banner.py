"""For those who want it, a page of level 2 opens at once with a bar on top, which says what the page in between would.

The bar lies in a closed shadow root. So that a test can see into it, the readers here have a copy of the extension in
which it is an open one; that the shipped one is closed is held by a test of its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.e2e.axe import violations
from tests.e2e.browser import Tab, wait_until
from tests.e2e.conftest import BROWSERS, one_each, start_willing
from tests.e2e.features import all_off, press
from tests.e2e.reader import SETTLE, Reader
from tests.e2e.service import Service
from tests.e2e.site_server import SiteServer

TARGET = "http://kabar.example/berita/perhatian"
WARNED = "http://kabar.example/berita/1"
CHAT = "http://obrolan.example/"
HOST = "document.querySelector('cektautan-banner')"
HOSTILE = "<style>cektautan-banner { display: none !important; top: 90vh !important }</style>"
BODY = f"<main><h1>Kabar</h1><p>isi</p></main>{HOSTILE}"


@pytest.fixture(scope="module")
def seeing(
    service: Service, sites: SiteServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Reader]]:
    def begin(name: str) -> Reader:
        copy = tmp_path_factory.mktemp("open") / "extension"
        extension = Path(shutil.copytree(service.extension, copy))
        for path in ("mark.js", "banner.js"):
            script = extension / "inpage" / path
            script.write_text(script.read_text("utf-8").replace("mode: 'closed'", "mode: 'open'"), "utf-8")
        return start_willing(name, extension, sites.port)

    yield from one_each(begin)


@pytest.fixture(params=BROWSERS)
def reading(request: pytest.FixtureRequest, seeing: Callable[[str], Reader], site: SiteServer) -> Reader:
    """A reader who wants the bar."""
    reader = seeing(request.param)
    reader.fresh()
    all_off(reader)
    press(reader, "banner")
    site.forget()
    return reader


def inside(tab: Tab, expression: str) -> object:
    """Return something of the bar's inside, called `root`."""
    return tab.evaluate(f"((root) => {expression})({HOST}?.shadowRoot)")


def shown(tab: Tab) -> str:
    """Wait for the bar; return what it says."""
    wait_until(lambda: inside(tab, "root?.querySelector('.finding') != null"))
    return str(inside(tab, "root.querySelector('.says').innerText"))


def test_the_page_opens_with_the_bar_and_moves_by_nothing(reading: Reader, site: SiteServer) -> None:
    tab = reading.open(site.page(TARGET, BODY))
    says = shown(tab)
    reading.arrives(tab, TARGET)
    for words in (
        "Perhatikan dulu",
        "TurnBackHoax menyatakan klaim pada tautan ini MENYESATKAN.",
        "Angka partisipasi itu dihitung keliru.",
        "Diperiksa oleh TurnBackHoax, 30 September 2024.",
    ):
        assert words in says
    assert inside(tab, "root.querySelector('a').href") == "https://turnbackhoax.id/2024/09/30/perhatian-2024/"
    place = tab.evaluate(f"(({{ x, y, width }}) => [x, y, width === innerWidth])({HOST}.getBoundingClientRect())")
    assert place == [0, 0, True], "what the page says of its style changes nothing"
    tops = "[...document.querySelectorAll('main *')].map((each) => each.getBoundingClientRect().y)"
    before = tab.evaluate(tops)
    inside(tab, "root.querySelector('button').click()")
    assert tab.evaluate(f"{HOST}") is None
    assert tab.evaluate(tops) == before


def test_it_comes_once_for_a_key_and_a_session_and_a_warning_is_a_warning(reading: Reader, site: SiteServer) -> None:
    tab = reading.open(site.page(TARGET, BODY))
    shown(tab)
    tab.goto(f"{TARGET}?utm_source=grup")
    reading.arrives(tab, f"{TARGET}?utm_source=grup")
    assert tab.evaluate(HOST) is None
    tab.goto(WARNED)
    assert reading.warned(tab, WARNED) == "TurnBackHoax menyatakan klaim pada tautan ini SALAH"


def test_it_is_counted_for_the_reader_like_the_page_in_between(reading: Reader, site: SiteServer) -> None:
    tab = reading.open(site.page(TARGET, BODY))
    shown(tab)
    tab.goto(f"{TARGET}?utm_source=grup")
    reading.arrives(tab, f"{TARGET}?utm_source=grup")
    seen = "(await module.readCounters()).seen"
    assert reading.module("background/counters.js", seen) == {"caution": 1, "warning": 0}


def test_it_can_be_reached_and_closed_by_keyboard(reading: Reader, site: SiteServer) -> None:
    tab = reading.open(site.page(TARGET, BODY))
    shown(tab)
    tab.activate()
    tab.press("Tab")
    assert inside(tab, "root.activeElement?.localName") == "a"
    tab.press("Tab")
    assert inside(tab, "root.activeElement?.localName") == "button"
    tab.press("Escape")
    wait_until(lambda: tab.evaluate(f"{HOST} === null"))


def test_a_page_that_throws_it_out_gets_it_back_and_may_not_go_on_for_ever(reading: Reader, site: SiteServer) -> None:
    thrower = f"<script>globalThis.thrown = 0; globalThis.out = () => {{ {HOST}.remove(); thrown += 1; }};</script>"
    tab = reading.open(site.page(TARGET, BODY + thrower))
    shown(tab)
    for _ in range(3):
        tab.evaluate("void out()")
        wait_until(lambda: tab.evaluate(f"{HOST} !== null"))
    tab.evaluate("void out()")
    tab.evaluate(f"new Promise((done) => setTimeout(() => done(true), {1000 * SETTLE}))")
    assert tab.evaluate(HOST) is None


def test_a_page_that_puts_another_root_in_its_place_gets_it_back(reading: Reader, site: SiteServer) -> None:
    tab = reading.open(site.page(TARGET, BODY))
    shown(tab)
    made = "const root = document.createElement('html'); root.append(document.createElement('body'))"
    tab.evaluate(f"(() => {{ {made}; document.replaceChild(root, document.documentElement); return true }})()")
    wait_until(lambda: tab.evaluate(f"{HOST} !== null"))
    shown(tab)


def test_the_bar_goes_with_what_it_is_about(reading: Reader, site: SiteServer) -> None:
    tab = reading.open(site.page(TARGET, BODY))
    shown(tab)
    tab.evaluate("void history.pushState({}, '', '/berita/biasa')")
    wait_until(lambda: tab.evaluate(f"{HOST} === null"))


def test_without_the_switch_the_page_in_between_comes(reading: Reader, site: SiteServer) -> None:
    press(reading, "banner", on=False)
    tab = reading.open(site.page(TARGET, BODY))
    assert reading.warned(tab, TARGET) == "TurnBackHoax menyatakan klaim pada tautan ini MENYESATKAN"


def test_axe_finds_nothing_in_the_bar_and_in_a_page_with_marks(reading: Reader, site: SiteServer) -> None:
    press(reading, "all")
    links = f'<p><a id="hoaks" href="{WARNED}">tautan</a> dan <a href="http://tiruan.example/x">situs</a></p>'
    tab = reading.open(site.page(TARGET, f"<main><h1>Kabar</h1>{links}</main>"))
    shown(tab)
    wait_until(lambda: tab.evaluate("document.querySelectorAll('cektautan-mark').length") == 2)
    for width in (1280, 360):
        tab.resize(width, 640)
        assert violations(tab) == []
        assert tab.evaluate(f"{HOST}.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", ["mark.js", "banner.js"])
def test_what_is_shipped_is_closed(name: str) -> None:
    text = (ROOT / "extension" / "inpage" / name).read_text("utf-8")
    assert text.count("attachShadow({ mode: 'closed' })") == text.count("attachShadow(") == 1


def test_the_chat_is_left_alone(reading: Reader, site: SiteServer) -> None:
    tab = reading.open(site.links(CHAT, tautan=TARGET))
    reading.arrives(tab, CHAT)
    assert tab.evaluate(HOST) is None
