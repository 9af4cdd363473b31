"""nginx with the shipped configuration, before two far servers: what it passes on, whom it asks and what it keeps."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from pytest_httpserver import HTTPServer
from tests.support.nginx import CONFIGURATION, nginx
from tests.support.processes import until
from werkzeug import Request, Response

ASKED = "https://youtu.be/Rahasia0001"


@dataclass
class Proxy:
    address: str
    folder: Path
    nodes: tuple[HTTPServer, HTTPServer]

    def get(self, path: str, **given: object) -> requests.Response:
        return requests.get(f"{self.address}{path}", timeout=10, **given)  # type: ignore[arg-type]

    def written(self) -> str:
        """Everything that it wrote, but the files of the list."""
        logs = [path for path in self.folder.rglob("*") if path.is_file() and path.name != "nginx.conf"]
        return "".join(path.read_text("utf-8", "replace") for path in logs if "files" not in path.parts)


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    with HTTPServer() as one, HTTPServer() as two, nginx(tmp_path, (one.port, two.port)) as address:
        yield Proxy(address, tmp_path, (one, two))


def seen(request: Request) -> Response:
    return Response(request.headers.get("X-Forwarded-For", ""))


def test_the_configuration_itself_is_whole() -> None:
    assert CONFIGURATION.count("{") == CONFIGURATION.count("}")
    assert re.findall(r"access_log ([^;]+);", CONFIGURATION) == ["off"]


def test_a_node_hears_the_address_of_who_asks_and_not_what_they_say(proxy: Proxy) -> None:
    for node in proxy.nodes:
        node.expect_request("/v1/check").respond_with_handler(seen)
    answer = proxy.get("/v1/check", params={"url": ASKED}, headers={"X-Forwarded-For": "203.0.113.7"})
    assert answer.text == "127.0.0.1"


def test_a_node_that_is_away_costs_no_reader_an_answer_and_nothing_is_written(proxy: Proxy) -> None:
    one, two = proxy.nodes
    two.expect_request("/v1/check").respond_with_data("ok")
    one.stop()
    assert {proxy.get("/v1/check", params={"url": ASKED}).text for _ in range(10)} == {"ok"}
    assert "Rahasia" not in proxy.written()


def test_a_file_that_one_node_does_not_have_yet_comes_from_the_other_and_is_kept(proxy: Proxy) -> None:
    one, two = proxy.nodes
    one.expect_request("/lists/files/ab.snap").respond_with_data("", status=404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "RateLimit": '"lists";r=5;t=60',
               "CekTautan-Key": "unchecked"}  # fmt: skip
    two.expect_request("/lists/files/ab.snap").respond_with_data(b"SNAP", headers=headers)
    answers = [proxy.get("/lists/files/ab.snap") for _ in range(6)]
    assert {(each.status_code, each.content) for each in answers} == {(200, b"SNAP")}
    assert not any({"RateLimit", "CekTautan-Key"} & set(each.headers) for each in answers)
    assert len(two.log) == 1


def test_the_desk_is_asked_for_as_it_was_typed_and_nginx_names_no_address_of_its_own(proxy: Proxy) -> None:
    for node in proxy.nodes:
        node.expect_request("/meja").respond_with_data("meja")
    for ask in (requests.get, requests.post):
        answer = ask(f"{proxy.address}/meja", headers={"Host": "cek.example"}, timeout=10, allow_redirects=False)
        assert (answer.status_code, answer.text) == (200, "meja")
    # The one address that nginx leads away from by itself.
    led = proxy.get("/lists/files", headers={"Host": "cek.example"}, allow_redirects=False)
    assert (led.status_code, led.headers["Location"]) == (301, "/lists/files/")


@contextmanager
def dying(port: int) -> Iterator[list[bytes]]:
    """A node that takes a request, hangs up without an answer, and so dies over each."""
    taken: list[bytes] = []
    with socket.create_server(("127.0.0.1", port)) as server:

        def die() -> None:
            while True:
                try:
                    asked, _ = server.accept()
                except OSError:
                    return
                with asked:
                    taken.append(asked.recv(1 << 16))

        threading.Thread(target=die, daemon=True).start()
        yield taken
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        ("/", {200}),
        ("/bagikan", {200}),
        ("/v1/check", {200}),
        ("/v4/threatMatches:find", {200}),
        ("/v1/reports", {200, 502}),
        ("/lapor", {200, 502}),
    ],
)
def test_questions_whose_node_dies_are_asked_of_the_other_and_forms_are_not(
    proxy: Proxy, path: str, statuses: set[int]
) -> None:
    one, two = proxy.nodes
    two.expect_request(path, method="POST").respond_with_data("ok")
    one.stop()
    with dying(one.port) as taken:
        answers = {requests.post(f"{proxy.address}{path}", data="x", timeout=10).status_code for _ in range(4)}
        until(lambda: bool(taken))
    assert answers == statuses


def test_a_form_is_never_sent_twice(proxy: Proxy) -> None:
    one, two = proxy.nodes
    for node in (one, two):
        node.expect_request("/v1/reports", method="POST").respond_with_data("", status=503)
    assert requests.post(f"{proxy.address}/v1/reports", data="x", timeout=10).status_code == 503
    assert len(one.log) + len(two.log) == 1


@pytest.mark.parametrize(("path", "status"), [("/v1/check", 413), ("/meja/impor", 200)])
def test_only_the_desk_takes_uploads(proxy: Proxy, path: str, status: int) -> None:
    for node in proxy.nodes:
        node.expect_request(path, method="POST").respond_with_data("ok")
    answer = requests.post(f"{proxy.address}{path}", data=b"x" * (7 << 20), timeout=20)
    assert answer.status_code == status
    assert len(proxy.nodes[0].log) + len(proxy.nodes[1].log) == (status == 200)


@pytest.mark.parametrize(
    "path", ["/metrics", "/metrics?x", "//metrics", "/%6detrics", "/./metrics", "/lists/../metrics", "/metrics#x"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_counters_are_not_handed_out_however_they_are_asked_for(proxy: Proxy, method: str, path: str) -> None:
    for node in proxy.nodes:
        node.expect_request(re.compile(".*")).respond_with_data("cektautan_requests_total 1")
    with socket.create_connection(("127.0.0.1", int(proxy.address.rpartition(":")[2]))) as made:
        made.sendall(f"{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        assert made.recv(1 << 16).split(b" ")[1] in (b"400", b"404")
    assert len(proxy.nodes[0].log) + len(proxy.nodes[1].log) == 0


@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        ("gzip, deflate, br", "br"), ("BR", "br"), ("br;q=0.5, gzip", "br"), ("gzip,br ; q=1", "br"),
        ("br;q=0, gzip", "gzip"), ("br; q=0.000, gzip;q=0.1", "gzip"), ("x-gzip, brotli", ""),
        ("gzip;q=0", ""), ("identity", ""), ("*", ""), ("", ""), ("deflate", ""), ("br;q=0.01", "br"),
        ("br" + " " * 8_000, "br"), ("xbr, gzipped", ""),
    ],
)  # fmt: skip
def test_what_a_client_takes_is_told_in_one_of_three_words(proxy: Proxy, accept: str, taken: str) -> None:
    for node in proxy.nodes:
        node.expect_request("/x").respond_with_handler(
            lambda request: Response(request.headers.get("Accept-Encoding", ""))
        )
    assert proxy.get("/x", headers={"Accept-Encoding": accept}).text == taken
