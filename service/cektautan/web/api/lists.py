"""`/lists/…`: the signed documents and the files that they name, as docs/protocol.md describes them.

The documents come from the set in use, so that a manifest and its signature always belong together in one process; the
files are named by their content, so any that is there is right, also while an older manifest still points to it.
`Lists` is the work, which the routes and `web.front` share.
"""

from __future__ import annotations

import threading

from flask import Blueprint, Response, request

from cektautan.web.api.reading import loaded
from cektautan.web.lists.bodies import Body, Files
from cektautan.web.lists.negotiate import ASK_FIRST, FOR_EVER, Reply, as_response, reply
from cektautan.web.problems import KINDS, Problem
from cektautan.web.services import Services

DOCUMENTS = ("manifest.json", "manifest.json.minisig", "keys.json", "keys.json.minisig")


class Lists:
    """Answers with signed documents and files."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._spend, self._limit = services.limits.spend, services.lists_limit
        self._files = Files(services.settings.public_dir / "files")
        self._bodies: dict[str, Body] = {}
        self._lock = threading.Lock()

    def document(self, name: str, address: str, accept: str, known: str) -> Reply:
        """A signed document.

        Args:
            name: one of `DOCUMENTS`.
            address: the network address that asks, of whose share the answer is taken.
            accept: the request's `Accept-Encoding`.
            known: its `If-None-Match`.

        Raises:
            Problem: the share is used up, or there is no list yet.

        """
        headers = self._spend(self._limit, address)
        return reply(accept, known, self._document(name), ASK_FIRST, headers)

    def file(self, name: str, address: str, accept: str, known: str) -> Reply:
        """A file of any publication that is still there. Raises Problem, as `document`, and where it is not there."""
        headers = self._spend(self._limit, address)
        body = self._files.get(name)
        if body is None:
            raise Problem("not-found", KINDS["not-found"].means, headers=dict(headers))
        return reply(accept, known, body, FOR_EVER, headers)

    def _document(self, name: str) -> Body:
        plain = loaded(self._services).documents[name]
        with self._lock:
            body = self._bodies.get(name)
            if body is None or body.plain is not plain:
                body = self._bodies[name] = Body.of(name, plain)
            return body


def make_blueprint(shelf: Lists) -> Blueprint:
    """Make the endpoints."""
    blueprint = Blueprint("lists", __name__)

    def asked() -> tuple[str, str, str]:
        said = request.headers
        return request.remote_addr or "", said.get("Accept-Encoding", ""), said.get("If-None-Match", "")

    @blueprint.get("/lists/<name>")
    def document(name: str) -> Response:
        if name not in DOCUMENTS:
            raise Problem("not-found", KINDS["not-found"].means)
        return as_response(shelf.document(name, *asked()))

    @blueprint.get("/lists/files/<name>")
    def file(name: str) -> Response:
        return as_response(shelf.file(name, *asked()))

    return blueprint
