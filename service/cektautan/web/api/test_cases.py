"""`GET /v1/test-cases`: the addresses of the test pages, and what is answered about each.

For whoever builds on the interface: the names and answers do not change, only the address of the service may.
"""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Response, request

from cektautan.publish.testpages import Case, cases
from cektautan.web.lists.bodies import Body
from cektautan.web.lists.negotiate import ASK_FIRST, answer


def make_blueprint(server: str) -> Blueprint:
    """Make the endpoint for the address that readers use."""
    blueprint = Blueprint("test_cases", __name__)
    body = Body.of("test-cases.json", orjson.dumps({"cases": [_expected(case, server) for case in cases()]}))

    @blueprint.get("/v1/test-cases")
    def test_cases() -> Response:
        return answer(request, body, ASK_FIRST, [])

    return blueprint


def _expected(case: Case, server: str) -> dict[str, Any]:
    return {
        "name": case.slug,
        "url": case.url(server),
        "state": case.state,
        "verdict": None if case.error else case.verdict.word,
        "level": None if case.level is None else int(case.level),
        "match_kind": case.match_kind,
        "reason_code": case.reason_code,
        "test": case.listed,
        "error": case.error,
    }
