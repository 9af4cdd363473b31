"""The register of requests: entered and answered by administrators, read by everybody, and lost by no conflict."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from tests.support.people import Desk, Person

from cektautan.store.models import Event, GovernmentRequest

ENTRY = {
    "kind": "GovernmentRequest", "sender": "Kementerian Contoh", "received": "2026-10-01", "claims": "2",
    "title_id": "Permintaan <b>pencabutan</b>", "title_en": "Request to retract", "body_id": "Diminta mencabut.",
    "body_en": "To retract.", "outcome": "open",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def admin(desk: Desk) -> Person:
    return desk.person("rina", "admin")


def test_a_request_is_entered_and_stands_on_the_transparency_page(desk: Desk, admin: Person) -> None:
    assert admin.get("/meja/permintaan/baru").status_code == 200
    sent = admin.post("/meja/permintaan/baru", ENTRY)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/meja/permintaan")
    register = admin.get("/meja/permintaan?lang=id").text
    assert "Permintaannya sudah dicatat" in register
    assert "Permintaan &lt;b&gt;pencabutan&lt;/b&gt;" in register
    assert "Kementerian Contoh" in desk.app.test_client().get("/transparansi?lang=id").text
    with desk.store.reading() as session:
        event = session.scalars(select(Event).where(Event.action == "request.entered")).one()
        assert event.actor == admin.actor


def test_an_answer_is_added_and_a_late_second_one_told_of_it(desk: Desk, admin: Person) -> None:
    admin.post("/meja/permintaan/baru", ENTRY)
    answer = {**ENTRY, "outcome": "refused", "answered": "2026-10-05", "answer_id": "Ditolak.", "answer_en": "Refused.",
              "reason": "jawaban dikirim"}  # fmt: skip
    assert 'value="1"' in admin.get("/meja/permintaan/1").text
    bare = admin.post("/meja/permintaan/1?lang=id", {**answer, "reason": "", "version": "1"})
    assert (bare.status_code, 'id="reason-wrong">' in bare.text) == (422, True)
    assert admin.post("/meja/permintaan/1", {**answer, "version": "1"}).status_code == 303
    late = admin.post("/meja/permintaan/1?lang=id", {**answer, "answer_id": "Lain.", "version": "1"})
    assert late.status_code == 409
    assert "diubah orang lain" in late.text
    assert "Lain." in late.text
    with desk.store.reading() as session:
        assert session.scalars(select(GovernmentRequest)).one().answer_id == "Ditolak."


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"received": "kemarin"}, "received", "bukan tanggal"),
        ({"received": ""}, "received", "harus diisi"),
        ({"sender": ""}, "sender", "harus diisi"),
        ({"claims": "-1"}, "claims", "tidak mungkin"),
        ({"title_en": "Re\u202equest"}, "title_en", "tidak terlihat"),
        ({"outcome": "refused"}, "answered", "harus diisi"),
    ],
)
def test_a_field_that_cannot_be_is_said_beside_it_and_nothing_is_lost(
    admin: Person, values: dict[str, str], field: str, words: str
) -> None:
    page = admin.post("/meja/permintaan/baru?lang=id", {**ENTRY, **values})
    assert page.status_code == 422
    assert f'id="{field}-wrong">' in page.text
    assert words in page.text
    assert "Diminta mencabut." in page.text


@pytest.mark.parametrize("path", ["/meja/permintaan/7", f"/meja/permintaan/{2**53 - 1}"])
def test_an_unknown_one_has_a_page(admin: Person, path: str) -> None:
    assert admin.get(path).status_code == 404
    assert admin.post(path, ENTRY).status_code == 404


def test_a_moderator_may_not_write_into_it(desk: Desk) -> None:
    moderator = desk.person("budi", "moderator")
    assert moderator.get("/meja/permintaan").status_code == 403
    assert moderator.post("/meja/permintaan/baru", ENTRY).status_code == 403
