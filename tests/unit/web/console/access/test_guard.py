"""The guard: what stops a request, what is kept of it, and that a form counts once."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from flask import Blueprint, Response, request
from flask.testing import FlaskClient
from tests.support.people import Desk, Person

from cektautan.app import make_services
from cektautan.desk.people import sessions
from cektautan.desk.people.acting import OPERATOR
from cektautan.settings import from_environment
from cektautan.store.models import Account, Event, LoginSession, SpentForm
from cektautan.web.console.access.guard import Guard
from cektautan.web.console.going import see_other
from cektautan.web.console.pages import DeskPages
from cektautan.web.services import Services

TYPED = {"alasan": 'Dua baris\n<script>alert("x")</script> \u202etxt', "sandi": "rahasia sekali", "kosong": ""}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def done(desk: Desk) -> list[str]:
    """Add a page with a form to the desk, and return what its view did."""
    done: list[str] = []
    guard = Guard(_services(desk), desk.store, desk.secrets, desk.roles, DeskPages())
    blueprint = Blueprint("made_up", __name__)

    @guard.get(blueprint, "/meja/contoh/<int:number>", "queue.see")
    def page(number: int) -> Response:
        return Response(str(number))

    @guard.post(blueprint, "/meja/contoh/<int:number>/catat", "case.note")
    def write(number: int) -> Response:
        if not request.form.get("alasan"):
            return Response("say why", 422)
        with desk.store.deciding("system", desk.now) as work:
            work.record("test.done", ("test", number))
            done.append(request.form["alasan"])
        return see_other(f"/meja/contoh/{number}")

    @guard.post(blueprint, "/meja/contoh/<int:number>/detak", "case.claim", once=False)
    def beat(number: int) -> Response:
        done.append(str(number))
        return Response(status=204)

    @guard.post(blueprint, "/meja/contoh/gagal", "case.note")
    def fail() -> Response:
        with desk.store.deciding("system", desk.now) as work:
            work.record("test.done", ("test", 1))
        raise ZeroDivisionError

    @guard.post(blueprint, "/meja/contoh/setengah", "case.note")
    def fail_within() -> Response:
        with desk.store.deciding("system", desk.now) as work:
            work.record("test.done", ("test", 1))
            work.session.flush()
            raise ZeroDivisionError

    desk.app.register_blueprint(blueprint)
    return done


def _services(desk: Desk) -> Services:
    environment = {"CEKTAUTAN_VAR_DIR": str(desk.service.var), "CEKTAUTAN_DESK": "on"}
    return make_services(desk.app, from_environment(environment), desk.service.clock, None)


@pytest.fixture
def rina(desk: Desk, done: list[str]) -> Person:
    return desk.person("rina", "moderator")


def test_a_form_counts_once_and_says_so(rina: Person, done: list[str]) -> None:
    data = {"csrf_token": rina.form_token(), "alasan": "sekali"}
    assert rina.post("/meja/contoh/3/catat", data).location == "/meja/contoh/3"
    again = rina.post("/meja/contoh/3/catat", data)
    assert again.status_code == 409
    assert "Sudah dikirim" in again.text
    assert 'href="/meja/contoh/3"' in again.text, "the way back to the page of the form"
    assert done == ["sekali"]


def test_two_presses_at_once_do_it_once(desk: Desk, rina: Person, done: list[str]) -> None:
    data = {"csrf_token": rina.form_token(), "alasan": "sekali"}
    clients = [desk.app.test_client() for _ in range(4)]
    codes: list[int] = []

    def press(client: FlaskClient) -> None:
        client.set_cookie("meja_sesi", rina.token, path="/meja")
        codes.append(client.post("/meja/contoh/3/catat", data=data, headers=rina.headers).status_code)

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(codes) == [303, 409, 409, 409]
    assert done == ["sekali"]


def test_a_form_that_was_refused_may_be_sent_again(rina: Person, done: list[str]) -> None:
    token = rina.form_token()
    assert rina.post("/meja/contoh/3/catat", {"csrf_token": token}).status_code == 422
    assert rina.post("/meja/contoh/3/catat", {"csrf_token": token, "alasan": "kini"}).status_code == 303
    assert done == ["kini"]


def test_a_form_that_is_too_large_leads_back_to_its_page(rina: Person, done: list[str]) -> None:
    answer = rina.post("/meja/contoh/3/catat", {"csrf_token": rina.form_token(), "alasan": "a" * 9_000_000})
    assert answer.status_code == 413
    assert f'data-account="{rina.id}"' in answer.text
    assert "Berkas terlalu besar. Belum ada yang disimpan." in answer.text
    assert 'href="/meja/contoh/3"' in answer.text
    assert done == []


def test_a_form_whose_view_crashed_may_be_sent_again(desk: Desk, rina: Person) -> None:
    token = rina.form_token()
    for path in ("/meja/contoh/gagal", "/meja/contoh/gagal", "/meja/contoh/setengah", "/meja/contoh/setengah"):
        assert rina.post(path, {"csrf_token": token}).status_code == 500
    with desk.store.reading() as session:
        assert session.query(SpentForm).count() == 0


def test_a_heartbeat_may_be_sent_again_and_again(rina: Person, done: list[str]) -> None:
    data = {"csrf_token": rina.form_token()}
    assert [rina.post("/meja/contoh/3/detak", data).status_code for _ in range(3)] == [204, 204, 204]
    assert done == ["3", "3", "3"]


def test_a_revoked_session_keeps_what_was_typed(desk: Desk, rina: Person, done: list[str]) -> None:
    sessions.revoke(desk.store, OPERATOR, rina.id, [rina.session_id], desk.now)
    ended = rina.post("/meja/contoh/3/catat", TYPED)
    assert ended.status_code == 401
    assert "Sesi Anda sudah berakhir" in ended.text
    assert "<script>alert" not in ended.text
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; \u202etxt" in ended.text
    assert "rahasia" not in ended.text
    assert 'action="/meja/contoh/3/catat"' in ended.text
    assert done == []

    # Signed in again, the kept form is asked about once more and then counts.
    again = desk.signed_in(rina.id)
    asked = again.post("/meja/contoh/3/catat", {**TYPED, "csrf_token": "of the session before"})
    assert asked.status_code == 403
    fresh = re.search(r'name="csrf_token" value="([^"]+)"', asked.text)
    assert fresh is not None
    assert again.post("/meja/contoh/3/catat", {**TYPED, "csrf_token": fresh[1]}).status_code == 303
    assert done == [TYPED["alasan"]]


def test_the_desks_own_program_is_led_to_sign_in_and_back_to_the_page_of_the_form(desk: Desk, rina: Person) -> None:
    sessions.revoke(desk.store, OPERATOR, rina.id, [rina.session_id], desk.now)
    rina.headers = {**rina.headers, "Sec-Fetch-Mode": "cors"}
    ended = rina.post("/meja/contoh/3/catat", TYPED)
    assert (ended.status_code, ended.location) == (303, "/meja/masuk?kembali=%2Fmeja%2Fcontoh%2F3")


def test_a_session_ends_after_a_shift_without_use(desk: Desk, rina: Person) -> None:
    desk.service.clock.move(sessions.IDLE_SECONDS - 1)
    assert rina.get("/meja/contoh/3").status_code == 200
    desk.service.clock.move(sessions.IDLE_SECONDS)
    assert rina.get("/meja/contoh/3").status_code == 303


def test_a_session_ends_after_a_week_of_use(desk: Desk, rina: Person) -> None:
    for _ in range(sessions.IDLE_SECONDS // 2, sessions.LONGEST_SECONDS, sessions.IDLE_SECONDS // 2):
        desk.service.clock.move(sessions.IDLE_SECONDS // 2)
        assert rina.get("/meja/contoh/3").status_code == 200
    desk.service.clock.move(sessions.IDLE_SECONDS // 2)
    assert rina.get("/meja/contoh/3").status_code == 303


def test_being_seen_is_noted_now_and_then_and_is_no_event(desk: Desk, rina: Person) -> None:
    head = desk.store.head()
    for seconds in (1, sessions.NOTE_EVERY):
        desk.service.clock.move(seconds)
        rina.get("/meja/contoh/3")
    with desk.store.reading() as session:
        assert session.get_one(LoginSession, rina.session_id).seen_at == desk.now
    assert desk.store.head() == head


def test_a_role_that_was_withdrawn_counts_at_once(desk: Desk, rina: Person) -> None:
    assert rina.get("/meja/contoh/3").status_code == 200
    with desk.store.deciding("operator", desk.now) as work:
        account = work.session.get_one(Account, rina.id)
        account.roles.clear()
        work.record("role.withdrawn", ("account", rina.id))
    refused = rina.get("/meja/contoh/3")
    assert refused.status_code == 403
    assert "pelapor, moderator, penyetuju, pemutus keberatan, auditor" in refused.text


def test_a_link_from_another_site_asks_once_more_by_itself(desk: Desk, rina: Person) -> None:
    from_chat = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    stranger = desk.app.test_client().get("/meja/contoh/3", headers=from_chat)
    assert stranger.status_code == 200
    assert '<meta http-equiv="refresh" content="0">' in stranger.text
    assert rina.client.get("/meja/contoh/3", headers=from_chat).text == "3"


def test_an_account_that_asks_too_often_has_to_wait(tmp_path: Path) -> None:
    desk = Desk(tmp_path, CEKTAUTAN_LIMIT_DESK="2 per minute")
    rina, budi = desk.person("rina", "moderator"), desk.person("budi", "moderator")
    assert [rina.get("/meja/akun").status_code for _ in range(3)] == [200, 200, 429]
    assert budi.get("/meja/akun").status_code == 200, "another account of the same network"


def test_a_form_that_comes_too_soon_keeps_what_was_typed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, CEKTAUTAN_LIMIT_DESK="1 per minute")
    rina = desk.person("rina", "moderator")
    assert rina.get("/meja/akun").status_code == 200
    answer = rina.post("/meja/kasus/1/pesan", {**TYPED, "csrf_token": rina.form_token()})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert f'data-account="{rina.id}"' in answer.text, "a page of the desk"
    assert "Belum ada yang disimpan. Coba kirim lagi 1 menit lagi." in answer.text
    assert "Dua baris" in answer.text
    assert "rahasia sekali" not in answer.text
    rina.headers = {"Origin": "https://lain.example", "Sec-Fetch-Site": "cross-site"}
    foreign = rina.post("/meja/kasus/1/pesan", TYPED)
    assert foreign.status_code == 429
    assert "Dua baris" not in foreign.text, "one press must not send what another site made"


def test_a_database_that_does_not_answer_is_told_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    desk = Desk(tmp_path, DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    client = desk.app.test_client()
    client.set_cookie("meja_sesi", "x" * 43, path="/meja")
    page = client.get("/meja/akun")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    sent = client.post("/meja/orang/1/peran", data={"alasan": "panjang sekali"})
    assert sent.status_code == 503
    assert "panjang sekali" in sent.text
    assert client.get("/cara-kerja").status_code == 200, "readers notice nothing"


def test_an_act_that_nobody_declared_cannot_be_asked_for(desk: Desk) -> None:
    guard = Guard(_services(desk), desk.store, desk.secrets, desk.roles, DeskPages())
    with pytest.raises(ValueError, match="no act is called queue"):
        guard.get(Blueprint("slip", __name__), "/meja/x", "queue")


def test_no_event_is_written_by_looking(desk: Desk, rina: Person) -> None:
    with desk.store.reading() as session:
        before = session.query(Event).count()
    rina.get("/meja/contoh/3")
    rina.get("/meja/akun")
    with desk.store.reading() as session:
        assert session.query(Event).count() == before
