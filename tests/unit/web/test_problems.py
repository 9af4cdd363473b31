"""Errors: one shape for all of them, a page for people, and never a word of what was asked."""

from __future__ import annotations

import json
import logging
from importlib.resources import files

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.support.service import HOAX, Service

from cektautan.web.models.errors import ProblemDetails
from cektautan.web.problems import KINDS
from cektautan.web.texts import load


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/tidak-ada", 404),
        ("GET", "//v1/check", 404),
        ("GET", "/v1/check/", 404),
        ("DELETE", "/v1/check", 405),
        ("TRACE", "/v1/check", 405),
        ("POST", "/lists/manifest.json", 405),
        ("PUT", "/", 405),
    ],
)
def test_every_error_is_problem_details(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    found = ProblemDetails.model_validate(answer.json)
    assert found.status == status
    assert found.type.startswith("http://127.0.0.1:8000/docs#problem-")
    assert answer.headers["Cache-Control"] == "no-store"
    if status == 405:
        assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("method", "path", "named"),
    [
        ("GET", f"/v1/check/?url={HOAX}", "/v1/check"),
        ("POST", "/v1/check//", "/v1/check"),
        ("POST", "/v1/reports/", "/v1/reports"),
        ("GET", "/v1/domains/rahasia.example/", "/v1/domains/<domain>"),
        ("GET", "/lists/manifest.json/", "/lists/<name>"),
        # As MISP asks where the address of the feed was given with a slash.
        ("GET", "/exports/misp//manifest.json", "/exports/misp/<name>"),
        ("GET", "/v1//check", "/v1/check"),
    ],
)
def test_a_slash_too_many_is_named_and_nobody_is_sent_on(
    client: FlaskClient, method: str, path: str, named: str
) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert answer.json["detail"].endswith(f"Leave out the slash that is too many: `{named}`.")
    assert "Location" not in answer.headers
    assert "rahasia" not in answer.text


@pytest.mark.parametrize("path", ["/v4/threatLists/", "/v5/hashLists/", "/v1alpha1/claims:search/"])
def test_a_slash_too_many_is_named_to_clients_of_google_too(client: FlaskClient, path: str) -> None:
    answer = client.get(path, query_string={"alt": "json"})
    assert answer.status_code == 404
    assert answer.json["error"]["message"].endswith(f"`{path[:-1]}`.")


@pytest.mark.parametrize("path", ["/v1/", "/v1/tidak-ada/", "/lists/", "/"])
def test_where_nothing_is_without_the_slash_none_is_named(client: FlaskClient, path: str) -> None:
    assert "slash" not in client.get(path).text


def test_every_kind_is_explained_in_the_documentation(client: FlaskClient) -> None:
    page = client.get("/docs").text
    for slug in KINDS:
        assert f'id="problem-{slug}"' in page


@pytest.mark.parametrize(("language", "title"), [("id", "Halaman tidak ada"), ("en", "No such page")])
def test_a_person_gets_a_page(client: FlaskClient, language: str, title: str) -> None:
    answer = client.get("/tidak-ada", headers={"Accept": "text/html", "Accept-Language": language})
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, language)
    assert title in answer.text


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_error_that_there_is_has_a_page(language: str) -> None:
    texts = load(language)
    assert not [kind.slug for kind in KINDS.values() if f"error_{kind.status}_title" not in texts.texts]


@pytest.mark.parametrize("path", ["/a%00b", "/?q=%00", "/daftar?q=a%00b"])
def test_a_sign_that_nothing_can_hold_is_told_on_a_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": "id"})
    assert answer.status_code == 400
    assert answer.content_type == "text/html; charset=utf-8"
    assert "Permintaan tidak bisa dibaca" in answer.text
    assert client.get(path).content_type == "application/problem+json"


def test_a_program_gets_no_page_even_if_it_would_take_one(client: FlaskClient) -> None:
    answer = client.get("/v1/nothing", headers={"Accept": "text/html"})
    assert answer.content_type == "application/problem+json"


@pytest.fixture
def broken(service: Service) -> Flask:
    app = service.app()

    def fail(url: str) -> None:
        raise ValueError(f"a fault about {url}")

    app.add_url_rule("/v1/broken", view_func=lambda: fail(HOAX))
    return app


def test_a_crash_is_a_problem_that_says_nothing_about_the_link(broken: Flask) -> None:
    answer = broken.test_client().get("/v1/broken")
    assert (answer.status_code, answer.json["title"]) == (500, "Fault of ours")
    assert HOAX not in answer.text


def test_a_crash_is_logged_by_its_place_alone(broken: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        broken.test_client().get("/v1/broken?url=rahasia", environ_base={"REMOTE_ADDR": "203.0.113.77"})
    assert "ValueError at test_problems.py:" in caplog.text
    for secret in (HOAX, "rahasia", "203.0.113.77", "a fault about"):
        assert secret not in caplog.text


def test_the_catalogue_describes_each_kind_once() -> None:
    data = json.loads((files("cektautan.web") / "problems.json").read_text("utf-8"))
    assert set(data) == set(KINDS)
    assert all(each["title"] and each["means"].endswith(".") for each in data.values())
