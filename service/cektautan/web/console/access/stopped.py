"""The pages that stop a request: not signed in, not allowed, a form that is old, foreign, too large or too
soon, or was sent already.

Nothing that was typed is lost: the page shows it and offers to send it again, once somebody is signed in. Secrets and
files are never repeated. A form that another site made is not repeated either: one press must not send it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Response, request

from cektautan.desk.rules.roles import Roles
from cektautan.web.console.access.cookies import SESSION, Cookies
from cektautan.web.console.access.form_tokens import FIELD
from cektautan.web.console.going import see_other
from cektautan.web.console.pages import ROOT, DeskPages, page_of_form

SIGN_IN = f"{ROOT}/masuk"
SECOND_STEP = f"{ROOT}/masuk/kode"
BACK = "kembali"
LONGEST_BACK = 500

SECRET = ("sandi", "kode")
"""Fields whose name begins so hold a password or a code."""


class Stopped:
    """Makes the pages."""

    def __init__(self, pages: DeskPages, roles: Roles, cookies: Cookies) -> None:
        self._pages = pages
        self._roles = roles
        self._cookies = cookies

    def not_signed_in(self) -> Response:
        """To the sign-in page, and back afterwards; a form is kept on a page of its own."""
        if request.method == "GET":
            # A link from another site brings no cookie (SameSite=Strict): the page asks once more, by itself.
            if (
                request.headers.get("Sec-Fetch-Site") == "cross-site"
                and request.headers.get("Sec-Fetch-Mode") == "navigate"
            ):
                return self._pages.render("access/continue.html")
            return see_other(f"{SIGN_IN}?{urlencode({BACK: safe_back(request.full_path)})}")
        if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            # The desk's own program sent it: it shows the page that it is led to, and has kept what was typed.
            return see_other(f"{SIGN_IN}?{urlencode({BACK: page_of_form()})}")
        response = self._stop("ended", 401, resend=True)
        self._cookies.drop(response, SESSION)
        return response

    def second_step(self) -> Response:
        """To the second factor, which is missing."""
        back = safe_back(request.full_path) if request.method == "GET" else page_of_form()
        return see_other(f"{SECOND_STEP}?{urlencode({BACK: back})}")

    def not_allowed(self, act: str) -> Response:
        """No role of this account allows it; those that do are named."""
        texts = self._pages.texts
        roles = ", ".join(texts[f"role_{role}"] for role in self._roles.with_act(act))
        return self._stop("not_allowed", 403, roles=roles)

    def other_site(self) -> Response:
        """Another site made the form."""
        return self._stop("other_site", 403)

    def stale_form(self, resend: bool) -> Response:
        """The form was made for another session."""
        return self._stop("stale_form", 403, resend=resend)

    def sent_already(self) -> Response:
        """The form was sent before; nothing is done twice."""
        return self._stop("sent_already", 409)

    def too_large(self) -> Response:
        """More was sent than is taken, so nothing of it was read."""
        return self._stop("too_large", 413)

    def too_many(self, headers: Mapping[str, str], *, resend: bool) -> Response:
        """The share of this window is used up; the page says how long to wait."""
        minutes = math.ceil(int(headers["Retry-After"]) / 60)
        response = self._stop("too_many", 429, resend=resend, minutes=minutes)
        response.headers.extend(headers)
        return response

    def no_store(self) -> Response:
        """The database does not answer."""
        response = self._stop("no_store", 503, resend=request.method == "POST")
        response.headers["Retry-After"] = "30"
        return response

    def _stop(self, why: str, status: int, *, resend: bool = False, **named: str | int) -> Response:
        typed = _typed() if resend else []
        texts = self._pages.texts
        return self._pages.render(
            "access/stopped.html",
            status=status,
            why=why,
            title=texts[f"stop_{why}_title"],
            words=texts.say(f"stop_{why}", **named),
            typed=typed,
            files=bool(resend and request.files),
            action=request.path,
            back=page_of_form() if request.method == "POST" else ROOT,
            sign_in=SIGN_IN,
        )


def safe_back(asked: str) -> str:
    """Return an address of the desk to go back to, whatever was asked for.

    >>> safe_back("/meja/kasus/3?x=1"), safe_back("//evil.example/meja"), safe_back("/mejahijau")
    ('/meja/kasus/3?x=1', '/meja', '/meja')
    """
    path = asked.removesuffix("?")
    below = path == ROOT or path.startswith((f"{ROOT}/", f"{ROOT}?"))
    whole = path.isascii() and path.isprintable() and "\\" not in path and "//" not in path
    return path if below and whole and len(path) <= LONGEST_BACK and not path.startswith(SIGN_IN) else ROOT


def _typed() -> list[tuple[str, str]]:
    return [
        (name, value) for name, value in request.form.items(multi=True) if name != FIELD and not name.startswith(SECRET)
    ]
