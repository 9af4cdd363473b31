"""`GET /v1/check`: every state, and every way in which a request can be wrong."""

from __future__ import annotations

import random
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.support.service import DAY, HOAX, Service
from werkzeug.test import create_environ
from werkzeug.wrappers import Request

from cektautan.web.api.check import read_url
from cektautan.web.models.checking import CheckAnswer


def ask(client: FlaskClient, url: str) -> dict[str, object]:
    answer = client.get("/v1/check", query_string={"url": url})
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    CheckAnswer.model_validate(answer.json)
    found: dict[str, object] = answer.json
    return found


def test_a_hoax_is_listed_with_who_checked_it(client: FlaskClient) -> None:
    found = ask(client, HOAX)
    assert (found["state"], found["verdict"], found["level"]) == ("listed", "false", 3)
    assert found["url"] == "https://www.youtube.com/watch?v=GPdzHkn5M6M"
    assert found["match_kind"] == "content"
    (claim,) = found["claims"]
    (review,) = claim["reviews"]
    assert (review["publisher"], review["rating"]) == ("TurnBackHoax", "SALAH")
    assert found["licence"] == "CC-BY-4.0"


def test_an_address_written_as_in_the_readme_works(client: FlaskClient) -> None:
    answer = client.get("/v1/check?url=https://m.youtube.com/watch?v=GPdzHkn5M6M%26t=9")
    assert answer.json["verdict"] == "false"


@pytest.mark.parametrize(
    ("url", "state", "verdict", "level", "kind"),
    [
        ("https://vt.tiktok.com/ZS12345/", "unresolved", "unknown", None, None),
        ("https://www.facebook.com/", "platform", "unknown", None, None),
        ("https://contoh.com/a", "unknown", "unknown", None, None),
        ("https://www.youtube.com/watch?v=GPdzHkn5M6N", "unknown", "unknown", None, None),
        ("https://www.tiktok.com/@x/video/7311111111111111111", "listed", "satire", 1, "content"),
        ("https://daftar.tiruan-kpu.com/form?id=1", "listed", "imposter", 2, "domain"),
        ("https://tiruan-kpu.com/ralat", "cleared", "corrected", 0, "url"),
    ],
)
def test_each_state_is_told_apart(
    client: FlaskClient, url: str, state: str, verdict: str, level: int | None, kind: str | None
) -> None:
    found = ask(client, url)
    assert (found["state"], found["verdict"], found["level"], found["match_kind"]) == (state, verdict, level, kind)


def test_a_comments_link_says_that_it_is_one(client: FlaskClient) -> None:
    found = ask(client, "https://www.youtube.com/watch?v=GPdzHkn5M6M&lc=Ugx1")
    assert (found["comment"], found["state"]) == (True, "listed")


def test_a_match_by_chance_is_no_listing(service: Service) -> None:
    service.clock.move(1)
    service.publish(chance=["url:kebetulan.com/x"])
    assert ask(service.client(), "https://kebetulan.com/x")["state"] == "unknown"


def test_a_match_by_chance_does_not_hide_a_wider_listing(service: Service) -> None:
    service.clock.move(1)
    service.publish(chance=["url:tiruan-kpu.com/x"])
    assert ask(service.client(), "https://tiruan-kpu.com/x")["match_kind"] == "domain"


def test_a_stale_list_says_so_and_warns_less_widely(service: Service) -> None:
    client = service.client()
    service.clock.move(3 * DAY)
    assert ask(client, HOAX)["stale"] is True
    assert ask(client, HOAX)["level"] == 3
    service.clock.move(7 * DAY)
    assert ask(client, HOAX)["level"] == 2
    assert ask(client, HOAX)["snapshot"] == {"seq": 1_792_000_800, "created": 1_792_000_800, "age": 10 * DAY}


@pytest.mark.parametrize(
    "url",
    [
        "https://masuk!.tiruan-kpu.com/form",
        "https://xn--a.daftar.tiruan-kpu.com/",
        "https://tiruan-kpu.com/form?id=" + "a" * 8192,
        "https://tiruan-kpu.com/" + "a" * 8192,
    ],
)
def test_no_spelling_leads_past_a_listing_that_covers_it(client: FlaskClient, url: str) -> None:
    found = ask(client, url)
    assert (found["state"], found["verdict"], found["level"], found["match_kind"]) == (
        "listed",
        "imposter",
        2,
        "domain",
    )
    assert (found["kind"], found["key"]) == ("url", str(found["url"]).replace("https://", "url:"))


def test_no_fragment_is_too_long(client: FlaskClient) -> None:
    assert ask(client, f"{HOAX}#{'a' * 8192}")["verdict"] == "false"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "empty"),
        ("mailto:x@contoh.com", "not_http"),
        ("https://", "not_parseable"),
        ("bukan alamat", "not_parseable"),
        ("https://contoh.com/" + "a" * 8192, "too_long"),
        ("https://a!b.contoh.com/", "bad_host"),
    ],
)
def test_what_cannot_be_judged_is_an_error_with_a_reason(client: FlaskClient, url: str, reason: str) -> None:
    answer = client.get("/v1/check", query_string={"url": url})
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert (answer.json["field"], answer.json["reason"]) == ("url", reason)
    assert url == "" or url not in answer.text


def test_an_address_without_its_scheme_is_told_how_one_begins(client: FlaskClient) -> None:
    answer = client.get("/v1/check", query_string={"url": "kompas.com"})
    assert (answer.status_code, answer.json["reason"]) == (422, "not_parseable")
    assert "begins with https" in answer.json["detail"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "missing"),
        ("address=x", "unknown_parameter"),
        ("url=https://a.com/?x=1&y=2", "unknown_parameter"),
        ("url=a&url=b", "repeated"),
        ("url", "empty"),
    ],
)
def test_wrong_parameters_are_named(client: FlaskClient, query: str, reason: str) -> None:
    answer = client.get(f"/v1/check?{query}")
    assert (answer.status_code, answer.json["reason"]) == (422, reason)


def _asking(query: str) -> dict[str, Any]:
    environ: dict[str, Any] = create_environ("/v1/check")
    return environ | {"QUERY_STRING": query}


@pytest.mark.parametrize("raw", ["%FF", "%C3%28", "a+b", "\xc3\xa9", "%E2%80%8B"])
def test_the_quick_reading_of_the_query_is_werkzeugs(raw: str) -> None:
    environ = _asking(f"url=https://a.com/{raw}")
    assert read_url(environ["QUERY_STRING"]) == Request(environ).args["url"]


def test_escapes_in_any_order_are_read_as_by_werkzeug() -> None:
    """Each is undone once, and what comes of one never makes another."""
    pieces = [
        "%3A",
        "%2F",
        "%3F",
        "%3D",
        "%26",
        "%25",
        "%2f",
        "%",
        "%%",
        "2",
        "2F",
        "3A",
        "F",
        "a",
        "+",
        "%20",
        "%C3%BC",
    ]
    chance = random.Random(20_261_129)
    for _ in range(5_000):
        raw = "".join(chance.choices(pieces, k=chance.randrange(1, 9)))
        assert read_url(f"url={raw}") == Request(_asking(f"url={raw}")).args["url"], raw


def test_an_answer_is_never_kept_by_a_cache(client: FlaskClient) -> None:
    assert client.get("/v1/check", query_string={"url": HOAX}).headers["Cache-Control"] == "no-store"


def test_head_has_the_headers_and_no_body(client: FlaskClient) -> None:
    get = client.get("/v1/check", query_string={"url": HOAX})
    head = client.head("/v1/check", query_string={"url": HOAX})
    assert head.data == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_without_a_list_nothing_is_said_about_a_link(tmp_path) -> None:
    client = Service(tmp_path).client()
    answer = client.get("/v1/check", query_string={"url": HOAX})
    assert (answer.status_code, answer.json["type"].rpartition("-")[2]) == (503, "list")
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
