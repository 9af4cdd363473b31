"""`GET /v1/check?url=`: what is known about one address.

The hot path: the parameters are checked by hand here, with the same outcome as the models in `models` document, and
nothing about the address is kept. An address that cannot be judged is an error with a reason, never `unknown`.
"""

from __future__ import annotations

from urllib.parse import unquote_plus

from flask import Blueprint, request

from cektautan.core.address import NotJudgeable
from cektautan.lookup.answer import DETAILS
from cektautan.lookup.render import one
from cektautan.web.api.reading import loaded
from cektautan.web.problems import Problem
from cektautan.web.response import Ready
from cektautan.web.services import Services

HEADERS = [("Cache-Control", "no-store"), ("Content-Type", "application/json")]


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("check", __name__)
    spend, limit = services.limits.spend, services.check_limit
    judged, clock = services.metrics.judged, services.clock

    @blueprint.get("/v1/check")
    def check() -> Ready:
        environ = request.environ
        url = read_url(environ["QUERY_STRING"])
        if url is None:
            raise wrong_parameters(list(request.args))
        headers = spend(limit, environ.get("REMOTE_ADDR", ""))
        published = loaded(services)
        try:
            state, body = one(url, published, int(clock()))
        except NotJudgeable as refused:
            judged("error")
            detail = DETAILS[refused.reason]
            raise Problem("not-judgeable", detail, headers=dict(headers), field="url", reason=refused.reason) from None
        judged(state)
        headers += HEADERS
        return Ready(body, headers)

    return blueprint


def read_url(query: str) -> str | None:
    """The address in a query that holds `url` once and nothing else; None for any other query.

    Decodes as Werkzeug does, whose general parser takes six times as long: what is not UTF-8 stays encoded.

    >>> read_url("url=https://m.youtube.com/watch?v=GPdzHkn5M6M%26t=9")
    'https://m.youtube.com/watch?v=GPdzHkn5M6M&t=9'
    >>> read_url("url=a&url=b")

    """
    name, _, value = query.partition("=")
    if name != "url" or "&" in value:
        return None
    if not value.isascii():
        # WSGI gives bytes as Latin-1 (PEP 3333).
        value = value.encode("latin-1").decode("utf-8", "replace")
    return unquote_plus(value, errors="werkzeug.url_quote") if "%" in value or "+" in value else value


def wrong_parameters(names: list[str]) -> Problem:
    """Say which parameter is at fault. A stray one is most often the rest of an address that was not encoded."""
    stray = next((name for name in names if name != "url"), None)
    if stray is not None:
        detail = "Only `url` is known. Encode the address, so that its own & is sent as %26."
        return Problem("invalid", detail, field="query", reason="unknown_parameter")
    if not names:
        return Problem("invalid", "Give the address to check as `url`.", field="url", reason="missing")
    return Problem("invalid", "Give `url` once.", field="url", reason="repeated")
