"""Who comes from the article of the check is not warned of what it checked: in this tab or a new one, by any link."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from tests.e2e.browser import Tab, wait_until
from tests.e2e.reader import Reader
from tests.e2e.site_server import SiteServer

HOAX = "http://kabar.example/berita/1"
OTHER = "http://kabar.example/berita/2"
ARTICLE = "https://turnbackhoax.id/2024/09/30/halaman-2024/"
"""The check of `HOAX` alone, as lists.py names it."""

LINKS = {
    "same": f'<a id="same" href="{HOAX}">tautan</a>',
    "new": f'<a id="new" href="{HOAX}" target="_blank">tautan</a>',
    "alone": f'<a id="alone" href="{HOAX}" target="_blank" rel="noopener noreferrer">tautan</a>',
    "script": f'<button id="script" onclick="window.open(\'{HOAX}\')">tautan</button>',
}


def article(reader: Reader, site: SiteServer, more: str = "") -> Tab:
    links = "".join(f"<p>{link}</p>" for link in LINKS.values())
    url = site.page(f"{ARTICLE}?utm_source=wa", f"<h1>cek fakta</h1>{links}<a id='other' href='{OTHER}'>lain</a>{more}")
    return reader.open(url)


def badge(reader: Reader, address: str) -> str:
    """Return the mark of the tab in front, which shows this address."""
    tab = "(await api.tabs.query({ active: true, currentWindow: true }))[0]"
    return str(reader.api(f"await api.action.getBadgeText({{ tabId: {tab}.id }})"))


@pytest.mark.parametrize("link", LINKS)
def test_the_page_that_the_article_checks_opens_with_its_badge_alone(
    reader: Reader, site: SiteServer, link: str
) -> None:
    tab = article(reader, site)
    known = reader.browser.tabs()
    tab.click(f"#{link}")
    if link != "same":
        wait_until(lambda: len(reader.browser.tabs()) > len(known))
        (tab,) = (each for each in reader.browser.tabs() if each not in known)
    reader.arrives(tab, HOAX)
    wait_until(lambda: badge(reader, HOAX) == "!")


def test_what_the_article_does_not_check_is_warned_of(reader: Reader, site: SiteServer) -> None:
    tab = article(reader, site)
    tab.click("#other")
    reader.warned(tab, OTHER)


def test_the_same_page_is_warned_of_when_it_is_opened_from_elsewhere(reader: Reader, site: SiteServer) -> None:
    tab = article(reader, site)
    tab.click("#same")
    reader.arrives(tab, HOAX)
    tab.goto(site.links("http://obrolan.example/", hoaks=HOAX))
    tab.click("#hoaks")
    reader.warned(tab, HOAX)


def led(reader: Reader, site: SiteServer, wait: int) -> Tab:
    """Return the tab that a page opens on the article and leads on to the listed page after so many milliseconds."""
    script = f"w = window.open('{ARTICLE}'); setTimeout(() => {{ w.location = '{HOAX}' }}, {wait})"
    tab = reader.open(site.page("http://obrolan.example/", f'<button id="buka" onclick="{script}">buka</button>'))
    known = reader.browser.tabs()
    tab.click("#buka")
    wait_until(lambda: len(reader.browser.tabs()) > len(known))
    return next(each for each in reader.browser.tabs() if each not in known)


def test_a_page_that_shows_the_article_for_a_moment_gets_its_hoax_warned_of(reader: Reader, site: SiteServer) -> None:
    reader.warned(led(reader, site, 1500), HOAX)


def test_an_article_that_a_page_has_opened_counts_once_it_has_been_seen(reader: Reader, site: SiteServer) -> None:
    reader.arrives(led(reader, site, 7500), HOAX)


def test_no_address_is_kept_for_it(reader: Reader, site: SiteServer) -> None:
    tab = article(reader, site)
    tab.click("#same")
    reader.arrives(tab, HOAX)
    kept = json.dumps(reader.api("[await api.storage.session.get(null), await api.storage.local.get(null)]"))
    assert "article " in kept
    for said in ("turnbackhoax", "obrolan", "utm_source", "http", quote(HOAX, safe="")):
        assert said not in kept
