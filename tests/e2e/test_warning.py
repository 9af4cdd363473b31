"""A listed hoax is warned of in whatever shape its link comes, and its neighbour is not."""

from __future__ import annotations

import pytest
from tests.e2e.lists import NEIGHBOUR, VIDEO
from tests.e2e.pages import script_page
from tests.e2e.reader import Reader
from tests.e2e.site_server import SiteServer

FINDING = "TurnBackHoax menyatakan klaim pada tautan ini SALAH"

SHAPES = {
    "mobile page": f"https://m.youtube.com/watch?v={VIDEO}&t=3",
    "short": f"https://www.youtube.com/shorts/{VIDEO}",
    "redirector": f"https://l.facebook.com/l.php?u=https%3A%2F%2Fyoutu.be%2F{VIDEO}%3Fsi%3Dx&h=AT0",
    "archive copy": f"https://web.archive.org/web/20240930120000/https://www.youtube.com/watch?v={VIDEO}",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_video_is_recognised_in_every_shape_of_its_link(reader: Reader, site: SiteServer, shape: str) -> None:
    tab = reader.open(site.links("http://obrolan.example/", hoaks=SHAPES[shape]))
    tab.click("#hoaks")
    assert reader.warned(tab, SHAPES[shape]) == FINDING


def test_a_neighbouring_id_is_not_warned_of(reader: Reader, site: SiteServer) -> None:
    neighbour = f"https://m.youtube.com/watch?v={NEIGHBOUR}&t=3"
    tab = reader.open(site.links("http://obrolan.example/", tetangga=neighbour))
    tab.click("#tetangga")
    reader.arrives(tab, neighbour)


def test_a_change_of_address_by_a_script_is_recognised(reader: Reader, site: SiteServer) -> None:
    tab = reader.open(site.page("https://www.youtube.com/", script_page(f"/watch?v={VIDEO}")))
    tab.click("#go")
    assert reader.warned(tab, f"https://www.youtube.com/watch?v={VIDEO}") == FINDING


def test_the_end_of_a_redirect_is_recognised(reader: Reader, site: SiteServer) -> None:
    short = site.redirect("http://pendek.example/x", "http://kabar.example/berita/1?utm_source=grup")
    tab = reader.open(site.links("http://obrolan.example/", hoaks=short))
    tab.click("#hoaks")
    assert reader.warned(tab, "http://kabar.example/berita/1?utm_source=grup") == FINDING


def test_the_page_says_who_found_what_and_shows_the_target_only_as_text(reader: Reader, site: SiteServer) -> None:
    target = f"https://m.youtube.com/watch?v={VIDEO}&t=3&x=%3Cimg%20src=x%20onerror=alert(1)%3E"
    tab = reader.open(target)
    reader.warned(tab, target)
    text = reader.text(tab)
    for words in (
        "Kotak suara itu sudah dicoblos",
        "Diperiksa oleh TurnBackHoax, 30 September 2024",
        "Baca cek faktanya",
    ):
        assert words in text
    assert tab.evaluate("document.querySelector('#read').href") == "https://turnbackhoax.id/2024/09/30/video-2024/"
    assert tab.evaluate("document.activeElement.tagName") == "H1"
    assert tab.evaluate("document.documentElement.lang") == "id"
    assert "SALAH" in str(tab.evaluate("document.title"))
    assert tab.evaluate("[...document.links].every(({ href }) => !href.includes('youtube'))")
    assert not tab.evaluate("document.querySelector('main img')")


def test_a_wider_listing_says_so(reader: Reader, site: SiteServer) -> None:
    tab = reader.open("http://blog.tiruan.example/apa/saja")
    reader.warned(tab)
    assert "Ini berlaku untuk seluruh domain ini, bukan khusus untuk halaman yang Anda buka." in reader.text(tab)


def test_a_calm_page_comes_once_a_session(reader: Reader, site: SiteServer) -> None:
    target = "http://kabar.example/berita/perhatian"
    tab = reader.open(site.links("http://obrolan.example/", tautan=target))
    tab.click("#tautan")
    assert reader.warned(tab, target) == "TurnBackHoax menyatakan klaim pada tautan ini MENYESATKAN"
    assert tab.evaluate("document.documentElement.dataset.look") == "caution"
    tab.click("#back")
    reader.arrives(tab, "http://obrolan.example/")
    tab.click("#tautan")
    reader.arrives(tab, target)


def test_a_note_leaves_the_page_alone_and_marks_the_button(reader: Reader, site: SiteServer) -> None:
    target = "http://kabar.example/berita/catatan"
    tab = reader.open(target)
    reader.arrives(tab, target)
    badge, title = reader.api(
        "await (async () => { const [tab] = (await api.tabs.query({ active: true, currentWindow: true }));"
        " return [await api.action.getBadgeText({ tabId: tab.id }), await api.action.getTitle({ tabId: tab.id })]; })()"
    )
    assert badge == "i"
    assert title == "CekTautan: SATIRE, menurut TurnBackHoax"


def test_the_site_is_contacted_at_most_once_before_the_warning_and_hears_nothing_of_us(
    reader: Reader, site: SiteServer
) -> None:
    tab = reader.open("http://kabar.example/berita/1")
    reader.warned(tab)
    asked = [each for each in site.asked if each.url.startswith("http://kabar.example/")]
    assert len(asked) <= 1
    assert all("cektautan" not in str(each.headers).lower() for each in asked)
