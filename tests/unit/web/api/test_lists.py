"""`/lists/…`: the bytes that were signed, tags of one form each, and caching that never shows an old manifest."""

from __future__ import annotations

import gzip
import hashlib

import brotli
import pytest
from flask.testing import FlaskClient
from tests.support.service import Entry, Service

from cektautan.web.lists.negotiate import MOST_ACCEPTED, choose

DOCUMENTS = ["manifest.json", "manifest.json.minisig", "keys.json", "keys.json.minisig"]


def signed(service: Service, name: str) -> bytes:
    return (service.var / "public" / "current" / name).read_bytes()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_the_bytes_that_were_signed(service: Service, client: FlaskClient, name: str) -> None:
    answer = client.get(f"/lists/{name}")
    assert answer.data == signed(service, name)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_every_file_of_the_manifest_is_there_for_ever(client: FlaskClient) -> None:
    manifest = client.get("/lists/manifest.json").json
    for file in (manifest["snapshot"], manifest["rules"], *manifest["buckets"]["files"]):
        answer = client.get(f"/lists/{file['path']}")
        assert hashlib.sha256(answer.data).hexdigest() == file["sha256"]
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("accept", "encoding", "unpack"),
    [
        ("br, gzip", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, *;q=0.5", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_each_form_has_its_own_tag_and_the_same_content(
    service: Service, client: FlaskClient, accept: str, encoding: str | None, unpack: object
) -> None:
    answer = client.get("/lists/manifest.json", headers={"Accept-Encoding": accept})
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert unpack(answer.data) == signed(service, "manifest.json")
    assert not answer.headers["ETag"].startswith("W/")
    digest = hashlib.sha256(signed(service, "manifest.json")).hexdigest()
    assert answer.headers["ETag"] == (f'"{digest}-{encoding}"' if encoding else f'"{digest}"')


def test_snapshots_are_not_compressed_again(client: FlaskClient) -> None:
    path = client.get("/lists/manifest.json").json["snapshot"]["path"]
    answer = client.get(f"/lists/{path}", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers
    assert answer.content_type == "application/octet-stream"


@pytest.mark.parametrize("wanted", ["{tag}", '"x", {tag}', "W/{tag}", "*"])
def test_what_is_there_already_is_304(client: FlaskClient, wanted: str) -> None:
    headers = {"Accept-Encoding": "br"}
    tag = client.get("/lists/manifest.json", headers=headers).headers["ETag"]
    answer = client.get("/lists/manifest.json", headers={**headers, "If-None-Match": wanted.format(tag=tag)})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Content-Type" not in answer.headers


def test_the_tag_of_another_form_is_not_a_match(client: FlaskClient) -> None:
    tag = client.get("/lists/manifest.json", headers={"Accept-Encoding": "br"}).headers["ETag"]
    answer = client.get("/lists/manifest.json", headers={"If-None-Match": tag})
    assert answer.status_code == 200


def test_head_has_the_tag_and_length_of_get(client: FlaskClient) -> None:
    get, head = client.get("/lists/keys.json"), client.head("/lists/keys.json")
    assert head.data == b""
    assert head.headers["ETag"] == get.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(get.data))


def test_a_preflight_is_answered(client: FlaskClient) -> None:
    answer = client.options("/lists/manifest.json", headers={"Origin": "https://a.com"})
    assert answer.status_code == 204
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    "name", ["secret.json", "files/x.json", "files/..%2F..%2Fkeys%2Froot.key", f"files/{'0' * 64}.json", "files/"]
)
def test_nothing_else_is_there(client: FlaskClient, name: str) -> None:
    assert client.get(f"/lists/{name}").status_code == 404


def test_a_damaged_file_is_not_given_out(service: Service, client: FlaskClient) -> None:
    path = client.get("/lists/manifest.json").json["snapshot"]["path"]
    (service.var / "public" / path).write_bytes(b"x")
    assert client.get(f"/lists/{path}").status_code == 404


def test_a_manifest_and_its_signature_change_together(service: Service) -> None:
    app = service.app()
    client = app.test_client()
    before = client.get("/lists/manifest.json").data
    service.clock.move(60)
    service.publish([Entry("url:baru.com/x")])
    # Until the new set is loaded, both are the old ones.
    assert client.get("/lists/manifest.json").data == before
    assert client.get("/lists/manifest.json.minisig").data != signed(service, "manifest.json.minisig")


def test_a_list_of_encodings_without_an_end_is_not_read_and_not_kept(service: Service, client: FlaskClient) -> None:
    kept = choose.cache_info().currsize
    answer = client.get("/lists/manifest.json", headers={"Accept-Encoding": "br, " + "x, " * MOST_ACCEPTED})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == signed(service, "manifest.json")
    assert choose.cache_info().currsize <= kept + 1
