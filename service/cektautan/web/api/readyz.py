"""`GET /readyz`: whether there is a verified list to answer from, how old it is, and why a newer one was refused."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response

from cektautan.web.services import Services


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("readyz", __name__)

    @blueprint.get("/readyz")
    def readyz() -> Response:
        published, error = services.current.get(), services.current.error
        if error is None and services.set_problem is not None:
            error = services.set_problem()
        document: dict[str, str | int | None]
        if published is None:
            document = {"status": "no_list", "error": error}
        else:
            now = int(services.clock())
            document = {
                "status": "ready",
                "seq": published.seq,
                "age": max(0, now - published.created),
                "staleness": published.staleness(now).value,
                "error": error,
            }
        status = 503 if published is None else 200
        headers = [("Cache-Control", "no-store")]
        return Response(orjson.dumps(document), status, headers=headers, content_type="application/json")

    return blueprint
