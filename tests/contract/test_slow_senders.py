"""What a node answers while a client sends half of many requests, or a head that has no end, and nothing more."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests
from tests.support.processes import serving, until

THREADS = 4
PATHS = ("/v1/check", "/v4/threatMatches:find", "/")
"""One that Flask answers, one that the front does, and a form."""
BODY = {"urls": ["https://a.example/"]}


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("node")
    settings = {
        "CEKTAUTAN_VAR_DIR": str(folder / "var"),
        "CEKTAUTAN_EXTENSION_DIR": str(folder / "extension"),
        "CEKTAUTAN_DESK": "off",
        "CEKTAUTAN_THREADS": str(THREADS),
    }
    with serving(settings) as (address, _):
        yield address


def connect(node: str) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", int(node.rpartition(":")[2])))
    made.settimeout(20)
    return made


def first_line(node: str, sent: bytes) -> bytes:
    with connect(node) as made:
        made.sendall(sent)
        return made.recv(4096).split(b"\r\n")[0]


def half(path: str) -> bytes:
    """The first byte of a body of 64."""
    kind = "application/x-www-form-urlencoded" if path == "/" else "application/json"
    return f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: {kind}\r\nContent-Length: 64\r\n\r\n{{".encode()


@pytest.mark.parametrize("path", PATHS)
def test_bodies_that_never_end_hold_a_part_of_the_threads_and_all_else_is_answered(node: str, path: str) -> None:
    with ExitStack() as held:
        for _ in range(THREADS * 2):
            held.enter_context(connect(node)).sendall(half(path))
        until(lambda: requests.post(f"{node}/v1/check", json=BODY, timeout=20).status_code == 503)
        refused = requests.post(f"{node}/v1/check", json=BODY, timeout=20)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
        assert refused.json()["type"].endswith("#problem-busy")
        for asked in ("/v1/check?url=https://a.example/", "/lists/manifest.json", "/daftar", "/healthz"):
            assert requests.get(f"{node}{asked}", timeout=20).status_code == 200
    # Whoever hangs up gives its place back.
    until(lambda: requests.post(f"{node}/v1/check", json=BODY, timeout=20).status_code == 200)


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        (b"X-A: " + b"a" * 300_000 + b"\r\n", b"HTTP/1.1 431 Request Header Fields Too Large"),
        (b"X-A: a\r\n" * 200, b"HTTP/1.1 431 Request Header Fields Too Large"),
        (b"X-A: " + b"a" * 60_000 + b"\r\n", b"HTTP/1.1 200 OK"),
    ],
)
def test_a_head_has_an_end(node: str, sent: bytes, line: bytes) -> None:
    assert first_line(node, b"GET /v1/check?url=https://a.example/ HTTP/1.1\r\nHost: a\r\n" + sent + b"\r\n") == line


def test_an_address_has_an_end(node: str) -> None:
    sent = b"GET /v1/check?url=" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n"
    assert first_line(node, sent) == b"HTTP/1.1 414 URI Too Long"


def test_a_body_without_a_length_ends_at_the_bound(node: str) -> None:
    part = b"%x\r\n%s\r\n" % (1 << 20, b"x" * (1 << 20))
    head = b"POST /v1/check HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    with connect(node) as made:
        made.sendall(head)
        # The node answers and hangs up; what is on its way in buffers then is a few bodies more.
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            made.sendall(part * 200)


def test_http_2_is_not_spoken(node: str) -> None:
    with connect(node) as made:
        made.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\x04\0\0\0\0\0")
        # An answer of HTTP/2 would begin with the three bytes of a length and the type of its settings.
        assert made.recv(9)[:5] in (b"", b"HTTP/")
