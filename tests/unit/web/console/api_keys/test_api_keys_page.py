"""The pages of keys: each is shown once, a field is refused by its name, and administrators alone are let in."""

from __future__ import annotations

import datetime
import html
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.support.api_keys import DAY, bearer, new_key
from tests.support.people import Desk, Person
from tests.support.service import HOAX

from cektautan.commands.api_key import WORDS
from cektautan.core.api_keys import PATTERN, name_in
from cektautan.desk.api_keys import making
from cektautan.desk.api_keys.shown import Shown, keys
from cektautan.store.key_uses import note_used
from cektautan.store.models import Event
from cektautan.web.console.api_keys import api_keys_page
from cektautan.web.texts import load

WANTED = {
    "label": "Pemantau <b>kabar</b>",
    "organisation": "Redaksi Uji",
    "contact": "redaksi@contoh.example",
    "tier": "keyed",
    "scopes": ["read", "exports"],
    "quota": "",
    "days": "",
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def admin(desk: Desk) -> Person:
    return desk.person("admin", "admin")


def made(admin: Person, **fields: Any) -> str:
    """Make a key and return its text, as the answer shows it."""
    answer = admin.post("/meja/kunci/baru", WANTED | fields)
    assert answer.status_code == 200
    found = PATTERN.search(answer.text)
    assert found is not None
    return found[0]


def the_key(desk: Desk) -> Shown:
    with desk.store.reading() as session:
        (found,) = keys(session, desk.now)
    return found


def events(desk: Desk) -> list[Event]:
    with desk.store.reading() as session:
        return list(session.scalars(select(Event).where(Event.object_kind == "api_key").order_by(Event.seq)))


def test_a_key_is_shown_once_and_works(desk: Desk, admin: Person) -> None:
    assert "Belum ada kunci." in admin.get("/meja/kunci").text
    text = made(admin)
    assert name_in(text) == the_key(desk).name
    for page in ("/meja/kunci", f"/meja/kunci/{the_key(desk).id}", "/meja/catatan"):
        assert text.rpartition("_")[2] not in admin.get(page).text
    answer = desk.app.test_client().get(f"/v1/check?url={HOAX}", headers=bearer(text))
    assert answer.headers["RateLimit-Policy"].startswith('"check";q=30000;w=60, "day";q=1000000')


def test_what_a_reload_sends_again_makes_no_second_key_and_shows_none(desk: Desk, admin: Person) -> None:
    form = WANTED | {"csrf_token": admin.form_token()}
    assert PATTERN.search(admin.post("/meja/kunci/baru", form).text)
    again = admin.post("/meja/kunci/baru", form)
    assert again.status_code == 409
    assert not PATTERN.search(again.text)
    assert the_key(desk).label == "Pemantau <b>kabar</b>"


def test_the_act_is_the_administrators_in_the_log_and_names_stay_out_of_it(desk: Desk, admin: Person) -> None:
    made(admin)
    (event,) = events(desk)
    assert (event.action, event.actor) == ("api_key.created", admin.actor)
    told = admin.get(f"/meja/catatan/{event.seq}").text
    assert f'href="/meja/kunci/{the_key(desk).id}"' in told
    assert "redaksi@contoh.example" not in told


def test_the_list_says_of_each_who_has_it_what_it_opens_and_when_it_was_used(desk: Desk, admin: Person) -> None:
    made(admin, tier="partner", scopes=["exports"], days="30")
    note_used(desk.store, [the_key(desk).id], datetime.date(2026, 10, 13))
    page = html.unescape(admin.get("/meja/kunci").text)
    row = " ".join(re.sub(r"<[^>]*>", " ", page.partition('<ul class="rows">')[2].partition("</ul>")[0]).split())
    assert "<b>kabar</b>" in html.unescape(page)
    assert re.search(
        r"Berlaku Mitra Redaksi Uji ct_\w{8} unduhan dibuat 15 Oktober 2026 berlaku sampai 14 November 2026 "
        r"terakhir dipakai 13 Oktober 2026",
        row,
    ), row


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("label", " ", "Untuk apa: Bagian ini harus diisi."),
        ("organisation", "", "Pemegang: Bagian ini harus diisi."),
        ("contact", "x" * 121, "Kontak: Paling banyak 120 karakter, dan semuanya harus terlihat."),
        ("label", "a\u202eb", "Untuk apa: Paling banyak 120 karakter, dan semuanya harus terlihat."),
        ("tier", "anonymous", "Golongan: Pilih salah satu."),
        ("scopes", [], "Cakupan: Pilih sedikitnya satu."),
        ("scopes", ["tulis"], "Cakupan: Pilih dari yang ada."),
        ("quota", "1.000", "Jatah per hari: Tulis dengan angka saja, dari 0 sampai 1.000.000.000.000."),
        ("quota", "-1", "Jatah per hari: Tulis dengan angka saja, dari 0 sampai"),
        ("days", "0", "Masa berlaku dalam hari: Tulis dengan angka saja, dari 1 sampai 3.650"),
        ("days", "9" * 400, "Masa berlaku dalam hari: Tulis dengan angka saja"),
    ],
)
def test_a_field_that_cannot_be_is_named_and_what_was_typed_stays(
    desk: Desk, admin: Person, field: str, typed: Any, told: str
) -> None:
    answer = admin.post("/meja/kunci/baru", WANTED | {field: typed})
    assert answer.status_code == 422
    assert f"<p>{told}" in answer.text
    assert 'class="wrong"' in answer.text
    kept = "Redaksi Uji" if field != "organisation" else "redaksi@contoh.example"
    assert f'value="{kept}"' in answer.text
    assert events(desk) == []


def test_a_renewed_key_leaves_the_old_one_its_days_or_ends_it(desk: Desk, admin: Person) -> None:
    old = made(admin)
    client, path = desk.app.test_client(), f"/meja/kunci/{the_key(desk).id}"
    answer = admin.post(f"{path}/ganti", {"grace": "7", "reason": "setiap tahun"})
    new = PATTERN.search(answer.text)
    assert new is not None
    assert "Kunci lama masih berlaku sampai 22 Oktober 2026." in answer.text
    for text in (old, new[0]):
        assert client.get(f"/v1/check?url={HOAX}", headers=bearer(text)).status_code == 200
    assert "yang masih berlaku sampai 22 Oktober 2026" in admin.get(path).text
    assert "Kunci lama sudah tidak berlaku." in admin.post(f"{path}/ganti", {"grace": "0", "reason": "bocor"}).text
    assert client.get(f"/v1/check?url={HOAX}", headers=bearer(new[0])).status_code == 401


@pytest.mark.parametrize(
    ("grace", "reason", "told"),
    [
        ("", "alasan", "Sisa masa berlaku kunci lama dalam hari: Tulis dengan angka saja, dari 0 sampai 90"),
        ("91", "alasan", "Sisa masa berlaku kunci lama dalam hari: Tulis dengan angka saja, dari 0 sampai 90"),
        ("7", " ", "Alasan: Tulis alasannya."),
        ("7", "x" * 501, "Alasan: Alasannya paling banyak 500 karakter."),
    ],
)
def test_a_renewal_that_cannot_be_is_told_in_its_own_form(
    desk: Desk, admin: Person, grace: str, reason: str, told: str
) -> None:
    made(admin)
    answer = admin.post(f"/meja/kunci/{the_key(desk).id}/ganti", {"grace": grace, "reason": reason})
    assert answer.status_code == 422
    assert f"<p>{told}" in answer.text
    assert answer.text.count('class="wrong"') == 1
    assert the_key(desk).rotated_at is None


def test_a_key_is_revoked_with_a_reason_and_taken_back_within_a_day(desk: Desk, admin: Person) -> None:
    text = made(admin)
    client, path = desk.app.test_client(), f"/meja/kunci/{the_key(desk).id}"
    assert admin.post(f"{path}/cabut", {"reason": " "}).status_code == 422
    told = admin.post(f"{path}/cabut", {"reason": "tidak dipakai"}, follow_redirects=True).text
    assert "Kunci dicabut." in told
    assert f'href="{path}#urungkan" data-key="u"' in told
    assert client.get(f"/v1/check?url={HOAX}", headers=bearer(text)).json["reason"] == "revoked"
    again = admin.post(f"{path}/cabut", {"reason": "lagi"})
    assert (again.status_code, "Kunci ini sudah dicabut." in again.text) == (422, True)
    told = admin.post(f"{path}/urungkan", {"reason": "yang salah"}, follow_redirects=True).text
    assert "Kunci berlaku lagi." in told
    assert "#urungkan" not in told
    assert client.get(f"/v1/check?url={HOAX}", headers=bearer(text)).status_code == 200
    assert [(each.action, each.reason) for each in events(desk)[1:]] == [
        ("api_key.revoked", "tidak dipakai"),
        ("api_key.restored", "yang salah"),
    ]


def test_after_a_day_a_revocation_stays(desk: Desk, admin: Person) -> None:
    key = new_key(desk.store, desk.now)
    admin.post(f"/meja/kunci/{key.id}/cabut", {"reason": "selesai"})
    assert "Bisa sampai 16 Oktober 2026, 01.00 WIB." in admin.get(f"/meja/kunci/{key.id}").text
    desk.service.clock.move(DAY)
    rina = desk.person("rina", "admin")
    page = rina.get(f"/meja/kunci/{key.id}").text
    assert "Kunci ini tidak bisa dipakai lagi." in page
    assert "/urungkan" not in page
    late = rina.post(f"/meja/kunci/{key.id}/urungkan", {"reason": "terlambat"})
    assert (late.status_code, "hanya bisa diurungkan selama satu hari" in late.text) == (422, True)


def test_a_key_that_has_ended_is_told_so_and_offers_nothing(desk: Desk, admin: Person) -> None:
    key = new_key(desk.store, desk.now, days=1)
    desk.service.clock.move(DAY)
    admin = desk.person("rina", "admin")
    assert "Sudah berakhir" in admin.get("/meja/kunci").text
    page = admin.get(f"/meja/kunci/{key.id}").text
    assert "Kunci ini tidak bisa dipakai lagi." in page
    assert "/cabut" not in page


def test_a_key_of_the_command_line_is_there_too_with_what_its_tier_has(desk: Desk, admin: Person) -> None:
    own, tiers, endless = (new_key(desk.store, desk.now, **each) for each in ({"quota": 5000}, {}, {"quota": 0}))
    assert "pengelola server" in admin.get(f"/meja/kunci/{own.id}").text
    for key, quota in ((own, "5.000 sehari"), (tiers, "1.000.000 sehari, seperti golongannya"),
                       (endless, "tanpa batas harian")):  # fmt: skip
        assert f"<dd>{quota}</dd>" in admin.get(f"/meja/kunci/{key.id}").text


def test_a_key_that_is_not_there_is_told(admin: Person) -> None:
    for answer in (admin.get("/meja/kunci/999"), admin.post("/meja/kunci/999/cabut", {"reason": "x"}),
                   admin.post("/meja/kunci/999/ganti", {"reason": "x", "grace": "1"})):  # fmt: skip
        assert answer.status_code == 404
        assert "Kunci ini tidak ada" in answer.text


def test_nobody_but_administrators_is_let_in_or_offered_the_way(desk: Desk, admin: Person) -> None:
    assert 'href="/meja/kunci"' in admin.get("/meja/orang").text
    everybody_else = desk.person("rina", "reporter", "moderator", "approver", "appeals", "auditor")
    assert 'href="/meja/kunci"' not in everybody_else.get("/meja/orang").text
    for answer in (everybody_else.get("/meja/kunci"), everybody_else.post("/meja/kunci/baru", WANTED)):
        assert answer.status_code == 403
    assert events(desk) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pages_are_there_in_both_languages(desk: Desk, admin: Person, language: str) -> None:
    key = new_key(desk.store, desk.now)
    for path in ("/meja/kunci", "/meja/kunci/baru", f"/meja/kunci/{key.id}"):
        page = admin.get(f"{path}?lang={language}")
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.text


def test_every_refusal_has_words_on_the_page_as_at_the_command_line() -> None:
    texts = load("id").texts
    assert {name.removeprefix("key_refused_") for name in texts if name.startswith("key_refused_")} == set(WORDS)


def test_more_keys_than_nodes_hold_are_refused(desk: Desk, admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST_KEYS", 1)
    made(admin)
    answer = admin.post("/meja/kunci/baru", WANTED)
    assert answer.status_code == 422
    assert "<p>Sudah ada 1 kunci yang berlaku" in answer.text


def test_many_keys_are_shown_page_by_page(desk: Desk, admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_keys_page, "PAGE", 2)
    for _ in range(3):
        new_key(desk.store, desk.now)
    first, second, none = (admin.get(f"/meja/kunci?hal={page}").text for page in ("1", "2", "x"))
    assert (first.count("data-row"), second.count("data-row"), none.count("data-row")) == (2, 1, 2)
    assert '<span class="count">3</span>' in second
    assert 'href="/meja/kunci?hal=2" aria-current="page"' in second


@pytest.mark.parametrize(("page", "gaps"), [(1, 1), (3, 0)])
def test_pages_that_are_not_offered_leave_a_gap(
    desk: Desk, admin: Person, monkeypatch: pytest.MonkeyPatch, page: int, gaps: int
) -> None:
    monkeypatch.setattr(api_keys_page, "PAGE", 1)
    for _ in range(5):
        new_key(desk.store, desk.now)
    assert admin.get(f"/meja/kunci?hal={page}").text.count('<li aria-hidden="true">…</li>') == gaps


def test_what_names_owners_is_opened_only_where_somebody_chooses_so(desk: Desk, admin: Person) -> None:
    page = admin.get("/meja/kunci/baru").text
    assert re.findall(r'name="scopes" value="(\w+)"( checked)?', page) == [
        ("read", " checked"), ("exports", " checked"), ("owner_addresses", ""),
    ]  # fmt: skip
    made(admin, scopes=["owner_addresses"])
    assert the_key(desk).scopes == ("owner_addresses",)
