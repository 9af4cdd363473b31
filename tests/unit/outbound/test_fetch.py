"""What an address gives: redirects told, bodies unpacked and bounded, news asked for, nothing of us given away."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Sequence
from ssl import SSLSocket

import brotli
import pytest
from pytest_httpserver import HTTPServer
from tests.support.far import AGENT, PUBLIC, Authority, Names, RawServer, World
from werkzeug import Request, Response

from cektautan.outbound.client import MOST_REDIRECTS
from cektautan.outbound.errors import BadAnswer, TooManyHops, TooMuch, TooSlow, Unreachable

HOST, OTHER = "kabar.example", "cek.example"
HOSTS = (HOST, OTHER)
PAGE = f"https://{HOST}/berita"


def leads(server: HTTPServer, path: str, location: str, status: int = 302) -> None:
    server.expect_request(path).respond_with_response(Response("lihat", status, {"Location": location}))


def test_a_body_comes_with_what_the_head_says_of_it(server: HTTPServer, world: World) -> None:
    head = {"ETag": 'W/"a1"', "Last-Modified": "Wed, 14 Oct 2026 18:00:00 GMT"}
    server.expect_request("/berita").respond_with_data(b"\xff\xfe", 200, head, "Text/HTML; Charset=UTF-16")
    found = world.fetch(PAGE)
    assert (found.status, found.address, found.hops, found.body) == (200, PAGE, (), b"\xff\xfe")
    assert (found.media_type, found.charset) == ("text/html", "utf-16")
    assert (found.etag, found.modified, found.not_modified) == (head["ETag"], head["Last-Modified"], False)
    assert ("ETag", 'W/"a1"') in found.answers[0].fields


def test_a_page_without_tls_is_fetched_too(httpserver: HTTPServer, authority: Authority) -> None:
    httpserver.expect_request("/rss").respond_with_data("<rss/>")
    world = World.make(authority, httpserver.port, [HOST])
    assert world.fetch(f"http://{HOST}/rss#isi").body == b"<rss/>"
    assert world.connector.wanted == [(PUBLIC, 80)]
    assert httpserver.log[0][0].host == HOST


def test_any_status_is_an_answer(server: HTTPServer, world: World) -> None:
    server.expect_request("/berita").respond_with_data("sudah tidak ada", 410)
    found = world.fetch(PAGE)
    assert (found.status, found.body) == (410, b"sudah tidak ada")


def test_the_request_says_who_asks_and_nothing_of_where_it_comes_from(server: HTTPServer, world: World) -> None:
    seen: list[dict[str, str]] = []

    def answer(request: Request) -> Response:
        seen.append(dict(request.headers))
        return Response(status=302, headers={"Location": f"https://{OTHER}/b", "Set-Cookie": "pelacak=1; Path=/"})

    server.expect_request("/berita").respond_with_handler(answer)
    server.expect_request("/b").respond_with_handler(lambda request: seen.append(dict(request.headers)) or Response())
    world.fetch(PAGE, accept="text/html")
    common = {"User-Agent": AGENT, "Accept": "text/html", "Accept-Encoding": "gzip, br", "Connection": "close"}
    assert seen == [{"Host": HOST, **common}, {"Host": OTHER, **common}]


def test_redirects_are_followed_and_told(server: HTTPServer, world: World) -> None:
    leads(server, "/berita", "/b?x=1#atas", 301)
    leads(server, "/b", f"https://{OTHER}/c", 307)
    server.expect_request("/c").respond_with_data("isi")
    found = world.fetch(PAGE)
    assert found.hops == (PAGE, f"https://{HOST}/b?x=1")
    assert (found.address, found.body) == (f"https://{OTHER}/c", b"isi")
    assert [each.status for each in found.answers] == [301, 307, 200]
    assert world.names.asked == [HOST, HOST, OTHER]


def test_the_body_of_a_redirect_is_not_read(authority: Authority) -> None:
    def pour(connection: SSLSocket) -> None:
        connection.sendall(b"HTTP/1.1 302 F\r\nLocation: /berita\r\nContent-Length: 1000000000\r\n\r\n")
        while True:
            connection.sendall(b"a" * 65536)

    server = RawServer(authority.server(HOST), pour)
    with pytest.raises(TooManyHops):
        World.make(authority, server.port, [HOST]).fetch(PAGE)
    server.close()


def test_too_many_redirects_and_circles_are_given_up(server: HTTPServer, world: World) -> None:
    for number in range(20):
        leads(server, f"/a{number}", f"/a{number + 1}")
    with pytest.raises(TooManyHops):
        world.fetch(f"https://{HOST}/a0")
    assert len(server.log) == MOST_REDIRECTS + 1
    server.clear()
    leads(server, "/x", "/y")
    leads(server, "/y", "/x")
    with pytest.raises(TooManyHops):
        world.fetch(f"https://{HOST}/x")
    assert len(server.log) == 2


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("br", brotli.compress), ("GZIP", gzip.compress),
     ("identity", bytes), ("gzip", lambda body: gzip.compress(body[:9]) + gzip.compress(body[9:]) + b"\0\0")],
)  # fmt: skip
def test_a_packed_body_is_unpacked(server: HTTPServer, world: World, encoding: str, pack: object) -> None:
    body = b"kabar bohong " * 5000
    assert callable(pack)
    server.expect_request("/berita").respond_with_data(pack(body), headers={"Content-Encoding": encoding})
    assert world.fetch(PAGE).body == body


def test_a_body_of_just_the_size_is_let_through_and_one_more_byte_is_not(server: HTTPServer, world: World) -> None:
    server.expect_request("/berita").respond_with_handler(lambda _request: Response(iter([b"a" * 500, b"b" * 500])))
    assert len(world.fetch(PAGE, most_bytes=1000).body) == 1000
    with pytest.raises(TooMuch):
        world.fetch(PAGE, most_bytes=999)


def test_who_asks_for_news_only_may_be_told_that_there_are_none(server: HTTPServer, world: World) -> None:
    def answer(request: Request) -> Response:
        same = (request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")) == ('"a1"', "kemarin")
        return Response(status=304, headers={"ETag": '"a1"'}) if same else Response("baru")

    server.expect_request("/berita").respond_with_handler(answer)
    found = world.fetch(PAGE, etag='"a1"', modified="kemarin")
    assert (found.not_modified, found.status, found.body, found.etag) == (True, 304, b"", '"a1"')
    assert world.fetch(PAGE).body == b"baru"
    assert world.fetch(PAGE, etag='"a1"\r\nX-Sisipan: 1').body == b"baru"


@pytest.mark.parametrize("to", [f"https://{OTHER}/depan", "/depan"])
def test_what_an_address_leads_to_is_neither_asked_for_news_nor_believed(
    server: HTTPServer, world: World, to: str
) -> None:
    asked: list[tuple[str | None, str | None]] = []
    leads(server, "/berita", to)

    def answer(request: Request) -> Response:
        asked.append((request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")))
        return Response(status=304) if any(asked[-1]) else Response("depan", headers={"ETag": '"a1"'})

    server.expect_request("/depan").respond_with_handler(answer)
    found = world.fetch(PAGE, etag='"a1"', modified="kemarin")
    assert asked == [(None, None)]
    assert (found.body, found.not_modified, found.etag) == (b"depan", False, "")
    server.clear()
    leads(server, "/berita", to)
    server.expect_request("/depan").respond_with_response(Response(status=304))
    with pytest.raises(BadAnswer):
        world.fetch(PAGE, etag='"a1"', modified="kemarin")


def test_not_modified_is_no_answer_to_who_did_not_ask(server: HTTPServer, world: World) -> None:
    server.expect_request("/berita").respond_with_response(Response(status=304))
    with pytest.raises(BadAnswer):
        world.fetch(PAGE)


def test_names_redirects_and_body_share_one_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    now, given = 1000.0, []

    class Slow(Names):
        def addresses(self, host: str, seconds: float) -> Sequence[str]:
            nonlocal now
            given.append(seconds)
            now += 7
            return super().addresses(host, seconds)

    world.client._resolver = Slow({HOST: [[PUBLIC]]})
    monkeypatch.setattr("cektautan.outbound.deadline.time.monotonic", lambda: now)
    with pytest.raises(TooSlow):
        world.fetch(PAGE, seconds=5)
    assert given == [5]


def test_a_host_that_writes_nonsense_brings_no_address_into_a_log(
    authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    nonsense = b"HTTP/1.1 200 OK\r\n: kosong\r\nabc\r\nContent-Length: 0\r\n\r\n"
    server = RawServer(authority.server(HOST), lambda connection: connection.sendall(nonsense))
    World.make(authority, server.port, [HOST]).fetch(f"https://{HOST}/rahasia")
    server.close()
    assert "rahasia" not in caplog.text
    assert HOST not in caplog.text


def test_no_error_holds_the_address(world: World) -> None:
    world.connector.dead = {PUBLIC}
    with pytest.raises(Unreachable) as failed:
        world.fetch(f"https://{HOST}/rahasia")
    assert str(failed.value) == ""
    assert isinstance(world.names, Names)
