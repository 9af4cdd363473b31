"""Everybody can use every page: axe finds nothing, nothing is cut off on a phone or at 400 %, the keyboard suffices.

Each page is looked at twice: in Indonesian on a desk, and in English at 320 pixels, there in Chromium in dark colours.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import quote

import pytest
from tests.e2e.axe import overflow, violations
from tests.e2e.browser import Tab, wait_until
from tests.e2e.chromium import ChromiumTab
from tests.e2e.far_list import CLEARED, DAY, EVERYTHING, HOUR, WIDE, FarList, far_list, follow
from tests.e2e.firefox import CLOSED_PORT
from tests.e2e.lists import VIDEO
from tests.e2e.reader import Reader
from tests.e2e.service import Service

HOAX = f"https://m.youtube.com/watch?v={VIDEO}"
CAUTION = "http://kabar.example/berita/perhatian"
NOTE = "http://kabar.example/berita/catatan"
COMMENT = f"{HOAX}&lc=Ugabcdefghijklmnop"
LONG = "http://tiruan.example/" + "sangat-panjang/" * 12

WARNINGS = {HOAX: "warning", CAUTION: "caution", WIDE.appearance: "warning", LONG: "caution", COMMENT: "warning",
            "https://lain.example/": "none"}  # fmt: skip
STATES = {
    HOAX: "listed",
    CAUTION: "listed",
    NOTE: "listed",
    CLEARED.appearance: "cleared",
    "https://lain.example/a": "unknown",
    "https://bit.ly/3AbCdEf": "unresolved",
    "https://www.youtube.com/": "platform",
    "about:blank": "error",
}
number = itertools.count()


@pytest.fixture
def far(reader: Reader, tmp_path: Path) -> Iterator[FarList]:
    with far_list(reader, tmp_path) as found:
        yield found


class Eye:
    """Opens pages in one tab and looks at each."""

    def __init__(self, reader: Reader, language: str) -> None:
        self.reader = reader
        self.language = language
        reader.api(f"(await api.storage.local.set({{ language: '{language}' }}), true)")
        self.tab: Tab = reader.browser.open()
        if language == "en":
            self.tab.resize(320, 640)
            if reader.browser.name == "chromium":
                cast(ChromiumTab, self.tab).page.emulate_media(color_scheme="dark")

    def page(self, name: str, target: str = "") -> Tab:
        """Open a page of the extension anew and wait until it is done."""
        fragment = f"#{quote(target, safe='')}" if target else ""
        query = f"?{next(number)}"
        self.tab.goto(f"{self.reader.origin}/pages/{name}.html{query}{fragment}")
        wait_until(lambda: self.tab.evaluate(f"location.search === {query!r} && document.body?.dataset.ready"))
        if name in ("popup", "result"):
            # Work mode is told last: the button that ends it, or the offer to begin.
            wait_until(lambda: self.tab.evaluate("document.querySelector('#work-off, #work') !== null"))
        return self.tab

    def looks(self, what: str) -> None:
        """Look at what the tab shows, with everything unfolded."""
        self.tab.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert violations(self.tab) == [], what
        assert overflow(self.tab) <= 0, what
        assert self.tab.evaluate("document.documentElement.lang") == self.language, what

    def attribute(self, name: str) -> str:
        return str(self.tab.evaluate(f"document.{name}"))


def test_the_engine_finds_what_is_wrong(reader: Reader, service: Service) -> None:
    tab = reader.open(f"{service.url}/")
    tab.evaluate("document.querySelector('main').append(new Image(), 'x'.repeat(1000))")
    tab.evaluate("void (document.querySelector('label').style.color = '#ccc')")
    assert {each.partition(":")[0] for each in violations(tab)} == {"color-contrast", "image-alt"}
    tab.evaluate("void (document.body.style.overflowWrap = 'normal')")
    assert overflow(tab) > 0


LOOK = "documentElement.dataset.look"
READY = "body.dataset.ready"


@pytest.mark.parametrize("language", ["id", "en"])
def test_axe_finds_nothing_on_any_page_of_the_extension(reader: Reader, far: FarList, language: str) -> None:
    eye = Eye(reader, language)
    for target, look in WARNINGS.items():
        eye.page("warning", target)
        assert eye.attribute(LOOK) == look
        eye.looks(f"warning of {target}")
    for target, state in STATES.items():
        eye.page("popup", target)
        assert eye.attribute(READY) == state
        eye.looks(f"popup of {target}")
    eye.page("result", HOAX)
    eye.looks("result")
    eye.page("options")
    eye.looks("options")
    eye.page("welcome")
    assert eye.attribute("documentElement.dataset.state") == "ready"
    eye.looks("first run, ready")
    reader.module("background/workmode.js", "(await module.setWorkMode('hours'), true)")
    eye.page("popup", HOAX)
    assert eye.tab.evaluate("document.querySelector('#work-off') !== null")
    eye.looks("popup in work mode")
    reader.api("(await api.storage.local.set({ countSeen: { since: '2026-11-09', caution: 1, warning: 2 } }), true)")
    eye.page("options")
    assert eye.tab.evaluate("document.querySelector('#work-now').textContent !== ''")
    eye.looks("options in work mode, with counts")
    reader.api("(await api.storage.local.remove(['workMode', 'countSeen']), true)")
    eye.tab.click("#remove")
    wait_until(lambda: eye.tab.evaluate("document.querySelector('#question').open"))
    eye.looks("options, asking")

    far.publish(EVERYTHING[1:])
    reader.age_list(seconds=120)
    eye.page("warning", HOAX)
    wait_until(lambda: eye.attribute(LOOK) == "cleared")
    eye.looks("withdrawn warning")

    far.publish()
    far.expire(HOUR)
    reader.update()
    eye.page("warning", HOAX)
    assert eye.tab.evaluate("document.querySelector('.stale') !== null")
    eye.looks("stale warning")
    eye.page("popup", "https://lain.example/a")
    eye.looks("stale popup")
    far.expire(8 * DAY)
    far.broken = True
    eye.page("popup", HOAX)
    wait_until(lambda: eye.tab.evaluate("document.querySelector('#problem') !== null"))
    eye.looks("stale popup without a server")

    follow(reader, f"http://127.0.0.1:{CLOSED_PORT}", far.root_key)
    eye.page("popup", HOAX)
    assert eye.tab.evaluate("document.querySelector('h1').textContent") in ("Daftar belum ada", "No list yet")
    eye.looks("popup without a list")
    eye.page("welcome")
    wait_until(lambda: eye.attribute("documentElement.dataset.state") == "failed")
    eye.looks("first run, without a server")
    reader.module("list/store.js", "(await module.writeStatus(module.emptyStatus()), true)")
    eye.tab.evaluate("void new BroadcastChannel('list').postMessage('changed')")
    wait_until(lambda: eye.attribute("documentElement.dataset.state") == "waiting")
    eye.looks("first run, waiting")


@pytest.mark.parametrize("language", ["id", "en"])
def test_axe_finds_nothing_on_any_page_of_the_service(reader: Reader, service: Service, language: str) -> None:
    eye = Eye(reader, language)

    def ready() -> None:
        wait_until(lambda: eye.tab.evaluate("document.body?.dataset.ready") == "updated")

    def fill(text: str) -> None:
        eye.tab.goto(f"{service.url}/?lang={language}")
        ready()
        eye.tab.evaluate(f"void (document.querySelector('#text').value = {text!r})")
        # As without scripts: answered by the service. What the page answers itself is looked at in test_check_app.py.
        eye.tab.evaluate("void setTimeout(() => document.querySelector('form.check').submit())")
        wait_until(lambda: eye.tab.evaluate("document.querySelector('.served, #problem') !== null"))
        ready()

    eye.tab.goto(f"{service.url}/?lang={language}")
    ready()
    eye.looks("check page")
    fill(f"{HOAX} {CAUTION} {NOTE} https://bit.ly/3AbCdEf https://www.youtube.com/ https://lain.example/{'a' * 300}")
    assert eye.tab.evaluate("document.querySelectorAll('.results > li').length") == 6
    eye.looks("results")
    fill("kosong")
    eye.looks("check page with an error")
    eye.tab.goto(f"{service.url}/tidak-ada?lang={language}")
    eye.looks("not found")
    eye.tab.goto(f"{service.url}/docs?lang={language}")
    eye.looks("docs")


def controls(tab: Tab, count: int) -> list[str]:
    """Return the controls that Tab leads to, in order; each must be seen, and show that it has the focus."""
    found = []
    for _ in range(count):
        tab.press("Tab")
        seen = "({ top, bottom, left, right }) => top < innerHeight && bottom > 0 && left >= 0 && right <= innerWidth"
        assert tab.evaluate(f"({seen})(document.activeElement.getBoundingClientRect())"), f"out of sight after {found}"
        name, outline = tab.evaluate(
            "(({ id, name, type, parentElement, classList, tagName }, { outlineStyle }) =>"
            " [type === 'radio' ? name : id || parentElement.id || classList[0] || tagName, outlineStyle])"
            "(document.activeElement, getComputedStyle(document.activeElement))"
        )
        assert outline != "none", f"no focus is seen on {name}"
        found.append(name)
    return found


DESK, ZOOMED = (1280, 800), (320, 200)
"""What is left of a desk's window at 400 %."""


@pytest.mark.parametrize("size", [DESK, ZOOMED], ids=["desk", "zoomed"])
def test_the_warning_can_be_used_by_keyboard_alone(reader: Reader, size: tuple[int, int]) -> None:
    tab = reader.browser.open()
    tab.resize(*size)
    tab.goto(HOAX)
    reader.warned(tab, HOAX)
    tab.activate()
    assert tab.evaluate("document.activeElement.tagName") == "H1"
    assert controls(tab, 6) == ["read", "back", "why", "open", "technique", "report"]
    tab.press("Enter")
    wait_until(lambda: tab.evaluate("document.querySelector('#report').open"))
    assert controls(tab, 1) == ["A"], "what Enter unfolded is next"
    tab.evaluate("document.querySelector('#open').focus()")
    tab.press("Enter")
    reader.arrives(tab, HOAX)


@pytest.mark.parametrize("size", [DESK, ZOOMED], ids=["desk", "zoomed"])
def test_the_popup_can_be_used_by_keyboard_alone(reader: Reader, size: tuple[int, int]) -> None:
    tab = reader.browser.open()
    tab.resize(*size)
    tab.goto(f"{reader.origin}/pages/popup.html#{quote(HOAX, safe='')}")
    wait_until(lambda: tab.evaluate("document.querySelector('#settings') !== null"))
    tab.activate()
    assert controls(tab, 7) == ["read", "why", "technique", "quiet", "update", "settings", "work"]
    tab.press("Enter")
    assert controls(tab, 2) == ["work-hours", "work-always"]
    tab.press("Enter")
    wait_until(lambda: tab.evaluate("document.activeElement.id") == "work-off")
    assert "Berlaku sampai dimatikan." in reader.text(tab)
    assert tab.evaluate("document.querySelector('#news').textContent") == "Mode kerja diaktifkan."
    tab.press("Enter")
    wait_until(lambda: tab.evaluate("document.activeElement.parentElement.id") == "work")
    assert tab.evaluate("document.querySelector('#work-off')") is None


def test_options_first_run_and_check_page_can_be_used_by_keyboard_alone(reader: Reader, service: Service) -> None:
    tab = reader.open(f"{reader.origin}/pages/options.html")
    wait_until(lambda: tab.evaluate("document.body.dataset.ready"))
    tab.activate()
    assert tab.evaluate("document.activeElement.tagName") == "H1"
    places = [f"place-{place}" for place in ("all", "x", "facebook", "youtube", "whatsapp", "google")]
    expected = [
        "language",
        "own",
        "workMode",
        *places,
        "want-banner",
        "want-noContact",
        "moderator",
        "server",
        "rootKey",
    ]
    assert controls(tab, len(expected)) == expected

    tab = reader.open(f"{reader.origin}/pages/welcome.html")
    wait_until(lambda: tab.evaluate("document.body.dataset.ready"))
    tab.activate()
    assert tab.evaluate("document.activeElement.tagName") == "H1"
    assert controls(tab, 2) == ["example", "language"]

    tab = reader.open(f"{service.url}/?lang=id")
    tab.activate()
    found = controls(tab, 9)
    assert found[:2] == ["skip", "brand"]
    assert found[found.index("text") + 1] == "BUTTON"
