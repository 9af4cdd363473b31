"""A loopback server for the parity page: the core as it stands in the checkout, the rules and the addresses."""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SERVED = ("extension/core/", "tests/e2e/parity/")


@contextmanager
def serve(root: Path, documents: Mapping[str, Any]) -> Iterator[str]:
    """Serve the modules of the checkout and some JSON documents; yield the origin."""
    bodies = {path: json.dumps(value).encode() for path, value in documents.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.removeprefix("/")
            if path in bodies:
                self.answer("application/json", bodies[path])
            elif path.startswith(SERVED) and ".." not in path and (root / path).is_file():
                self.answer(mimetypes.guess_type(path)[0] or "text/javascript", (root / path).read_bytes())
            else:
                self.answer("text/html", b"<!doctype html><title>parity</title>")

        def answer(self, kind: str, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
