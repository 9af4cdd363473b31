"""`cektautan resolve` answers one JSON line for each link, with every hop, and says by its code whether all lead on."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from tests.support.far import Authority, World
from werkzeug import Response

from cektautan.commands import resolve

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HTTPServer, Authority]]:
    authority = Authority(tmp_path_factory.mktemp("authority"))
    names = authority.server("s.id", "bit.ly")
    with HTTPServer(host="127.0.0.1", ssl_context=names, threaded=True) as server:
        yield server, authority


@pytest.fixture
def server(far: tuple[HTTPServer, Authority], monkeypatch: pytest.MonkeyPatch) -> HTTPServer:
    server, authority = far
    server.clear()
    world = World.make(authority, server.port, ["s.id", "bit.ly"])
    monkeypatch.setattr(resolve, "far_client", lambda _settings: world.client)
    return server


def leads(server: HTTPServer, path: str, location: str) -> None:
    server.expect_request(path).respond_with_response(Response(status=302, headers={"Location": location}))


def run(capfdbinary: pytest.CaptureFixture[bytes], *words: str) -> tuple[int, list[dict[str, object]]]:
    parser = argparse.ArgumentParser()
    resolve.configure(parser)
    code = resolve.run(parser.parse_args(words))
    return code, [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]


def test_every_hop_is_told_with_its_key(server: HTTPServer, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    leads(server, "/satu", "https://bit.ly/dua")
    leads(server, "/dua", "https://youtu.be/GPdzHkn5M6M?si=x")
    code, answers = run(capfdbinary, "http://s.id/satu?x=1")
    assert code == 0
    assert answers == [
        {
            "url": "http://s.id/satu?x=1",
            "hops": [
                {"url": "https://s.id/satu", "key": "content:short:s.id/satu"},
                {"url": "https://bit.ly/dua", "key": "content:short:bit.ly/dua"},
            ],
            "leads_to": {"url": "https://youtu.be/GPdzHkn5M6M?si=x", "key": "content:youtube:GPdzHkn5M6M"},
        }
    ]


def test_what_leads_nowhere_is_a_line_with_the_reason_and_the_rest_is_answered(
    server: HTTPServer, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    server.expect_request("/hilang").respond_with_data("", 404)
    leads(server, "/satu", "https://kabar.example/")
    code, answers = run(capfdbinary, "https://s.id/hilang", "https://kabar.example/", "mailto:a@b.example",
                        "https://s.id/satu")  # fmt: skip
    assert code == 3
    assert [each.get("error") for each in answers] == ["gone", "not_a_short_link", "not_http", None]
    assert all(each["detail"] for each in answers[:3])


def test_bad_rules_are_one_line_and_a_failure(tmp_path: Path) -> None:
    env = {"CEKTAUTAN_RULES_DIR": str(tmp_path), "CEKTAUTAN_VAR_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "cektautan.cli", "resolve", "https://s.id/x"]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"cektautan resolve: ")
    assert done.stderr.count(b"\n") == 1
