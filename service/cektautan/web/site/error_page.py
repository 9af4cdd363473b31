"""The page of an error, for a person's browser, in the reader's language."""

from __future__ import annotations

from flask import Response, render_template, request

from cektautan.web import texts as words


class ErrorPages:
    """Renders error pages; `page` gives None for an error that has no words of its own."""

    def __init__(self) -> None:
        self._texts = {language: words.load(language) for language in words.LANGUAGES}

    def page(self, status: int) -> Response | None:
        """Return the page for a status."""
        chosen = self._texts[words.choose(request.args.get("lang"), request.accept_languages)]
        title = chosen.texts.get(f"error_{status}_title")
        if title is None:
            return None
        html = render_template("error.html", t=chosen, title=title, text=chosen[f"error_{status}"], list_date=None)
        response = Response(html, status, content_type="text/html; charset=utf-8")
        response.headers["Content-Language"] = chosen.language
        response.headers["Vary"] = "Accept-Language, Accept"
        response.headers["Cache-Control"] = "no-store"
        return response
