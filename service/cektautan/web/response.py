"""A response whose fixed headers are one ready-made list.

Werkzeug checks and copies each header of each answer; for a dozen headers that never change that costs more than the
answer itself. `fixed` is added as it is, after the headers that a view set. Nothing from a request may ever be put into
it: it is the one place where a header is not checked for line breaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

Pairs = Sequence[tuple[str, str]]


class Answer(Response):
    """A Flask response with fixed headers beside its own."""

    fixed: Pairs = ()
    runs_scripts = False
    """Whether the page runs scripts of this site: its policy then allows those, and still no others."""

    def get_wsgi_response(self, environ: Any) -> tuple[Iterable[bytes], str, list[tuple[str, str]]]:
        """The answer for the server, the fixed headers added."""
        app_iter, status, headers = super().get_wsgi_response(environ)
        return app_iter, status, [*headers, *self.fixed]


class Ready(Answer):
    """A whole JSON answer of status 200 whose headers are all known: the hot path."""

    default_mimetype = None

    def __init__(self, body: bytes, headers: list[tuple[str, str]]) -> None:
        super().__init__()
        self.response = self._body = [body]
        self._all = [*headers, ("Content-Length", str(len(body)))]

    def get_wsgi_response(self, environ: Any) -> tuple[Iterable[bytes], str, list[tuple[str, str]]]:
        """The answer for the server, without a look at each header."""
        body = () if environ["REQUEST_METHOD"] == "HEAD" else self._body
        return body, "200 OK", [*self._all, *self.fixed]
