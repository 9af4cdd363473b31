"""What the front keeps to itself, what it hands on, and what becomes of a fault in it.

That it answers as the routes do is held by tests/contract/test_front.py.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.support.service import HOAX, Service
from werkzeug.test import create_environ, run_wsgi_app

from cektautan.web.api.check import Checking
from cektautan.web.api.lists import Lists
from cektautan.web.compat.safe_browsing.matching import Matching
from cektautan.web.front import FIND, LONGEST_FIND, Front
from cektautan.web.guards.callers import Environ
from cektautan.web.lists.negotiate import Reply
from cektautan.web.metrics import Metrics


class Broken(Checking):
    """Fails with words that hold what was asked."""

    def __init__(self) -> None:
        """It needs nothing."""

    def answer(self, url: str, environ: Environ) -> tuple[bytes, list[tuple[str, str]]]:
        """Fail."""
        raise ValueError(f"a fault about {url} of {environ['REMOTE_ADDR']}")


class BrokenMatching(Matching):
    """Fails with words that hold what was asked."""

    def __init__(self) -> None:
        """It needs nothing."""

    def answer(self, environ: Environ) -> Reply:
        """Fail."""
        raise ValueError(f"a fault about {environ['wsgi.input'].read()!r} of {environ['REMOTE_ADDR']}")


class NoLists(Lists):
    """Is never asked here."""

    def __init__(self) -> None:
        """It needs nothing."""


def _rest(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """An application that says that it was asked."""
    start_response("418 I'M A TEAPOT", [])
    return [environ["PATH_INFO"].encode()]


def test_a_fault_is_a_problem_that_names_neither_link_nor_reader(caplog: pytest.LogCaptureFixture) -> None:
    front = Front(_rest, Broken(), BrokenMatching(), NoLists(), Metrics(), "https://cek.example")
    environ = create_environ("/v1/check", query_string={"url": HOAX}, environ_base={"REMOTE_ADDR": "203.0.113.77"})
    with caplog.at_level(logging.DEBUG):
        body, status, headers = run_wsgi_app(front, environ)
    said = b"".join(body).decode()
    assert status == "500 INTERNAL SERVER ERROR"
    assert headers["Content-Type"] == "application/problem+json"
    assert "ValueError at test_front.py:" in caplog.text
    for secret in (HOAX, "GPdzHkn5M6M", "203.0.113.77", "a fault about"):
        assert secret not in caplog.text
        assert secret not in said


def test_a_fault_in_a_lookup_is_an_error_of_its_protocol(caplog: pytest.LogCaptureFixture) -> None:
    front = Front(_rest, Broken(), BrokenMatching(), NoLists(), Metrics(), "https://cek.example")
    environ = create_environ(FIND, method="POST", json={"threatInfo": {"threatEntries": [{"url": HOAX}]}})
    with caplog.at_level(logging.DEBUG):
        body, status, headers = run_wsgi_app(front, environ | {"REMOTE_ADDR": "203.0.113.77"})
    said = b"".join(body).decode()
    assert (status[:3], headers["Content-Type"]) == ("500", "application/json")
    assert json.loads(said)["error"]["status"] == "INTERNAL"
    for secret in (HOAX, "GPdzHkn5M6M", "203.0.113.77", "a fault about"):
        assert secret not in caplog.text
        assert secret not in said


@pytest.mark.parametrize(
    "changed",
    [
        {"REQUEST_METHOD": "GET"},
        {"REQUEST_METHOD": "PUT"},
        {"PATH_INFO": f"{FIND}/"},
        {"PATH_INFO": "/v4/fullHashes:find"},
        {"CONTENT_TYPE": "application/x-protobuf"},
        {"CONTENT_TYPE": "text/plain"},
        {"CONTENT_TYPE": ""},
        {"CONTENT_LENGTH": ""},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_LENGTH": "\u0661"},
        {"CONTENT_LENGTH": str(LONGEST_FIND + 1)},
        {"CONTENT_LENGTH": "9" * 5000},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"QUERY_STRING": "alt=proto"},
        {"QUERY_STRING": "$ct=application/x-protobuf"},
        {"QUERY_STRING": "key=a%00"},
        {"QUERY_STRING": "key=a&alt"},
    ],
)
def test_a_lookup_that_is_not_plainly_json_is_handed_on_unread(changed: dict[str, str]) -> None:
    front = Front(_rest, Broken(), BrokenMatching(), NoLists(), Metrics(), "https://cek.example")
    environ = create_environ(FIND, method="POST", json={}, query_string="key=k&alt=json") | changed
    _, status, _ = run_wsgi_app(front, environ)
    assert status[:3] == "418"
    assert environ["wsgi.input"].tell() == 0


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("POST", "/v1/check", ""),
        ("OPTIONS", "/v1/check", "url=a"),
        ("GET", "/v1/check", ""),
        ("GET", "/v1/check", "url=a&url=b"),
        ("GET", "/v1/check", "url=a%00"),
        ("GET", "/v1/check", "url=a\xff"),
        ("GET", "/v1/check/", "url=a"),
        ("GET", "/lists/lain.json", ""),
        ("GET", "/lists/files/lain", ""),
        ("GET", "/", ""),
    ],
)
def test_what_is_not_plainly_its_own_is_handed_on(method: str, path: str, query: str) -> None:
    front = Front(_rest, Broken(), BrokenMatching(), NoLists(), Metrics(), "https://cek.example")
    environ = create_environ(path, method=method) | {"QUERY_STRING": query}
    body, status, _ = run_wsgi_app(front, environ)
    assert (status[:3], b"".join(body)) == ("418", path.encode())


@pytest.mark.parametrize("path", ["/v1/check", "/v1/domains/contoh.com", "/", "/v1/changes"])
def test_a_query_of_bytes_that_are_no_text_is_a_bad_request(service: Service, client: FlaskClient, path: str) -> None:
    """An application that asks for the parameters would fail on them."""
    environ = create_environ(path) | {"QUERY_STRING": "url=a\xff&b=\xfe"}
    _, status, _ = run_wsgi_app(client.application.wsgi_app, environ)
    assert status[:3] == "400"


def test_a_person_who_sends_bytes_that_are_no_text_is_given_the_page_of_the_error(client: FlaskClient) -> None:
    environ = create_environ("/lists", headers={"Accept": "text/html"}) | {"QUERY_STRING": "url=a\xff"}
    body, status, headers = run_wsgi_app(client.application.wsgi_app, environ)
    assert (status[:3], headers["Content-Type"]) == ("400", "text/html; charset=utf-8")
    assert b"<h1" in b"".join(body)
