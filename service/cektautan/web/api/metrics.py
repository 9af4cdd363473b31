"""`GET /metrics`: counters for Prometheus. No label holds an address or a link (see `web.metrics`)."""

from __future__ import annotations

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST

from cektautan.web.services import Services


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def metrics() -> Response:
        headers = [("Cache-Control", "no-store")]
        return Response(services.metrics.text(), headers=headers, content_type=CONTENT_TYPE_LATEST)

    return blueprint
