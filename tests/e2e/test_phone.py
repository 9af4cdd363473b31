"""On a phone, 360 by 640 pixels, by touch: what matters is seen at once, and is large enough for a thumb."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from tests.e2e.axe import overflow
from tests.e2e.browser import Tab, wait_until
from tests.e2e.reader import Reader

HOAX = "http://kabar.example/berita/1"
THUMB = 44
"""CSS pixels that a thumb hits."""

PAGES = {
    "warning": ("#read, #back, #open, summary", HOAX),
    "popup": ("#read, summary, #update, #settings, #work-hours, #work-always, #work-off", HOAX),
    "options": (".choices label, input[type=url], button, #welcome", ""),
    "welcome": (".choices label, #example, main p > a", ""),
}


@pytest.fixture
def phone(reader: Reader) -> Tab:
    tab = reader.browser.open()
    tab.resize(360, 640)
    return tab


def show(reader: Reader, tab: Tab, name: str, target: str) -> None:
    tab.goto(f"{reader.origin}/pages/{name}.html#{quote(target, safe='')}")
    ready = "location.href.includes('/pages/') && document.body?.dataset.ready"
    wait_until(
        lambda: tab.evaluate(ready) and (name != "popup" or tab.evaluate("!!document.querySelector('#settings')"))
    )


def small(tab: Tab, selector: str) -> list[str]:
    """Return the controls that are seen and that a thumb would miss."""
    return [
        str(each)
        for each in tab.evaluate(
            f"[...document.querySelectorAll({json.dumps(selector)})]"
            ".map((each) => [each, each.getBoundingClientRect()])"
            ".filter(([each, { width, height }]) => each.checkVisibility()"
            f" && (height < {THUMB} || width < {THUMB}))"
            ".map(([each, { width, height }]) => `${each.id || each.textContent}: ${width} x ${height}`)"
        )
    ]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("working", [False, True], ids=["", "working"])
def test_what_is_to_be_touched_is_as_large_as_a_thumb_and_nothing_is_cut_off(
    reader: Reader, phone: Tab, name: str, working: bool
) -> None:
    selector, target = PAGES[name]
    if working:
        reader.module("background/workmode.js", "(await module.setWorkMode('hours'), true)")
    show(reader, phone, name, target)
    phone.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert phone.evaluate(f"document.querySelectorAll({json.dumps(selector)}).length") > 1
    assert small(phone, selector) == []
    assert overflow(phone) <= 0


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_ways_out_of_a_warning_are_seen_without_scrolling_and_the_technique_stands_below_them(
    reader: Reader, phone: Tab, language: str
) -> None:
    reader.api(f"(await api.storage.local.set({{ language: '{language}' }}), true)")
    show(reader, phone, "warning", HOAX)
    read, back, on, technique = phone.evaluate(
        "['#read', '#back', '#open', '#technique'].map((each) => document.querySelector(each).getBoundingClientRect())"
        ".map(({ top, bottom }) => [top, bottom])"
    )
    assert read[1] <= 640
    assert back[1] <= 640
    assert technique[0] >= on[1]
    assert not phone.evaluate("document.querySelector('#technique').open")


def test_the_technique_is_unfolded_by_a_touch_and_fits_the_verdict(reader: Reader, phone: Tab) -> None:
    cards = json.loads(str(phone_text(reader, phone)))["techniques"]
    fitting = {card["name"]["id"]: card for card in cards if "false" in card["verdicts"]}
    for name in ("warning", "popup"):
        show(reader, phone, name, HOAX)
        title = str(phone.evaluate("document.querySelector('#technique summary').textContent"))
        card = fitting[title.removeprefix("Kenali tekniknya: ")]
        phone.click("#technique summary")
        wait_until(lambda: phone.evaluate("document.querySelector('#technique').open"))
        assert card["how"]["id"] in reader.text(phone)
        assert card["check"]["id"][0] in reader.text(phone)
        link = str(phone.evaluate("document.querySelector('#technique a').href"))
        assert link.endswith(f"/cara-kerja?lang=id#{card['id']}")


def phone_text(reader: Reader, tab: Tab) -> str:
    """Return the cards as the extension carries them."""
    tab.goto(f"{reader.origin}/pages/options.html")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    return str(tab.evaluate("fetch('/i18n/techniques.json').then((answer) => answer.text())"))
