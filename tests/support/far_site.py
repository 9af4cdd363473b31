"""Far sites that a test fills page by page: each address of each host has its answer, all on one server here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pytest_httpserver import HTTPServer
from tests.support.far import Authority, Unhurried, World
from werkzeug import Request, Response

Answer = Response | str | Callable[[Request], Response]


class FarSites:
    """What stands where. An address that nothing was said of is 404; so is every robots.txt."""

    def __init__(self, server: HTTPServer, world: World) -> None:
        self.server, self.world = server, world
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []
        server.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        # As it was sent: the library writes escapes of an address in its own way.
        url = f"https://{request.host}{request.environ['REQUEST_URI']}"
        if request.path == "/robots.txt" and url not in self.pages:
            return Response(status=404)
        self.asked.append(url)
        found = self.pages.get(url, Response(status=404))
        if isinstance(found, str):
            return Response(found, content_type="text/html; charset=utf-8")
        return found(request) if callable(found) and not isinstance(found, Response) else found

    def forget(self, host: str) -> None:
        """Let nobody know a name any more."""
        del self.world.names.known[host]


@contextmanager
def far_sites(authority: Authority, *hosts: str) -> Iterator[FarSites]:
    """Serve these hosts, at a pace that takes none of the test's own time."""
    with HTTPServer(host="127.0.0.1", ssl_context=authority.server(*hosts), threaded=True) as server:
        yield FarSites(server, World.make(authority, server.port, hosts, Unhurried().pace()))


def moved(to: str, status: int = 301) -> Response:
    """Return a redirect."""
    return Response(status=status, headers={"Location": to})
