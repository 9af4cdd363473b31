"""The headers of every answer: strict for pages, open for programs, the same for errors."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

NEVER = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
"""What every answer says."""

APART = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=()",
}
"""What keeps a page apart from those of others, and from the devices of whoever reads it."""


def said(client: FlaskClient, path: str, names: set[str]) -> dict[str, str | None]:
    """What an answer says under some names."""
    headers = client.get(path).headers
    return {name: headers.get(name) for name in names}


@pytest.mark.parametrize("path", ["/docs", "/tidak-ada", "/healthz", "/static/x/y.css"])
def test_pages_take_nothing_from_elsewhere_and_stand_in_no_frame(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert {"style-src 'self'", "img-src 'self'", "form-action 'self'", "base-uri 'none'"} <= set(policy.split("; "))
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", ["/docs", "/tidak-ada", "/healthz", "/", "/bagikan", "/app/x/y.js", "/meja", "/c/x"])
def test_a_page_of_another_site_holds_none_of_ours_and_no_page_asks_for_a_device(
    client: FlaskClient, path: str
) -> None:
    assert said(client, path, {*NEVER, *APART}) == NEVER | APART


def test_a_module_of_the_check_page_is_no_page_and_for_no_other_site(client: FlaskClient) -> None:
    (base,) = set(re.findall(r"/app/[0-9a-f]{16}", client.get("/").text))
    headers = client.get(f"{base}/checkpage/main.js").headers
    assert headers["Content-Type"].startswith("text/javascript")
    assert {name: headers[name] for name in NEVER} == NEVER
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Content-Security-Policy" not in headers


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
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert {name: headers[name] for name in NEVER} == NEVER
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("path", ["/v1/x", "/lists/x", "/exports/x", "/taxii2/x", "/v4/x", "/v5/x"])
def test_a_browser_is_told_of_an_error_of_programs_without_a_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, "html" in answer.headers["Content-Type"]) == (404, False)


def test_scripts_may_read_what_an_answer_says_of_itself(client: FlaskClient) -> None:
    exposed = client.get("/taxii2/").headers["Access-Control-Expose-Headers"]
    assert set(exposed.split(", ")) == {
        "CekTautan-Key", "CekTautan-List", "ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After",
        "WWW-Authenticate", "X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last",
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/taxii2", "/taxii2/list", "//docs", "/v1//check", "//"])
def test_no_route_redirects_to_a_host_that_nobody_asked(client: FlaskClient, path: str) -> None:
    assert "Location" not in client.get(path, headers={"Host": "cek.example"}).headers


def test_a_page_of_another_origin_may_post_a_batch(client: FlaskClient) -> None:
    headers = client.options("/v1/check", headers={"Origin": "https://a.com"}).headers
    assert "POST" in headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in headers["Access-Control-Allow-Headers"]
    assert headers["Access-Control-Max-Age"] == "86400", "a browser asks once a day and not before each batch"
    assert "Access-Control-Max-Age" not in client.options("/docs").headers


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/check", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("/v1/reports", {"POST", "OPTIONS"}),
        ("/lists/manifest.json", {"GET", "HEAD", "OPTIONS"}),
        ("/taxii2/", {"GET", "HEAD", "OPTIONS"}),
        ("/daftar", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_options_are_told_without_a_body(client: FlaskClient, path: str, allowed: set[str]) -> None:
    answer = client.options(path)
    assert (answer.status_code, answer.data) == (204, b"")
    assert not {"Content-Type", "Content-Length"} & set(answer.headers.keys())
    assert set(answer.headers["Allow"].split(", ")) == allowed
    told = answer.headers.get("Access-Control-Allow-Methods")
    assert told is None if path == "/daftar" else set(told.split(", ")) == allowed


def test_no_header_stands_twice(client: FlaskClient) -> None:
    for path in ("/", "/v1/check?url=https://a.com", "/lists/keys.json", "/v1/check", "/openapi.json"):
        names = [name.lower() for name, _ in client.get(path).headers]
        assert len(names) == len(set(names)), path
