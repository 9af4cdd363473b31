"""What the desk asks of far hosts, on a press and never before: where a short link leads, and what a check says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from sqlalchemy import select
from tests.support.desk import add, add_sources, claim
from tests.support.far import Authority, World
from tests.support.people import Desk, Person
from werkzeug import Response

from cektautan.store.models import Listing
from cektautan.web.texts import load

T = load("id")
CHECK = "https://turnbackhoax.id/2026/09/01/salah-tps"
SHORT = "https://s.id/contoh"
CLAIM = "klaim-uji-2026"
REVIEW = {
    "@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": "TPS dibuka sampai malam.",
    "datePublished": "2026-09-01", "reviewRating": {"alternateName": "Salah"},
    "itemReviewed": {"appearance": [{"url": "https://kabar.example/baru"}]},
}  # fmt: skip


@pytest.fixture(scope="module")
def server(authority: Authority) -> Iterator[HTTPServer]:
    names = authority.server("turnbackhoax.id", "s.id")
    with HTTPServer(host="127.0.0.1", ssl_context=names, threaded=True) as server:
        yield server


@pytest.fixture
def sari(tmp_path: Path, authority: Authority, server: HTTPServer) -> Person:
    server.clear()
    desk = Desk(tmp_path)
    add_sources(desk.store)
    add(desk.store, claim())
    desk.service.hops = World.make(authority, server.port, ["turnbackhoax.id", "s.id"]).client
    desk.app = desk.service.app()
    return desk.person("sari", "moderator")


def test_title_rating_and_date_of_a_check_are_filled_in(sari: Person, server: HTTPServer) -> None:
    page = f'<title>Bantuan tunai di TPS</title><script type="application/ld+json">{json.dumps(REVIEW)}</script>'
    server.expect_request("/2026/09/01/salah-tps").respond_with_data(page, content_type="text/html")
    shown = sari.post("/meja/tempel/cek?lang=id", {"url": "https://kabar.example/baru", "cek": CHECK}).text
    assert "TPS dibuka sampai malam." in shown
    # A claim that sounds like it is offered, with the words that they share.
    assert 'href="/meja/klaim/klaim-uji-2026?tambah=1#alamat"' in shown
    assert T.say("desk_shared_words", words="bantuan, tunai") in shown
    assert 'value="2026-09-01"' in shown
    assert 'value="Salah"' in shown
    assert 'value="turnbackhoax" selected' in shown
    assert 'value="false" selected' in shown
    assert "TurnBackHoax menilai klaim ini SALAH." in shown
    assert "TurnBackHoax rates this claim FALSE." in shown


def test_what_a_page_says_is_text_however_it_is_meant(sari: Person, server: HTTPServer) -> None:
    review = {**REVIEW, "claimReviewed": '"><script>alert(1)</script>'}
    page = (
        f'<script type="application/ld+json">{json.dumps(review).replace("</", "<&#47;")}</script><title><b>x</title>'
    )
    server.expect_request("/2026/09/01/salah-tps").respond_with_data(page, content_type="text/html")
    shown = sari.post("/meja/tempel/cek?lang=id", {"url": "https://kabar.example/baru", "cek": CHECK}).text
    assert "<script>alert" not in shown
    assert "<b>x" not in shown


@pytest.mark.parametrize("answer", [Response(status=404), Response(b"%PDF", content_type="application/pdf")])
def test_a_page_that_cannot_be_read_is_filled_in_by_hand(sari: Person, server: HTTPServer, answer: Response) -> None:
    server.expect_request("/2026/09/01/salah-tps").respond_with_response(answer)
    shown = sari.post("/meja/tempel/cek?lang=id", {"url": "https://kabar.example/baru", "cek": CHECK}).text
    assert T["desk_paste_check_unread"] in shown
    assert f'value="{CHECK}"' in shown


def test_nothing_is_asked_until_a_button_is_pressed(sari: Person, server: HTTPServer) -> None:
    server.expect_request("/contoh").respond_with_response(
        Response(status=302, headers={"Location": "https://kabar.example/baru"})
    )
    assert T["desk_paste_follow"] in sari.post("/meja/tempel?lang=id", {"url": SHORT}).text
    assert server.log == []
    shown = sari.post("/meja/tempel/ikuti?lang=id", {"url": SHORT}).text
    assert T["desk_followed"] in shown
    assert "url:kabar.example/baru" in shown
    assert len(server.log) == 1


def test_every_short_link_on_the_way_is_shown_and_offered(sari: Person, server: HTTPServer) -> None:
    for path, onward in (("/contoh", "https://s.id/kedua"), ("/kedua", "https://kabar.example/baru")):
        server.expect_request(path).respond_with_response(Response(status=302, headers={"Location": onward}))
    shown = sari.post("/meja/tempel/ikuti?lang=id", {"url": SHORT}).text
    for key in ("content:short:s.id/contoh", "content:short:s.id/kedua"):
        assert f'<code class="anywhere">{key}</code>' in shown
    for link in (SHORT, "https://s.id/kedua"):
        assert f'name="juga" value="{link}" checked' in shown
        assert f'name="lewat" value="{link}"' in shown
    again = sari.post("/meja/tempel?lang=id", {"url": "https://kabar.example/baru", "lewat": SHORT, "cari": "TPS"}).text
    assert f'name="juga" value="{SHORT}" checked' in again
    plain = sari.post("/meja/tempel?lang=id", {"url": "https://kabar.example/baru"}).text
    assert "juga" not in plain


def test_the_listing_covers_the_page_and_the_short_link(sari: Person, server: HTTPServer) -> None:
    form = {
        "url": "https://kabar.example/baru",
        "lewat": [SHORT],
        "juga": [SHORT],
        "klaim": CLAIM,
        "tingkat": "2",
        "alasan": "Sama.",
    }
    assert sari.post("/meja/tempel/tambah?lang=id", form).status_code == 303
    with sari.desk.store.reading() as session:
        rows = {row.key: row for row in session.scalars(select(Listing).where(Listing.claim_id == CLAIM))}
    assert {"url:kabar.example/baru", "content:short:s.id/contoh"} <= set(rows)
    assert rows["content:short:s.id/contoh"].level == 1
    shown = sari.post("/meja/tempel?lang=id", {"url": "https://kabar.example/lain", "lewat": [SHORT]}).text
    assert T["desk_paste_also_listed"] in shown


def test_what_is_unticked_stays_so_when_the_form_comes_back(sari: Person) -> None:
    form = {"url": "https://kabar.example/baru", "lewat": [SHORT], "klaim": CLAIM, "alasan": ""}
    shown = sari.post("/meja/tempel/tambah?lang=id", form)
    assert shown.status_code == 422
    assert f'name="juga" value="{SHORT}"><' in shown.text


def test_a_short_link_that_leads_nowhere_says_so(sari: Person, server: HTTPServer) -> None:
    server.expect_request("/contoh").respond_with_response(Response(status=404))
    shown = sari.post("/meja/tempel/ikuti?lang=id", {"url": SHORT})
    assert shown.status_code == 422
    assert T["desk_follow_gone"] in shown.text
