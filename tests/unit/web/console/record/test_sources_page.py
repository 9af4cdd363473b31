"""The sources: shown to the desk, entered and changed by who may, and read-only where files keep them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from tests.support.desk import add, add_sources, claim, listing
from tests.support.people import Desk, Person

from cektautan.store.models import Event, Source

FORM = {
    "id": "cek-uji", "name": "Cek <b>Uji", "site": "cek.example", "other_sites": "", "kind": "fact_checker",
    "reliability": "B", "standing": "unknown", "standing_basis": "", "standing_checked": "", "ifcn_until": "2026-01-31",
    "notes": "", "reason": "Diminta redaksi.",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    add_sources(desk.store)
    add(desk.store, Source(id="berkas", name="Berkas", site="b.example", kind="press", reliability="C",
                           standing="lapsed", origin="blocklists"), claim(), listing())  # fmt: skip
    return desk


@pytest.fixture
def admin(desk: Desk) -> Person:
    return desk.person("admin", "admin")


def test_the_list_says_standing_and_record(admin: Person) -> None:
    page = admin.get("/meja/sumber?lang=id").text
    assert 'href="/meja/sumber/turnbackhoax"' in page
    assert "Memenuhi syarat" in page
    assert "1 klaim, 1 alamat, 0 dicabut setelah keberatan." in page
    assert "Tepat 100%" in page
    assert "In good standing" in admin.get("/meja/sumber?lang=en").text


def test_a_source_is_entered_and_then_changed(desk: Desk, admin: Person) -> None:
    assert admin.get("/meja/sumber/baru").status_code == 200
    answer = admin.post("/meja/sumber", FORM)
    assert answer.status_code == 303
    page = admin.get(answer.headers["Location"]).text
    assert "Cek &lt;b&gt;Uji" in page
    assert 'role="status"' in page
    assert "source-cek-uji" in page
    assert "IFCN" in page
    answer = admin.post("/meja/sumber", {**FORM, "version": "1", "standing": "lapsed"})
    assert answer.status_code == 303
    with desk.store.reading() as session:
        assert session.get_one(Source, "cek-uji").standing == "lapsed"
        written = session.scalars(select(Event).where(Event.action == "source.written")).all()
    assert [(each.actor, each.reason) for each in written] == [(admin.actor, "Diminta redaksi.")] * 2


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(admin: Person) -> None:
    answer = admin.post("/meja/sumber?lang=id", {**FORM, "site": "https://cek.example/", "notes": "Catatan saya"})
    assert answer.status_code == 400
    assert 'id="site-wrong"' in answer.text
    assert "Tulis nama host saja" in answer.text
    assert "Catatan saya" in answer.text
    assert admin.get("/meja/sumber/cek-uji").status_code == 404


@pytest.mark.parametrize("version", ["9" * 5000, "9" * 40, "-1", "x"])
def test_a_version_that_is_none_changes_no_source(desk: Desk, admin: Person, version: str) -> None:
    admin.post("/meja/sumber", FORM)
    answer = admin.post("/meja/sumber", {**FORM, "version": version, "name": "Nama baru"})
    assert answer.status_code == 400
    with desk.store.reading() as session:
        assert session.get_one(Source, FORM["id"]).name == FORM["name"]


def test_who_was_slower_keeps_what_was_typed_and_is_told(admin: Person) -> None:
    admin.post("/meja/sumber", FORM)
    admin.post("/meja/sumber", {**FORM, "version": "1", "name": "Nama baru"})
    answer = admin.post("/meja/sumber?lang=id", {**FORM, "version": "1", "notes": "Catatan saya"})
    assert answer.status_code == 409
    assert "Orang lain baru saja mengubah sumber ini" in answer.text
    assert "Catatan saya" in answer.text
    assert 'name="version" value="2"' in answer.text


def test_a_source_of_the_files_has_no_form(admin: Person) -> None:
    page = admin.get("/meja/sumber/berkas?lang=id").text
    assert "blocklists/sources.yaml" in page
    assert 'action="/meja/sumber"' not in page
    answer = admin.post("/meja/sumber", {**FORM, "id": "berkas", "version": "1"})
    assert answer.status_code == 409


def test_others_read_and_only_administrators_write(desk: Desk) -> None:
    moderator = desk.person("sari", "moderator")
    page = moderator.get("/meja/sumber/turnbackhoax").text
    assert "/meja/klaim/klaim-uji-2026" in page
    assert 'action="/meja/sumber"' not in page
    assert moderator.get("/meja/sumber/baru").status_code == 403
    assert moderator.post("/meja/sumber", FORM).status_code == 403


def test_a_link_that_claims_something_was_saved_is_not_believed(admin: Person) -> None:
    page = admin.get("/meja/sumber/turnbackhoax?e=1&lang=id").text
    assert "Sumber disimpan" not in page
    assert admin.get("/meja/sumber/tidak-ada").status_code == 404
