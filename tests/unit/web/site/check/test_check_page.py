"""The check page: every state in words, in both languages, without scripts; and nothing from a link becomes markup."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient
from tests.support.service import DAY, HOAX, Service


def results(client: FlaskClient, text: str, language: str = "id") -> str:
    answer = client.post(f"/?lang={language}", data={"text": text})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.text


def test_the_page_is_indonesian_first_and_english_when_asked(client: FlaskClient) -> None:
    assert '<html lang="id">' in client.get("/").text
    assert '<html lang="id">' in client.get("/", headers={"Accept-Language": "fr, en;q=0.1, id;q=0.5"}).text
    assert '<html lang="en">' in client.get("/", headers={"Accept-Language": "en-US,en;q=0.9"}).text
    assert '<html lang="en">' in client.get("/?lang=en", headers={"Accept-Language": "id"}).text
    assert '<html lang="id">' in client.get("/?lang=xx").text


def test_the_form_posts_and_says_that_the_link_is_sent_and_not_kept(client: FlaskClient) -> None:
    page = client.get("/").text
    assert '<form method="post"' in page
    assert "dikirim ke server ini" in page
    assert "tidak disimpan" in page
    assert not re.search(r'(src|href)="(https?:)?//', page)
    assert not re.search(r"<script[^>]*>[^<]", page), "no script stands in the page itself"


@pytest.mark.parametrize(
    ("language", "says", "read"),
    [
        ("id", "TurnBackHoax menyatakan klaim pada tautan ini SALAH", "Baca cek faktanya"),
        ("en", "TurnBackHoax rates the claim at this link FALSE", "Read the fact-check"),
    ],
)
def test_a_hoax_is_told_in_the_checkers_name(client: FlaskClient, language: str, says: str, read: str) -> None:
    page = results(client, HOAX, language)
    assert says in page
    assert read in page
    assert 'href="https://turnbackhoax.id/uji"' in page
    assert f'href="/c/klaim-1?lang={language}"' in page
    assert "12 Februari 2024" in page or "12 February 2024" in page


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("https://contoh.com/a", "Belum ada catatan. Ini bukan berarti benar."),
        ("https://bit.ly/abc", "Tautan pendek ini belum bisa dikenali; buka, lalu periksa alamat lengkapnya."),
        ("https://www.facebook.com/", "Periksa tautan ke satu unggahan."),
        ("https://tiruan-kpu.com/ralat", "Peringatannya sudah dicabut."),
        ("https://tiruan-kpu.com/lain", "Catatan ini untuk seluruh domain ini"),
        ("ftp://contoh.com/", "Hanya alamat http dan https yang bisa diperiksa."),
        ("https://www.youtube.com/watch?v=GPdzHkn5M6M&lc=Ugx", "menuju sebuah komentar"),
    ],
)
def test_every_state_is_told_in_words(client: FlaskClient, link: str, words: str) -> None:
    assert words in results(client, link)


def test_several_links_in_a_message_are_each_answered_in_order(client: FlaskClient) -> None:
    page = results(client, f"Awas!\n{HOAX}, juga contoh.com/a (https://bit.ly/x).")
    assert "Hasil untuk 3 tautan" in page
    assert page.index("SALAH") < page.index("Belum ada catatan") < page.index("Tautan pendek")


def test_no_more_than_twenty_are_answered_and_the_page_says_so(client: FlaskClient) -> None:
    page = results(client, " ".join(f"https://contoh.com/{n}" for n in range(25)))
    assert "Hanya 20 tautan pertama" in page
    assert page.count('<li class="card') == 20


def test_a_text_without_links_is_given_back_with_what_to_do(client: FlaskClient) -> None:
    answer = client.post("/", data={"text": "tidak ada <b>"})
    assert answer.status_code == 422
    assert "Tidak ada tautan dalam teks itu" in answer.text
    assert "tidak ada &lt;b&gt;" in answer.text
    assert 'role="alert"' in answer.text


def test_nothing_from_a_link_becomes_markup(client: FlaskClient) -> None:
    page = results(client, "https://contoh.com/<script>alert(1)</script>'\"")
    assert "<script>" not in page
    assert "alert(1)&lt;" not in page or "&lt;script" in page


def test_the_address_is_shown_but_leads_nowhere(client: FlaskClient) -> None:
    page = results(client, "https://contoh.com/" + "a" * 200)
    assert 'href="https://contoh.com' not in page
    assert "a" * 100 not in page


def test_an_old_list_says_its_date_first(service: Service) -> None:
    client = service.client()
    service.clock.move(4 * DAY)
    page = results(client, HOAX)
    assert page.index("Daftar ini sudah lama, bertanggal 15 Oktober 2026") < page.index("SALAH")


def test_without_a_list_the_page_says_so(tmp_path) -> None:
    answer = Service(tmp_path).client().post("/", data={"text": HOAX})
    assert answer.status_code == 503
    assert "belum memiliki daftar yang sah" in answer.text


def test_too_long_a_text_is_told_in_words(client: FlaskClient) -> None:
    answer = client.post("/", data={"text": "x" * 300_000}, headers={"Accept": "text/html"})
    assert answer.status_code == 413
    assert "Tempel tautannya saja" in answer.text


@pytest.mark.parametrize(
    ("language", "says"), [("id", "lebih dari 20.000 huruf"), ("en", "longer than 20,000 letters")]
)
@pytest.mark.parametrize("path", ["/", "/bagikan"])
def test_a_text_longer_than_the_field_is_given_back_whole_and_nothing_of_it_is_judged(
    client: FlaskClient, path: str, language: str, says: str
) -> None:
    assert 'maxlength="20000"' in client.get("/").text
    text = HOAX + " a" * 10_000
    answer = client.post(f"{path}?lang={language}", data={"text": text})
    assert answer.status_code == 422
    assert says in answer.text
    assert f">{text}</textarea>" in answer.text
    assert "TurnBackHoax" not in answer.text


def test_a_text_as_long_as_the_field_is_read_whatever_ends_its_lines(client: FlaskClient) -> None:
    lines = "\n" * (20_000 - len(HOAX))
    assert "TurnBackHoax" in results(client, lines.replace("\n", "\r\n") + HOAX)


def test_the_style_sheet_is_there_for_ever_under_the_name_that_pages_use(client: FlaskClient) -> None:
    paths = re.findall(r'rel="stylesheet" href="([^"]+)"', client.get("/").text)
    assert len(paths) == 2
    for path in paths:
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "text/css")
        assert "immutable" in answer.headers["Cache-Control"]
        assert "url(" not in answer.text
        assert client.get(path.replace("/static/", "/static/0")).status_code == 404


def test_the_documentation_shows_every_operation(client: FlaskClient) -> None:
    page, document = client.get("/docs").text, client.get("/openapi.json").json
    for path, methods in document["paths"].items():
        assert path in page
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
    for name in document["components"]["schemas"]:
        assert f'id="schema-{name}"' in page
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page, target


def test_the_contents_of_the_documentation_are_grouped_by_whom_they_are_for(client: FlaskClient) -> None:
    page, document = client.get("/docs").text, client.get("/openapi.json").json
    contents = re.findall(r'<nav aria-label="Contents">(.*?)</nav>', page, re.S)[0]
    shown = [
        (html.unescape(name), re.findall(r'<li><a href="#(\w+)">', part))
        for name, part in re.findall(r"<strong>(.*?)</strong>(.*?)(?=<strong>|$)", contents, re.S)
    ]
    wanted = [
        (group["name"], [
            data["operationId"] for tag in group["tags"] for methods in document["paths"].values()
            for data in methods.values() if tag in data["tags"]
        ])
        for group in document["x-tagGroups"]
    ]  # fmt: skip
    assert shown == [*wanted, ("For all of them", ["schemas", "problems"])]
    # What has a name of its own stands under that.
    assert [">Safe Browsing</h2>" in page, ">TAXII</h2>" in page] == [True, True]
    # The page itself has the same order.
    order = [each for _, operations in wanted for each in operations]
    assert re.findall(r'<article class="operation" id="(\w+)"', page) == order
