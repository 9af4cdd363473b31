"""In Chromium, for those who want it, a site listed as an imitation is not asked at all before the reader decides.

The browser itself drops the request, by the names in the list; everything else is as without the switch.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.e2e.browser import Tab, wait_until
from tests.e2e.features import all_off, press
from tests.e2e.reader import Reader
from tests.e2e.site_server import SiteServer

IMITATION = "http://tiruan-kpu.example/x"
SHAPES = (IMITATION, "https://daftar.tiruan-kpu.example/pemilih?nik=1")
CALM = "http://tiruan-bawaslu.example/x"
OTHERS = ("http://kabar.example/berita/biasa", "http://kpu.example/", "http://bukan-tiruan-kpu.example/")
HOAX = "http://kabar.example/berita/1"
CHAT = "http://obrolan.example/"
START = "http://awal.example/"
HELD = ["tiruan-bawaslu.example", "tiruan-kpu.example"]


def rule(reader: Reader) -> list[str]:
    """Return the domains that the browser does not open now."""
    rules = "(await api.declarativeNetRequest.getDynamicRules())"
    return [str(each) for each in reader.api(f"{rules}.flatMap(({{ condition }}) => condition.requestDomains)")]


def ruled(reader: Reader, *domains: str) -> None:
    """Wait until the rule names exactly these."""
    wait_until(lambda: rule(reader) == list(domains))


@pytest.fixture
def holding(willing_readers: Callable[[str], Reader], site: SiteServer) -> Reader:
    """A reader who wants no contact with listed sites, as far as Chromium can have it."""
    reader = willing_readers("chromium")
    reader.fresh()
    all_off(reader)
    press(reader, "noContact")
    ruled(reader, *HELD)
    site.forget()
    return reader


def asked(site: SiteServer, url: str) -> list[str]:
    return [each.url for each in site.asked if each.url.split("/")[2].endswith(url.split("/")[2])]


def chat(reader: Reader, site: SiteServer, to: str) -> Tab:
    """Click a link to somewhere, on a page that is not the tab's first one."""
    tab = reader.open(site.links(START, obrolan=CHAT))
    site.links(CHAT, tautan=to)
    tab.click("#obrolan")
    reader.arrives(tab, CHAT)
    tab.click("#tautan")
    return tab


@pytest.mark.parametrize("target", SHAPES)
def test_an_imitation_gets_no_request_before_the_reader_decides(holding: Reader, site: SiteServer, target: str) -> None:
    tab = chat(holding, site, target)
    holding.warned(tab, target)
    assert asked(site, target) == []
    tab.click("#back")
    holding.arrives(tab, CHAT)
    assert asked(site, target) == []


def test_the_browsers_back_leads_away_in_one_step(holding: Reader, site: SiteServer) -> None:
    tab = chat(holding, site, IMITATION)
    holding.warned(tab, IMITATION)
    tab.back()
    holding.arrives(tab, CHAT)
    tab.back()
    holding.arrives(tab, START)
    assert asked(site, IMITATION) == []


@pytest.mark.parametrize("target", [IMITATION, CALM])
def test_opening_it_all_the_same_opens_it_and_back_leads_away(holding: Reader, site: SiteServer, target: str) -> None:
    tab = chat(holding, site, target)
    holding.warned(tab, target)
    tab.click("#open")
    holding.arrives(tab, target)
    assert asked(site, target) == [target]
    assert len(rule(holding)) == 1
    tab.back()
    holding.arrives(tab, CHAT)


def test_the_end_of_a_redirect_is_not_contacted(holding: Reader, site: SiteServer) -> None:
    short = site.redirect("http://pendek.example/x", IMITATION)
    tab = chat(holding, site, short)
    holding.warned(tab, IMITATION)
    assert asked(site, short) == [short]
    tab.click("#back")
    holding.arrives(tab, CHAT)
    assert asked(site, IMITATION) == []


def test_a_typed_address_in_a_new_tab_is_not_contacted(holding: Reader, site: SiteServer) -> None:
    tab = holding.browser.open()
    tab.evaluate(f"void (location.href = {IMITATION!r})")
    holding.warned(tab, IMITATION)
    assert asked(site, IMITATION) == []


def test_a_link_into_a_new_tab_warns_there(holding: Reader, site: SiteServer) -> None:
    tab = holding.open(site.page(CHAT, f'<a id="baru" target="_blank" href="{IMITATION}">tautan</a>'))
    tab.click("#baru")
    wait_until(lambda: any(holding.is_warning(each) for each in holding.browser.tabs()))
    (new,) = (each for each in holding.browser.tabs() if holding.is_warning(each))
    holding.warned(new, IMITATION)
    new.click("#back")
    wait_until(lambda: new not in holding.browser.tabs())
    assert asked(site, IMITATION) == []


def test_a_tab_that_nobody_sees_yet_is_not_contacted_either(holding: Reader, site: SiteServer) -> None:
    made = holding.api(f"(await api.tabs.create({{ url: {IMITATION!r}, active: false }})).id")
    wait_until(lambda: len(holding.browser.tabs()) > 1)
    holding.api(f"(await api.tabs.update({made}, {{ active: true }}), true)")
    wait_until(lambda: any(holding.is_warning(each) for each in holding.browser.tabs()))
    assert asked(site, IMITATION) == []


def test_a_hidden_tab_whose_site_was_opened_meanwhile_loads_when_it_is_seen(holding: Reader, site: SiteServer) -> None:
    made = holding.api(f"(await api.tabs.create({{ url: {IMITATION!r}, active: false }})).id")
    trace = f"(await api.storage.session.get('trace {made}'))['trace {made}']?.errorPage ?? false"
    wait_until(lambda: holding.api(trace))
    holding.module("background/decisions.js", "(await module.allow('domain:tiruan-kpu.example'), true)")
    ruled(holding, "tiruan-bawaslu.example")
    holding.api(f"(await api.tabs.update({made}, {{ active: true }}), true)")
    wait_until(lambda: asked(site, IMITATION) == [IMITATION])


def test_a_calm_page_comes_once_and_then_the_site_opens(holding: Reader, site: SiteServer) -> None:
    tab = chat(holding, site, CALM)
    holding.warned(tab, CALM)
    tab.click("#back")
    holding.arrives(tab, CHAT)
    assert asked(site, CALM) == []
    tab.click("#tautan")
    holding.arrives(tab, CALM)
    assert asked(site, CALM) == [CALM]
    ruled(holding, "tiruan-kpu.example")
    tab.back()
    holding.arrives(tab, CHAT)


@pytest.mark.parametrize("ways", ["same", "new"])
def test_from_the_article_that_checks_it_it_opens(holding: Reader, site: SiteServer, ways: str) -> None:
    target = "_self" if ways == "same" else "_blank"
    article = "https://turnbackhoax.id/2024/09/30/tiruan-kpu-2024/"
    tab = holding.open(site.page(article, f'<a id="tiruan" target="{target}" href="{IMITATION}">tiruan</a>'))
    known = holding.browser.tabs()
    tab.click("#tiruan")
    if ways == "new":
        wait_until(lambda: len(holding.browser.tabs()) > len(known))
        (tab,) = (each for each in holding.browser.tabs() if each not in known)
    holding.arrives(tab, IMITATION)
    assert asked(site, IMITATION) == [IMITATION]
    if ways == "same":
        tab.back()
        holding.arrives(tab, article)


def test_work_mode_takes_the_rule_away_and_its_end_brings_it_back(holding: Reader, site: SiteServer) -> None:
    holding.module("background/workmode.js", "(await module.setWorkMode('hours'), true)")
    ruled(holding)
    tab = chat(holding, site, IMITATION)
    holding.arrives(tab, IMITATION)
    holding.module("background/workmode.js", "(await module.setWorkMode('off'), true)")
    ruled(holding, *HELD)


def test_with_the_bar_a_site_of_level_2_opens_under_it(holding: Reader) -> None:
    press(holding, "banner")
    ruled(holding, "tiruan-kpu.example")


def test_everything_else_is_as_without_the_switch(holding: Reader, site: SiteServer) -> None:
    for target in OTHERS:
        tab = chat(holding, site, target)
        holding.arrives(tab, target)
    tab = chat(holding, site, HOAX)
    holding.warned(tab, HOAX)


def test_switched_off_there_is_no_rule_and_one_contact(holding: Reader, site: SiteServer) -> None:
    press(holding, "noContact", on=False)
    assert rule(holding) == []
    site.latency = 0.5
    tab = chat(holding, site, IMITATION)
    holding.warned(tab, IMITATION)
    assert asked(site, IMITATION) == [IMITATION]
    tab.click("#back")
    holding.arrives(tab, CHAT)


def test_the_rule_outlasts_the_worker(holding: Reader, site: SiteServer) -> None:
    holding.browser.stop_workers()
    tab = chat(holding, site, IMITATION)
    holding.warned(tab, IMITATION)
    assert asked(site, IMITATION) == []


def test_chromium_says_that_only_imitations_are_meant(holding: Reader) -> None:
    said = holding.desk.evaluate("document.querySelector('#noContact').innerText")
    assert "Situs tiruan yang tercatat tidak dihubungi" in said
    assert "tetap dihubungi sekali" in said
