"""A check of our own has a page in both languages with ClaimReview data, and says so when it was taken back."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from tests.support.desk import add, add_sources, claim
from tests.support.people import Desk

from cektautan.store.models import Claim, OwnReview

TEXTS = {
    "title_id": "Tidak ada <b>bantuan</b>", "title_en": "There is no aid",
    "body_id": "Kementerian membantah.\nBaris kedua.\n\nhttps://kemensos.go.id/siaran\n\nLihat https://jahat.example.",
    "body_en": "The ministry denies it.\n\nhttp://kemensos.go.id/lama", "rating": "SALAH </script><script>x",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    add_sources(desk.store)
    add(desk.store, claim(), claim("dihapus-2026"))
    for id_, claim_id, status, published in (
        ("klaim-uji-2026", "klaim-uji-2026", "published", desk.now),
        ("ditarik", "klaim-uji-2026", "withdrawn", desk.now),
        ("diperbaiki", "klaim-uji-2026", "draft", desk.now), ("draf", "klaim-uji-2026", "draft", None),
        ("diusulkan", "klaim-uji-2026", "proposed", None), ("tanpa-klaim", "dihapus-2026", "published", desk.now),
    ):  # fmt: skip
        add(desk.store, OwnReview(id=id_, claim_id=claim_id, status=status, published_at=published, verdict="false",
                                  **TEXTS))  # fmt: skip
    with desk.store.deciding("system", desk.now) as work:
        work.session.get_one(Claim, "dihapus-2026").status = "removed"
        work.record("claim.removed", ("claim", "dihapus-2026"))
    return desk


def page(desk: Desk, id_: str, language: str = "id", status: int = 200) -> str:
    answer = desk.app.test_client().get(f"/periksa/{id_}?lang={language}")
    assert answer.status_code == status
    return answer.text


def test_it_tells_the_claim_the_finding_and_the_reasons_in_both_languages(desk: Desk) -> None:
    indonesian, english = page(desk, "klaim-uji-2026"), page(desk, "klaim-uji-2026", "en")
    assert "Tidak ada &lt;b&gt;bantuan&lt;/b&gt;" in indonesian
    assert "Bantuan tunai dibagikan lewat tautan." in indonesian
    assert "SALAH" in indonesian
    assert "Kementerian membantah.<br>Baris kedua." in indonesian
    assert "15 Oktober 2026" in indonesian
    assert "The ministry denies it." in english
    assert "FALSE" in english


def test_only_an_address_alone_in_its_line_is_a_link_and_only_a_safe_one(desk: Desk) -> None:
    text = page(desk, "klaim-uji-2026")
    assert 'href="https://kemensos.go.id/siaran" rel="noopener noreferrer nofollow"' in text
    assert 'href="https://jahat.example' not in text
    assert 'href="http://kemensos' not in page(desk, "klaim-uji-2026", "en")


def test_the_markup_for_search_engines_is_at_our_own_address_and_cannot_end_its_script(desk: Desk) -> None:
    text = page(desk, "klaim-uji-2026")
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    found = json.loads(html.unescape(data))
    assert found["@type"] == "ClaimReview"
    assert found["url"].endswith("/periksa/klaim-uji-2026")
    assert found["claimReviewed"] == "Bantuan tunai dibagikan lewat tautan."
    assert found["reviewRating"]["alternateName"] == "SALAH </script><script>x"
    assert (found["datePublished"], found["inLanguage"]) == ("2026-10-15", "id")


@pytest.mark.parametrize(("id_", "status", "words"), [
    ("ditarik", 410, "sudah ditarik"), ("diperbaiki", 410, "sudah ditarik"), ("draf", 404, "tidak ditemukan"),
    ("diusulkan", 404, "tidak ditemukan"), ("tidak-ada", 404, "tidak ditemukan"),
    ("tanpa-klaim", 404, "tidak ditemukan"),
    ("x" * 500, 404, "tidak ditemukan"),
])  # fmt: skip
def test_what_is_not_published_says_so_and_shows_nothing_of_it(desk: Desk, id_: str, status: int, words: str) -> None:
    text = page(desk, id_, status=status)
    assert words in text
    assert "noindex" in text
    assert "Kementerian" not in text
    assert "Bantuan tunai" not in text


def test_without_its_store_the_page_says_that_it_cannot_be_read_now(desk: Desk, tmp_path: Path) -> None:
    desk.store.engine.dispose()
    for file in tmp_path.glob("desk.sqlite3*"):
        file.unlink()
    (tmp_path / "desk.sqlite3").mkdir()
    client = desk.app.test_client()
    answer = client.get("/periksa/klaim-uji-2026?lang=id")
    assert answer.status_code == 503
    assert "belum bisa dibaca sekarang" in answer.text
    assert answer.headers["Retry-After"] == "60"
    assert client.get("/?lang=id").status_code == 200


def test_without_a_desk_there_is_no_such_page(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.service.settings["CEKTAUTAN_DESK"] = "off"
    assert desk.service.client().get("/periksa/x").status_code == 404
