"""The front of the service: answers what is asked most, and hands everything else to Flask.

`GET /v1/check`, the signed documents and the files that they name cost a fraction of what Flask adds to them. The work
is that of the routes (`api.check.Checking`, `api.lists.Lists`), with the same limits, problems, headers and counts; the
routes stay, and a contract test holds both to the same status, headers and body. What is not plainly one of the three
is handed on untouched, before anything is counted. An interface after PEP 3333.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.http import HTTP_STATUS_CODES

from cektautan.web.api.check import Checking, read_url
from cektautan.web.api.lists import DOCUMENTS, Lists
from cektautan.web.guards.headers import OPEN
from cektautan.web.lists.bodies import NAME
from cektautan.web.lists.negotiate import Reply
from cektautan.web.metrics import Metrics
from cektautan.web.problems import MEDIA_TYPE, Problem, body, crashed

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
Work = Callable[[str, Environ], Reply]

CHECK = "/v1/check"
LISTS = "/lists/"
FILES = "/lists/files/"
STATUS_LINES = {code: f"{code} {words.upper()}" for code, words in HTTP_STATUS_CODES.items()}


class Front:
    """A WSGI application before another."""

    def __init__(self, rest: Application, checking: Checking, shelf: Lists, metrics: Metrics, base: str) -> None:
        """Stand before `rest`; `base` is the address of the service, for the types of problems."""
        self._rest = rest
        self._checking = checking
        self._shelf = shelf
        self._answered = metrics.answered
        self._base = base

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer, or have it answered."""
        started = time.perf_counter()
        method = environ["REQUEST_METHOD"]
        route = self._route(environ) if method in ("GET", "HEAD") else None
        if route is None:
            return self._rest(environ, start_response)
        rule, work, asked = route
        try:
            found = work(asked, environ)
        except Problem as problem:
            found = self._problem(problem)
        except Exception as fault:
            found = self._problem(crashed(fault))
        headers = [*found.headers, *OPEN]
        if found.status != 304:
            headers.append(("Content-Length", str(len(found.body))))
        self._answered(rule, method, found.status, time.perf_counter() - started)
        start_response(STATUS_LINES[found.status], headers)
        # Granian sends a list as it is; anything else it asks for piece by piece.
        return [] if method == "HEAD" or found.status == 304 else [found.body]

    def _route(self, environ: Environ) -> tuple[str, Work, str] | None:
        """The route as Flask writes it, its work and what is asked for; None for what Flask is to look at."""
        path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
        # Text that is not plain ASCII may be no text at all, which is Flask's to say.
        if "%00" in query or "\0" in query or not query.isascii():
            return None
        if path == CHECK:
            url = read_url(query)
            return None if url is None else (CHECK, self._check, url)
        if path.startswith(FILES):
            return ("/lists/files/<name>", self._file, path[len(FILES) :]) if NAME.fullmatch(path, len(FILES)) else None
        if path.startswith(LISTS) and path[len(LISTS) :] in DOCUMENTS:
            return "/lists/<name>", self._document, path[len(LISTS) :]
        return None

    def _check(self, url: str, environ: Environ) -> Reply:
        said, headers = self._checking.answer(url, environ)
        return Reply(200, headers, said)

    def _file(self, name: str, environ: Environ) -> Reply:
        return self._shelf.file(name, environ)

    def _document(self, name: str, environ: Environ) -> Reply:
        return self._shelf.document(name, environ)

    def _problem(self, problem: Problem) -> Reply:
        headers = [("Content-Type", MEDIA_TYPE), ("Cache-Control", "no-store"), *problem.headers.items()]
        return Reply(problem.kind.status, headers, body(problem.kind, problem.detail, self._base, problem.extra))
