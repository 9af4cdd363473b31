"""Flask with what this service does not use left out of the way of a request.

Each override takes away a cost that is paid on every request, by measurement (make bench): looking up whether a plain
function is a coroutine, and reading the host that a client claims to speak to, which nothing here may depend on anyway.
The start time travels in the environment, so that no hook has to run before a view.

And what no database can take reaches none, whatever the route: a number in a path ends where all of them agree, and a
NUL character, which PostgreSQL refuses in a text, is a bad request in a path, a query or a form. So is a query whose
bytes, as they were sent, are not UTF-8. Whatever reads a body does so in a place of `guards.receiving`, up to the end
that bounds.json says; a query has no more parameters than any route answers; and a list of languages that is longer
than any browser's is not read.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from http import HTTPStatus
from typing import Any, NoReturn

from flask import Flask, Request, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableDict, LanguageAccept
from werkzeug.exceptions import BadRequest, MethodNotAllowed, NotFound
from werkzeug.http import parse_accept_header
from werkzeug.routing import IntegerConverter, Map, MapAdapter

from cektautan.web.bounds import largest_bodies
from cektautan.web.guards.headers import DESK_PATH, OPEN_PATHS
from cektautan.web.guards.receiving import Receiving
from cektautan.web.lists.negotiate import MOST_ACCEPTED
from cektautan.web.problems import KINDS, Problem
from cektautan.web.response import Answer

LARGEST_NUMBER = 2**53 - 1
"""The largest that every database, JSON and a browser agree on."""
NUL = "\0"
SLASHES = re.compile("/{2,}")
STARTED = "cektautan.started"
RECEIVING = "cektautan.receiving"
MOST_PARAMETERS = 2_000
"""Of a query. The largest that is answered has a thousand prefixes of hashes."""
BODIES = largest_bodies()


class UnguardedError(Exception):
    """A route of the desk would be open to everybody. A defect, found at the start."""


class Number(IntegerConverter):
    """A number in a path. A larger one than a database holds leads nowhere."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:  # noqa: A002 -- the name that Werkzeug gives
        super().__init__(map, *args, **{"max": LARGEST_NUMBER, **options})


class Routes(Map):
    """The routes of this service. None redirects to another spelling of itself: it would name a host that nobody asked.

    The host that a client claims is read nowhere, so the address of such a redirect would be that of this machine.
    """

    default_converters = ImmutableDict({**Map.default_converters, "int": Number})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "merge_slashes": False})


class Asked(Request):
    """A request of this service."""

    def get_data(self, *args: Any, **options: Any) -> Any:
        """Read the body, or give what was read. Raises Problem where it finds no place."""
        with self._place():
            return super().get_data(*args, **options)

    @cached_property
    def accept_languages(self) -> LanguageAccept:
        """The languages that the client takes; none where it names more than any browser does."""
        said = self.environ.get("HTTP_ACCEPT_LANGUAGE", "")
        return parse_accept_header(said if len(said) <= MOST_ACCEPTED else "", LanguageAccept)

    def _place(self) -> AbstractContextManager[None]:
        receiving: Receiving | None = self.environ.get(RECEIVING)
        return nullcontext() if receiving is None else receiving.place(self.environ)

    def _load_form_data(self) -> None:
        """Read the form. Raises BadRequest where a text holds what no database takes; Problem as `get_data`."""
        with self._place():
            super()._load_form_data()
        if any(NUL in text for name, texts in self.form.lists() for text in (name, *texts)):
            raise BadRequest


class Application(Flask):
    """The application of this service."""

    request_class = Asked
    response_class = Answer
    url_map_class = Routes
    receiving: Receiving | None = None
    """Where bodies find a place; None where they arrive whole, as a test client's do."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function: no view or hook of this service is a coroutine."""
        return func

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        """Register a route. One of the desk must have passed its guard, which leaves its mark.

        Raises:
            UnguardedError: it has not.

        """
        if (rule == DESK_PATH or rule.startswith(f"{DESK_PATH}/")) and not hasattr(view_func, "desk_rule"):
            raise UnguardedError(f"{rule} is registered without the desk's guard")
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Match by path and method alone, whatever host the client names."""
        if request is None:
            return super().create_url_adapter(None)
        environ = request.environ
        return self.url_map.bind(
            "localhost", path_info=request.path, default_method=environ["REQUEST_METHOD"], query_args=""
        )

    def make_default_options_response(self) -> Response:
        """Answer OPTIONS with the methods of a path, and no body of any type (RFC 9110, sections 9.3.7 and 15.3.5)."""
        answer = super().make_default_options_response()
        answer.status_code = HTTPStatus.NO_CONTENT
        del answer.headers["Content-Type"]
        return answer

    def raise_routing_exception(self, request: Request) -> NoReturn:
        """Tell that a path leads nowhere. Raises NotFound where it does so by every method.

        Werkzeug finds out that a number is too large only after the method fitted: with another method it would be 405,
        and name a method that leads nowhere either. A program that wrote a slash too many is told so, and is not sent
        on: what it asks about would travel twice.
        """
        error = request.routing_exception
        if isinstance(error, NotFound) and (rule := self._with_fewer_slashes(request.path)):
            detail = f"{KINDS['not-found'].means} Leave out the slash that is too many: `{rule}`."
            raise Problem("not-found", detail) from None
        if isinstance(error, MethodNotAllowed) and not any(map(self._leads, error.valid_methods or ())):
            raise NotFound from None
        super().raise_routing_exception(request)

    def _with_fewer_slashes(self, path: str) -> str:
        """The rule of what stands at a program's path without a slash at its end or two in a row; empty for none."""
        adapter, shorter = self.create_url_adapter(request), SLASHES.sub("/", path).removesuffix("/")
        if adapter is None or shorter == path or not shorter.startswith(OPEN_PATHS):
            return ""
        for method in adapter.allowed_methods(shorter):
            if adapter.test(shorter, method):
                # As it is registered: nothing of what was asked is repeated.
                return adapter.match(shorter, method, return_rule=True)[0].rule
        return ""

    def _leads(self, method: str) -> bool:
        """True if the path of this request leads somewhere by a method."""
        adapter = self.create_url_adapter(request)
        return adapter is not None and adapter.test(method=method)

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer, unless path or query hold what no database takes, or bytes that are no text. Raises BadRequest."""
        rule = request.url_rule
        if request.method == "POST" and rule is not None and rule.rule in BODIES:
            request.max_content_length = BODIES[rule.rule]
        path, query = request.environ["PATH_INFO"], request.environ["QUERY_STRING"]
        if NUL in path or "%00" in query or NUL in query or query.count("&") >= MOST_PARAMETERS:
            raise BadRequest
        if not query.isascii():
            try:
                # WSGI gives bytes as Latin-1 (PEP 3333).
                query.encode("latin-1").decode("utf-8")
            except UnicodeDecodeError:
                raise BadRequest from None
        return super().dispatch_request()

    def wsgi_app(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Note the time and answer."""
        environ[STARTED] = time.perf_counter()
        environ[RECEIVING] = self.receiving
        return super().wsgi_app(environ, start_response)
