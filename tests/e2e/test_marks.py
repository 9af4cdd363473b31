"""Listed links in pages get a mark where the reader asked for it; nothing else on the page changes, nothing is sent.

In Firefox the switch on the options page makes the real request for the permission. Nobody can press Chromium's prompt
in a browser without a window, so there a copy of the extension has the permission from the beginning (features.py).
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.e2e.browser import Tab, wait_until
from tests.e2e.chromium import ChromiumTab
from tests.e2e.features import press, registered
from tests.e2e.feeds import HOMES, SHAPES, feed, feed_page, marked
from tests.e2e.lists import VIDEO
from tests.e2e.reader import Reader
from tests.e2e.recorded import MAKERS
from tests.e2e.site_server import SiteServer

HOAX = "http://kabar.example/berita/1"
HOAXES = [HOAX, f"https://m.youtube.com/watch?v={VIDEO}&t=3", "http://kabar.example/berita/2?utm_source=wa"]
PLAIN = "http://kabar.example/berita/biasa"
CHAT = "http://obrolan.example/"
WIDE = "Ini berlaku untuk seluruh situs atau bagiannya, bukan khusus untuk tautan ini."


@pytest.fixture
def marking(willing: Reader) -> Reader:
    """A reader who wants marks on all pages."""
    press(willing, "all")
    return willing


def marks(tab: Tab) -> list[str]:
    return [str(each) for each in tab.evaluate(marked())]


def show_all(tab: Tab) -> None:
    """Bring a whole feed into view at once: all posts on one pile."""
    pile = "Object.assign(document.createElement('style'), { textContent: '#feed > * { position: absolute; top: 0 }' })"
    tab.evaluate(f"void document.body.append({pile})")


def rests(tab: Tab, expected: list[str]) -> None:
    """Wait for exactly these marks, and see that no other one follows."""
    wait_until(lambda: marks(tab) == expected, seconds=20)
    tab.evaluate("new Promise((done) => setTimeout(() => requestIdleCallback(() => done(true)), 400))")
    assert marks(tab) == expected


def test_marks_come_and_go_with_the_switch_in_pages_that_are_open(willing: Reader, site: SiteServer) -> None:
    tab = willing.open(site.links(CHAT, hoaks=HOAX, biasa=PLAIN))
    rests(tab, [])
    press(willing, "all")
    assert registered(willing) == ["*://*/*"]
    tab.activate()
    rests(tab, ["hoaks"])
    press(willing, "all", on=False)
    tab.activate()
    rests(tab, [])
    assert registered(willing) == []
    tab.evaluate(
        f"void document.body.append(Object.assign(document.createElement('a'), {{ href: {HOAX!r}, id: 'baru' }}))"
    )
    rests(tab, [])
    if willing.browser.name == "firefox":
        wait_until(lambda: held(willing) == ([], False))


def held(reader: Reader) -> tuple[list[str], bool]:
    """Return the origins that the browser allows, and whether scripts may be put into pages."""
    allowed: dict[str, Any] = reader.api("await api.permissions.getAll()")
    return allowed["origins"], "scripting" in allowed["permissions"]


def test_a_single_place_is_asked_for_alone(willing: Reader, site: SiteServer) -> None:
    press(willing, "youtube")
    assert registered(willing) == ["https://*.youtube.com/*"]
    if willing.browser.name == "firefox":
        assert held(willing) == (["https://*.youtube.com/*"], True)
    there = willing.open(site.links("https://www.youtube.com/feed", hoaks=HOAX))
    rests(there, ["hoaks"])
    elsewhere = willing.open(site.links(CHAT, hoaks=HOAX))
    rests(elsewhere, [])


def test_what_the_reader_takes_back_in_the_browser_is_off(willing: Reader, site: SiteServer) -> None:
    if willing.browser.name != "firefox":
        # The copy has the permission for good; what follows from its end is the same code in both browsers.
        willing.api("(await api.storage.local.set({ features: { marks: ['all', 'nowhere'] } }), true)")
        wait_until(lambda: registered(willing) == ["*://*/*"])
        return
    press(willing, "all")
    tab = willing.open(site.links(CHAT, hoaks=HOAX))
    rests(tab, ["hoaks"])
    willing.api("await api.permissions.remove({ origins: ['*://*/*'] })")
    rests(tab, [])
    wait_until(lambda: not willing.desk.evaluate("document.querySelector('#places input[value=all]').checked"))
    assert willing.api("(await api.storage.local.get('features')).features ?? null") is None


def test_a_feed_of_two_thousand_links_gets_the_right_marks_and_no_others(marking: Reader, site: SiteServer) -> None:
    made = feed(1000, HOAXES)
    tab = marking.open(site.page(HOMES["x"], feed_page(made)))
    show_all(tab)
    rests(tab, made.listed)
    listed = list(made.listed)
    for first in range(1000, 2000, 200):
        more = feed(200, HOAXES, first=first)
        listed += more.listed
        tab.evaluate(f"more({more.html!r})")
    rests(tab, listed)
    assert len(listed) == 100


@pytest.mark.parametrize("shape", SHAPES)
def test_each_platform_at_home(marking: Reader, site: SiteServer, shape: str) -> None:
    made = feed(60, HOAXES, shapes=[shape])
    tab = marking.open(site.page(HOMES[shape], feed_page(made)))
    show_all(tab)
    rests(tab, made.listed)


def test_the_text_of_a_short_link_is_believed_only_where_the_platform_writes_it(
    marking: Reader, site: SiteServer
) -> None:
    made = feed(20, [HOAX], shapes=["x"])
    tab = marking.open(site.page("http://peniru.example/", feed_page(made)))
    rests(tab, [])
    cut = f'<a id="potong" href="https://t.co/a1">{HOAX}…</a> <a id="judul" href="https://t.co/a2">baca {HOAX}</a>'
    tab = marking.open(site.page(HOMES["x"], cut))
    rests(tab, [])


def test_a_mark_moves_nothing_and_tells_the_page_nothing(marking: Reader, site: SiteServer) -> None:
    made = feed(60, HOAXES, every=5)
    rules = "display: none !important; position: static !important; width: 90px !important"
    hostile = f"<style>cektautan-mark {{ {rules} }}</style>"
    rects = "[...document.querySelectorAll('#feed *')].filter((e) => e.localName !== 'cektautan-mark').map((e) => {"
    rects += " const { x, y, width, height } = e.getBoundingClientRect(); return [x, y, width, height]; })"
    press(marking, "all", on=False)
    tab = marking.open(site.page(HOMES["x"], f"{hostile}{feed_page(made)}"))
    before = tab.evaluate(rects)
    press(marking, "all")
    tab.activate()
    wait_until(lambda: len(marks(tab)) > 0)
    assert tab.evaluate(rects) == before
    assert tab.evaluate("shifts") == 0
    host = "document.querySelector('cektautan-mark')"
    assert tab.evaluate(f"{host}.shadowRoot") is None
    assert tab.evaluate(
        f"[{host}.attributes.length, {host}.textContent, {host}.parentNode.innerText.includes('SALAH')]"
    ) == [0, "", False]
    style = f"(({{ display, position, width }}) => [display, position, width])(getComputedStyle({host}))"
    assert tab.evaluate(style) == ["block", "absolute", "0px"]
    tab.evaluate(f"void {host}.style.setProperty('width', '50px', 'important')")
    assert tab.evaluate(f"getComputedStyle({host}).width") == "0px"
    ours = "[typeof cektautanInPage, typeof globalThis.chrome?.runtime?.sendMessage]"
    assert tab.evaluate(ours) == ["undefined", "undefined"]


def test_a_mark_says_level_checker_and_verdict_with_the_link(marking: Reader, site: SiteServer) -> None:
    links = {"hoaks": HOAX, "perhatian": "http://kabar.example/berita/perhatian", "situs": "http://tiruan.example/apa"}
    tab = marking.open(site.links(CHAT, **links, catatan="http://kabar.example/berita/catatan", biasa=PLAIN))
    rests(tab, ["hoaks", "perhatian", "situs", "catatan"])
    if not isinstance(tab, ChromiumTab):
        return
    session = tab.page.context.new_cdp_session(tab.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    names = [each["name"]["value"] for each in nodes if each["role"]["value"] == "link"]
    finding = "TurnBackHoax menyatakan klaim pada tautan ini"
    assert names == [
        f"hoaks Peringatan: {finding} SALAH.",
        f"perhatian Perhatikan dulu: {finding} MENYESATKAN.",
        f"situs Perhatikan dulu: {finding} SALAH. {WIDE}",
        f"catatan Catatan: {finding} SATIRE.",
        "biasa",
    ]


def test_a_page_that_forbids_styles_and_scripts_gets_its_marks(marking: Reader, site: SiteServer) -> None:
    body = f'<p><a id="hoaks" href="{HOAX}">tautan</a></p>'
    tab = marking.open(
        site.page(CHAT, body, policy="default-src 'none'; style-src 'none'; sandbox allow-same-origin allow-scripts")
    )
    rests(tab, ["hoaks"])
    assert tab.evaluate("getComputedStyle(document.querySelector('cektautan-mark')).position") == "absolute"


def test_links_in_shadow_roots_are_found_also_closed_and_late_ones(marking: Reader, site: SiteServer) -> None:
    script = f"""<kotak-buka></kotak-buka><kotak-tutup></kotak-tutup><kotak-nanti></kotak-nanti><script>
      globalThis.roots = [];
      const fill = (name, mode) => {{
        const root = document.querySelector(name).attachShadow({{ mode }});
        root.innerHTML = '<p><a href="{HOAX}">tautan</a> <a href="{PLAIN}">biasa</a><kotak-dalam></kotak-dalam></p>';
        const inner = root.querySelector('kotak-dalam').attachShadow({{ mode }});
        inner.innerHTML = '<a href="{HOAX}">dalam</a>';
        roots.push(root, inner);
      }};
      fill('kotak-buka', 'open'); fill('kotak-tutup', 'closed');
      globalThis.late = () => fill('kotak-nanti', 'closed');
      globalThis.count = () => roots.map((root) => root.querySelectorAll('cektautan-mark').length);
    </script>"""
    tab = marking.open(site.page(CHAT, script))
    wait_until(lambda: tab.evaluate("count()") == [1, 1, 1, 1])
    tab.evaluate("void late()")
    wait_until(lambda: tab.evaluate("count()") == [1, 1, 1, 1, 1, 1])
    tab.evaluate(f"void (roots[2].querySelectorAll('a')[1].href = {HOAX!r})")
    wait_until(lambda: tab.evaluate("count()") == [1, 1, 2, 1, 1, 1])


def test_marks_follow_a_page_that_builds_itself_anew(marking: Reader, site: SiteServer) -> None:
    tab = marking.open(site.links(CHAT, hoaks=HOAX, biasa=PLAIN))
    rests(tab, ["hoaks"])
    tab.evaluate("void (document.querySelector('#hoaks').textContent = 'lain')")
    rests(tab, ["hoaks"])
    tab.evaluate(
        f"void (document.querySelector('#hoaks').href = {PLAIN!r}, document.querySelector('#biasa').href = {HOAX!r})"
    )
    rests(tab, ["biasa"])
    tab.evaluate(
        "void document.body.append(Object.assign(document.querySelector('#biasa').cloneNode(true), { id: 'salinan' }))"
    )
    rests(tab, ["biasa", "salinan"])
    tab.evaluate("void document.querySelector('#salinan').removeAttribute('href')")
    rests(tab, ["biasa"])
    tab.evaluate("void (document.body.innerHTML = document.body.innerHTML)")
    rests(tab, ["biasa"])
    sign = "document.querySelector('cektautan-mark')"
    assert tab.evaluate(
        f"document.elementFromPoint(...(({{ x, y }}) => [x + 5, y + 5])({sign}.getBoundingClientRect())) === {sign}"
    )


def marked_anew(reader: Reader, tab: Tab, change: str, expected: list[str]) -> None:
    """Do something in a page (`link`) or to it that lets the mark be drawn anew, and wait until it is."""
    sign = "document.querySelector('cektautan-mark')"
    tab.evaluate(f"void (globalThis.before = {sign})")
    if change:
        tab.evaluate(f"((link) => {{ {change}; }})(document.querySelector('#hoaks'))")
    else:
        reader.api(
            "(await Promise.allSettled((await api.tabs.query({}))"
            ".map(({ id }) => api.tabs.sendMessage(id, { type: 'marks', act: 'anew' }))), true)"
        )
    wait_until(lambda: tab.evaluate(f"{sign} !== null && {sign} !== before"))
    assert marks(tab) == expected


def test_marks_stay_through_many_lists_and_where_a_page_uses_one_link_for_many_addresses(
    marking: Reader, site: SiteServer
) -> None:
    tab = marking.open(site.links(CHAT, hoaks=HOAX))
    rests(tab, ["hoaks"])
    for _ in range(7):
        marked_anew(marking, tab, "", ["hoaks"])
    for number in range(7):
        marked_anew(marking, tab, f"link.href = '{HOAX}?utm_source={number}'", ["hoaks"])


def test_a_page_that_throws_a_mark_out_again_and_again_is_left_alone(marking: Reader, site: SiteServer) -> None:
    tab = marking.open(site.links(CHAT, hoaks=HOAX))
    rests(tab, ["hoaks"])
    for _ in range(4):
        marked_anew(marking, tab, "link.textContent = 'lain'", ["hoaks"])
    tab.evaluate("void (document.querySelector('#hoaks').textContent = 'lagi')")
    rests(tab, [])


def test_the_mark_behind_a_short_links_text_does_not_hide_the_text_from_us(marking: Reader, site: SiteServer) -> None:
    link = f'<a id="hoaks" href="https://t.co/a1">{HOAX}<span aria-hidden="true">…</span></a>'
    tab = marking.open(site.page(HOMES["x"], f"<p>{link}</p>"))
    rests(tab, ["hoaks"])
    tab.evaluate("void (globalThis.before = document.querySelector('cektautan-mark'))")
    tab.evaluate("void before.parentNode.setAttribute('href', 'https://t.co/lain')")
    rests(tab, ["hoaks"])
    assert tab.evaluate("document.querySelector('cektautan-mark') === before"), "it was not taken and drawn anew"


def test_a_page_is_not_marked_for_what_it_is_itself(marking: Reader, site: SiteServer) -> None:
    here = "http://kabar.example/berita/catatan"
    tab = marking.open(site.links(here, atas=f"{here}?utm_source=x", bagian="#bagian", hoaks=HOAX))
    rests(tab, ["hoaks"])


def test_marks_send_nothing(marking: Reader, site: SiteServer) -> None:
    tab = marking.open(site.links(CHAT, hoaks=HOAX, biasa=PLAIN, pendek="https://t.co/abc"))
    rests(tab, ["hoaks"])
    assert [each.url for each in site.asked if not MAKERS.search(f"GET {each.url.replace('https:', 'http:')}")] == [
        CHAT
    ]


def test_a_new_list_changes_the_marks_that_are_there(marking: Reader, site: SiteServer) -> None:
    tab = marking.open(site.links(CHAT, hoaks=HOAX))
    rests(tab, ["hoaks"])
    wipe = "import('{0}/list/store.js').then(async (store) => {{ await store.wipe(store.emptyStatus());"
    tell = " (await import('{0}/list/notices.js')).announceListChange(); }})"
    marking.desk.evaluate((wipe + tell).format(marking.origin))
    rests(tab, [])
    marking.update()
    rests(tab, ["hoaks"])
