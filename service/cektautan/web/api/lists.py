"""`/lists/…`: the signed documents and the files that they name, as docs/protocol.md describes them.

The documents come from the set in use, so that a manifest and its signature always belong together in one process; the
files are named by their content, so any that is there is right, also while an older manifest still points to it.
"""

from __future__ import annotations

import threading

from flask import Blueprint, Response, request

from cektautan.web.api.reading import loaded
from cektautan.web.lists.bodies import Body, Files
from cektautan.web.lists.negotiate import ASK_FIRST, FOR_EVER, answer
from cektautan.web.problems import KINDS, Problem
from cektautan.web.services import Services

DOCUMENTS = ("manifest.json", "manifest.json.minisig", "keys.json", "keys.json.minisig")


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoints."""
    blueprint = Blueprint("lists", __name__)
    files = Files(services.settings.public_dir / "files")
    bodies: dict[str, Body] = {}
    lock = threading.Lock()

    def document_body(name: str) -> Body:
        plain = loaded(services).documents[name]
        with lock:
            body = bodies.get(name)
            if body is None or body.plain is not plain:
                body = bodies[name] = Body.of(name, plain)
            return body

    @blueprint.get("/lists/<name>")
    def document(name: str) -> Response:
        if name not in DOCUMENTS:
            raise Problem("not-found", KINDS["not-found"].means)
        headers = services.limits.spend(services.lists_limit, request.remote_addr or "")
        return answer(request, document_body(name), ASK_FIRST, headers)

    @blueprint.get("/lists/files/<name>")
    def file(name: str) -> Response:
        headers = services.limits.spend(services.lists_limit, request.remote_addr or "")
        body = files.get(name)
        if body is None:
            raise Problem("not-found", KINDS["not-found"].means, headers=dict(headers))
        return answer(request, body, FOR_EVER, headers)

    return blueprint
