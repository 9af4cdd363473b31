"""The desk's cookies: whose browser it is, and nothing else. All of them stay below `/meja`.

No script reads them (HttpOnly), no other site sends them (SameSite=Strict), and they travel over TLS alone, except to
this computer itself. They end with the browser; the store ends sessions earlier.
"""

from __future__ import annotations

from ada_url import URL
from flask import Response, request

from cektautan.web.console.pages import ROOT

SESSION = "meja_sesi"
VISITOR = "meja_tamu"
"""For forms before anybody is signed in."""
NEWS = "meja_kabar"
"""What the next page tells: a code that this service knows, which no link can set."""

LONGEST = 100

_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


class Cookies:
    """Reads and sets the cookies of one installation."""

    def __init__(self, server_url: str) -> None:
        address = URL(server_url)
        self.secure = address.protocol == "https:" or address.hostname not in _LOOPBACK

    def read(self, name: str) -> str:
        """Return a cookie of this request; nothing where it is not there or none of ours."""
        value = request.cookies.get(name, "")
        return value if len(value) <= LONGEST else ""

    def put(self, response: Response, name: str, value: str) -> None:
        """Set a cookie."""
        response.set_cookie(name, value, path=ROOT, secure=self.secure, httponly=True, samesite="Strict")

    def drop(self, response: Response, name: str) -> None:
        """Take a cookie back."""
        response.delete_cookie(name, path=ROOT, secure=self.secure, httponly=True, samesite="Strict")
