"""nginx with the shipped configuration, before two far servers: what it passes on, whom it asks and what it keeps."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from pytest_httpserver import HTTPServer
from tests.conftest import ROOT
from tests.support.processes import free_port, until
from werkzeug import Request, Response

CONFIGURATION = (ROOT / "deploy/nginx.conf").read_text("utf-8")
ASKED = "https://youtu.be/Rahasia0001"


def put(text: str, what: str, by: str) -> str:
    """Replace what stands there for sure."""
    assert what in text, what
    return text.replace(what, by)


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
    port = free_port()
    with HTTPServer() as one, HTTPServer() as two:
        text = CONFIGURATION
        for name, node in (("node-1:8000", one), ("node-2:8000", two)):
            text = put(text, name, f"127.0.0.1:{node.port}")
        text = put(text, "listen 8080", f"listen 127.0.0.1:{port}")
        text = put(text, "/run/nginx.pid", str(tmp_path / "nginx.pid"))
        text = put(text, "/dev/stderr", str(tmp_path / "error.log"))
        text = put(text, "/var/cache/nginx/files", str(tmp_path / "files"))
        # Where this machine's user may not write.
        temporary = "".join(f"{kind}_temp_path {tmp_path / kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
        text = put(text, "/var/cache/nginx/bodies", str(tmp_path / "bodies"))
        text = put(text, "access_log off;", f"access_log off; {temporary}")
        file = tmp_path / "nginx.conf"
        # The folders of a test are root's alone, where root runs it.
        user = "user root;" if os.geteuid() == 0 else ""
        file.write_text(f"daemon off; {user}\n{text}", "utf-8")
        subprocess.run(["/usr/sbin/nginx", "-t", "-q", "-p", tmp_path, "-c", file], check=True)
        process = subprocess.Popen(["/usr/sbin/nginx", "-p", tmp_path, "-c", file])
        try:
            made = Proxy(f"http://127.0.0.1:{port}", tmp_path, (one, two))
            until(lambda: listens(port))
            yield made
        finally:
            process.terminate()
            process.wait(20)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


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
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "RateLimit": '"lists";r=5;t=60'}
    two.expect_request("/lists/files/ab.snap").respond_with_data(b"SNAP", headers=headers)
    answers = [proxy.get("/lists/files/ab.snap") for _ in range(6)]
    assert {(each.status_code, each.content) for each in answers} == {(200, b"SNAP")}
    assert all("RateLimit" not in each.headers for each in answers)
    assert len(two.log) == 1


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


def test_counters_are_not_handed_out(proxy: Proxy) -> None:
    for node in proxy.nodes:
        node.expect_request("/metrics").respond_with_data("cektautan_requests_total 1")
    assert proxy.get("/metrics").status_code == 404
    assert len(proxy.nodes[0].log) + len(proxy.nodes[1].log) == 0
