"""A desk with people for the use cases of people: accounts by name, as the guard would hand them over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.stores import sqlite_store

from cektautan.desk.people.sessions import FULL, SignedIn, begin, find
from cektautan.desk.roles_file import load_roles
from cektautan.desk.rules.roles import Roles
from cektautan.store.models import Account, AccountRole
from cektautan.store.transaction import Store

__all__ = ["sqlite_store"]

NOW = 1_792_000_800

Add = Callable[..., SignedIn]


@pytest.fixture(scope="session")
def roles() -> Roles:
    return load_roles(Path(__file__).resolve().parents[4] / "rules")


@pytest.fixture
def add(sqlite_store: Store) -> Add:
    """Return what makes somebody who is signed in."""

    def add(login: str, *held: str, created_by: int | None = None) -> SignedIn:
        with sqlite_store.deciding("operator", NOW) as work:
            account = Account(
                login=login, name=login.capitalize(), password_hash="x", totp_last=1, created_by=created_by,
                created_at=NOW,
            )  # fmt: skip
            account.roles = [AccountRole(role=role, granted_at=NOW) for role in held]
            work.session.add(account)
            work.session.flush()
            token = begin(work, account, FULL, "Firefox, Linux")
            work.record("account.created", ("account", account.id))
        found = find(sqlite_store, token, NOW)
        assert found is not None
        return found

    return add
