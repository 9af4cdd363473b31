"""One request to a far host: to the address that was checked, for the name that was meant, for as long as allowed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from ssl import SSLSocket

import pytest
from pytest_httpserver import HTTPServer
from tests.support.far import AGENT, OTHER_PUBLIC, PUBLIC, Authority, RawServer, World
from werkzeug import Request, Response

from cektautan.outbound.errors import BadAnswer, NotAllowed, TooSlow, Unreachable
from cektautan.outbound.protocol import Hop
from cektautan.outbound.session import public_authorities

HOST = "s.id"
HOSTS = (HOST,)
LINK = f"https://{HOST}/contoh"


Raw = Callable[..., World]


@pytest.fixture
def raw(authority: Authority) -> Iterator[Raw]:
    started: list[RawServer] = []

    def make(answer: Callable[[SSLSocket], None] | bytes) -> World:
        whole = answer
        send = whole if callable(whole) else lambda connection: connection.sendall(whole)
        started.append(RawServer(authority.server(HOST), send))
        return World.make(authority, started[-1].port, [HOST])

    yield make
    for each in started:
        each.close()


def redirect(location: str, status: int = 302) -> Response:
    return Response(status=status, headers={"Location": location})


def test_the_head_of_the_answer_is_returned_and_not_followed(server: HTTPServer, world: World) -> None:
    server.expect_request("/contoh").respond_with_response(redirect("https://kabar.example/berita"))
    assert world.ask(LINK) == Hop(302, "https://kabar.example/berita")
    assert len(server.log) == 1


def test_the_request_says_who_asks_and_carries_nothing_else(server: HTTPServer, world: World) -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        return Response("x", headers={"Set-Cookie": "pelacak=1"})

    server.expect_request("/contoh").respond_with_handler(answer)
    for _ in range(2):
        assert world.ask(f"{LINK}?a=1#bagian") == Hop(200, None)
    for request in seen:
        assert dict(request.headers) == {
            "Host": HOST, "User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close",
        }  # fmt: skip
        assert (request.method, request.query_string) == ("GET", b"a=1")


def test_the_environments_proxy_is_not_asked(server: HTTPServer, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.expect_request("/contoh").respond_with_response(redirect("https://kabar.example/"))
    assert world.ask(LINK).location == "https://kabar.example/"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://s.id/x", "http://s.id:443/x", "https://s.id:8443/x", "https://a:b@s.id/x", "https://a@s.id/x",
        "https://93.184.215.14/", "https://2130706433/", "https://[2606:4700::1111]/", "file:///etc/passwd",
        "s.id/x", "",
    ],
)  # fmt: skip
def test_only_names_on_the_port_of_the_web_are_asked(world: World, url: str) -> None:
    with pytest.raises(NotAllowed):
        world.ask(url)
    assert (world.names.asked, world.connector.wanted) == ([], [])


@pytest.mark.parametrize(
    "answer",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::ffff:127.0.0.1"],
        [PUBLIC, "192.168.0.1"],
        ["::1", PUBLIC],
        [],
    ],
)
def test_a_name_that_leads_to_a_closed_address_is_not_contacted(world: World, answer: list[str]) -> None:
    world.names.known[HOST] = [answer]
    with pytest.raises(NotAllowed):
        world.ask(LINK)
    assert world.connector.wanted == []


def test_a_name_that_changes_its_mind_gains_nothing(server: HTTPServer, world: World) -> None:
    server.expect_request("/contoh").respond_with_response(redirect("https://kabar.example/"))
    world.names.known[HOST] = [[PUBLIC], ["127.0.0.1"]]
    world.ask(LINK)
    assert (world.names.asked, world.connector.wanted) == ([HOST], [(PUBLIC, 443)])
    with pytest.raises(NotAllowed):
        world.ask(LINK)
    assert world.connector.wanted == [(PUBLIC, 443)]


def test_the_next_address_is_tried_where_one_is_dead(server: HTTPServer, world: World) -> None:
    server.expect_request("/contoh").respond_with_response(redirect("https://kabar.example/"))
    world.names.known[HOST] = [[OTHER_PUBLIC, PUBLIC]]
    world.connector.dead = {OTHER_PUBLIC}
    assert world.ask(LINK).status == 302
    assert [address for address, _ in world.connector.wanted] == [OTHER_PUBLIC, PUBLIC]


def test_nobody_at_any_address_is_unreachable(world: World) -> None:
    world.connector.dead = {PUBLIC}
    with pytest.raises(Unreachable):
        world.ask(LINK)


def test_an_unknown_name_is_unreachable(world: World) -> None:
    world.names.known.clear()
    with pytest.raises(Unreachable):
        world.ask(LINK)


def test_a_host_that_cannot_prove_its_name_is_unreachable(server: HTTPServer, world: World) -> None:
    world.names.known["bit.ly"] = [[PUBLIC]]
    with pytest.raises(Unreachable):
        world.ask("https://bit.ly/contoh")
    assert server.log == []


def test_a_certificate_of_an_authority_that_nobody_knows_is_unreachable(server: HTTPServer, world: World) -> None:
    world.client._tls = public_authorities()
    with pytest.raises(Unreachable):
        world.ask(LINK)
    assert server.log == []


def test_a_host_that_speaks_no_tls_is_unreachable(httpserver: HTTPServer, authority: Authority) -> None:
    with pytest.raises(Unreachable):
        World.make(authority, httpserver.port, [HOST]).ask(LINK)


def test_a_host_that_says_nothing_is_too_slow(raw: Raw) -> None:
    with pytest.raises(TooSlow):
        raw(lambda connection: connection.recv(1)).ask(LINK, 0.3)


def test_a_host_that_drips_is_too_slow(raw: Raw) -> None:
    def drip(connection: SSLSocket) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\n")
        while True:
            connection.sendall(b"X-A: b\r\n")
            time.sleep(0.05)

    with pytest.raises(TooSlow):
        raw(drip).ask(LINK, 0.4)


def test_a_head_without_end_is_cut_off(raw: Raw) -> None:
    def pour(connection: SSLSocket) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\n")
        while True:
            connection.sendall(b"X-A: " + b"b" * 1000 + b"\r\n")

    with pytest.raises(BadAnswer):
        raw(pour).ask(LINK)


def test_a_field_larger_than_the_limit_is_refused(server: HTTPServer, world: World) -> None:
    server.expect_request("/contoh").respond_with_response(redirect("https://kabar.example/" + "a" * 40_000))
    with pytest.raises(BadAnswer):
        world.ask(LINK)


def test_the_body_is_not_read(raw: Raw) -> None:
    sent: list[int] = []

    def pour(connection: SSLSocket) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 1000000000\r\n\r\n")
        while True:
            sent.append(connection.send(b"a" * 65536))

    assert raw(pour).ask(LINK) == Hop(302, "/x")
    assert sum(sent) < 32_000_000


@pytest.mark.parametrize(
    "data",
    [
        b"", b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/2 302\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 302 Found\r\nLoc",
        b"<html>\r\n\r\n", b"HTTP/1.1 302 F\r\nLocation: /a\r\nLocation: /b\r\n\r\n",
        b"HTTP/1.1 302 F\r\n" + b"A: b\r\n" * 200 + b"\r\n",
    ],
)  # fmt: skip
def test_what_is_no_answer_is_a_bad_one(raw: Raw, data: bytes) -> None:
    with pytest.raises(BadAnswer):
        raw(data).ask(LINK)


@pytest.mark.parametrize(
    ("data", "hop"),
    [
        (b"HTTP/1.0 301\r\nlocation:/x\r\n\r\n", Hop(301, "/x")),
        (b"HTTP/1.1 307 Temporary Redirect\nLocation: /x\n\n", Hop(307, "/x")),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", Hop(302, "/x")),
        (b"HTTP/1.1 302 F\r\nLocation: /a\r\nLocation: /a\r\n\r\n", Hop(302, "/a")),
        (b"HTTP/1.1 302 F\r\nLocation: /caf\xc3\xa9\r\n\r\n", Hop(302, "/caf%C3%A9")),
        (b"HTTP/1.1 404 Not Found\r\n\r\nbody", Hop(404, None)),
    ],
)
def test_every_way_to_write_an_answer_is_read(raw: Raw, data: bytes, hop: Hop) -> None:
    assert raw(data).ask(LINK) == hop


def test_the_authorities_are_the_public_ones_and_the_name_is_checked() -> None:
    context = public_authorities()
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"
    assert len(context.get_ca_certs()) > 100
