"""`/lists/…`: the signed documents and the files that they name, as docs/protocol.md describes them.

The documents come from the set in use, so that a manifest and its signature always belong together in one process; the
files are named by their content, so any that is there is right, also while an older manifest still points to it.
`Lists` is the work, which the routes and `web.front` share.
"""

from __future__ import annotations

import threading

from flask import Blueprint, Response, request

from cektautan.web.api.reading import loaded
from cektautan.web.guards.callers import Environ
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

    def document(self, name: str, environ: Environ) -> Reply:
        """A signed document.

        Args:
            name: one of `DOCUMENTS`.
            environ: the request: who asks, of whose share the answer is taken, in which forms, and what is held.

        Raises:
            Problem: the share is used up, or there is no list yet.

        """
        headers = self._spend(self._limit, environ)
        return reply(*_forms(environ), self._document(name), ASK_FIRST, headers)

    def file(self, name: str, environ: Environ) -> Reply:
        """A file of any publication that is still there. Raises Problem, as `document`, and where it is not there."""
        headers = self._spend(self._limit, environ)
        body = self._files.get(name)
        if body is None:
            raise Problem("not-found", KINDS["not-found"].means)
        return reply(*_forms(environ), body, FOR_EVER, headers)

    def _document(self, name: str) -> Body:
        plain = loaded(self._services).documents[name]
        with self._lock:
            body = self._bodies.get(name)
            if body is None or body.plain is not plain:
                body = self._bodies[name] = Body.of(name, plain)
            return body


def _forms(environ: Environ) -> tuple[str, str]:
    """The request's `Accept-Encoding` and `If-None-Match`."""
    return environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH", "")


def make_blueprint(shelf: Lists) -> Blueprint:
    """Make the endpoints."""
    blueprint = Blueprint("lists", __name__)

    @blueprint.get("/lists/<name>")
    def document(name: str) -> Response:
        if name not in DOCUMENTS:
            raise Problem("not-found", KINDS["not-found"].means)
        return as_response(shelf.document(name, request.environ))

    @blueprint.get("/lists/files/<name>")
    def file(name: str) -> Response:
        return as_response(shelf.file(name, request.environ))

    return blueprint
