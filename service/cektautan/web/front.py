"""The front of the service: answers what is asked most, and hands everything else to Flask.

`GET /v1/check`, threatMatches:find of Safe Browsing, the signed documents and the files that they name cost a fraction
of what Flask adds to them. The work is that of the routes (`Checking`, `Matching`, `Lists`), with the same limits,
problems, headers and counts; the routes stay, and a contract test holds both to the same status, headers and body. What
is not plainly one of the four is handed on untouched, before anything is counted. An interface after PEP 3333.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.http import HTTP_STATUS_CODES

from cektautan.web.api.check import Checking, read_url
from cektautan.web.api.lists import DOCUMENTS, Lists
from cektautan.web.compat.safe_browsing.dialects import JSON
from cektautan.web.compat.safe_browsing.errors import status_json
from cektautan.web.compat.safe_browsing.matching import Matching
from cektautan.web.guards.headers import OPEN
from cektautan.web.guards.spent import told
from cektautan.web.lists.bodies import NAME
from cektautan.web.lists.negotiate import Reply
from cektautan.web.metrics import Metrics
from cektautan.web.problems import MEDIA_TYPE, Problem, body, crashed

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
Work = Callable[[str, Environ], Reply]

CHECK = "/v1/check"
FIND = "/v4/threatMatches:find"
LISTS = "/lists/"
FILES = "/lists/files/"
FIND_QUERY = re.compile(r"(?:(?:key=[A-Za-z0-9_-]*|alt=json|prettyPrint=(?:true|false))(?:&|\Z))*")
"""What clients add to the path of a lookup that is asked and answered in JSON."""
LONGEST_FIND = 64 << 10
"""Bytes of a lookup that is answered here."""
LONGEST_FIND_QUERY = 1024
STATUS_LINES = {code: f"{code} {words.upper()}" for code, words in HTTP_STATUS_CODES.items()}


class Front:
    """A WSGI application before another."""

    def __init__(
        self, rest: Application, checking: Checking, matching: Matching, shelf: Lists, metrics: Metrics, base: str
    ) -> None:
        """Stand before `rest`; `base` is the address of the service, for the types of problems."""
        self._rest = rest
        self._checking = checking
        self._matching = matching
        self._shelf = shelf
        self._answered = metrics.answered
        self._base = base

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer, or have it answered."""
        started = time.perf_counter()
        method = environ["REQUEST_METHOD"]
        route = self._route(method, environ)
        if route is None:
            return self._rest(environ, start_response)
        rule, work, asked = route
        try:
            found = work(asked, environ)
        except Problem as problem:
            found = self._problem(rule, problem, environ)
        except Exception as fault:
            found = self._problem(rule, crashed(fault), environ)
        headers = [*found.headers, *OPEN]
        if found.status != 304:
            headers.append(("Content-Length", str(len(found.body))))
        self._answered(rule, method, found.status, time.perf_counter() - started)
        start_response(STATUS_LINES[found.status], headers)
        # Granian sends a list as it is; anything else it asks for piece by piece.
        return [] if method == "HEAD" or found.status == 304 else [found.body]

    def _route(self, method: str, environ: Environ) -> tuple[str, Work, str] | None:
        """The route as Flask writes it, its work and what is asked for; None for what Flask is to look at."""
        path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
        if method == "POST":
            return (FIND, self._find, "") if path == FIND and _is_plain_find(query, environ) else None
        # Text that is not plain ASCII may be no text at all, which is Flask's to say.
        if method not in ("GET", "HEAD") or "%00" in query or "\0" in query or not query.isascii():
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

    def _find(self, _asked: str, environ: Environ) -> Reply:
        return self._matching.answer(environ)

    def _file(self, name: str, environ: Environ) -> Reply:
        return self._shelf.file(name, environ)

    def _document(self, name: str, environ: Environ) -> Reply:
        return self._shelf.document(name, environ)

    def _problem(self, rule: str, problem: Problem, environ: Environ) -> Reply:
        if rule == FIND:
            kind, said = JSON, status_json(problem.kind, problem.detail, problem.extra)
        else:
            kind, said = MEDIA_TYPE, body(problem.kind, problem.detail, self._base, problem.extra)
        headers = [("Content-Type", kind), ("Cache-Control", "no-store"), *problem.headers.items()]
        if "RateLimit" not in problem.headers:
            headers += told(environ)
        return Reply(problem.kind.status, headers, said)


def _is_plain_find(query: str, environ: Environ) -> bool:
    """True for a lookup in JSON whose length is known and small."""
    length = environ.get("CONTENT_LENGTH", "")
    return (
        environ.get("CONTENT_TYPE") == JSON
        and length.isascii()
        and length.isdecimal()
        and len(length) < 6
        and int(length) <= LONGEST_FIND
        and "HTTP_TRANSFER_ENCODING" not in environ
        and len(query) <= LONGEST_FIND_QUERY
        and FIND_QUERY.fullmatch(query) is not None
    )
