"""The example of each kind of problem is what the service says, and every kind has one."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from flask.testing import FlaskClient
from pytest_httpserver import HTTPServer
from tests.support.api_keys import bearer, new_key
from tests.support.far import World
from tests.support.intake import ticket
from tests.support.service import HOAX, Service
from werkzeug import Request, Response
from werkzeug.test import TestResponse

from cektautan.core.api_keys import SECRET_BYTES, key_of
from cektautan.store.transaction import Store
from cektautan.web.problems import KINDS

HOSTS = ("s.id",)
SHORT = {"url": "https://s.id/contoh"}

TICKET = {"ticket": "5ZK3Q-8M1TD-0V7PA-HX2NC-R4WYEB"}
ASKED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "bad-request": ("GET", "/v1/check?url=%00", {}),
    "not-found": ("GET", f"/lists/files/{'0' * 64}.snap", {}),
    "method-not-allowed": ("DELETE", "/v1/check", {}),
    "too-large": ("POST", "/v1/reports", {"json": {"text": "a" * 70_000}}),
    "unsupported-media-type": ("POST", "/v1/check", {"data": "urls"}),
    "invalid": ("GET", "/v1/check", {}),
    "not-judgeable": ("GET", "/v1/check?url=mailto:a@example.com", {}),
    "not-a-domain": ("GET", "/v1/domains/co.id", {}),
    "switched-off": ("POST", "/v1/resolve", {"json": {"url": "https://s.id/contoh"}}),
    "unknown-ticket": ("POST", "/v1/reports/status", {"json": TICKET}),
    "beyond-the-end": ("GET", "/v1/changes?after=999", {}),
}


def says(answer: TestResponse, slug: str) -> None:
    assert answer.status_code == KINDS[slug].status
    example = KINDS[slug].example("http://127.0.0.1:8000")
    assert answer.json == example


@pytest.fixture
def asked(desk: Service) -> FlaskClient:
    desk.settings["CEKTAUTAN_RESOLVE"] = "off"
    return desk.client()


@pytest.mark.parametrize("slug", ASKED)
def test_a_problem_is_told_as_in_its_example(asked: FlaskClient, slug: str) -> None:
    method, path, given = ASKED[slug]
    says(asked.open(path, method=method, **given), slug)


def test_so_is_that_there_is_no_list(tmp_path: Path) -> None:
    says(Service(tmp_path).client().get("/v1/check?url=https://example.com"), "no-list")


def test_and_that_a_key_lacks_a_scope(desk: Service, store: Store) -> None:
    headers = bearer(new_key(store, int(desk.clock())).text)
    says(desk.client().get("/v1/owner-addresses", headers=headers), "scope-missing")


def test_and_that_a_share_is_used_up(service: Service) -> None:
    service.settings["CEKTAUTAN_LIMIT_CHECK"] = "300 per minute"
    client = service.client()
    for _ in range(300):
        client.get("/v1/check?url=https://example.com")
    says(client.get("/v1/check?url=https://example.com"), "too-many-requests")


def test_so_is_that_a_key_is_refused(asked: FlaskClient) -> None:
    key = key_of("abcd2345", bytes(SECRET_BYTES))
    says(asked.get("/v1/check?url=https://example.com", headers={"X-API-Key": key}), "key-refused")


def test_and_a_link_that_cannot_be_resolved(service: Service, world: World, server: HTTPServer) -> None:
    service.hops = world.client
    client = service.client()
    says(client.post("/v1/resolve", json={"url": HOAX}), "not-a-short-link")
    server.expect_request("/contoh").respond_with_response(Response(status=404))
    says(client.post("/v1/resolve", json=SHORT), "cannot-resolve")


def test_and_that_too_many_links_are_being_resolved(service: Service, world: World, server: HTTPServer) -> None:
    arrived, go_on = Event(), Event()

    def wait(_request: Request) -> Response:
        arrived.set()
        go_on.wait(10)
        return Response(status=404)

    server.expect_request("/contoh").respond_with_handler(wait)
    service.hops, service.settings["CEKTAUTAN_THREADS"] = world.client, "2"
    app = service.app()
    slow = Thread(target=lambda: app.test_client().post("/v1/resolve", json=SHORT))
    slow.start()
    try:
        assert arrived.wait(10)
        says(app.test_client().post("/v1/resolve", json=SHORT), "busy")
    finally:
        go_on.set()
        slow.join()


def test_and_that_the_desk_does_not_answer(tmp_path: Path) -> None:
    away = {"CEKTAUTAN_DESK": "on", "DATABASE_URL": "postgresql://cektautan@127.0.0.1:9/nichts"}
    service = Service(tmp_path, settings=away)
    service.publish()
    report = {"ticket": ticket(), "kind": "report", "url": HOAX}
    says(service.client().post("/v1/reports", json=report), "desk-unavailable")


def test_and_a_fault_of_ours(service: Service) -> None:
    app = service.app()

    def fail() -> None:
        raise ValueError(HOAX)

    app.add_url_rule("/v1/broken", view_func=fail)
    says(app.test_client().get("/v1/broken"), "internal")


def test_every_kind_has_an_example() -> None:
    assert set(KINDS) == {
        *ASKED, "no-list", "too-many-requests", "key-refused", "not-a-short-link", "cannot-resolve", "busy",
        "desk-unavailable", "internal", "scope-missing",
    }  # fmt: skip
