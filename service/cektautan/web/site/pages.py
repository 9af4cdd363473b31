"""How a page for people is answered: in which language, with which words around it, and with which headers.

A page says the same in both languages under one address; `?lang=` chooses, else the browser does. A page that is worth
citing names its permanent address, from which search engines and link previews learn both languages; one that shares
or copies may run the site's own scripts and nobody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import render_template, request

from cektautan.core.errors import FormatError
from cektautan.lookup.catalogue import Catalogue
from cektautan.lookup.public_record import Claim
from cektautan.web import texts as words
from cektautan.web.response import Answer
from cektautan.web.services import Services


class Pages:
    """Renders the pages of one application."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._texts = {language: words.load(language) for language in words.LANGUAGES}

    @property
    def texts(self) -> words.Texts:
        """The texts in the language of this request."""
        return self._texts[words.choose(request.args.get("lang"), request.accept_languages)]

    def spend(self) -> None:
        """Count one page against the caller's share."""
        services = self._services
        services.limits.spend(services.pages_limit, request.environ)

    def render(
        self,
        template: str,
        *,
        status: int = 200,
        address: str = "",
        query: str = "",
        scripts: bool = False,
        **values: Any,
    ) -> Answer:
        """A page of this request's language.

        `address` is the page's permanent path, and `query` the rest of its address but for the language.
        """
        texts = self.texts
        page = render_template(
            template, t=texts, site=self._services.settings.server_url, address=address, query=query,
            **self._list(texts), **values,
        )  # fmt: skip
        answer = Answer(page, status, content_type="text/html; charset=utf-8")
        answer.runs_scripts = scripts
        answer.headers["Content-Language"] = texts.language
        answer.headers["Vary"] = "Accept-Language"
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    def public_record(self) -> Mapping[str, Claim] | None:
        """The record of the set in use; None where there is no set, or an older one without a record."""
        published = self._services.current.get()
        with suppress(FormatError):
            return None if published is None else published.public_record
        return None

    def catalogue(self) -> Catalogue | None:
        """The same record, ready to be searched."""
        published = self._services.current.get()
        return None if published is None or self.public_record() is None else published.catalogue

    def no_record(self) -> Answer:
        """The page that says that there is no record to be read yet."""
        answer = self.render("record_not_yet.html", status=503)
        answer.headers["Retry-After"] = "3600"
        return answer

    def _list(self, texts: words.Texts) -> dict[str, str | None]:
        """The date of the list, and that it is old where it is."""
        published = self._services.current.get()
        if published is None:
            return {"list_date": None, "old_list": None}
        moment = texts.moment(published.created)
        old = published.is_stale(int(self._services.clock()))
        return {
            "list_date": texts.say("list_date", **moment),
            "old_list": texts.say("old_list", date=moment["date"]) if old else None,
        }
