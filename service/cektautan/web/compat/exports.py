"""`/exports/…`: the list in other systems' formats (docs/exports.md), and the events of a MISP feed."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, Response, request

from cektautan.publish.exports import misp
from cektautan.publish.exports.formats import WRITERS, forms
from cektautan.web.compat.exported import Exported, age
from cektautan.web.lists.negotiate import ASK_FIRST, answer
from cektautan.web.problems import KINDS, Problem
from cektautan.web.services import Services

_EVENT: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json")
_TYPES: Final = {"misp/hashes.csv": "text/csv; charset=utf-8"}


def make_blueprint(services: Services, exported: Exported) -> Blueprint:
    """Make the endpoints."""
    blueprint = Blueprint("exports", __name__)
    types = {form.file: form.media_type for form in forms()} | _TYPES

    def serve(name: str, headers: list[tuple[str, str]]) -> Response:
        if name not in WRITERS:
            raise Problem("not-found", KINDS["not-found"].means)
        body = exported.body(name, types[name], WRITERS[name])
        return answer(request, body, ASK_FIRST, [*headers, *age(services)])

    @blueprint.get("/exports/<name>")
    def file(name: str) -> Response:
        return serve(name, services.limits.spend(services.lists_limit, request.environ))

    @blueprint.get("/exports/misp/<name>")
    def of_misp(name: str) -> Response:
        headers = services.limits.spend(services.lists_limit, request.environ)
        event = _EVENT.fullmatch(name)
        if event is None:
            return serve(f"misp/{name}", headers)
        written = exported.made("misp events", misp.events).get(event[1])
        if written is None:
            raise Problem("not-found", KINDS["not-found"].means)
        body = exported.body(f"misp/{name}", "application/json", lambda _: written)
        return answer(request, body, ASK_FIRST, [*headers, *age(services)])

    return blueprint
