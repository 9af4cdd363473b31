"""Sends wrong input to every form of the desk and judges each answer; the desk is put back after whatever was taken.

A form is filled in so that it could be taken, and then one thing about it is wrong. What holds for every answer is
here: it is one that a page of the desk may give, it leads somewhere, nothing was decided where it refuses, both chains
hold where it does not, and what was typed is markup nowhere.
"""

from __future__ import annotations

import secrets
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote_from_bytes

from sqlalchemy import select
from tests.support.chains import assert_chains_hold
from tests.support.desk_walk import Found, Walk
from tests.support.people import Desk, Person
from tests.support.rewind import Rewind
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from cektautan.store.models import Event, LogHead
from cektautan.web.console.access.cookies import SESSION, VISITOR

Sent = Sequence[tuple[str | bytes, str | bytes]]
"""Names and values as they are sent; bytes that are no text among them."""
File = tuple[str, str, bytes]
"""The name of a field, the name of a file, and its bytes."""

PAGE = "text/html; charset=utf-8"
ANSWERS = {
    200: "A page, or a file.",
    204: "The lease of a case is renewed.",
    303: "It was taken, or leads to sign-in.",
    400: "A text that is none.",
    401: "The session is over.",
    403: "Not allowed, or a form that this session was not given.",
    404: "There is no such thing.",
    409: "Somebody else was faster, or the form was sent before.",
    413: "More than a form holds.",
    422: "A field that cannot be so; the page names it.",
}
"""What a form of the desk may be answered; never 500."""
TOLD = {"sign_in.failed", "account.locked"}
"""What is written of an attempt that failed."""
MARKUP = b'"><script>alert(1)</script>{{7*7}}<!--'


@dataclass
class Judge:
    """Sends, judges and counts."""

    desk: Desk
    walk: Walk
    rewind: Rewind
    cases: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    """What should not have been, by route and case; the same once."""

    decided: bool = False
    """Whether the last request recorded anything."""

    def __post_init__(self) -> None:
        self._client = self.desk.app.test_client(use_cookies=False)
        self._begun = self._head()

    def tell(self, what: str) -> None:
        """Write what was asked until now, which `pytest -s` shows."""
        answers = ", ".join(f"{count} times {status}" for status, count in sorted(self.answers.items()))
        sys.stdout.write(f"\n{what}: {len(self.walk.forms)} forms, {self.cases} cases until now, {answers}\n")

    def form(self, found: Found, sent: Sent, name: str, *, files: Sequence[File] = (), refused: bool = False) -> int:
        """Send a form, with a token of its own unless one is among what is sent; return the status.

        Args:
            found: the form.
            sent: its fields.
            name: of the case, for what is told about it.
            files: uploads; with one, or where the form says so, it travels in parts.
            refused: whether it must not be taken.

        """
        if not any(key == "csrf_token" for key, _ in sent):
            sent = [*sent, ("csrf_token", found.who.form_token())]
        if files or found.form.multipart:
            body, media = _in_parts(sent, files)
        else:
            body, media = _in_one(sent), "application/x-www-form-urlencoded"
        return self.send(found.who, "POST", found.form.action, name, body=body, media=media, refused=refused)

    def send(
        self, who: Person, method: str, path: str, name: str, *, body: bytes = b"", media: str = "",
        refused: bool = False,
    ) -> int:  # fmt: skip
        """Send anything and judge the answer."""
        held = f"{SESSION}={who.token}" if who.token else f"{VISITOR}=tamu"
        answer = self._client.open(
            path, method=method, data=body or None, content_type=media or None, headers={**who.headers, "Cookie": held}
        )
        self.cases += 1
        self.answers[answer.status_code] += 1
        for wrong in self._wrong(answer, refused):
            told = f"{method} {path[:80]} [{name}]: {wrong}"
            if told not in self.faults:
                self.faults.append(told)
        return answer.status_code

    def _wrong(self, answer: TestResponse, refused: bool) -> list[str]:
        status, wrong = answer.status_code, list[str]()
        taken = status < 400
        if status not in ANSWERS:
            wrong.append(f"an answer that the desk does not give: {status}")
        if refused and taken:
            wrong.append(f"taken: {status}")
        if status == 303 and not self._leads(answer.headers["Location"]):
            wrong.append(f"leads nowhere: {answer.headers['Location'][:80]}")
        if not taken and status != 409 and answer.content_type != PAGE:
            wrong.append(f"no page: {answer.content_type}")
        if answer.headers["Cache-Control"] != "no-store":
            wrong.append(f"may be stored: {answer.headers['Cache-Control']}")
        if MARKUP in answer.data:
            wrong.append("what was typed is markup")
        self.decided = self._head() != self._begun
        if self.decided:
            if not taken and set(self._events()) - TOLD:
                wrong.append(f"{status}, and yet {self._events()}")
            assert_chains_hold(self.desk.store)
        if self.decided or taken:
            self.rewind.back()
        return wrong

    def _leads(self, where: str) -> bool:
        try:
            return bool(self.walk.match(where))
        except HTTPException:
            return False

    def _head(self) -> int:
        with self.desk.store.reading() as session:
            return session.get_one(LogHead, 1).seq

    def _events(self) -> list[str]:
        with self.desk.store.reading() as session:
            return list(session.scalars(select(Event.action).where(Event.seq > self._begun).order_by(Event.seq)))


def _bytes(text: str | bytes) -> bytes:
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text


def _in_one(sent: Sent) -> bytes:
    """The body of an ordinary form."""
    quoted = [(quote_from_bytes(_bytes(name)), quote_from_bytes(_bytes(value))) for name, value in sent]
    return "&".join(f"{name}={value}" for name, value in quoted).encode()


def _in_parts(sent: Sent, files: Sequence[File]) -> tuple[bytes, str]:
    """The body of a form with files, and its type."""
    boundary = secrets.token_hex(16)
    parts = [(_named(name), _bytes(value)) for name, value in sent]
    parts += [
        (_named(name) + f'; filename="{file}"\r\nContent-Type: application/octet-stream'.encode(), data)
        for name, file, data in files
    ]
    body = b"".join(b"--%s\r\n%s\r\n\r\n%s\r\n" % (boundary.encode(), head, data) for head, data in parts)
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def _named(name: str | bytes) -> bytes:
    return b'Content-Disposition: form-data; name="%s"' % _bytes(name)
