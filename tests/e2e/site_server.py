"""Every site of the world but ours, on one loopback port.

A forward proxy that answers itself: absolute-URI requests for http, CONNECT with a self-signed certificate for https.
So real host names (youtube.com, facebook.com) lead here and nowhere else. It waits before each answer, as a network
does, and remembers what was asked.
"""

from __future__ import annotations

import contextlib
import datetime
import http.server
import socketserver
import ssl
import tempfile
import threading
import time
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LATENCY = 0.05
"""Seconds before an answer begins: a near server on a good line."""


@dataclass(frozen=True)
class Asked:
    """One request that reached a site."""

    url: str
    headers: dict[str, str] = field(compare=False, repr=False)
    body: bytes = field(default=b"", compare=False, repr=False)


class SiteServer:
    """The sites; `page` and `redirect` say what they answer, everything else is a plain page that names itself."""

    def __init__(self, latency: float = LATENCY) -> None:
        self.latency = latency
        self.asked: list[Asked] = []
        self._pages: dict[str, str] = {}
        self._policies: dict[str, str] = {}
        self._redirects: dict[str, str] = {}
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self._server.tls = _tls()
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, name="sites", daemon=True)
        self._thread.start()

    def page(self, url: str, body: str, policy: str = "") -> str:
        """Answer an address with an HTML body, and a content security policy if one is given; return the address."""
        self._pages[url] = body
        if policy:
            self._policies[url] = policy
        return url

    def redirect(self, url: str, to: str) -> str:
        """Answer an address with a redirect; return the address."""
        self._redirects[url] = to
        return url

    def links(self, url: str, **links: str) -> str:
        """Answer an address with a page of links, each under its id; return the address."""
        made = "".join(f'<p><a id="{name}" href="{escape(to)}">{name}</a></p>' for name, to in links.items())
        return self.page(url, f"<h1>links</h1>{made}")

    def forget(self) -> None:
        """Forget every page, redirect and request; for the next test."""
        self.asked.clear()
        self._pages.clear()
        self._policies.clear()
        self._redirects.clear()
        self.latency = LATENCY

    def hosts(self) -> list[str]:
        """Return the hosts that were asked, in order."""
        return [each.url.split("/")[2] for each in self.asked]

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, url: str) -> tuple[int, str, dict[str, str]]:
        """Return status, body and headers of an address."""
        if url in self._redirects:
            return 302, "", {"Location": self._redirects[url]}
        body = self._pages.get(url, f"<h1>page of {escape(url)}</h1>")
        html = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(url)}</title><body>{body}'
        policy = {"Content-Security-Policy": self._policies[url]} if url in self._policies else {}
        return 200, html, {"Content-Type": "text/html; charset=utf-8", **policy}


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 64
    site: SiteServer
    tls: ssl.SSLContext

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet: browsers drop connections at will."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    origin = ""

    def do_GET(self) -> None:
        url = self.path if "://" in self.path else self.origin + self.path
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        site = self.server.site
        if not url.endswith("/favicon.ico"):
            site.asked.append(Asked(url, dict(self.headers), body))
        time.sleep(site.latency)
        status, text, headers = site.answer(url)
        data = text.encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data)), "Cache-Control": "no-store"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    do_POST = do_GET  # noqa: N815 -- the name that http.server looks for

    def do_CONNECT(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        host = self.path.removesuffix(":443")
        tunnel = type("_Tunnel", (_Handler,), {"origin": f"https://{host}"})
        # A browser may drop the connection at any moment, also in the middle of the handshake.
        with (
            contextlib.suppress(OSError, ValueError),
            self.server.tls.wrap_socket(self.connection, server_side=True) as secured,
        ):
            tunnel(secured, self.client_address, self.server)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name in http.server
        """Keep quiet."""


def _tls() -> ssl.SSLContext:
    """A certificate for every name, which the test browsers are told to accept."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sites of the tests")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("*.example"), x509.DNSName("*.com")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        chain = Path(folder, "site.pem")
        chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + secret)
        context.load_cert_chain(chain)
    return context
