"""The largest request of each costly route costs what docs/operations.md says at most, and a larger one is refused."""

from __future__ import annotations

import base64
import time
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.support.service import Service

MOST_SECONDS = 5.0
"""Processor time; on a machine that does nothing else they take a fraction of it."""
LONG = "https://kabar.example/" + "%2F" * 2_700
MAX_BODY = 5 * 1024 * 1024
JSON = {"content_type": "application/json"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    service = Service(Path(tmp_path_factory.mktemp("var")))
    service.publish(record={})
    return service.client()


def matches(urls: list[str]) -> dict[str, Any]:
    return {
        "client": {"clientId": "uji", "clientVersion": "1"},
        "threatInfo": {
            "threatTypes": ["SOCIAL_ENGINEERING"], "platformTypes": ["ANY_PLATFORM"], "threatEntryTypes": ["URL"],
            "threatEntries": [{"url": url} for url in urls],
        },
    }  # fmt: skip


WORST: dict[str, tuple[str, str, dict[str, Any], tuple[int, ...]]] = {
    "check": ("GET", "/v1/check", {"query_string": {"url": LONG}}, (200,)),
    "batch": ("POST", "/v1/check", {"json": {"urls": [f"{LONG}{n}" for n in range(500)]}}, (200,)),
    "batch too many": ("POST", "/v1/check", {"json": {"urls": ["https://a.example/"] * 501}}, (400, 422)),
    "body too large": ("POST", "/v1/check", {"data": b" " * (MAX_BODY + 1), **JSON}, (413,)),
    "nested": ("POST", "/v1/check", {"data": b"[" * MAX_BODY, **JSON}, (400, 422)),
    "nested for a client of others": (
        "POST", "/v4/threatMatches:find", {"data": b"[" * MAX_BODY, **JSON}, (400,),
    ),
    "packed": (
        "POST", "/v1/check",
        {"data": b"\x1f\x8b", **JSON, "headers": {"Content-Encoding": "gzip"}}, (400, 415, 422),
    ),
    "matches": ("POST", "/v4/threatMatches:find", {"json": matches([f"{LONG}{n}" for n in range(500)])}, (200,)),
    "matches too many": ("POST", "/v4/threatMatches:find", {"json": matches(["https://a.example/"] * 501)}, (400,)),
    "prefixes too many": (
        "GET", "/v5/hashes:search",
        {"query_string": [("hashPrefixes", base64.b64encode(n.to_bytes(4)).decode()) for n in range(1001)]}, (400,),
    ),
    "path": ("GET", "/" + "a/" * 30_000, {}, (404,)),
    "search": ("GET", "/daftar", {"query_string": {"q": "a" * 60_000}}, (422,)),
    "form": ("POST", "/", {"data": {"url": "https://a.example/ " * 13_000}}, (422,)),
    "form too large": ("POST", "/", {"data": {"url": "a" * 300_000}}, (413,)),
}  # fmt: skip


@pytest.mark.parametrize("name", WORST)
def test_the_worst_request_is_answered_or_refused_in_bounded_time(name: str, client: FlaskClient) -> None:
    method, path, given, expected = WORST[name]
    begun = time.process_time()
    answer = client.open(path, method=method, **given)
    took = time.process_time() - begun
    assert answer.status_code in expected, (answer.status_code, answer.data[:200])
    assert took < MOST_SECONDS
