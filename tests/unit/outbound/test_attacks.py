"""The table of attacks on the client of far hosts: what each tries, and by which error it ends. `-s` prints it.

Every attack runs against a real server on loopback that would answer; what is not refused would be seen to arrive.
"""

from __future__ import annotations

import gzip
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ssl import SSLSocket

import brotli
import pytest
from tests.support.far import OTHER_PUBLIC, PUBLIC, Authority, RawServer, World

from cektautan.outbound.errors import BadAnswer, NotAllowed, OutboundError, TooManyHops, TooMuch, TooSlow, Unreachable

HOST, INSIDE = "jahat.example", "dalam.example"
START = f"https://{HOST}/"
OK = b"HTTP/1.1 200 OK\r\n"
MOST = 100_000


def redirect(location: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


def body(data: bytes, *fields: str) -> bytes:
    return (
        OK + "".join(f"{each}\r\n" for each in fields).encode() + f"Content-Length: {len(data)}\r\n\r\n".encode() + data
    )


def pour(head: bytes, piece: bytes, pause: float = 0.0) -> Callable[[SSLSocket], None]:
    def answer(connection: SSLSocket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            time.sleep(pause)

    return answer


def bomb() -> bytes:
    """Ten kilobytes of gzip that unpack to ten megabytes."""
    return gzip.compress(bytes(10_000_000))


@dataclass(frozen=True)
class Attack:
    """One row."""

    name: str
    ends: type[OutboundError]
    url: str = START
    leads: tuple[tuple[str, ...], ...] = ((PUBLIC,),)
    """What the host's name leads to, one answer after another."""
    inside: tuple[str, ...] = ("10.0.0.5",)
    """What the name leads to that a redirect may point at."""
    answer: bytes | Callable[[SSLSocket], None] = OK + b"Content-Length: 6\r\n\r\nsampai"
    connections: int = 1
    """How many connections to a public address it gets."""


def to(kind: str, *addresses: str) -> list[Attack]:
    return [
        Attack(f"name -> {kind} {each}", NotAllowed, leads=((each,),), connections=0) for each in addresses
    ]  # fmt: skip


def asks(*urls: str) -> list[Attack]:
    return [Attack(f"address {each}", NotAllowed, url=each, connections=0) for each in urls]


def sends_to(*locations: str) -> list[Attack]:
    return [Attack(f"redirect -> {each}", NotAllowed, answer=redirect(each)) for each in locations]


ATTACKS = [
    *to("loopback", "127.0.0.1", "127.8.8.8", "::1"),
    *to("private", "10.0.0.1", "172.16.0.1", "192.168.1.1", "fd12:3456::1"),
    *to("link-local", "169.254.0.1", "fe80::1", "fe80::1%eth0"),
    *to("metadata", "169.254.169.254", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254"),
    *to("CGNAT", "100.64.0.1"),
    *to("multicast", "224.0.0.1", "ff02::1"),
    *to("reserved", "0.0.0.0", "240.0.0.1", "255.255.255.255", "4000::1"),
    *to("IPv4-mapped", "::ffff:127.0.0.1", "::ffff:8.8.8.8"),
    *to("IPv4-compatible", "::7f00:1"),
    *to("NAT64", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::7f00:1"),
    *to("6to4", "2002:7f00:1::1", "2002:a00:1::1"),
    *to("Teredo", "2001:0:7f00:1::1"),
    Attack("name -> public and private", NotAllowed, leads=((PUBLIC, "192.168.0.1"),), connections=0),
    Attack("name -> private and public", NotAllowed, leads=(("::1", OTHER_PUBLIC),), connections=0),
    Attack("name -> nothing", NotAllowed, leads=((),), connections=0),
    Attack("rebinding between two hops", NotAllowed, leads=((PUBLIC,), ("127.0.0.1",)), answer=redirect("/lagi")),
    *asks("file:///etc/passwd", "ftp://jahat.example/", "gopher://jahat.example/", "data:text/html,x"),
    *asks("https://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://017700000001/", "http://[::1]/"),
    *asks("http://[::ffff:169.254.169.254]/latest/", "https://93.184.215.14/", "http://127.0.0.1\\@jahat.example/"),
    *asks("https://jahat.example:22/", "http://jahat.example:6379/", "https://a:b@jahat.example/"),
    *asks("https://jahat.example@127.0.0.1/", "", "jahat.example"),
    *sends_to("http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "//[::1]/", "file:///etc/passwd"),
    *sends_to("https://jahat.example:8443/", f"https://{INSIDE}/", "javascript:alert(1)"),
    Attack("redirect -> itself", TooManyHops, answer=redirect("/")),
    Attack("two Locations", BadAnswer, answer=b"HTTP/1.1 302 F\r\nLocation: /a\r\nLocation: /b\r\n\r\n"),
    Attack("gzip bomb", TooMuch, answer=body(bomb(), "Content-Encoding: gzip")),
    Attack("brotli bomb", TooMuch, answer=body(brotli.compress(bytes(100_000_000)), "Content-Encoding: br")),
    Attack("gzip in gzip", BadAnswer, answer=body(gzip.compress(bomb()), "Content-Encoding: gzip, gzip")),
    Attack("endless empty gzip", TooMuch, answer=pour(OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 99)),
    Attack("deflate unasked", BadAnswer, answer=body(zlib.compress(b"x"), "Content-Encoding: deflate")),
    Attack("gzip cut off", BadAnswer, answer=body(gzip.compress(b"abc" * 99)[:-9], "Content-Encoding: gzip")),
    Attack("body without end", TooMuch, answer=pour(OK + b"\r\n", b"a" * 65536)),
    Attack("chunks without end", TooMuch, answer=pour(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n" * 99)),
    Attack("one chunk of petabytes", TooMuch,
           answer=pour(OK + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffff\r\n", b"a" * 9999)),
    Attack("trailers without end", TooMuch,
           answer=pour(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-A: b\r\n" * 99)),
    Attack("a length of gigabytes", TooMuch, answer=OK + b"Content-Length: 4000000000\r\n\r\n"),
    Attack("less than the length says", BadAnswer, answer=OK + b"Content-Length: 99\r\n\r\nabc"),
    Attack("head without end", BadAnswer, answer=pour(OK, b"X-A: " + b"b" * 1000 + b"\r\n")),
    Attack("notices without end", BadAnswer, answer=pour(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n")),
    Attack("a line without end", BadAnswer, answer=pour(OK + b"X-A: ", b"b" * 9999)),
    Attack("a hundred thousand fields", BadAnswer, answer=OK + b"A: b\r\n" * 100_000 + b"\r\n"),
    Attack("no HTTP", BadAnswer, answer=b"SSH-2.0-OpenSSH_9.2\r\n"),
    Attack("silence", TooSlow, answer=lambda connection: connection.recv(1)),
    Attack("a drip in the head", TooSlow, answer=pour(OK, b"X-A: b\r\n", 0.05)),
    Attack("a drip in the body", TooSlow, answer=pour(OK + b"\r\n", b"a", 0.05)),
    Attack("a certificate of another name", Unreachable, url=f"https://{INSIDE}/", inside=(PUBLIC,)),
]  # fmt: skip


@pytest.fixture(scope="module")
def table() -> Iterator[list[tuple[str, str]]]:
    rows: list[tuple[str, str]] = []
    yield rows
    sys.stdout.write(f"\n\n{len(rows)} attacks on the client of far hosts\n")
    for name, ended in rows:
        sys.stdout.write(f"  {name:<62} {ended}\n")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_each_attack_is_refused(authority: Authority, table: list[tuple[str, str]], attack: Attack) -> None:
    answer = attack.answer
    send = answer if callable(answer) else lambda connection: connection.sendall(answer)
    server = RawServer(authority.server(HOST), send)
    world = World.make(authority, server.port, [HOST])
    world.names.known[HOST] = list(attack.leads)
    world.names.known[INSIDE] = [attack.inside]
    try:
        with pytest.raises(OutboundError) as ended:
            world.fetch(attack.url, seconds=1.0 if attack.ends is TooSlow else 20.0, most_bytes=MOST)
    finally:
        server.close()
    assert type(ended.value) is attack.ends
    assert str(ended.value) == ""
    assert [address for address, _ in world.connector.wanted] == [PUBLIC] * attack.connections
    table.append((attack.name, type(ended.value).__name__))
