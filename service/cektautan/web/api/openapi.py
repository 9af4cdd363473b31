"""`GET /openapi.json`: the description of this interface."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Response, request

from cektautan.web.lists.bodies import Body
from cektautan.web.lists.negotiate import ASK_FIRST, answer


def make_blueprint(document: dict[str, Any]) -> Blueprint:
    """Make the endpoint from the assembled document."""
    blueprint = Blueprint("openapi", __name__)
    body = Body.of("openapi.json", orjson.dumps(document))

    @blueprint.get("/openapi.json")
    def openapi() -> Response:
        return answer(request, body, ASK_FIRST, [])

    return blueprint
