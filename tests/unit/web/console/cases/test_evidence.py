"""What the desk shows of evidence: a page as a file that can do nothing, why there is none, and how its bytes go."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.support.desk import NOW, add, add_sources, claim, listing
from tests.support.people import Desk, Person

from cektautan.store.models import Evidence
from cektautan.web.texts import load

T = load("id")
DATA = b"\x1f\x8b<script>alert(1)</script>"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    add_sources(made.store)
    add(made.store, claim(), listing())
    return made


def page_of(desk: Desk, state: str = "kept", data: bytes | None = DATA) -> int:
    digest = hashlib.sha256(DATA).hexdigest() if data else None
    row = Evidence(kind="page", state=state, claim_id="klaim-uji-2026", listing_id=1, url="https://kabar.example/1",
                   data=data, size=len(DATA), sha256=digest, media_type="application/warc", text="HTTP 200",
                   at=NOW)  # fmt: skip
    add(desk.store, row)
    return row.id


def shown(person: Person) -> str:
    return person.get("/meja/klaim/klaim-uji-2026?lang=id").text


def test_a_page_is_handed_out_as_a_file_that_nothing_runs(desk: Desk) -> None:
    id_ = page_of(desk)
    sari = desk.person("sari", "moderator")
    assert f'href="/meja/bukti/{id_}" download' in shown(sari)
    answer = sari.get(f"/meja/bukti/{id_}")
    assert answer.data == DATA
    assert answer.headers["Content-Type"] == "application/warc"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="bukti-{id_}.warc.gz"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox; default-src 'none'" in answer.headers.getlist("Content-Security-Policy")


@pytest.mark.parametrize("state", ["waiting", "unreachable", "not_allowed", "too_much", "off"])
def test_why_there_is_no_copy_is_said_in_words(desk: Desk, state: str) -> None:
    id_ = page_of(desk, state, None)
    sari = desk.person("sari", "moderator")
    page = shown(sari)
    assert T[f"desk_evidence_state_{state}"] in page
    assert "download" not in page
    assert sari.get(f"/meja/bukti/{id_}").status_code == 404


def test_an_approver_erases_the_bytes_with_a_reason(desk: Desk) -> None:
    id_ = page_of(desk)
    budi = desk.person("budi", "approver")
    assert budi.post(f"/meja/bukti/{id_}/hapus?lang=id", {"alasan": " "}).status_code == 422
    done = budi.post(f"/meja/bukti/{id_}/hapus", {"alasan": "Memuat data pribadi."})
    assert (done.status_code, done.headers["Location"].partition("?")[0]) == (303, "/meja/klaim/klaim-uji-2026")
    assert budi.get(f"/meja/bukti/{id_}").status_code == 404
    page = shown(budi)
    assert T["desk_evidence_state_erased"] in page
    assert hashlib.sha256(DATA).hexdigest() in page
    with desk.store.reading() as session:
        assert session.scalars(select(Evidence)).one().data is None
    assert budi.post(f"/meja/bukti/{id_}/hapus", {"alasan": "Lagi."}).status_code == 404


def test_a_moderator_is_offered_no_erasing_and_may_not(desk: Desk) -> None:
    id_ = page_of(desk)
    sari = desk.person("sari", "moderator")
    assert "/hapus" not in shown(sari)
    assert sari.post(f"/meja/bukti/{id_}/hapus", {"alasan": "Coba."}).status_code == 403
