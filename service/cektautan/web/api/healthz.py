"""`GET /healthz`: the process answers, and where it keeps its limits. Redis down is a remark here, not a failure."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response

from cektautan.web.services import Services


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("healthz", __name__)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        body = orjson.dumps({"status": "ok", "limits": services.limits.state})
        return Response(body, headers=[("Cache-Control", "no-store")], content_type="application/json")

    return blueprint
