"""A proxy through which a browser sends everything, requests to this computer too, and which writes all of it down.

Requests to loopback go on to the service there; every other http site is a plain page. There is no https behind it, for
a tunnel would hide what is asked: that a browser wanted one is written down. It can be `down`, as a phone without a
network is: what is asked is written down all the same, and nothing is answered.
"""

from __future__ import annotations

import contextlib
import http.client
import http.server
import re
import socketserver
import threading
import time
from collections.abc import Callable
from typing import Any

from tests.e2e.site_server import LATENCY, Asked

Answerer = Callable[[str, bytes], tuple[int, list[tuple[str, str]], bytes]]
"""From method and body to status, headers and body."""

LOOPBACK = re.compile(r"http://(127\.0\.0\.1:\d+)(/.*)")
BETWEEN_NEIGHBOURS = {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "content-length"}
"""Headers that say how two neighbours talk, and are not passed on."""


class RecordingProxy:
    """The proxy; `asked` holds every request with its method, in the order of their beginning."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Asked]] = []
        self.sent: list[tuple[str, int]] = []
        """What was answered from this computer: the address, and the bytes of head and body as they travelled."""
        self.down = False
        self.stand_ins: dict[str, tuple[int, str, bytes]] = {}
        """Paths of this computer that are answered here: status, content type, body."""
        self.answerers: dict[str, Answerer] = {}
        """Paths of this computer that are answered by a function here, with headers of its own."""
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.proxy = self
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, name="recording proxy", daemon=True).start()

    def lines(self) -> list[str]:
        """Return every request as `METHOD url`."""
        return [f"{method} {asked.url}" for method, asked in self.asked]

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 64
    proxy: RecordingProxy

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet: browsers drop connections at will."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.proxy.asked.append((self.command, Asked(self.path, dict(self.headers), body)))
        local = LOOPBACK.fullmatch(self.path)
        if self.server.proxy.down:
            self.close_connection = True
            return
        if local is not None and local[2] in self.server.proxy.answerers:
            self._answer(*self.server.proxy.answerers[local[2]](self.command, body))
            return
        if local is not None and local[2] in self.server.proxy.stand_ins:
            status, content_type, text = self.server.proxy.stand_ins[local[2]]
            self._answer(status, [("Content-Type", content_type)], text)
            return
        if local is None:
            time.sleep(LATENCY)
            page = f"<!doctype html><html lang=id><meta charset=utf-8><title>halaman</title><h1>{self.path}</h1>"
            self._answer(
                200, [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")], page.encode()
            )
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() not in BETWEEN_NEIGHBOURS}
        with contextlib.closing(http.client.HTTPConnection(local[1], timeout=30)) as onward:
            onward.request(self.command, local[2], body or None, headers)
            answer = onward.getresponse()
            kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in BETWEEN_NEIGHBOURS]
            self._answer(answer.status, kept, body := answer.read())
            head = sum(len(f"{name}: {value}\r\n") for name, value in answer.getheaders())
            self.server.proxy.sent.append((self.path, head + len(body)))

    do_POST = do_HEAD = do_OPTIONS = do_PUT = do_GET  # noqa: N815 -- the names that http.server looks for

    def do_CONNECT(self) -> None:
        self.server.proxy.asked.append((self.command, Asked(self.path, dict(self.headers))))
        self.close_connection = True
        self._answer(502, [], b"")

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != http.HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name in http.server
        """Keep quiet."""
