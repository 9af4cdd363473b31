"""How a page of the desk is answered: for whom, in which language, and with what just happened on top.

The language is what `?lang=` says, which is kept for the desk alone, else what the account says, else what the browser
prefers. No page of the desk may be stored anywhere: it holds what readers wrote. What is told on top comes from the log
and never from the address, or a link could claim that something was decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from flask import current_app, g, render_template, request
from werkzeug.exceptions import HTTPException

from cektautan.web import texts as words
from cektautan.web.response import Answer

ROOT = "/meja"
LANGUAGE_COOKIE = "meja_bahasa"
YEAR = 366 * 86_400


class Viewer(Protocol):
    """The account for which a page is made, as the guard puts it into `flask.g.account`."""

    @property
    def id(self) -> int:
        """Its number, which drafts are kept under."""
        ...

    @property
    def name(self) -> str:
        """How it is called."""
        ...

    @property
    def language(self) -> str:
        """The language that it chose, or nothing."""
        ...

    @property
    def shortcuts(self) -> bool:
        """Whether single keys do something."""
        ...


@dataclass(frozen=True)
class Told:
    """What just happened, as the page says it on top."""

    words: str
    tone: str = ""
    """`problem`, `heed`, or nothing where all went well."""
    undo: str = ""
    """Where it can be undone."""
    acknowledges: str = ""
    """The drafts that the server has taken, spaced."""


class DeskPages:
    """Renders the pages of the desk."""

    def __init__(self) -> None:
        self._texts = {language: words.load(language) for language in words.LANGUAGES}

    @property
    def viewer(self) -> Viewer | None:
        """The signed-in account of this request."""
        found: Viewer | None = g.get("account")
        return found

    @property
    def texts(self) -> words.Texts:
        """The texts in the language of this request."""
        asked = request.args.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
        chosen = self.viewer.language if self.viewer else ""
        return self._texts[words.choose(asked if asked in words.LANGUAGES else chosen, request.accept_languages)]

    def in_language(self, language: str) -> words.Texts:
        """The texts of one language, for what readers see in both."""
        return self._texts[language]

    def render(
        self, template: str, *, here: str = "", status: int = 200, told: Sequence[Told] = (), **values: Any
    ) -> Answer:
        """A page below `web/templates/console/`."""
        texts = self.texts
        values.setdefault("counts", None)
        page = render_template(
            f"console/{template}",
            t=texts,
            account=self.viewer,
            here=here,
            told=told,
            other_language=self._other_language(texts),
            **values,
        )
        answer = Answer(page, status, content_type="text/html; charset=utf-8")
        answer.headers["Content-Language"] = texts.language
        answer.headers["Cache-Control"] = "no-store"
        if request.args.get("lang") in words.LANGUAGES:
            answer.set_cookie(
                LANGUAGE_COOKIE, texts.language, max_age=YEAR, path=ROOT, httponly=True, samesite="Strict"
            )
        return answer

    @staticmethod
    def _other_language(texts: words.Texts) -> str:
        pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
        query = urlencode([*pairs, ("lang", texts.other)])
        # What a form was sent to is no page in most cases; a link asks for the one that the form stands on.
        return f"?{query}" if request.method == "GET" else f"{page_of_form()}?{query}"


def page_of_form() -> str:
    """The nearest page above the address that a form was sent to."""
    path = request.path
    adapter = current_app.create_url_adapter(request)
    while adapter is not None and path != ROOT and path.startswith(ROOT):
        try:
            adapter.match(path, method="GET")
        except HTTPException:
            path = path.rpartition("/")[0]
        else:
            return path
    return ROOT
