"""One server, asked with bounds: when it is waited for, when not, and what is read of its refusals."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cektautan.client import LimitedError, ProblemError
from cektautan.client.calling import Server, server_address


def refusal(status: int, told: dict[str, Any] | None = None, **headers: str) -> Response:
    kind = "application/problem+json; charset=utf-8"
    return Response(json.dumps(told or {}), status, headers, content_type=kind)


def asking(httpserver: HTTPServer, waited: list[float], patience: float = 60) -> Server:
    return Server(httpserver.url_for("/"), timeout=5, patience=patience, sleep=waited.append)


def test_a_server_that_says_to_come_at_once_is_not_asked_in_a_circle(httpserver: HTTPServer) -> None:
    waited: list[float] = []
    httpserver.expect_request("/x").respond_with_response(refusal(503, **{"Retry-After": "0"}))
    with pytest.raises(ProblemError) as caught:
        asking(httpserver, waited, patience=2).ask("/x", 10)
    assert (waited, caught.value.retry_after) == ([0.5] * 4, 0)


@pytest.mark.parametrize("status", [400, 404, 500, 502])
def test_only_a_limit_and_a_pause_of_the_server_are_waited_for(httpserver: HTTPServer, status: int) -> None:
    waited: list[float] = []
    httpserver.expect_request("/x").respond_with_response(refusal(status, **{"Retry-After": "1"}))
    with pytest.raises(ProblemError) as caught:
        asking(httpserver, waited).ask("/x", 10)
    assert (waited, caught.value.retry_after, len(httpserver.log)) == ([], 1, 1)


@pytest.mark.parametrize("after", ["", "-1", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_time_that_is_no_number_of_seconds_is_not_waited_for(httpserver: HTTPServer, after: str) -> None:
    waited: list[float] = []
    httpserver.expect_request("/x").respond_with_response(refusal(429, **{"Retry-After": after}))
    with pytest.raises(LimitedError) as caught:
        asking(httpserver, waited).ask("/x", 10)
    assert (waited, caught.value.retry_after) == ([], None)


def test_only_a_limit_is_called_one(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_response(refusal(503))
    with pytest.raises(ProblemError) as caught:
        asking(httpserver, []).ask("/x", 10)
    assert type(caught.value) is ProblemError


def test_a_refusal_is_read_whatever_its_letters_and_only_what_is_a_text_in_it(httpserver: HTTPServer) -> None:
    told = {"type": "https://cek.example/docs#problem-invalid", "title": 7, "detail": ["x"], "field": "urls"}
    httpserver.expect_request("/x").respond_with_response(refusal(422, told))
    with pytest.raises(ProblemError) as caught:
        asking(httpserver, []).ask("/x", 10)
    error = caught.value
    assert (error.slug, error.title, error.detail, error.field, error.reason) == ("invalid", "", "", "urls", None)


def test_what_does_not_call_itself_a_problem_is_not_read_as_one(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_json({"title": "Judul", "type": "x#problem-invalid"}, 422)
    with pytest.raises(ProblemError) as caught:
        asking(httpserver, []).ask("/x", 10)
    assert (caught.value.slug, caught.value.title) == ("", "")


def test_one_byte_more_than_the_most_is_read_and_no_further(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data(b"a" * 100)
    server = asking(httpserver, [])
    assert [len(server.ask("/x", cap).body) for cap in (98, 99, 100, 101)] == [99, 100, 100, 100]


def test_what_is_known_already_is_named_and_answered_without_a_body(httpserver: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        return Response(status=304) if request.headers.get("If-None-Match") == '"a"' else Response("isi")

    httpserver.expect_request("/x").respond_with_handler(answer)
    server = asking(httpserver, [])
    assert [(reply.status, reply.body) for reply in (server.ask("/x", 9), server.ask("/x", 9, known='"a"'))] == [
        (200, b"isi"),
        (304, b""),
    ]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://cek.example", "https://cek.example"),
        ("HTTPS://Cek.Example:443//", "https://cek.example"),
        ("http://cek.example:8000/folder/", "http://cek.example:8000/folder"),
    ],
)
def test_a_server_is_named_in_one_way(text: str, address: str) -> None:
    assert server_address(text) == address


@pytest.mark.parametrize("text", ["https://a@cek.example", "https://:b@cek.example", "https://cek.example/#a"])
def test_a_user_a_password_or_a_fragment_is_no_part_of_a_server(text: str) -> None:
    with pytest.raises(ValueError, match="without user, query and fragment"):
        server_address(text)
