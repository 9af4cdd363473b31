"""A desk with people who are signed in: the application over a fresh SQLite store, and a client for each person.

`Desk(tmp_path)` makes it; `desk.person("rina", "moderator")` is somebody who may ask for pages and send forms. A form's
token is made as the pages make it, so that a test need not read it out of a page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from tests.support.service import Service
from tests.support.stores import sqlite_database
from werkzeug.test import TestResponse

from cektautan.desk.people import sessions
from cektautan.desk.people.passwords import Passwords
from cektautan.desk.people.second_factor import STEP_SECONDS, new_secret
from cektautan.desk.roles_file import load_roles
from cektautan.desk.rules.roles import Roles
from cektautan.outbound.protocol import HopClient
from cektautan.store.models import Account, AccountRole
from cektautan.store.opening import open_store
from cektautan.web.console.access.cookies import SESSION
from cektautan.web.console.access.form_tokens import FIELD, FormTokens

PASSWORD = "empat kuda putih berlari"
SECRET = new_secret()
"""Everybody's second factor: the code of a time is `pyotp.TOTP(SECRET).at(time)`."""


class Desk:
    """The application with a desk, and its people."""

    def __init__(self, folder: Path, hops: HopClient | None = None, **settings: str) -> None:
        sqlite_database(folder)
        on = {"CEKTAUTAN_DESK": "on", "CEKTAUTAN_PUBLISH": "off", **settings}
        self.service = Service(folder, settings=on, hops=hops)
        self.service.publish()
        self.app: Flask = self.service.app()
        self.store, self.secrets = open_store(settings.get("DATABASE_URL", ""), folder)
        self.tokens = FormTokens(self.secrets.session)
        self._hash = ""

    @property
    def now(self) -> int:
        """The time of the service's clock."""
        return int(self.service.clock())

    @property
    def roles(self) -> Roles:
        """The shipped matrix."""
        return load_roles(Path(__file__).resolve().parents[2] / "rules")

    def account(self, login: str, *roles: str, created_by: int | None = None, password: bool = False) -> int:
        """Make an account that has taken its invitation up and set its second factor up, and return its number."""
        if password and not self._hash:
            self._hash = Passwords().hash(PASSWORD)
        with self.store.deciding("operator", self.now) as work:
            account = Account(
                login=login,
                name=login.capitalize(),
                password_hash=self._hash if password else "set, and never compared",
                totp_sealed=self.store.sealer.seal(SECRET).decode(),
                totp_last=self.now // STEP_SECONDS - 10,
                created_by=created_by,
                created_at=self.now,
            )
            account.roles = [AccountRole(role=role, granted_at=self.now) for role in roles]
            work.session.add(account)
            work.session.flush()
            work.record("account.created", ("account", account.id))
            return account.id

    def person(self, login: str, *roles: str, created_by: int | None = None) -> Person:
        """Make an account and sign it in."""
        return self.signed_in(self.account(login, *roles, created_by=created_by))

    def signed_in(self, account_id: int) -> Person:
        """Open one more session of an account, in a browser of its own."""
        with self.store.deciding("system", self.now) as work:
            token = sessions.begin(work, work.session.get_one(Account, account_id), sessions.FULL, "Firefox, Linux")
        found = sessions.find(self.store, token, self.now)
        assert found is not None
        client = self.app.test_client()
        client.set_cookie(SESSION, token, path="/meja")
        return Person(self, client, found.id, found.session_id, token)


@dataclass
class Person:
    """Somebody at the desk, in one browser."""

    desk: Desk
    client: FlaskClient
    id: int
    session_id: int
    token: str
    headers: dict[str, str] = field(default_factory=lambda: {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"})

    @property
    def actor(self) -> str:
        """How the log names it."""
        return f"account:{self.id}"

    def form_token(self) -> str:
        """A token as a page would hold it."""
        return self.desk.tokens.issue(f"session:{self.session_id}")

    def get(self, path: str, **options: Any) -> TestResponse:
        """Ask for a page."""
        return self.client.get(path, headers=self.headers, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send a form; a token of its own is added unless the data hold one."""
        sent = {FIELD: self.form_token(), **(data or {})}
        return self.client.post(path, data=sent, headers=self.headers, **options)
