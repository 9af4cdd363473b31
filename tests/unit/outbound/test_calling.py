"""Calls of interfaces: what is posted reaches the one host that it was meant for, over https, and nobody else."""

from __future__ import annotations

import gzip
import logging
from ssl import SSLSocket

import pytest
from pytest_httpserver import HTTPServer
from tests.support.far import AGENT, Authority, RawServer, Unhurried, World
from werkzeug import Request, Response

from cektautan.outbound.calling import MOST_SENT
from cektautan.outbound.errors import BadAnswer, NotAllowed, TooMuch, TooSoon, Unreachable
from cektautan.outbound.protocol import Call, Fetched

HOST, OTHER = "antarmuka.example", "lain.example"
HOSTS = (HOST, OTHER)
PLACE = f"https://{HOST}/api/"
FORM = "application/x-www-form-urlencoded"
KEY = "kunci-rahasia-123"


def call(world: World, asked: Call, most_bytes: int = 100_000, seconds: float = 5.0, *, paced: bool = False) -> Fetched:
    return world.client.call(asked, accept="application/json", most_bytes=most_bytes, seconds=seconds, paced=paced)


def test_a_body_is_posted_once_with_its_length_and_kind(server: HTTPServer, world: World) -> None:
    seen: list[tuple[str, bytes, dict[str, str]]] = []

    def answer(request: Request) -> Response:
        seen.append((request.method, request.get_data(), dict(request.headers)))
        return Response(gzip.compress(b'{"rows": []}'), headers={"Content-Encoding": "gzip"})

    server.expect_request("/api/").respond_with_handler(answer)
    found = call(world, Call(PLACE, b"key=satu&limit=2", FORM, {"X-Signature": "t=1,v=a"}))
    assert (found.status, found.body, found.address) == (200, b'{"rows": []}', PLACE)
    assert seen == [("POST", b"key=satu&limit=2", {
        "Host": HOST, "User-Agent": AGENT, "Accept": "application/json", "Accept-Encoding": "gzip, br",
        "Connection": "close", "Content-Length": "16", "Content-Type": FORM, "X-Signature": "t=1,v=a",
    })]  # fmt: skip


def test_without_a_body_it_is_a_get_with_its_fields(server: HTTPServer, world: World) -> None:
    server.expect_request("/api/", "GET", headers={"X-Key": KEY}).respond_with_json({})
    assert call(world, Call(PLACE, fields={"X-Key": KEY})).body == b"{}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_nobody_follows_it(server: HTTPServer, world: World, status: int) -> None:
    away = Response("pindah", status, {"Location": f"https://{OTHER}/ambil"})
    server.expect_request("/api/").respond_with_response(away)
    found = call(world, Call(PLACE, b"key=satu", FORM, {"X-Key": KEY}))
    assert (found.status, found.address, found.hops) == (status, PLACE, ())
    assert [request.host for request, _ in server.log] == [HOST]


@pytest.mark.parametrize(
    "address",
    [
        f"http://{HOST}/api/",
        "https://127.0.0.1/api/",
        f"https://a:b@{HOST}/",
        f"https://{HOST}:8443/",
        "ftp://x.example/",
    ],
)
def test_nothing_is_sent_where_nothing_may_be_sent(world: World, address: str) -> None:
    with pytest.raises(NotAllowed):
        call(world, Call(address, b"key=satu", FORM))
    assert world.connector.wanted == []


@pytest.mark.parametrize("private", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_that_leads_to_a_private_address_is_told_nothing(
    authority: Authority, server: HTTPServer, private: str
) -> None:
    world = World.make(authority, server.port, [])
    world.names.known[HOST] = [[private]]
    with pytest.raises(NotAllowed):
        call(world, Call(PLACE, b"key=satu", FORM))
    assert world.connector.wanted == []


def test_a_host_that_cannot_prove_its_name_is_sent_nothing(authority: Authority) -> None:
    got: list[bytes] = []
    server = RawServer(authority.server(OTHER), lambda connection: got.append(connection.recv(100)))
    try:
        world = World.make(authority, server.port, [HOST])
        with pytest.raises(Unreachable):
            call(world, Call(PLACE, b"key=satu", FORM))
    finally:
        server.close()
    assert got == []


@pytest.mark.parametrize(
    "asked",
    [
        Call(PLACE, b"x" * (MOST_SENT + 1), FORM),
        Call(PLACE, b"x"),
        Call(PLACE, fields={"X-Key": "a\r\nHost: lain.example"}),
        Call(PLACE, fields={"X-Key": "k\u00fcnci"}),
        Call(PLACE, fields={"X-Key": ""}),
        Call(PLACE, fields={"X Key": "a"}),
        Call(PLACE, fields={"Content-Length": "0"}),
        Call(PLACE, fields={"cookie": "a=b"}),
        Call(PLACE, fields={"Transfer-Encoding": "chunked"}),
    ],
)
def test_what_a_caller_may_not_send_is_a_fault_that_repeats_no_value(world: World, asked: Call) -> None:
    with pytest.raises(ValueError, match=r"of a call|without a media type") as refused:
        call(world, asked)
    assert not any(value in str(refused.value) for value in asked.fields.values() if len(value) > 1)
    assert world.connector.wanted == []


def test_an_answer_is_bounded_like_any_other(server: HTTPServer, world: World) -> None:
    server.expect_request("/api/").respond_with_data(gzip.compress(b"a" * 1000), headers={"Content-Encoding": "gzip"})
    with pytest.raises(TooMuch):
        call(world, Call(PLACE, b"a=b", FORM), most_bytes=999)
    assert call(world, Call(PLACE, b"a=b", FORM), most_bytes=1000).body == b"a" * 1000


def test_a_host_that_hangs_up_instead_of_answering_is_not_asked_again(authority: Authority) -> None:
    asked: list[int] = []

    def answer(_connection: SSLSocket) -> None:
        asked.append(1)

    server = RawServer(authority.server(HOST), answer)
    try:
        with pytest.raises(BadAnswer):
            call(World.make(authority, server.port, [HOST]), Call(PLACE, b"a=b", FORM))
    finally:
        server.close()
    assert asked == [1]


def test_a_pace_is_kept_where_it_is_asked_for(authority: Authority, server: HTTPServer) -> None:
    server.expect_request("/api/").respond_with_json({})
    time = Unhurried()
    world = World.make(authority, server.port, [HOST], time.pace())
    for _ in range(3):
        call(world, Call(PLACE, b"a=b", FORM), paced=True)
    call(world, Call(PLACE, b"a=b", FORM))
    assert time.waited == [2.0, 2.0]
    with pytest.raises(TooSoon):
        call(world, Call(PLACE, b"a=b", FORM), seconds=1.0, paced=True)


def test_what_was_sent_is_shown_nowhere(server: HTTPServer, world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.expect_request("/api/").respond_with_data("tidak", 403)
    asked = Call(PLACE, f"key={KEY}".encode(), FORM, {"X-Key": KEY})
    found = call(world, asked)
    world.names.known.clear()
    with pytest.raises(Unreachable) as failed:
        call(world, asked)
    assert KEY not in f"{asked!r}{found!r}{failed.value!r}{caplog.text}"
