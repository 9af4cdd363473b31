"""The pages of people: what everybody sees, what administrators do, and what is told where they may not."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from tests.support.people import Desk, Person

from cektautan.store.models import Account, LoginSession, Proposal


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def admin(desk: Desk) -> Person:
    return desk.person("admin", "admin")


@pytest.fixture
def rina(desk: Desk) -> Person:
    return desk.person("rina", "moderator")


def roles_of(desk: Desk, account_id: int) -> list[str]:
    with desk.store.reading() as session:
        return [each.role for each in session.get_one(Account, account_id).roles]


def test_everybody_sees_who_works_here_and_only_administrators_act(admin: Person, rina: Person) -> None:
    seen = rina.get("/meja/orang").text
    assert "<bdi>Admin</bdi>" in seen
    assert "dibuat oleh pengelola server" in seen
    assert "/meja/orang/baru" not in seen
    assert "/meja/orang/baru" in admin.get("/meja/orang").text
    assert "Undang ulang" not in rina.get(f"/meja/orang/{admin.id}").text
    assert "Undang ulang" in admin.get(f"/meja/orang/{rina.id}").text


def test_an_invitation_is_shown_once_and_its_code_is_not_sent_with_the_link(desk: Desk, admin: Person) -> None:
    answer = admin.post("/meja/orang/baru", {"nama": "Sari <b>Dewi</b>", "akun": "Sari"})
    assert answer.status_code == 200
    assert "<bdi>Undangan untuk Sari &lt;b&gt;Dewi&lt;/b&gt;</bdi>" in answer.text
    link = re.search(r"http://\S+/meja/undangan#kode=([0-9A-Z-]{24})", html.unescape(answer.text))
    assert link is not None
    with desk.store.reading() as session:
        sari = session.query(Account).filter_by(login="sari").one()
    assert sari.created_by == admin.id
    for page in ("/meja/orang", f"/meja/orang/{sari.id}"):
        assert link[1] not in admin.get(page).text
    taken = admin.post("/meja/orang/baru", {"nama": "Sari", "akun": "sari"})
    assert taken.status_code == 422
    assert "sudah dipakai" in taken.text


def test_a_role_is_granted_and_withdrawn_with_a_reason(desk: Desk, admin: Person, rina: Person) -> None:
    path = f"/meja/orang/{rina.id}/peran"
    bare = admin.post(path, {"peran": "auditor", "alasan": " "})
    assert bare.status_code == 422
    assert "Tulis alasannya" in bare.text
    done = admin.post(path, {"peran": "auditor", "alasan": "audit bulanan"}, follow_redirects=True)
    assert "Peran diberikan." in done.text
    assert roles_of(desk, rina.id) == ["auditor", "moderator"]
    assert "Peran diberikan." not in admin.get(f"/meja/orang/{rina.id}").text, "told once"
    admin.post(f"{path}/cabut", {"peran": "moderator", "alasan": "cuti"})
    assert roles_of(desk, rina.id) == ["auditor"]


def test_a_proposed_role_waits_for_another_administrator(desk: Desk, admin: Person, rina: Person) -> None:
    other = desk.person("lain", "admin")
    path = f"/meja/orang/{rina.id}/peran"
    asked = admin.post(path, {"peran": "approver", "alasan": "penyetuju malam"}, follow_redirects=True)
    assert "Admin lain harus menyetujuinya." in asked.text
    with desk.store.reading() as session:
        proposal = session.query(Proposal).one()
    decide = f"/meja/orang/usulan/{proposal.id}"
    assert decide in other.get("/meja/orang").text
    assert decide not in rina.get("/meja/orang").text
    own = admin.post(decide, {"putusan": "setujui", "alasan": "baik"})
    assert "Usulan Anda sendiri harus disetujui orang lain." in own.text
    assert roles_of(desk, rina.id) == ["moderator"]
    for neither in ({"putusan": "entah"}, {}):
        unsaid = other.post(decide, {**neither, "alasan": "baik"})
        assert (unsaid.status_code, "Pilih setujui atau tolak." in unsaid.text) == (422, True)
    other.post(decide, {"putusan": "setujui", "alasan": "baik"})
    assert roles_of(desk, rina.id) == ["approver", "moderator"]
    late = other.post(decide, {"putusan": "tolak", "alasan": "baik"})
    assert "Usulan ini sudah diputuskan." in late.text


def test_a_disabled_account_is_out_at_once(desk: Desk, admin: Person, rina: Person) -> None:
    assert rina.get("/meja/akun").status_code == 200
    admin.post(f"/meja/orang/{rina.id}/nonaktifkan", {"alasan": "berhenti"})
    assert rina.get("/meja/akun").status_code == 303
    back = admin.post(f"/meja/orang/{rina.id}/aktifkan", {"alasan": "kembali"})
    assert "#kode=" in back.text
    assert roles_of(desk, rina.id) == []
    last = admin.post(f"/meja/orang/{admin.id}/nonaktifkan", {"alasan": "habis"})
    assert "Ini admin terakhir." in last.text


def test_inviting_anew_and_ending_sessions(desk: Desk, admin: Person, rina: Person) -> None:
    second = desk.signed_in(rina.id)
    admin.post(f"/meja/orang/{rina.id}/sesi")
    assert {rina.get("/meja/akun").status_code, second.get("/meja/akun").status_code} == {303}
    assert admin.post("/meja/orang/999/sesi").status_code == 404
    answer = admin.post(f"/meja/orang/{rina.id}/undang", {"alasan": "ponsel hilang"})
    assert "#kode=" in answer.text


def test_another_administrators_account_is_the_operators_business(desk: Desk, admin: Person) -> None:
    other = desk.person("lain", "admin", "auditor")
    page = admin.get(f"/meja/orang/{other.id}").text
    assert "hanya bisa dilakukan pengelola server" in page
    assert "Undang ulang</button>" not in page
    assert 'name="peran" value="auditor"' in page
    assert 'name="peran" value="admin"' not in page
    assert 'name="peran" value="admin"' in admin.get(f"/meja/orang/{admin.id}").text
    for act in ("undang", "nonaktifkan", "peran/cabut"):
        answer = admin.post(f"/meja/orang/{other.id}/{act}", {"peran": "admin", "alasan": "pergi"})
        assert answer.status_code == 422
        assert "oleh pengelola server lewat baris perintah" in answer.text
    assert roles_of(desk, other.id) == ["admin", "auditor"]


def test_one_ends_ones_own_sessions_and_nobody_elses(desk: Desk, rina: Person) -> None:
    phone, budi = desk.signed_in(rina.id), desk.person("budi", "moderator")
    rina.post("/meja/akun/sesi", {"sesi": str(budi.session_id)})
    assert budi.get("/meja/akun").status_code == 200
    rina.post("/meja/akun/sesi", {"sesi": ["x", str(2**70), "9" * 5000, str(phone.session_id)]})
    assert phone.get("/meja/akun").status_code == 303
    third = desk.signed_in(rina.id)
    told = rina.post("/meja/akun/sesi", {"semua": "ya"}, follow_redirects=True)
    assert "Sesi diakhiri." in told.text
    assert third.get("/meja/akun").status_code == 303
    with desk.store.reading() as session:
        assert session.query(LoginSession).filter_by(revoked_at=None).count() == 2


def test_language_and_shortcuts_are_the_accounts(rina: Person) -> None:
    answer = rina.post("/meja/akun/pilihan", {"bahasa": "en"}, follow_redirects=True)
    assert '<html lang="en">' in answer.text
    assert 'data-shortcuts="off"' in answer.text
    rina.post("/meja/akun/pilihan", {"bahasa": "xx", "pintas": "ya"})
    assert 'data-shortcuts="on"' in rina.get("/meja/akun").text


def test_what_was_told_cannot_be_set_by_a_link(rina: Person) -> None:
    assert "Peran diberikan" not in rina.get("/meja/orang?told=role_granted&meja_kabar=role_granted").text
    rina.client.set_cookie("meja_kabar", "<b>apa saja</b>", path="/meja")
    assert "apa saja" not in rina.get("/meja/orang").text


def test_one_recuses_oneself_and_the_desk_sees_it(desk: Desk, rina: Person) -> None:
    typed = {"dari": "word", "apa": "partai <i>contoh</i>", "alasan": "kakak saya calonnya"}
    assert rina.post("/meja/orang/menarik-diri", typed).status_code == 303
    page = desk.person("budi", "moderator").get("/meja/orang").text
    assert "kata “partai &lt;i&gt;contoh&lt;/i&gt;”" in page
    assert "Akhiri penarikan diri" not in page
    number = re.search(r"menarik-diri/(\d+)", rina.get("/meja/orang").text)
    assert number is not None
    rina.post(f"/meja/orang/menarik-diri/{number[1]}")
    assert "contoh" not in rina.get("/meja/orang").text
    wrong = rina.post("/meja/orang/menarik-diri", {"dari": "claim", "apa": "tidak-ada"})
    assert wrong.status_code == 422
    assert 'value="tidak-ada"' in wrong.text


def test_somebody_who_is_not_there_is_told(admin: Person) -> None:
    assert admin.get("/meja/orang/999").status_code == 404
    assert admin.post("/meja/orang/999/nonaktifkan", {"alasan": "x"}).status_code == 404
    assert admin.post("/meja/orang/usulan/999", {"alasan": "x"}).status_code == 422


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pages_are_there_in_both_languages(admin: Person, rina: Person, language: str) -> None:
    for path in ("/meja/orang", f"/meja/orang/{rina.id}", "/meja/akun"):
        page = admin.get(f"{path}?lang={language}")
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.text
