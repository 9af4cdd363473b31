"""The example of each kind of problem is what the service says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.support.service import Service
from werkzeug.test import TestResponse

from cektautan.web.problems import KINDS

TICKET = {"ticket": "5ZK3Q-8M1TD-0V7PA-HX2NC-R4WYEB"}
ASKED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "bad-request": ("GET", "/v1/check?url=%00", {}),
    "not-found": ("GET", f"/lists/files/{'0' * 64}.snap", {}),
    "method-not-allowed": ("DELETE", "/v1/check", {}),
    "too-large": ("POST", "/v1/reports", {"json": {"text": "a" * 70_000}}),
    "unsupported-media-type": ("POST", "/v1/check", {"data": "urls"}),
    "invalid": ("GET", "/v1/check", {}),
    "not-judgeable": ("GET", "/v1/check?url=mailto:a@example.com", {}),
    "not-a-domain": ("GET", "/v1/domains/co.id", {}),
    "switched-off": ("POST", "/v1/resolve", {"json": {"url": "https://s.id/contoh"}}),
    "unknown-ticket": ("POST", "/v1/reports/status", {"json": TICKET}),
    "beyond-the-end": ("GET", "/v1/changes?after=999", {}),
}


def says(answer: TestResponse, slug: str) -> None:
    assert answer.status_code == KINDS[slug].status
    example = KINDS[slug].example("http://127.0.0.1:8000")
    assert answer.json == example


@pytest.fixture
def asked(desk: Service) -> FlaskClient:
    desk.settings["CEKTAUTAN_RESOLVE"] = "off"
    return desk.client()


@pytest.mark.parametrize("slug", ASKED)
def test_a_problem_is_told_as_in_its_example(asked: FlaskClient, slug: str) -> None:
    method, path, given = ASKED[slug]
    says(asked.open(path, method=method, **given), slug)


def test_so_is_that_there_is_no_list(tmp_path: Path) -> None:
    says(Service(tmp_path).client().get("/v1/check?url=https://example.com"), "no-list")


def test_and_that_a_share_is_used_up(service: Service) -> None:
    service.settings["CEKTAUTAN_LIMIT_CHECK"] = "300 per minute"
    client = service.client()
    for _ in range(300):
        client.get("/v1/check?url=https://example.com")
    says(client.get("/v1/check?url=https://example.com"), "too-many-requests")


def test_no_other_kind_has_an_example() -> None:
    told = {slug for slug, kind in KINDS.items() if kind.says is not None}
    assert told == {*ASKED, "no-list", "too-many-requests"}
