"""`GET /v1/check?url=`: what is known about one address.

The hot path: the parameters are checked by hand here, with the same outcome as the models in `models` document, and
nothing about the address is kept. An address that cannot be judged is an error with a reason, never `unknown`.
`Checking` is the work, which the route and `web.front` share.
"""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from flask import Blueprint, request

from cektautan.core.address import NotJudgeable
from cektautan.lookup.answer import DETAILS
from cektautan.lookup.render import Ending, one
from cektautan.web.api.reading import loaded
from cektautan.web.guards.callers import Environ
from cektautan.web.guards.limits import Headers
from cektautan.web.problems import Problem
from cektautan.web.response import Ready
from cektautan.web.services import Services

HEADERS = [("Cache-Control", "no-store"), ("Content-Type", "application/json")]


class Checking:
    """Answers about one address."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._ending = Ending()
        self._spend, self._limit = services.limits.spend, services.check_limit
        self._judged, self._clock = services.metrics.judged, services.clock

    def answer(self, url: str, environ: Environ) -> tuple[bytes, Headers]:
        """The JSON about an address, and the headers of the answer.

        Args:
            url: what is asked about.
            environ: the request; of the share of whoever asks in it the answer is taken.

        Raises:
            Problem: the share is used up, there is no list yet, or the address cannot be judged.

        """
        headers = self._spend(self._limit, environ)
        published = loaded(self._services)
        try:
            state, body = one(url, published, int(self._clock()), self._ending)
        except NotJudgeable as refused:
            self._judged("error")
            detail = DETAILS[refused.reason]
            raise Problem("not-judgeable", detail, field="url", reason=refused.reason) from None
        self._judged(state)
        headers += HEADERS
        return body, headers


def make_blueprint(checking: Checking) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("check", __name__)

    @blueprint.get("/v1/check")
    def check() -> Ready:
        environ = request.environ
        url = read_url(environ["QUERY_STRING"])
        if url is None:
            raise wrong_parameters(list(request.args))
        return Ready(*checking.answer(url, environ))

    return blueprint


def read_url(query: str) -> str | None:
    """The address in a query that holds `url` once and nothing else; None for any other query.

    Decodes as Werkzeug does, whose general parser takes several times as long: what is not UTF-8 stays encoded.

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
    # The signs that nearly every address has are put back in single steps. None of them can be a part of another
    # escape, so what is left is decoded as it would have been.
    value = value.replace("%3A", ":").replace("%2F", "/").replace("%3F", "?").replace("%3D", "=").replace("%26", "&")
    if "%" not in value and "+" not in value:
        return value
    return unquote_to_bytes(value.replace("+", " ")).decode("utf-8", "werkzeug.url_quote")


def wrong_parameters(names: list[str]) -> Problem:
    """Say which parameter is at fault. A stray one is most often the rest of an address that was not encoded."""
    stray = next((name for name in names if name != "url"), None)
    if stray is not None:
        detail = "Only `url` is known. Encode the address, so that its own & is sent as %26."
        return Problem("invalid", detail, field="query", reason="unknown_parameter")
    if not names:
        return Problem("invalid", "Give the address to check as `url`.", field="url", reason="missing")
    return Problem("invalid", "Give `url` once.", field="url", reason="repeated")
