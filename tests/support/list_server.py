"""A list server of a test's own: serves a published folder as the service does, and remembers what it was asked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cektautan.client.local import LocalClient


class ListServer:
    """Serves `public` below `/lists/`. `answers` take the place of what lies there, by name or path."""

    def __init__(self, server: HTTPServer, public: Path) -> None:
        self.url = server.url_for("").rstrip("/")
        self.public = public
        self.asked: list[str] = []
        """What was asked for, in order; a conditional request that was answered 304 begins with `=`."""
        self.answers: dict[str, bytes | Callable[[], Response]] = {}
        server.expect_request(re.compile("/lists/.*")).respond_with_handler(self._answer)

    def taken(self) -> list[str]:
        """Return what was asked for since the last time."""
        asked, self.asked = self.asked, []
        return asked

    def client(self, root_key: str, directory: Path, now: float) -> LocalClient:
        """Return a client of this server whose clock stands still and that waits for nobody."""
        return LocalClient(self.url, root_key, directory, patience=0, clock=lambda: now)

    def _answer(self, request: Request) -> Response:
        name = request.path.removeprefix("/lists/")
        given: Any = self.answers.get(name)
        if callable(given):
            self.asked.append(name)
            made: Response = given()
            return made
        if given is None:
            path = self.public / (name if "/" in name else f"current/{name}")
            if not path.is_file():
                self.asked.append(name)
                return Response(status=404)
            given = path.read_bytes()
        tag = hashlib.sha256(given).hexdigest()
        response = Response(given, headers={"ETag": f'"{tag}"'})
        if request.if_none_match.contains(tag):
            response = Response(status=304, headers={"ETag": f'"{tag}"'})
        self.asked.append(f"={name}" if response.status_code == 304 else name)
        return response
