"""The page of an error, for a person's browser, in the reader's language; below `/meja` in the desk's, and back to it.

It must never repeat what was asked for.
"""

from __future__ import annotations

from flask import Response, render_template, request

from cektautan.web import texts as words
from cektautan.web.console.pages import LANGUAGE_COOKIE
from cektautan.web.guards.headers import DESK_PATH


class ErrorPages:
    """Renders error pages; `page` gives None for a status that is none of web/problems.json."""

    def __init__(self) -> None:
        self._texts = {language: words.load(language) for language in words.LANGUAGES}

    def page(self, status: int) -> Response | None:
        """Return the page for a status."""
        at_desk = request.path == DESK_PATH or request.path.startswith(f"{DESK_PATH}/")
        asked = _asked() or (request.cookies.get(LANGUAGE_COOKIE) if at_desk else None)
        chosen = self._texts[words.choose(asked, request.accept_languages)]
        title = chosen.texts.get(f"error_{status}_title")
        if title is None:
            return None
        text = chosen[f"error_{status}"]
        html = render_template("error.html", t=chosen, title=title, text=text, list_date=None, at_desk=at_desk)
        response = Response(html, status, content_type="text/html; charset=utf-8")
        response.headers["Content-Language"] = chosen.language
        response.headers["Vary"] = "Accept-Language, Accept"
        response.headers["Cache-Control"] = "no-store"
        return response


def _asked() -> str | None:
    """The language that the address asks for; none where it holds bytes that are no text, the very error perhaps."""
    try:
        return request.args.get("lang")
    except UnicodeDecodeError:
        return None
