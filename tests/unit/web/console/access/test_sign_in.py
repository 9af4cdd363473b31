"""Signing in through the pages: what they say, which cookies they set, and what they never tell."""

from __future__ import annotations

import re
from pathlib import Path

import pyotp
import pytest
from flask.testing import FlaskClient
from tests.support.people import PASSWORD, SECRET, Desk
from werkzeug.test import TestResponse

from cektautan.desk.people.accounts import create
from cektautan.desk.people.acting import OPERATOR
from cektautan.store.models import Account, Event
from cektautan.web.console.access.cookies import SESSION

HEADERS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html", "User-Agent": "X Firefox/140.0 Linux"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.account("rina", "moderator", password=True)
    return desk


@pytest.fixture
def client(desk: Desk) -> FlaskClient:
    return desk.app.test_client()


def send(client: FlaskClient, path: str, **data: str) -> TestResponse:
    """Fill in the form of a page, as a person does, and send it."""
    page = client.get(path, headers=HEADERS)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token is not None, page.text
    return client.post(path.partition("?")[0], data={"csrf_token": token[1], **data}, headers=HEADERS)


def code(desk: Desk, steps: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(desk.now + 30 * steps)


def sign_in(desk: Desk, client: FlaskClient, **data: str) -> TestResponse:
    send(client, "/meja/masuk", nama="rina", sandi=PASSWORD, **data)
    return send(client, "/meja/masuk/kode", kode=code(desk), **data)


def test_password_and_code_lead_to_where_one_wanted_to_go(desk: Desk, client: FlaskClient) -> None:
    asked = client.get("/meja/akun?x=1", headers=HEADERS)
    assert (asked.status_code, asked.location) == (303, "/meja/masuk?kembali=%2Fmeja%2Fakun%3Fx%3D1")
    first = send(client, asked.location, nama=" Rina ", sandi=PASSWORD, kembali="/meja/akun?x=1")
    assert (first.status_code, first.location) == (303, "/meja/masuk/kode?kembali=%2Fmeja%2Fakun%3Fx%3D1")
    second = send(client, first.location, kode=f" {code(desk)[:3]} {code(desk)[3:]} ", kembali="/meja/akun?x=1")
    assert (second.status_code, second.location) == (303, "/meja/akun?x=1")


def test_the_cookie_stays_below_the_desk_and_no_script_reads_it(desk: Desk, client: FlaskClient) -> None:
    cookie = next(each for each in sign_in(desk, client).headers.getlist("Set-Cookie") if each.startswith(SESSION))
    assert "; HttpOnly; Path=/meja; SameSite=Strict" in cookie
    assert "Secure" not in cookie


def test_the_cookie_travels_over_tls_alone_where_the_service_is_public(tmp_path: Path) -> None:
    desk = Desk(tmp_path, CEKTAUTAN_PUBLIC_URL="https://cek.example")
    page = desk.app.test_client().get("/meja/masuk")
    assert all("Secure" in each for each in page.headers.getlist("Set-Cookie"))


def test_each_step_has_a_token_of_its_own(desk: Desk, client: FlaskClient) -> None:
    send(client, "/meja/masuk", nama="rina", sandi=PASSWORD)
    waiting = client.get_cookie(SESSION, path="/meja")
    send(client, "/meja/masuk/kode", kode=code(desk))
    whole = client.get_cookie(SESSION, path="/meja")
    assert waiting is not None
    assert whole is not None
    assert waiting.value != whole.value
    client.set_cookie(SESSION, waiting.value, path="/meja")
    assert client.get("/meja/masuk/kode").location.startswith("/meja/masuk?")


def test_the_password_alone_opens_nothing(client: FlaskClient) -> None:
    send(client, "/meja/masuk", nama="rina", sandi=PASSWORD)
    asked = client.get("/meja/akun", headers=HEADERS)
    assert (asked.status_code, asked.location) == (303, "/meja/masuk/kode?kembali=%2Fmeja%2Fakun")


def test_an_unknown_name_and_a_wrong_password_are_one_answer(desk: Desk, client: FlaskClient) -> None:
    def plain(answer: TestResponse) -> str:
        return re.sub(r'value="[^"]*"', "", answer.text)

    unknown = send(client, "/meja/masuk", nama="siapa", sandi=PASSWORD)
    wrong = send(client, "/meja/masuk", nama="rina", sandi="salah sekali ini")
    assert unknown.status_code == wrong.status_code == 422
    assert plain(unknown) == plain(wrong)
    assert "Nama akun atau kata sandi salah" in wrong.text
    for _ in range(4):
        send(client, "/meja/masuk", nama="rina", sandi="salah sekali ini")
    locked = send(client, "/meja/masuk", nama="rina", sandi=PASSWORD)
    assert plain(locked) == plain(wrong)
    with desk.store.reading() as session:
        assert session.query(Event).filter_by(action="account.locked").count() == 1


def test_a_lock_passes(desk: Desk, client: FlaskClient) -> None:
    for _ in range(5):
        send(client, "/meja/masuk", nama="rina", sandi="salah sekali ini")
    desk.service.clock.move(61)
    assert sign_in(desk, client).location == "/meja"
    with desk.store.reading() as session:
        assert session.query(Account).filter_by(login="rina").one().failed == 0


def test_a_code_counts_once(desk: Desk, client: FlaskClient) -> None:
    sign_in(desk, client)
    other = desk.app.test_client()
    again = sign_in(desk, other)
    assert again.status_code == 422
    assert "Kode ini salah atau sudah dipakai" in again.text
    assert send(other, "/meja/masuk/kode", kode=code(desk, 1)).location == "/meja"


def test_one_goes_back_only_to_the_desk(desk: Desk, client: FlaskClient) -> None:
    for evil in ("https://evil.example/", "//evil.example/meja", "/meja//evil.example", "/meja\\evil", "/meja/masuk"):
        answer = sign_in(desk, client, kembali=evil)
        assert answer.location == "/meja"
        desk.service.clock.move(60)


@pytest.mark.parametrize(("role", "first"), [("auditor", "/meja"), ("admin", "/meja/orang"), ("none", "/meja/akun")])
def test_the_first_page_is_one_that_the_roles_open(desk: Desk, client: FlaskClient, role: str, first: str) -> None:
    desk.account("sari", role, password=True)
    send(client, "/meja/masuk", nama="sari", sandi=PASSWORD)
    assert send(client, "/meja/masuk/kode", kode=code(desk)).location == first


def test_signing_out_ends_the_session(desk: Desk, client: FlaskClient) -> None:
    rina = desk.person("budi", "moderator")
    assert rina.get("/meja/masuk").status_code == 200
    answer = rina.post("/meja/keluar")
    assert answer.location == "/meja/masuk"
    rina.client.set_cookie(SESSION, rina.token, path="/meja")
    assert rina.post("/meja/keluar").status_code == 401


def test_an_invitation_leads_over_a_password_and_the_second_factor_to_the_desk(desk: Desk, client: FlaskClient) -> None:
    _, invitation = create(desk.store, OPERATOR, "sari", "Sari Dewi", desk.now)
    chosen = "tujuh kapal biru berlayar"
    wrong = send(client, "/meja/undangan", kode=invitation, sandi_baru="pendek", sandi_ulang="pendek")
    assert "sedikitnya 12 karakter" in wrong.text
    differ = send(client, "/meja/undangan", kode=invitation, sandi_baru=chosen, sandi_ulang=f"{chosen}x")
    assert "tidak sama" in differ.text
    taken = send(client, "/meja/undangan", kode=invitation.lower(), sandi_baru=chosen, sandi_ulang=chosen)
    assert taken.location == "/meja/masuk/pasang"
    page = client.get(taken.location).text
    assert "<svg" in page
    secret = re.search(r'role="group">([A-Z2-7 ]+)<', page)
    assert secret is not None
    assert client.get(taken.location).text.count(secret[1]) == 1, "the same secret until it is confirmed"
    totp = pyotp.TOTP(secret[1].replace(" ", ""))
    codes = send(client, taken.location, kode=totp.at(desk.now))
    recovery = re.findall(r"<code>([0-9A-Z-]{19})</code>", codes.text)
    assert len(set(recovery)) == 10
    assert client.get("/meja/masuk/pasang").location.startswith("/meja/masuk?"), "shown once"

    again = desk.app.test_client()
    send(again, "/meja/masuk", nama="sari", sandi=chosen)
    assert send(again, "/meja/masuk/kode", kode=recovery[0].lower().replace("-", " ")).location == "/meja/akun", (
        "no role yet"
    )
    third = desk.app.test_client()
    send(third, "/meja/masuk", nama="sari", sandi=chosen)
    assert send(third, "/meja/masuk/kode", kode=recovery[0]).status_code == 422
    used = send(third, "/meja/undangan", kode=invitation, sandi_baru=chosen, sandi_ulang=chosen)
    assert "sudah dipakai" in used.text


def test_a_wrong_first_code_sets_nothing_up(desk: Desk, client: FlaskClient) -> None:
    _, invitation = create(desk.store, OPERATOR, "sari", "Sari Dewi", desk.now)
    chosen = "tujuh kapal biru berlayar"
    send(client, "/meja/undangan", kode=invitation, sandi_baru=chosen, sandi_ulang=chosen)
    assert send(client, "/meja/masuk/pasang", kode="000000").status_code == 422
    assert client.get("/meja/akun").location.startswith("/meja/masuk/kode")


def test_a_new_phone_begins_the_second_factor_anew_and_ends_every_session(desk: Desk, client: FlaskClient) -> None:
    sign_in(desk, client)
    other = desk.signed_in(1)
    desk.service.clock.move(60)
    page = client.get("/meja/akun", headers=HEADERS)
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page.text)[-1]
    data = {"csrf_token": token, "sandi": PASSWORD, "kode": "000000"}
    assert client.post("/meja/akun/faktor", data=data, headers=HEADERS).status_code == 422
    answer = client.post("/meja/akun/faktor", data={**data, "kode": code(desk)}, headers=HEADERS)
    assert (answer.status_code, answer.location) == (303, "/meja/masuk/pasang")
    assert other.get("/meja/akun").status_code == 303
    assert client.get("/meja/akun").location.startswith("/meja/masuk/kode"), "not whole before the new one is set up"
    fresh = re.search(r'role="group">([A-Z2-7 ]+)<', client.get(answer.location).text)
    assert fresh is not None
    assert fresh[1].replace(" ", "") != SECRET
    done = send(client, answer.location, kode=pyotp.TOTP(fresh[1].replace(" ", "")).at(desk.now))
    assert "Simpan kode pemulihan ini" in done.text


def test_a_form_of_sign_in_needs_its_cookie(desk: Desk, client: FlaskClient) -> None:
    answer = client.post("/meja/masuk", data={"nama": "rina", "sandi": PASSWORD}, headers=HEADERS)
    assert answer.status_code == 403
    assert PASSWORD not in answer.text
    stolen = re.search(r'name="csrf_token" value="([^"]+)"', desk.app.test_client().get("/meja/masuk").text)
    assert stolen is not None
    foreign = client.post("/meja/masuk", data={"csrf_token": stolen[1], "nama": "rina", "sandi": PASSWORD})
    assert foreign.status_code == 403


def test_a_network_that_tries_too_often_has_to_wait(tmp_path: Path) -> None:
    desk = Desk(tmp_path, CEKTAUTAN_LIMIT_SIGN_IN="2 per minute")
    client = desk.app.test_client()
    answers = [send(client, "/meja/masuk", nama="siapa", sandi="x").status_code for _ in range(3)]
    assert answers == [422, 422, 429]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("path", ["/meja/masuk", "/meja/undangan"])
def test_pages_of_sign_in_are_there_in_both_languages(client: FlaskClient, path: str, language: str) -> None:
    page = client.get(f"{path}?lang={language}")
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_readers_pages_know_no_session(desk: Desk) -> None:
    rina = desk.person("budi", "moderator")
    answer = rina.client.get("/cara-kerja")
    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers or "Cookie" not in answer.headers["Vary"]
