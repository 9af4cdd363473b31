"""The headers of every answer: strict for pages, open for programs, the same for errors."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("path", ["/docs", "/tidak-ada", "/healthz", "/static/x/y.css"])
def test_pages_take_nothing_from_elsewhere_and_stand_in_no_frame(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", ["/", "/?lang=en", "/bagikan", "/sw.js", "/app/x/y.js"])
def test_the_check_page_runs_its_own_scripts_and_makes_no_markup_from_strings(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(each.partition(" ")[::2] for each in headers["Content-Security-Policy"].split("; "))
    own = {"script-src", "style-src", "img-src", "connect-src", "manifest-src", "worker-src", "form-action"}
    none = {"default-src", "base-uri", "frame-ancestors"}
    assert policy == {
        **dict.fromkeys(own, "'self'"),
        **dict.fromkeys(none, "'none'"),
        "require-trusted-types-for": "'script'",
        "trusted-types": "cektautan",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/meja", "/meja/tidak-ada"])
def test_the_desk_runs_its_own_scripts_and_makes_no_markup_at_all(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(each.partition(" ")[::2] for each in headers["Content-Security-Policy"].split("; "))
    own = {"script-src", "style-src", "img-src", "connect-src", "form-action"}
    none = {"default-src", "base-uri", "frame-ancestors", "trusted-types"}
    assert policy == {
        **dict.fromkeys(own, "'self'"),
        **dict.fromkeys(none, "'none'"),
        "require-trusted-types-for": "'script'",
    }


@pytest.mark.parametrize(
    "path",
    [
        "/v1/check", "/v1/check?url=https://a.com", "/lists/keys.json", "/v1/x", "/openapi.json", "/exports/hosts.txt",
        "/exports/x", "/taxii2/", "/taxii2/x", "/v4/x", "/v5/x",
    ],
)  # fmt: skip
def test_programs_of_any_origin_may_read_answers_and_errors(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/v1/x", "/lists/x", "/exports/x", "/taxii2/x", "/v4/x", "/v5/x"])
def test_a_browser_is_told_of_an_error_of_programs_without_a_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, "html" in answer.headers["Content-Type"]) == (404, False)


def test_scripts_may_read_when_the_objects_of_taxii_came(client: FlaskClient) -> None:
    exposed = client.get("/taxii2/").headers["Access-Control-Expose-Headers"]
    assert {"X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last"} <= set(exposed.split(", "))


@pytest.mark.parametrize("path", ["/taxii2", "/taxii2/list", "//docs", "/v1//check", "//"])
def test_no_route_redirects_to_a_host_that_nobody_asked(client: FlaskClient, path: str) -> None:
    assert "Location" not in client.get(path, headers={"Host": "cek.example"}).headers


def test_a_page_of_another_origin_may_post_a_batch(client: FlaskClient) -> None:
    headers = client.options("/v1/check", headers={"Origin": "https://a.com"}).headers
    assert "POST" in headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in headers["Access-Control-Allow-Headers"]


def test_no_header_stands_twice(client: FlaskClient) -> None:
    for path in ("/", "/v1/check?url=https://a.com", "/lists/keys.json", "/v1/check", "/openapi.json"):
        names = [name.lower() for name, _ in client.get(path).headers]
        assert len(names) == len(set(names)), path
