"""Decides how an error looks on the wire: problem details after RFC 9457, for every error that the service has.

`Problem` is raised anywhere below a view; `register` turns it, and every error of Flask itself, into
`application/problem+json`, or into a page for a person who asked for one. An answer never repeats a checked address,
and a crash is logged by the place in the code alone: the text of an exception may hold what a reader asked for.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from cektautan.web.guards.headers import OPEN_PATHS

LOG = logging.getLogger("cektautan")
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """One kind of problem, as web/problems.json describes it."""

    slug: str
    status: int
    title: str
    means: str
    says: Mapping[str, Any]
    """What one answer says; a test has the service say so."""

    def example(self, server: str) -> dict[str, Any]:
        """One answer, as a service at this address gives it."""
        found: dict[str, Any] = orjson.loads(body(self, self.means, server, self.says))
        return found


def catalogue() -> dict[str, Kind]:
    """Every kind of problem by its slug, in the order of the file."""
    data = json.loads((files("cektautan.web") / "problems.json").read_text("utf-8"))
    return {slug: Kind(slug=slug, **each) for slug, each in data.items()}


KINDS: Mapping[str, Kind] = catalogue()
BY_STATUS: Mapping[int, Kind] = {kind.status: kind for kind in reversed([*KINDS.values()])}


class Problem(Exception):  # noqa: N818 -- problem details is what the standard calls them
    """An error that the caller can understand: its kind, a sentence, and the field at fault where there is one."""

    def __init__(
        self, slug: str, detail: str, *, headers: Mapping[str, str] | None = None, **extra: str | int | None
    ) -> None:
        super().__init__(slug)
        self.kind = KINDS[slug]
        self.detail = detail
        self.headers = dict(headers or {})
        self.extra = extra


def body(kind: Kind, detail: str, base: str, extra: Mapping[str, Any] = {}) -> bytes:
    """The JSON of one problem; `type` leads to the paragraph of /docs that explains it."""
    return orjson.dumps(
        {
            "type": f"{base}/docs#problem-{kind.slug}",
            "title": kind.title,
            "status": kind.status,
            "detail": detail,
            **extra,
        }
    )


def crashed(error: Exception) -> Problem:
    """The problem with a fault of ours, logged by where it happened and without what it happened to."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames[-6:]))
    LOG.error("%s at %s", type(error).__name__, where)
    return Problem("internal", KINDS["internal"].means)


@dataclass
class Errors:
    """The error handlers of one application."""

    base: str
    page: Callable[[int], Response | None] = field(default=lambda _status: None)
    """Gives the page of an error for a browser, or None where there is none."""
    foreign: Sequence[Callable[[Kind, str, Mapping[str, Any]], Response | None]] = ()
    """Each gives an error as another system's protocol has it, or None where the path is not of that one."""

    def register(self, app: Flask) -> None:
        """Handle every error of the application here."""
        app.register_error_handler(Problem, self.on_problem)
        app.register_error_handler(HTTPException, self.on_http)
        app.register_error_handler(Exception, self.on_crash)

    def on_problem(self, problem: Problem) -> Response:
        """Answer an error of ours."""
        return self._answer(problem.kind, problem.detail, problem.headers, problem.extra)

    def on_http(self, error: HTTPException) -> Response:
        """Answer an error that Flask or Werkzeug found: no such route, wrong method, body too large, ..."""
        if error.response is not None or error.code is None or error.code < 400:
            return Response(response=error.get_body(), status=error.code or 500, headers=error.get_headers())
        kind = BY_STATUS.get(error.code, KINDS["bad-request"])
        # Only what the protocol asks for: `Allow` with 405, `Location` never with an error.
        headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
        return self._answer(kind, kind.means, headers, {})

    def on_crash(self, error: Exception) -> Response:
        """Answer a fault of ours."""
        crash = crashed(error)
        return self._answer(crash.kind, crash.detail, crash.headers, crash.extra)

    def _answer(self, kind: Kind, detail: str, headers: Mapping[str, str], extra: Mapping[str, Any]) -> Response:
        foreign = (protocol(kind, detail, extra) for protocol in self.foreign)
        response = next((found for found in foreign if found is not None), None)
        if response is None and wants_page():
            response = self.page(kind.status)
        if response is None:
            response = Response(body(kind, detail, self.base, extra), kind.status, content_type=MEDIA_TYPE)
            response.headers["Cache-Control"] = "no-store"
        response.headers.extend(headers)
        return response


def wants_page() -> bool:
    """True where a person's browser asks: it names HTML, and the path is not one for programs."""
    if request.path.startswith(OPEN_PATHS):
        return False
    return "text/html" in request.headers.get("Accept", "")
