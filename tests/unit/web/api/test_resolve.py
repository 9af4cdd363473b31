"""`POST /v1/resolve`: where a short link leads, or in words why that cannot be told; and nothing is kept of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from flask.testing import FlaskClient
from pytest_httpserver import HTTPServer
from tests.support.far import Authority, World
from tests.support.service import HOAX, Service
from werkzeug import Request, Response

from cektautan.outbound.shortlinks import REASONS
from cektautan.web.models.checking import ResolveAnswer
from cektautan.web.models.errors import ProblemDetails
from cektautan.web.problems import KINDS

LINK = "https://bit.ly/Rahasia9"
LEADS_TO = f"{HOAX}&t=9"


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HTTPServer, Authority]]:
    authority = Authority(tmp_path_factory.mktemp("authority"))
    with HTTPServer(host="127.0.0.1", ssl_context=authority.server("bit.ly"), threaded=True) as server:
        yield server, authority


@pytest.fixture
def world(service: Service, far: tuple[HTTPServer, Authority]) -> World:
    server, authority = far
    server.clear()
    made = World.make(authority, server.port, ["bit.ly"])
    service.hops = made.client
    return made


@pytest.fixture
def bitly(world: World, far: tuple[HTTPServer, Authority]) -> HTTPServer:
    far[0].expect_request("/Rahasia9").respond_with_response(Response(status=301, headers={"Location": LEADS_TO}))
    return far[0]


def ask(client: FlaskClient, url: object = LINK) -> Response:
    return client.post("/v1/resolve", json={"url": url})


def test_the_address_behind_a_short_link_is_answered(service: Service, bitly: HTTPServer) -> None:
    answer = ask(service.client())
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert ResolveAnswer.model_validate(answer.json) == ResolveAnswer(url=LEADS_TO, hops=1)


def test_what_is_answered_can_be_checked(service: Service, bitly: HTTPServer) -> None:
    client = service.client()
    assert client.get("/v1/check", query_string={"url": LINK}).json["state"] == "unresolved"
    found = ask(client).json["url"]
    assert client.get("/v1/check", query_string={"url": found}).json["state"] == "listed"


@pytest.mark.parametrize("url", [HOAX, "https://contoh.com/", "https://10.0.0.1/", "https://www.facebook.com/"])
def test_any_other_address_is_refused_and_nobody_is_asked(service: Service, world: World, url: str) -> None:
    answer = ask(service.client(), url)
    assert (answer.status_code, answer.json["reason"]) == (422, "not_a_short_link")
    assert answer.json["type"].endswith("#problem-not-a-short-link")
    assert world.names.asked == []


def test_an_address_that_cannot_be_judged_is_refused_in_the_same_words_as_a_check(
    service: Service, world: World
) -> None:
    client = service.client()
    refused, checked = ask(client, "mailto:a@b.example"), client.get("/v1/check?url=mailto:a@b.example")
    assert (refused.status_code, refused.json) == (checked.status_code, checked.json)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Response("Masuk dulu", 200), "no_redirect"),
        (Response("", 404), "gone"),
        (Response(status=302, headers={"Location": "javascript:alert(1)"}), "bad_target"),
        (Response(status=302, headers={"Location": LINK}), "no_redirect"),
    ],
)
def test_a_link_that_cannot_be_resolved_is_a_problem_with_a_reason(
    service: Service, world: World, far: tuple[HTTPServer, Authority], answer: Response, reason: str
) -> None:
    far[0].expect_request("/Rahasia9").respond_with_response(answer)
    found = ask(service.client())
    assert (found.status_code, found.json["field"], found.json["reason"]) == (422, "url", reason)
    assert found.json["detail"] == REASONS[reason]
    ProblemDetails.model_validate(found.json)


def test_every_reason_is_documented() -> None:
    for reason in REASONS:
        assert f"`{reason}`" in KINDS["cannot-resolve"].means


@pytest.mark.parametrize(
    ("body", "field", "reason"),
    [
        (b"{", "body", "not_json"),
        (b'"https://bit.ly/x"', "body", "not_an_object"),
        (b"{}", "url", "not_a_text"),
        (b'{"url": ["https://bit.ly/x"]}', "url", "not_a_text"),
        (b'{"url": "https://bit.ly/x", "urls": []}', "body", "unknown_field"),
    ],
)
def test_a_wrong_body_is_refused_and_the_field_named(client: FlaskClient, body: bytes, field: str, reason: str) -> None:
    answer = client.post("/v1/resolve", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["field"], answer.json["reason"]) == (422, field, reason)


def test_a_body_of_another_kind_and_parameters_are_refused(client: FlaskClient) -> None:
    assert client.post("/v1/resolve", data={"url": LINK}).status_code == 415
    assert client.post("/v1/resolve?url=x", json={"url": LINK}).json["field"] == "query"
    assert client.get("/v1/resolve", query_string={"url": LINK}).status_code == 405


def test_it_has_a_limit_of_its_own(service: Service, bitly: HTTPServer) -> None:
    service.settings |= {"CEKTAUTAN_LIMIT_RESOLVE": "2 per minute", "CEKTAUTAN_LIMIT_CHECK": "2 per minute"}
    client = service.client()
    assert ask(client).headers["RateLimit"] == '"resolve";r=1;t=60'
    # A refusal costs as much and says so, or the limit would be no limit of what is tried.
    assert ask(client, HOAX).headers["RateLimit"] == '"resolve";r=0;t=60'
    refused = ask(client)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert len(bitly.log) == 1
    assert client.get("/v1/check", query_string={"url": HOAX}).status_code == 200


def test_it_can_be_switched_off(service: Service, world: World) -> None:
    service.settings["CEKTAUTAN_RESOLVE"] = "off"
    answer = ask(service.client())
    assert (answer.status_code, answer.json["title"]) == (404, "Not offered here")
    assert world.names.asked == []


def test_far_hosts_never_take_all_threads(service: Service, world: World, far: tuple[HTTPServer, Authority]) -> None:
    arrived, go_on = Event(), Event()

    def wait(_request: Request) -> Response:
        arrived.set()
        go_on.wait(10)
        return Response(status=302, headers={"Location": LEADS_TO})

    far[0].expect_request("/Rahasia9").respond_with_handler(wait)
    service.settings["CEKTAUTAN_THREADS"] = "2"
    app = service.app()
    slow = Thread(target=lambda: ask(app.test_client()))
    slow.start()
    try:
        assert arrived.wait(10)
        busy = ask(app.test_client())
        assert (busy.status_code, busy.headers["Retry-After"], busy.json["title"]) == (503, "2", "Busy")
    finally:
        go_on.set()
        slow.join()
    assert ask(app.test_client()).status_code == 200


Use = Callable[[], FlaskClient]


@pytest.fixture
def used(service: Service, bitly: HTTPServer) -> Use:
    def use() -> FlaskClient:
        client = service.client()
        options = {"environ_base": {"REMOTE_ADDR": "203.0.113.77"}, "headers": {"User-Agent": "PembacaUji/1.0"}}
        for url in (LINK, "https://bit.ly/LainRahasia9", "https://s.id/Rahasia9", "https://contoh.com/Rahasia9"):
            client.post("/v1/resolve", json={"url": url}, **options)
        return client

    return use


TRACES = ("Rahasia9", "bit.ly", "s.id", "GPdzHkn5M6M", "203.0.113.77", "PembacaUji")


def test_outcomes_are_counted_and_nothing_else(used: Use) -> None:
    metrics = used().get("/metrics").text
    for outcome in ("resolved", "no_redirect", "unreachable", "refused"):
        assert f'cektautan_resolves_total{{outcome="{outcome}"}} 1.0' in metrics
    assert not [trace for trace in TRACES if trace in metrics]


def test_nothing_is_logged_or_written(
    service: Service, used: Use, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    def files() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in service.var.rglob("*") if path.is_file()}

    service.client()
    before = files()
    with caplog.at_level(logging.DEBUG):
        used()
    assert files() == before
    own = "".join(record.getMessage() for record in caplog.records if record.name != "werkzeug")
    written = own + "".join(capfd.readouterr())
    assert not [trace for trace in TRACES if trace in written]


def test_nothing_is_remembered(service: Service, bitly: HTTPServer) -> None:
    client = service.client()
    for _ in range(2):
        assert ask(client).status_code == 200
    assert len(bitly.log) == 2


def test_the_far_host_learns_nothing_of_the_reader(service: Service, used: Use, bitly: HTTPServer) -> None:
    used()
    for request, _ in bitly.log:
        assert set(dict(request.headers)) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert request.remote_addr == "127.0.0.1"
