"""A browser at the desk of a real service, without a screen: it opens pages, fills their forms in and sends them.

Whatever a form holds comes from its page, the token among it; cookies are kept, and where a request comes from is said
as a browser says it. So it can do what a person could do, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pyotp
import requests


@dataclass
class Form:
    """A form as it was found on a page."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    """What would be sent as it stands."""
    choices: dict[str, list[str]] = field(default_factory=dict)
    """What can be chosen: the values of radio buttons and of buttons that send, by their names."""


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""))
            self.found.append(self._form)
        elif self._form is not None and given.get("name") and "disabled" not in given:
            self._take(self._form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    @staticmethod
    def _take(form: Form, tag: str, given: dict[str, str]) -> None:
        name, value = given["name"], given.get("value", "")
        if tag == "button" or given.get("type") == "radio":
            form.choices.setdefault(name, []).append(value)
        written = tag in ("textarea", "select") or given.get("type") in ("text", "hidden", "password", "date")
        if written or "checked" in given:
            form.fields[name] = value


def forms_of(page: str) -> list[Form]:
    """Return the forms of a page."""
    parser = _Forms()
    parser.feed(page)
    return parser.found


class DeskBrowser:
    """One person's browser."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

    def open(self, path: str) -> requests.Response:
        """Open a page."""
        return self._session.get(f"{self.address}{path}", timeout=30, headers={"Sec-Fetch-Site": "same-origin"})

    def send(self, form: Form, **typed: str) -> requests.Response:
        """Send a form with what was typed, and follow nothing: a 303 is the acknowledgement."""
        headers = {"Origin": self.address, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
        return self._session.post(
            f"{self.address}{form.action}",
            data={**form.fields, **typed},
            headers=headers,
            timeout=30,
            allow_redirects=False,
        )

    def sign_in(self, login: str, password: str, secret: str) -> None:
        """Sign in with name, password and the code of the moment."""
        answer = self.send(self._form("/meja/masuk"), nama=login, sandi=password)
        answer = self.send(self._form(answer.headers["Location"]), kode=pyotp.TOTP(secret).now())
        if answer.status_code != 303:
            raise RuntimeError(f"{login} was not let in: {answer.status_code}")

    def _form(self, path: str) -> Form:
        (form,) = [each for each in forms_of(self.open(path).text) if each.action in path]
        return form
