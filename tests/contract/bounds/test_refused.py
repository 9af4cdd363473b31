"""What is above a bound is refused by name, and before the work that it would have been."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from tests.contract.bounds.worst import JUNK, PROTOBUF, full_hashes, matches, updates
from tests.support.counting import ask

from cektautan.web.bounds import largest_bodies

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
JSON = {"content_type": "application/json"}
MOST_BODY = max(largest_bodies().values())
MOST_CALLS = 8_000
"""Of what is refused, whatever was sent. A page that says so takes most of them."""
PREFIX = base64.b64encode(bytes(4)).decode()


def matches_of(count: int) -> dict[str, Any]:
    return {"threatInfo": {"threatTypes": ["ACCURACY_TIPS"], "threatEntries": [{"url": "https://a.example/"}] * count}}


REFUSED: dict[str, tuple[str, str, dict[str, Any], int, str]] = {
    "addresses": ("POST", "/v1/check", {"json": {"urls": ["https://a.example/"] * 501}}, 422, "wrong_count"),
    "address": ("GET", "/v1/check", {"query_string": {"url": "https://a.example/" + "a" * 8_192}}, 422, "too_long"),
    "body": ("POST", "/v1/check", {"data": b" " * (MOST_BODY + 1), **JSON}, 413, "too-large"),
    "nested": ("POST", "/v1/check", {"data": b"[" * MOST_BODY, **JSON}, 422, "not_json"),
    "a number": ("POST", "/v1/check", {"data": b'{"urls":' + b"1" * 5_000_000 + b"}", **JSON}, 422, "not_json"),
    "packed": (
        "POST", "/v1/check", {"data": b"\x1f\x8b", **JSON, "headers": {"Content-Encoding": "gzip"}}, 415, "compressed",
    ),
    "lines": ("GET", "/v1/changes", {"query_string": {"limit": 10_001}}, 422, "not_a_number"),
    "waiting": ("GET", "/v1/changes", {"query_string": {"wait": 31}}, 422, "not_a_number"),
    "link": ("POST", "/v1/resolve", {"json": {"url": "a" * 65_536}}, 413, "too-large"),
    "report": ("POST", "/v1/reports", {"json": {"text": "a" * 65_536}}, 413, "too-large"),
    "ticket": ("POST", "/v1/reports/status", {"json": {"ticket": "a" * 4_096}}, 413, "too-large"),
    "words": ("GET", "/v1alpha1/claims:search", {"query_string": {"query": "a" * 501}}, 400, "letters"),
    "lists": (
        "POST", "/v4/threatListUpdates:fetch",
        {"json": {"listUpdateRequests": [{"threatType": "MALWARE"}] * 65}}, 400, "listUpdateRequests",
    ),
    "lists in bytes": (
        "POST", "/v4/threatListUpdates:fetch", {"data": updates() + b"\x1a\x00" * 100_000, **PROTOBUF}, 400,
        "listUpdateRequests",
    ),
    "lists of the body": ("POST", "/v4/threatListUpdates:fetch", {"data": b" " * 262_145, **JSON}, 413, "413"),
    "hashes": (
        "POST", "/v4/fullHashes:find", {"data": full_hashes() + full_hashes(), **PROTOBUF}, 400, "threatEntries",
    ),
    "nested for clients of others": ("POST", "/v4/threatMatches:find", {"data": b"[" * MOST_BODY, **JSON}, 400, "JSON"),
    "deep for clients of others": (
        "POST", "/v4/threatMatches:find", {"data": b'{"a":' * 900_000, **JSON}, 400, "JSON",
    ),
    "a number for clients of others": (
        "POST", "/v4/threatMatches:find", {"data": b'{"a":' + b"1" * 5_000_000 + b"}", **JSON}, 400, "JSON",
    ),
    "matches": ("POST", "/v4/threatMatches:find", {"json": matches_of(501)}, 400, "threatEntries"),
    "members": (
        "POST", "/v4/threatMatches:find", {"data": b'{"a":[' + b"0," * 20_001 + b"0]}", **JSON}, 413, "members",
    ),
    "repeated": ("POST", "/v4/threatMatches:find", {"data": matches() + matches(), **PROTOBUF}, 400, "threatEntries"),
    "names": (
        "GET", "/v5/hashLists:batchGet", {"query_string": [("names", f"x{n}") for n in range(65)]}, 400, "names",
    ),
    "prefixes": (
        "GET", "/v5/hashes:search", {"query_string": [("hashPrefixes", PREFIX)] * 1_001}, 400, "hashPrefixes",
    ),
    "parameters": ("GET", f"/v1/test-cases?{JUNK}&x=1", {}, 400, "bad-request"),
    "parameters of a page": ("GET", f"/daftar?{JUNK}&x=1", {}, 400, "bad-request"),
    "letters": ("GET", "/daftar", {"query_string": {"q": "a" * 60_000}}, 422, "200"),
    "folders": ("GET", "/" + "a/" * 30_000, {}, 404, "not-found"),
    "signs": ("POST", "/", {"data": {"text": "https://a.example/ " * 1_200}}, 422, "20"),
    "form": ("POST", "/", {"data": {"text": "a" * 300_000}}, 413, "too-large"),
    "parts": (
        "POST", "/",
        {"data": b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' * 1_001 + b"--x--",
         "content_type": "multipart/form-data; boundary=x"}, 413, "too-large",
    ),
    "shared": ("POST", "/bagikan", {"data": {"url": "a" * 300_000}}, 413, "too-large"),
    "report as a form": ("POST", "/lapor", {"data": {"text": "a" * 65_536}}, 413, "too-large"),
    "ticket as a form": ("POST", "/laporan", {"data": {"ticket": "a" * 4_096}}, 413, "too-large"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_above_a_bound_is_refused_by_name(name: str, told: Application) -> None:
    method, path, given, status, says = REFUSED[name]
    ask(told, method, path, **given)
    answer, work = ask(told, method, path, **given)
    assert (answer.status_code, says in answer.text) == (status, True), answer.text[:500]
    # An address that is too long is looked up under what covers it (docs/identity.md, section 5.1).
    assert work.lookups <= (13 if name == "address" else 0)
    assert work.statements == 0
    assert work.read <= MOST_BODY
    if name not in ("prefixes", "parameters", "parts", "matches", "lists"):
        assert work.calls < MOST_CALLS
