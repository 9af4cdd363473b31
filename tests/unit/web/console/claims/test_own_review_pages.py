"""Our own checks at the desk: written, proposed, decided by another person, taken back, and nothing typed is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.support.desk import add, add_sources, claim, listing
from tests.support.people import Desk, Person

from cektautan.store.models import Case, OwnReview

NEW = "/meja/klaim/klaim-uji-2026/ulasan"
ONE = "/meja/ulasan/klaim-uji-2026"
FORM = {
    "title_id": "Tidak ada <b>bantuan</b>", "title_en": "There is no aid", "body_id": "Isi.\n\nhttps://kpu.go.id/1",
    "body_en": "Text.", "rating": "SALAH", "verdict": "false",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    add_sources(desk.store)
    add(desk.store, claim(), listing())
    return desk


def version(desk: Desk) -> str:
    with desk.store.reading() as session:
        return str(session.get_one(OwnReview, "klaim-uji-2026").version)


def act(desk: Desk, who: Person, what: str, **values: str) -> str:
    """Send a form of the check's page and return the page that it leads to."""
    answer = who.post(f"{ONE}/{what}", {"version": version(desk), "reason": "Alasan.", **values})
    assert answer.status_code == 303
    return who.get(answer.headers["Location"] + "&lang=id").text


def test_it_is_written_proposed_and_published_and_readers_can_read_it(desk: Desk, sari: Person, budi: Person) -> None:
    assert "Belum ada cek fakta." in sari.get(f"{NEW}?lang=id").text
    answer = sari.post(NEW, FORM)
    assert answer.status_code == 303
    page = sari.get(answer.headers["Location"] + "&lang=id").text
    assert "Draf disimpan." in page
    assert "Tidak ada &lt;b&gt;bantuan&lt;/b&gt;" in page
    assert desk.app.test_client().get("/periksa/klaim-uji-2026").status_code == 404
    assert "menunggu orang kedua" in act(desk, sari, "ajukan")
    with desk.store.reading() as session:
        case = session.scalars(select(Case)).one()
    assert 'href="/meja/ulasan/klaim-uji-2026"' in budi.get(f"/meja/kasus/{case.id}").text
    waits = budi.get(f"{ONE}?lang=id").text
    assert 'data-key="a"' in waits
    assert "Budi" in waits
    assert "Cek fakta sudah terbit." in act(desk, budi, "putuskan", putusan="setuju")
    assert desk.app.test_client().get("/periksa/klaim-uji-2026").status_code == 200


def test_the_writer_is_told_why_somebody_else_decides(desk: Desk, budi: Person) -> None:
    budi.post(NEW, FORM)
    act(desk, budi, "ajukan")
    page = budi.get(f"{ONE}?lang=id").text
    assert "Usulan sendiri tidak bisa Anda setujui." in page
    assert 'data-key="a"' not in page
    answer = budi.post(f"{ONE}/putuskan?lang=id", {"version": version(desk), "reason": "x", "putusan": "setuju"})
    assert answer.status_code == 403
    assert "Usulan sendiri tidak bisa Anda setujui." in answer.text


def test_a_rejected_check_says_by_whom_and_why_and_can_be_changed(desk: Desk, sari: Person, budi: Person) -> None:
    sari.post(NEW, FORM)
    act(desk, sari, "ajukan")
    act(desk, budi, "putuskan", putusan="tolak", reason="Sumbernya kurang <i>.")
    page = sari.get(f"{ONE}?lang=id").text
    assert "Sumbernya kurang &lt;i&gt;." in page
    answer = sari.post(ONE, {**FORM, "claim": "klaim-uji-2026", "version": version(desk), "rating": "KELIRU"})
    assert answer.status_code == 303
    assert "KELIRU" in sari.get(ONE).text


def test_taking_it_back_is_told_to_readers_at_once(desk: Desk, sari: Person, budi: Person) -> None:
    sari.post(NEW, FORM)
    act(desk, sari, "ajukan")
    act(desk, budi, "putuskan", putusan="setuju")
    assert "Cek fakta ditarik." in act(desk, sari, "tarik")
    assert desk.app.test_client().get("/periksa/klaim-uji-2026").status_code == 410


def test_what_is_wrong_is_said_and_what_was_typed_stays(desk: Desk, sari: Person) -> None:
    answer = sari.post(f"{NEW}?lang=id", {**FORM, "title_id": "", "body_en": "Hours of work"})
    assert answer.status_code == 422
    assert 'id="title_id-wrong"' in answer.text
    assert "Hours of work" in answer.text
    sari.post(NEW, {**FORM, "body_id": "Lihat https://kabar.example/1?utm_source=x di sini."})
    answer = sari.post(f"{ONE}/ajukan?lang=id", {"version": version(desk), "reason": "Siap."})
    assert answer.status_code == 422
    assert "Siap." in answer.text


def test_who_was_slower_is_told_who_was_faster(desk: Desk, sari: Person, budi: Person) -> None:
    sari.post(NEW, FORM)
    seen = version(desk)
    sari.post(ONE, {**FORM, "claim": "klaim-uji-2026", "version": seen, "rating": "KELIRU"})
    answer = budi.post(f"{ONE}?lang=id", {**FORM, "claim": "klaim-uji-2026", "version": seen, "body_id": "Milik Budi."})
    assert answer.status_code == 409
    assert "Sari lebih dahulu" in answer.text
    assert "Milik Budi." in answer.text
    assert re.search(r'name="version" value="2"', answer.text)


def test_names_that_are_not_there_are_clear_pages(sari: Person) -> None:
    assert sari.get("/meja/klaim/tidak-ada/ulasan").status_code == 404
    assert sari.get("/meja/ulasan/tidak-ada").status_code == 404
    assert sari.post("/meja/ulasan/tidak-ada/tarik", {"version": "x", "reason": "y"}).status_code == 404


def test_auditors_read_and_write_nothing(desk: Desk, sari: Person) -> None:
    sari.post(NEW, FORM)
    auditor = desk.person("agus", "auditor")
    page = auditor.get(ONE).text
    assert "/ajukan" not in page
    assert auditor.post(f"{ONE}/ajukan", {"version": version(desk), "reason": "x"}).status_code == 403
