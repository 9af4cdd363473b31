"""`POST /v1/check`: up to 500 addresses at once, answered in order, each with its own error where it has one.

A batch costs as much of the caller's share as it holds addresses, so that it is a convenience and not a way around the
limit.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from cektautan.lookup.render import many
from cektautan.web.api.reading import loaded, read_field
from cektautan.web.problems import Problem
from cektautan.web.services import Services

MOST = 500


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("batch", __name__)
    spend, limit, judged = services.limits.spend, services.check_limit, services.metrics.judged

    @blueprint.post("/v1/check")
    def check_batch() -> Response:
        if request.args:
            raise Problem("invalid", "This method has no parameters.", field="query", reason="unknown_parameter")
        # One is taken before anything is read, for what is refused was work too.
        headers = spend(limit, request.environ)
        urls = read_urls(request.mimetype, request.get_data(cache=False))
        headers = services.limits.spend_rest(limit, request.environ, len(urls), headers)
        states, body = many(urls, loaded(services), int(services.clock()))
        for state in states:
            judged(state)
        headers.append(("Cache-Control", "no-store"))
        return Response(body, headers=headers, content_type="application/json")

    return blueprint


def read_urls(mimetype: str, data: bytes) -> list[str]:
    """The addresses in a body.

    Raises:
        Problem: the body is not what `BatchRequest` describes.

    """
    urls = read_field(mimetype, data, "urls")
    if urls is None or not isinstance(urls, list):
        raise Problem("invalid", "Give the addresses as a list of texts.", field="urls", reason="not_a_list")
    if not 1 <= len(urls) <= MOST:
        raise Problem("invalid", f"Give 1 to {MOST} addresses.", field="urls", reason="wrong_count")
    for index, url in enumerate(urls):
        if not isinstance(url, str):
            raise Problem("invalid", "An address must be a text.", field=f"urls[{index}]", reason="not_a_text")
    return urls
