"""`POST /v1/reports` and its status: the contract with readers' programs."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from tests.support.desk import People
from tests.support.intake import CLAIM, HOAX, POLICY, list_hoax, ticket
from tests.support.service import START, Service

from cektautan.desk.cases.closing import close
from cektautan.desk.cases.to_reporters import ToReporters
from cektautan.desk.readers import tickets
from cektautan.store.models import Report
from cektautan.store.transaction import Store


@pytest.fixture
def client(desk: Service) -> FlaskClient:
    return desk.client()


def send(client: FlaskClient, **values: Any) -> Any:
    return client.post("/v1/reports", json={"ticket": ticket(), "kind": "report", "url": HOAX, **values})


def status(client: FlaskClient, number: str) -> Any:
    return client.post("/v1/reports/status", json={"ticket": number})


def test_a_report_is_filed_and_the_same_ticket_files_nothing_more(client: FlaskClient, store: Store) -> None:
    number = ticket()
    first = send(client, ticket=number, reason="hoax", text="dari grup", contact="a@b.c", lang="id")
    again = send(client, ticket=tickets.show(number).lower())
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json == {"state": "received", "filed_at": START}
    assert first.headers["Cache-Control"] == "no-store"
    with store.reading() as session:
        assert session.scalar(select(func.count(Report.id))) == 1


def test_any_origin_may_send_and_no_cookie_is_set(client: FlaskClient) -> None:
    asked = client.options("/v1/reports", headers={"Origin": "https://lain.example"})
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in asked.headers["Access-Control-Allow-Headers"].split(", ")
    answer = send(client)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers


def test_the_state_is_told_by_ticket_alone(client: FlaskClient, store: Store) -> None:
    number = ticket()
    send(client, ticket=number, kind="check", url="https://contoh.com/a")
    told = status(client, number)
    assert told.status_code == 200
    assert told.json == {"kind": "check", "state": "received", "filed_at": START}
    unknown = status(client, ticket())
    assert unknown.status_code == 404
    assert unknown.json["type"].endswith("#problem-unknown-ticket")
    assert client.get("/v1/reports/status").status_code == 405


def test_how_it_ended_is_told_with_reasons_in_both_languages_and_what_answers_it(
    client: FlaskClient, store: Store
) -> None:
    list_hoax(store, key="path:contoh.com/berita", url="https://contoh.com/berita")
    people, number, other = People(store), ticket(), ticket()
    send(client, ticket=number, kind="check", url="https://contoh.com/berita/satu")
    send(client, ticket=other, url="https://contoh.com/lain")
    close(store, POLICY, people.sari, 1, 1, "already_listed", "Sudah.", START)
    close(store, POLICY, people.sari, 2, 1, "forwarded", "Belum.", START, ToReporters(forwarded_to=("turnbackhoax",)))
    told = status(client, number).json
    check = {"publisher": "TurnBackHoax", "url": f"https://turnbackhoax.id/{CLAIM}", "rating": "SALAH",
             "date": "2026-10-14"}  # fmt: skip
    assert told == {
        "kind": "check", "state": "decided", "filed_at": START, "decided_at": START, "outcome": "already_listed",
        "reasons": {"id": "Alasan uji.", "en": "A test reason."}, "claim": CLAIM, "check": check, "level": 3,
    }  # fmt: skip
    told = status(client, other).json
    assert told["forwarded_to"] == ["TurnBackHoax"]
    assert "meneruskannya ke TurnBackHoax" in told["reasons"]["id"]
    assert "passed it on to TurnBackHoax" in told["reasons"]["en"]


def test_an_objection_is_told_with_the_time_that_it_is_owed(client: FlaskClient, store: Store) -> None:
    list_hoax(store)
    number = ticket()
    send(client, ticket=number, kind="wrong", reason="not_false")
    told = status(client, number).json
    assert told == {
        "kind": "wrong", "state": "received", "filed_at": START, "claim": CLAIM, "level": 3,
        "due": START + 86_400, "overdue": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "slug", "field", "reason"),
    [
        ({"url": "mailto:a@b.c"}, "not-judgeable", "url", "not_http"),
        ({"url": "http://192.168.1.1/admin"}, "not-judgeable", "url", "not_public"),
        ({"url": None}, "invalid", "url", "missing"),
        ({"text": "a" * 2001}, "invalid", "text", "too_long"),
        ({"ticket": "U" * 26}, "invalid", "ticket", "not_a_ticket"),
        ({"kind": "praise"}, "invalid", "kind", "unknown_value"),
        ({"kind": "check", "reason": "hoax"}, "invalid", "reason", "unknown_value"),
        ({"level": 3}, "invalid", "level", "unknown_field"),
    ],
)
def test_a_field_at_fault_is_named_and_no_address_repeated(
    client: FlaskClient, values: dict[str, Any], slug: str, field: str, reason: str
) -> None:
    refused = send(client, **values)
    assert refused.status_code == 422
    assert refused.json["type"].endswith(f"#problem-{slug}")
    assert (refused.json["field"], refused.json["reason"]) == (field, reason)
    assert "192.168" not in refused.text


@pytest.mark.parametrize("path", ["/v1/reports", "/v1/reports/status"])
@pytest.mark.parametrize(
    ("data", "mimetype", "status_code"),
    [
        ("{}", "text/plain", 415),
        ("[]", "application/json", 422),
        ("{", "application/json", 422),
        ("{}", "application/json", 422),
        ('{"x": "' + "a" * 70_000 + '"}', "application/json", 413),
    ],
)
def test_a_body_that_is_none_is_refused(
    client: FlaskClient, path: str, data: str, mimetype: str, status_code: int
) -> None:
    assert client.post(path, data=data, content_type=mimetype).status_code == status_code


def test_a_network_may_send_twenty_an_hour_and_come_back(desk: Service) -> None:
    client = desk.client()
    assert [send(client).status_code for _ in range(21)] == [201] * 20 + [429]
    refused = send(client)
    assert int(refused.headers["Retry-After"]) <= 3600
    desk.clock.move(3600)
    assert send(client).status_code == 201


def test_what_is_refused_costs_nothing_of_the_share(desk: Service) -> None:
    client = desk.client()
    for _ in range(30):
        assert send(client, url="mailto:a@b.c").status_code == 422
    assert send(client).status_code == 201


def test_asking_has_a_limit_of_its_own(desk: Service) -> None:
    client = desk.client()
    number = ticket()
    assert [status(client, number).status_code for _ in range(61)] == [404] * 60 + [429]
    assert send(client).status_code == 201


def test_without_a_desk_nobody_would_read_it(service: Service) -> None:
    refused = send(service.client())
    assert refused.status_code == 404
    assert refused.json["type"].endswith("#problem-switched-off")


def test_nothing_of_a_report_is_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    number = ticket()
    send(client, ticket=number, text="rahasia")
    status(client, number)
    for secret in ("GPdzHkn5M6M", number, "rahasia", "127.0.0.1"):
        assert secret not in caplog.text


def test_while_the_database_is_away_it_says_so_and_files_nothing(tmp_path: Path) -> None:
    away = "postgresql://cektautan@127.0.0.1:9/nichts"
    service = Service(tmp_path, settings={"CEKTAUTAN_DESK": "on", "DATABASE_URL": away})
    service.publish()
    client = service.client()
    for refused in (send(client), status(client, ticket()), client.get("/v1/changes")):
        assert refused.status_code == 503
        assert refused.json["type"].endswith("#problem-desk-unavailable")
        assert refused.headers["Retry-After"] == "60"
    assert client.get("/v1/check", query_string={"url": HOAX}).status_code == 200
