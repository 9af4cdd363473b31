"""`GET /v1/check?url=`: what is known about one address.

The hot path: the parameters are checked by hand here, with the same outcome as the models in `models` document, and
nothing about the address is kept. An address that cannot be judged is an error with a reason, never `unknown`.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from cektautan.core.address import NotJudgeable
from cektautan.lookup.answer import DETAILS
from cektautan.lookup.render import one
from cektautan.web.api.reading import loaded
from cektautan.web.problems import Problem
from cektautan.web.services import Services

NO_STORE = ("Cache-Control", "no-store")


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("check", __name__)
    spend, limit = services.limits.spend, services.check_limit
    judged, clock = services.metrics.judged, services.clock

    @blueprint.get("/v1/check")
    def check() -> Response:
        values = request.args
        if len(values) != 1 or "url" not in values or len(values.getlist("url")) != 1:
            raise wrong_parameters(list(values))
        headers = spend(limit, request.remote_addr or "")
        published = loaded(services)
        try:
            state, body = one(values["url"], published, int(clock()))
        except NotJudgeable as refused:
            judged("error")
            detail = DETAILS[refused.reason]
            raise Problem("not-judgeable", detail, headers=dict(headers), field="url", reason=refused.reason) from None
        judged(state)
        headers.append(NO_STORE)
        return Response(body, headers=headers, content_type="application/json")

    return blueprint


def wrong_parameters(names: list[str]) -> Problem:
    """Say which parameter is at fault. A stray one is most often the rest of an address that was not encoded."""
    stray = next((name for name in names if name != "url"), None)
    if stray is not None:
        detail = "Only `url` is known. Encode the address, so that its own & is sent as %26."
        return Problem("invalid", detail, field="query", reason="unknown_parameter")
    if not names:
        return Problem("invalid", "Give the address to check as `url`.", field="url", reason="missing")
    return Problem("invalid", "Give `url` once.", field="url", reason="repeated")
