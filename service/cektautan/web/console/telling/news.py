"""What the next page tells on top, carried over a redirect by its code in a cookie.

A code is one of those that the texts know (`told_<code>`); nothing in it comes from an address, or a link could claim
that something was done.
"""

from __future__ import annotations

from flask import Response

from cektautan.web.console.access.cookies import NEWS, Cookies
from cektautan.web.console.pages import Told
from cektautan.web.texts import Texts


class News:
    """Carries what happened to the next page."""

    def __init__(self, cookies: Cookies) -> None:
        self._cookies = cookies

    def send(self, response: Response, code: str) -> Response:
        """Let the next page tell it."""
        self._cookies.put(response, NEWS, code)
        return response

    def read(self, texts: Texts, drafts: str = "") -> list[Told]:
        """Return what this page tells, and that the drafts of its forms were taken."""
        words = texts.texts.get(f"told_{self._cookies.read(NEWS)}")
        return [] if words is None else [Told(words, acknowledges=drafts)]

    def forget(self, response: Response) -> Response:
        """Tell it once."""
        if self._cookies.read(NEWS):
            self._cookies.drop(response, NEWS)
        return response
