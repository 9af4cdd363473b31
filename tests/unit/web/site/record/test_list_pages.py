"""The list of records: a plain form with stable addresses, every empty state in words, and wrong values named."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.support.record import claim
from tests.unit.web.records import CORRECTED, DUE, FOUND, GONE, TAKEN_BACK, service_with

from cektautan.lookup.catalogue import FILTERS, Question
from cektautan.web.site.record import list_query


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return service_with(tmp_path).client()


@pytest.fixture
def long(tmp_path: Path) -> FlaskClient:
    return service_with(tmp_path, {f"klaim-{n:02}-2026": claim() for n in range(45)}).client()


def rows(text: str) -> list[str]:
    return re.findall(r'<h3><a href="/c/([^"?]+)\?lang=', text)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", [TAKEN_BACK, CORRECTED, GONE, FOUND, DUE]),
        ("q=listrik", [TAKEN_BACK]),
        ("q=electricity", [TAKEN_BACK]),
        ("verdict=misleading", [CORRECTED]),
        ("level=1", [DUE]),
        ("status=removed", [GONE]),
        ("year=2024", [CORRECTED]),
        ("topic=kpk&platform=facebook", [TAKEN_BACK, FOUND]),
        ("platform=web", [CORRECTED, DUE]),
        ("sort=checked&verdict=false", [TAKEN_BACK, FOUND]),
    ],
)
def test_search_filters_and_order_work_by_address_alone(client: FlaskClient, query: str, ids: list[str]) -> None:
    answer = client.get(f"/daftar?{query}")
    assert answer.status_code == 200
    assert rows(answer.text) == ids
    assert "<script" not in answer.text


def test_the_form_keeps_what_was_chosen_and_counts_each_choice(client: FlaskClient) -> None:
    text = html.unescape(client.get("/daftar?lang=en&q=kpk&verdict=false").text)
    assert '<form class="search" method="get" action="/daftar"' in text
    assert 'name="q" value="kpk"' in text
    assert '<option value="false" selected>FALSE (2)</option>' in text
    assert '<option value="imposter">IMPOSTER (1)</option>' in text
    assert "<details open>" in text
    assert '<a href="/daftar?lang=en">Clear all filters</a>' in text
    for name in (*FILTERS, "q", "sort"):
        assert f'<label for="{name}">' in text


def test_the_switch_of_language_keeps_the_question(client: FlaskClient) -> None:
    text = html.unescape(client.get("/daftar?lang=id&page=1&q=kpk&verdict=false").text)
    assert 'href="?lang=en&q=kpk&verdict=false"' in text
    assert 'rel="canonical" href="https://cek.example/daftar?lang=id&q=kpk&verdict=false"' in text
    assert '<meta name="robots" content="noindex, follow">' in text
    assert "noindex" not in client.get("/daftar?lang=id").text


def test_fields_left_empty_do_not_stay_in_the_address(client: FlaskClient) -> None:
    answer = client.get("/daftar?lang=id&q=a+%26b&verdict=&level=&status=&year=&topic=&platform=&sort=")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/daftar?lang=id&q=a+%26b"
    assert client.get("/daftar?q=").headers["Location"] == "/daftar"


def test_pages_lead_to_each_other(long: FlaskClient) -> None:
    seen = []
    for number in (1, 2, 3):
        text = html.unescape(long.get(f"/daftar?lang=id&page={number}").text)
        seen += rows(text)
        assert f"Halaman {number} dari 3" in text
        nav = text.partition('<nav class="pager"')[2]
        assert re.search(rf'aria-current="page"><span class="visually-hidden">Halaman </span>{number}<', nav)
        assert ('rel="next"' in nav) is (number < 3)
        assert ('rel="prev"' in nav) is (number > 1)
    assert len(set(seen)) == len(seen) == 45
    assert 'href="/daftar?lang=id">\u2039' in html.unescape(long.get("/daftar?lang=id&page=2").text)


def test_a_page_that_is_not_there_leads_to_the_last_one(long: FlaskClient) -> None:
    answer = long.get("/daftar?lang=id&page=9")
    assert answer.status_code == 404
    assert "yang terakhir halaman 3" in answer.text
    assert "/daftar?lang=id&page=3" in html.unescape(answer.text)


def test_nothing_found_is_not_said_to_be_true(client: FlaskClient) -> None:
    text = client.get("/daftar?q=tidak-ada-sama-sekali").text
    assert "Tidak ada catatan yang cocok" in text
    assert "bukan berarti benar" in text


def test_an_empty_list_says_so(tmp_path: Path) -> None:
    assert "Daftar ini masih kosong." in service_with(tmp_path, {}).client().get("/daftar").text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("verdict=hoax", "Temuan: pilihan ini tidak ada"),
        ("verdict=unknown", "Temuan: pilihan ini tidak ada"),
        ("level=4", "Tingkat: pilihan ini tidak ada"),
        ("status=gone", "Status: pilihan ini tidak ada"),
        ("year=lalu", "Tahun diperiksa: pilihan ini tidak ada"),
        ("topic=%3Cb%3E", "Topik: pilihan ini tidak ada"),
        ("platform=A+B", "Ditemukan di: pilihan ini tidak ada"),
        ("sort=random", "Urutan: pilihan ini tidak ada"),
        ("page=0", "Halaman: pilihan ini tidak ada"),
        ("page=%D9%A1", "Halaman: pilihan ini tidak ada"),
        ("q=" + "x" * 201, "Cari: paling banyak 200 huruf"),
    ],
)
def test_a_value_that_cannot_be_is_named_and_the_rest_is_answered(client: FlaskClient, query: str, says: str) -> None:
    answer = client.get(f"/daftar?lang=id&{query}")
    assert answer.status_code == 422
    assert says in answer.text
    assert query.startswith("q=") or len(rows(answer.text)) == 5


def test_a_topic_that_no_claim_has_is_an_empty_answer_and_no_mistake(client: FlaskClient) -> None:
    answer = client.get("/daftar?topic=pilkada-2030&year=1999")
    assert answer.status_code == 200
    assert "Pilkada 2030 (0)" in answer.text


def test_whoever_pastes_a_link_is_sent_to_the_check_page(client: FlaskClient) -> None:
    text = client.get("/daftar?lang=id&q=https://youtu.be/GPdzHkn5M6M").text
    assert "Itu sebuah tautan." in text
    assert 'href="/?lang=id">Periksa</a>' in text


@pytest.mark.parametrize(
    ("language", "words", "link"),
    [("id", "bukan untuk tautan", "Periksa tautan di sini"), ("en", "not for links", "Check a link here")],
)
def test_the_field_says_before_anything_is_sent_that_it_is_for_words(
    client: FlaskClient, language: str, words: str, link: str
) -> None:
    (hint,) = re.findall(r'<p class="hint" id="q-hint">(.*?)</p>', client.get(f"/daftar?lang={language}").text)
    assert words in hint
    assert f'<a href="/?lang={language}">{link}</a>' in hint


def test_what_was_searched_for_is_stored_by_no_cache(client: FlaskClient) -> None:
    for query in ("q=kpk", "q=https://youtu.be/GPdzHkn5M6M", "q=kpk&page=9", "q=kpk&level=4", "q=kpk&verdict="):
        assert client.get(f"/daftar?{query}").headers["Cache-Control"] == "no-store", query
    assert client.get("/daftar?verdict=false").headers["Cache-Control"] == "no-cache"


def test_nothing_from_a_record_or_a_question_becomes_markup(client: FlaskClient) -> None:
    text = client.get("/daftar", query_string={"q": '"><script>alert(1)</script>'}).text
    assert "<script" not in text
    assert "<b>pagi" not in client.get("/daftar").text


def test_an_address_is_read_as_it_was_written() -> None:
    question = Question("a & b", {"level": "3", "topic": "kpk"}, "listed", 2)
    query = list_query.write(question)
    assert query == "q=a+%26+b&level=3&topic=kpk&sort=listed&page=2"
    arguments = {"q": "a & b", "level": "3", "topic": "kpk", "sort": "listed", "page": "2"}
    assert list_query.read(arguments) == (question, [])
    assert list_query.write(Question()) == ""
