"""A remote client: what it sends, how patient it is, and that its errors name what failed and never the address."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cektautan.client import (
    ChainError,
    Client,
    LimitedError,
    NotADomainError,
    ProblemError,
    RemoteClient,
    State,
    UnreachableError,
    Verdict,
)
from cektautan.client.calling import Server
from cektautan.client.changes import read_changes
from cektautan.core.chain import START, link_hash

SECRET = "https://contoh.com/rahasia?pasien=7"
UNKNOWN: dict[str, Any] = {
    "url": SECRET, "key": "url:contoh.com/rahasia?pasien=7", "kind": "url", "surface": "page", "comment": False,
    "state": "unknown", "verdict": "unknown", "level": None, "match_kind": None,
}  # fmt: skip
ENVELOPE = {"snapshot": {"seq": 7, "created": 5, "age": 2}, "stale": False, "licence": "CC-BY-4.0"}


def answers(request: Request) -> Response:
    """Answer a batch as a server does that has nothing on record."""
    urls = orjson.loads(request.data)["urls"]
    return Response(json.dumps({"results": [UNKNOWN] * len(urls), **ENVELOPE}), content_type="application/json")


def problem(status: int, slug: str, **headers: str) -> Response:
    told = {"type": f"https://cek.example/docs#problem-{slug}", "title": "Judul", "status": status, "detail": "Rinci.",
            "field": "urls", "reason": "alasan"}  # fmt: skip
    return Response(json.dumps(told), status, headers, content_type="application/problem+json")


@pytest.fixture
def client(httpserver: HTTPServer) -> Iterator[RemoteClient]:
    with Client.remote(httpserver.url_for("/"), "ct_uji", timeout=5, patience=2) as made:
        yield made


def test_an_address_travels_in_the_body_alone_with_the_key(httpserver: HTTPServer, client: RemoteClient) -> None:
    httpserver.expect_request("/v1/check", method="POST").respond_with_handler(answers)
    answer = client.check(SECRET)
    assert (answer.state, answer.verdict, answer.level, answer.listing) == (State.UNKNOWN, Verdict.UNKNOWN, None, None)
    assert (answer.publication.seq, answer.publication.created, answer.stale) == (7, 5, False)
    ((request, _),) = httpserver.log
    assert request.query_string == b""
    assert orjson.loads(request.data) == {"urls": [SECRET]}
    assert request.headers["Authorization"] == "Bearer ct_uji"


def test_without_a_key_nothing_of_this_computer_is_sent(
    httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text(f"machine {httpserver.host} login saya password rahasia\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    httpserver.expect_request("/v1/check").respond_with_handler(answers)
    Client.remote(httpserver.url_for("/")).check(SECRET)
    ((request, _),) = httpserver.log
    assert "Authorization" not in request.headers
    assert "Cookie" not in request.headers


def test_many_addresses_go_by_five_hundred_and_come_back_in_order(httpserver: HTTPServer, client: RemoteClient) -> None:
    def echo(request: Request) -> Response:
        urls = orjson.loads(request.data)["urls"]
        results = [{**UNKNOWN, "url": url} for url in urls]
        return Response(json.dumps({"results": results, **ENVELOPE}), content_type="application/json")

    httpserver.expect_request("/v1/check").respond_with_handler(echo)
    urls = [f"https://contoh.com/{number}" for number in range(1_234)]
    assert [answer.url for answer in client.check_all(iter(urls))] == urls
    assert [len(orjson.loads(request.data)["urls"]) for request, _ in httpserver.log] == [500, 500, 234]
    assert client.check_all([]) == []


def test_it_waits_as_long_as_the_server_says_and_asks_again(httpserver: HTTPServer) -> None:
    httpserver.expect_ordered_request("/v1/x").respond_with_response(
        problem(429, "too-many-requests", **{"Retry-After": "7"})
    )
    httpserver.expect_ordered_request("/v1/x").respond_with_response(problem(503, "no-list", **{"Retry-After": "5"}))
    httpserver.expect_ordered_request("/v1/x").respond_with_data("jadi")
    waited: list[float] = []
    server = Server(httpserver.url_for("/"), timeout=5, patience=12, sleep=waited.append)
    assert server.ask("/v1/x", 10).body == b"jadi"
    assert waited == [7, 5]


def test_beyond_its_patience_it_says_when_to_ask_again(httpserver: HTTPServer, client: RemoteClient) -> None:
    httpserver.expect_request("/v1/check").respond_with_response(
        problem(429, "too-many-requests", **{"Retry-After": "60"})
    )
    with pytest.raises(LimitedError) as caught:
        client.check(SECRET)
    assert (caught.value.retry_after, caught.value.slug, caught.value.status) == (60, "too-many-requests", 429)
    assert len(httpserver.log) == 1


def test_a_problem_is_told_with_all_that_the_server_says_of_it(httpserver: HTTPServer, client: RemoteClient) -> None:
    httpserver.expect_request("/v1/check").respond_with_response(problem(422, "invalid"))
    with pytest.raises(ProblemError) as caught:
        client.check(SECRET)
    error = caught.value
    assert (error.place, error.status, error.slug, error.title) == ("/v1/check", 422, "invalid", "Judul")
    assert (error.detail, error.field, error.reason, error.retry_after) == ("Rinci.", "urls", "alasan", None)


@pytest.mark.parametrize(
    "response",
    [
        Response("<html>", 502),
        Response("[1]", 500, content_type="application/problem+json"),
        Response("{", 500, content_type="application/problem+json"),
        Response("", 302, {"Location": "https://lain.example/"}),
        Response("bukan JSON"),
        Response("{}"),
        Response(json.dumps({"results": [], **ENVELOPE})),
        Response(json.dumps({"results": [{**UNKNOWN, "state": "safe"}], **ENVELOPE})),
        Response(json.dumps({"results": [{**UNKNOWN, "verdict": "harmless"}], **ENVELOPE})),
        Response(json.dumps([ENVELOPE])),
    ],
)
def test_what_is_no_answer_is_an_error_and_no_error_repeats_the_address(
    httpserver: HTTPServer, client: RemoteClient, response: Response
) -> None:
    httpserver.expect_request("/v1/check").respond_with_response(response)
    with pytest.raises((ProblemError, UnreachableError)) as caught:
        client.check(SECRET)
    assert "/v1/check" in str(caught.value)
    assert "rahasia" not in "".join(traceback.format_exception(caught.value))


def test_a_server_that_is_not_there_is_asked_three_times_and_named_without_the_address() -> None:
    waited: list[float] = []
    server = Server("http://127.0.0.1:9", timeout=1, patience=60, sleep=waited.append)
    with pytest.raises(UnreachableError, match=r"^/v1/domains: ConnectionError$"):
        server.ask("/v1/domains/rahasia.example", 10, place="/v1/domains")
    assert waited == [0.5, 2]


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a?b", "a#b", "a\\b"])
def test_what_would_ask_for_something_else_is_no_domain(
    httpserver: HTTPServer, client: RemoteClient, name: str
) -> None:
    with pytest.raises(NotADomainError, match="bad_host"):
        client.domain(name)
    assert httpserver.log == []


@pytest.mark.parametrize(
    "address", ["", "cek.example", "ftp://cek.example", "https://a:b@cek.example", "https://cek.example/?a"]
)
def test_what_is_no_address_of_a_server_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="a server is named as"):
        Client.remote(address)


def test_no_cookie_is_kept(httpserver: HTTPServer, client: RemoteClient) -> None:
    def marking(request: Request) -> Response:
        response = answers(request)
        response.set_cookie("tanda", "1")
        return response

    httpserver.expect_request("/v1/check").respond_with_handler(marking)
    client.check(SECRET)
    client.check(SECRET)
    assert ["Cookie" in request.headers for request, _ in httpserver.log] == [False, False]


def chain(count: int) -> list[bytes]:
    """Return the lines of a chain."""
    before, lines = START, []
    for seq in range(1, count + 1):
        link = {"body": json.dumps({"op": "list", "listing": seq}), "event_seq": seq, "prev_hash": before, "seq": seq}
        before = link_hash(link)
        lines.append(orjson.dumps({**link, "hash": before}) + b"\n")
    return lines


def serve_chain(httpserver: HTTPServer, lines: list[bytes], page: int) -> None:
    def answer(request: Request) -> Response:
        after = int(request.args["after"])
        headers = {"Link": '</v1/changes>; rel="next"'} if after + page < len(lines) else {}
        return Response(b"".join(lines[after : after + page]), headers=headers, content_type="application/x-ndjson")

    httpserver.expect_request("/v1/changes").respond_with_handler(answer)


def test_the_chain_is_read_page_by_page_and_from_any_line_on(httpserver: HTTPServer, client: RemoteClient) -> None:
    serve_chain(httpserver, chain(7), 3)
    whole = list(client.changes())
    assert [(change.seq, change.op, change.body["listing"]) for change in whole] == [
        (n, "list", n) for n in range(1, 8)
    ]
    assert list(client.changes(after=5, prev_hash=whole[4].hash)) == whole[5:]
    assert list(client.changes(after=7, prev_hash=whole[6].hash)) == []


def test_with_wait_it_goes_on_until_no_line_has_come(httpserver: HTTPServer, client: RemoteClient) -> None:
    lines, turns = chain(3), iter([2, 3, 3])

    def answer(request: Request) -> Response:
        assert request.args["wait"] == "25"
        return Response(b"".join(lines[int(request.args["after"]) : next(turns)]), content_type="application/x-ndjson")

    httpserver.expect_request("/v1/changes").respond_with_handler(answer)
    assert [change.seq for change in client.changes(wait=25)] == [1, 2, 3]
    assert len(httpserver.log) == 3


def empty(retry: int | None) -> Response:
    headers = {} if retry is None else {"Retry-After": str(retry)}
    return Response(b"", headers=headers, content_type="application/x-ndjson")


def test_where_there_is_no_place_to_wait_it_waits_by_itself_and_asks_again(httpserver: HTTPServer) -> None:
    (line,) = chain(1)
    replies = iter([empty(5), Response(line, content_type="application/x-ndjson"), empty(None)])
    httpserver.expect_request("/v1/changes").respond_with_handler(lambda _request: next(replies))
    paused: list[float] = []
    server = Server(httpserver.url_for("/"), timeout=5, patience=0, sleep=paused.append)
    assert [change.seq for change in read_changes(server, 0, None, 25)] == [1]
    assert paused == [5]


def test_where_there_is_no_place_to_wait_it_ends_when_the_time_is_over(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/changes").respond_with_response(empty(5))
    paused: list[float] = []
    server = Server(httpserver.url_for("/"), timeout=5, patience=0, sleep=paused.append)
    assert list(read_changes(server, 0, None, 3)) == []
    assert len(httpserver.log) == 1
    # What was left of the three seconds: whoever calls it in a circle does not ask more often for it.
    ((pause,),) = (paused,)
    assert 0 < pause <= 3


@pytest.mark.parametrize(
    ("damage", "seq", "why"),
    [
        (lambda lines: [*lines[:2], lines[2].replace(b"list", b"kept"), *lines[3:]], 3, "it was changed"),
        (lambda lines: [*lines[:2], *lines[3:]], 3, "it is missing"),
        (lambda lines: [*lines[:2], b"{}\n", *lines[3:]], 3, "no line of the chain"),
        (lambda lines: [*lines[:2], *chain(5)[2:]], None, ""),
    ],
)
def test_a_line_that_is_not_what_it_was_ends_the_reading(
    httpserver: HTTPServer, client: RemoteClient, damage: Any, seq: int | None, why: str
) -> None:
    serve_chain(httpserver, damage(chain(5)), 10)
    changes = client.changes()
    if seq is None:
        assert [change.seq for change in changes] == [1, 2, 3, 4, 5]
        return
    assert [next(changes).seq for _ in range(seq - 1)] == list(range(1, seq))
    with pytest.raises(ChainError, match=why) as caught:
        next(changes)
    assert caught.value.seq == seq


def test_another_chain_does_not_go_on_from_the_line_that_one_has(httpserver: HTTPServer, client: RemoteClient) -> None:
    serve_chain(httpserver, chain(5), 10)
    with pytest.raises(ChainError, match="does not follow"):
        next(client.changes(after=2, prev_hash="0" * 64))
