"""In Firefox, for those who want it, the site of a listed page is not asked at all before the reader decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.e2e.browser import Tab, wait_until
from tests.e2e.features import all_off, press
from tests.e2e.lists import NEIGHBOUR, VIDEO
from tests.e2e.reader import Reader
from tests.e2e.site_server import SiteServer

HOAX = "http://kabar.example/berita/1?utm_source=grup"
SHAPES = {
    "page": HOAX,
    "video": f"https://m.youtube.com/watch?v={VIDEO}&t=3",
    "whole domain": "http://blog.tiruan.example/apa/saja",
}
PLAIN = "http://kabar.example/berita/biasa"
CHAT = "http://obrolan.example/"


@pytest.fixture
def holding(willing_readers: Callable[[str], Reader], site: SiteServer) -> Reader:
    """A reader who wants listed sites not to be contacted."""
    reader = willing_readers("firefox")
    reader.fresh()
    all_off(reader)
    press(reader, "noContact")
    site.forget()
    return reader


def asked(site: SiteServer, host: str) -> list[str]:
    return [each.url for each in site.asked if each.url.split("/")[2].endswith(host)]


def chat(reader: Reader, site: SiteServer, to: str) -> Tab:
    tab = reader.open(site.links(CHAT, tautan=to))
    tab.click("#tautan")
    return tab


@pytest.mark.parametrize("shape", SHAPES)
def test_a_listed_site_gets_no_request_before_the_reader_decides(holding: Reader, site: SiteServer, shape: str) -> None:
    target = SHAPES[shape]
    host = target.split("/")[2]
    tab = chat(holding, site, target)
    holding.warned(tab, target)
    assert asked(site, host) == []
    tab.click("#back")
    holding.arrives(tab, CHAT)
    assert asked(site, host) == []


def test_opening_it_all_the_same_opens_it(holding: Reader, site: SiteServer) -> None:
    tab = chat(holding, site, HOAX)
    holding.warned(tab, HOAX)
    tab.click("#open")
    holding.arrives(tab, HOAX)
    assert asked(site, "kabar.example") == [HOAX]


def test_the_end_of_a_redirect_is_not_contacted(holding: Reader, site: SiteServer) -> None:
    short = site.redirect("http://pendek.example/x", HOAX)
    tab = chat(holding, site, short)
    holding.warned(tab, HOAX)
    assert asked(site, "pendek.example") == [short]
    assert asked(site, "kabar.example") == []


def test_a_typed_address_in_a_new_tab_is_held_back_too(holding: Reader, site: SiteServer) -> None:
    tab = holding.open(HOAX)
    holding.warned(tab, HOAX)
    assert asked(site, "kabar.example") == []


def test_everything_else_opens_as_ever(holding: Reader, site: SiteServer) -> None:
    for target in (PLAIN, f"https://m.youtube.com/watch?v={NEIGHBOUR}&t=3", "http://kabar.example/berita/catatan"):
        tab = chat(holding, site, target)
        holding.arrives(tab, target)


def test_a_calm_page_holds_its_site_back_the_first_time_only(holding: Reader, site: SiteServer) -> None:
    target = "http://kabar.example/berita/perhatian"
    tab = chat(holding, site, target)
    holding.warned(tab, target)
    assert asked(site, "kabar.example") == []
    tab.click("#back")
    holding.arrives(tab, CHAT)
    tab.click("#tautan")
    holding.arrives(tab, target)


def test_a_second_address_of_a_site_with_a_calm_page_opens_however_soon_it_comes(
    holding: Reader, site: SiteServer
) -> None:
    one, other = "http://blog.tiruan.example/satu", "http://blog.tiruan.example/dua"
    tab = holding.open(one)
    holding.warned(tab, one)
    tab.goto(other)
    holding.arrives(tab, other)
    assert asked(site, "tiruan.example") == [other]


def test_a_hidden_tab_that_nothing_is_to_be_warned_of_any_more_loads_when_it_is_seen(
    holding: Reader, site: SiteServer
) -> None:
    number = holding.api(f"(await api.tabs.create({{ active: false, url: {HOAX!r} }})).id")
    trace = f"(await api.storage.session.get('trace {number}'))['trace {number}']?.dropped ?? false"
    wait_until(lambda: holding.api(trace))
    assert asked(site, "kabar.example") == []
    holding.module("background/decisions.js", "(await module.allow('url:kabar.example/berita/1'), true)")
    holding.api(f"(await api.tabs.update({number}, {{ active: true }}), true)")
    wait_until(lambda: any(tab.url == HOAX for tab in holding.browser.tabs()))
    wait_until(lambda: asked(site, "kabar.example") == [HOAX])


def test_off_the_permissions_are_given_back_and_the_site_is_contacted_once(holding: Reader, site: SiteServer) -> None:
    press(holding, "noContact", on=False)
    held = holding.api("await api.permissions.getAll()")
    assert held["origins"] == []
    assert not {"webRequest", "webRequestBlocking", "scripting"} & set(held["permissions"])
    tab = chat(holding, site, HOAX)
    holding.warned(tab, HOAX)
    assert len(asked(site, "kabar.example")) <= 1
