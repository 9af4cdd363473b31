"""`POST /v1/check`: order, errors an item, and every body that is refused."""

from __future__ import annotations

import gzip
import json

import pytest
from flask.testing import FlaskClient
from tests.support.service import HOAX, Service

from cektautan.web.models.checking import BatchAnswer


def test_answers_come_in_order_each_with_its_own_error(client: FlaskClient) -> None:
    answer = client.post("/v1/check", json={"urls": [HOAX, "mailto:a", "https://contoh.com/", HOAX]})
    assert answer.status_code == 200
    BatchAnswer.model_validate(answer.json)
    assert [each["state"] for each in answer.json["results"]] == ["listed", "error", "unknown", "listed"]
    assert answer.json["results"][1] == {
        "state": "error",
        "error": "not_http",
        "detail": "Only http and https addresses can be judged.",
    }


def test_a_batch_says_what_single_checks_say(client: FlaskClient) -> None:
    urls = [HOAX, "https://bit.ly/x", "https://tiruan-kpu.com/ralat"]
    batch = client.post("/v1/check", json={"urls": urls}).json
    for url, found in zip(urls, batch["results"], strict=True):
        single = client.get("/v1/check", query_string={"url": url}).json
        assert {**found, **{name: batch[name] for name in ("snapshot", "stale", "licence")}} == single


def test_five_hundred_are_answered_and_one_more_is_refused(client: FlaskClient) -> None:
    assert len(client.post("/v1/check", json={"urls": [HOAX] * 500}).json["results"]) == 500
    answer = client.post("/v1/check", json={"urls": [HOAX] * 501})
    assert (answer.status_code, answer.json["field"], answer.json["reason"]) == (422, "urls", "wrong_count")


@pytest.mark.parametrize(
    ("body", "field", "reason"),
    [
        (b"", "body", "not_json"),
        (b"{", "body", "not_json"),
        (b'{"urls": ["\xff"]}', "body", "not_json"),
        (b"[]", "body", "not_an_object"),
        (b"{}", "urls", "not_a_list"),
        (b'{"urls": []}', "urls", "wrong_count"),
        (b'{"urls": "x"}', "urls", "not_a_list"),
        (b'{"urls": ["a", 1]}', "urls[1]", "not_a_text"),
        (b'{"urls": ["a"], "url": "b"}', "body", "unknown_field"),
    ],
)
def test_a_wrong_body_is_refused_and_the_field_named(client: FlaskClient, body: bytes, field: str, reason: str) -> None:
    answer = client.post("/v1/check", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["field"], answer.json["reason"]) == (422, field, reason)


def test_a_compressed_body_is_415_and_told_what_is_read(client: FlaskClient) -> None:
    data = gzip.compress(b'{"urls": ["https://contoh.example/"]}')
    for headers in ({"Content-Encoding": "gzip"}, {}):
        answer = client.post("/v1/check", data=data, headers=headers, content_type="application/json")
        assert (answer.status_code, answer.headers["Accept-Encoding"]) == (415, "identity")
        assert "without `Content-Encoding`" in answer.json["detail"]


def test_a_body_that_is_not_json_is_415(client: FlaskClient) -> None:
    answer = client.post("/v1/check", data="urls=x", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.content_type) == (415, "application/problem+json")


def test_a_body_over_the_limit_is_413(client: FlaskClient) -> None:
    body = json.dumps({"urls": ["a" * 6_000_000]})
    answer = client.post("/v1/check", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["title"]) == (413, "Too large")


def test_a_batch_costs_as_much_as_its_addresses(service: Service) -> None:
    service.settings["CEKTAUTAN_LIMIT_CHECK"] = "10 per minute"
    client = service.client()
    assert client.post("/v1/check", json={"urls": [HOAX] * 8}).headers["RateLimit"] == '"check";r=2;t=60'
    answer = client.post("/v1/check", json={"urls": [HOAX] * 3})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")


def test_a_body_that_is_refused_costs_as_much_as_one_address(service: Service) -> None:
    service.settings["CEKTAUTAN_LIMIT_CHECK"] = "3 per minute"
    client = service.client()
    for _ in range(3):
        assert client.post("/v1/check", data=b"{", content_type="application/json").status_code == 422
    assert client.post("/v1/check", json={"urls": [HOAX]}).status_code == 429
