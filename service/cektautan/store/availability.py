"""Tells a database that does not answer from a defect of the service.

Whoever asks for an answer is then told that the desk cannot be reached, and asks again later; a defect is never hidden
under that name. What is raised says nothing of the database's address.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy.exc import OperationalError

from cektautan.store.places import NoPlaceError, Places

_SQLITE_AWAY = frozenset(
    {sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_INTERRUPT,
     sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL}
)  # fmt: skip
_POSTGRES_AWAY = ("08", "40", "53", "55P03", "57", "58")
"""Classes of SQLSTATE: connection, deadlock, resources, lock time-out, operator intervention, system."""


class StoreUnavailableError(Exception):
    """The database does not answer. The message is one line without its address."""


@contextmanager
def available(places: Places | None = None) -> Iterator[None]:
    """Tell a database that does not answer from a defect. Raises StoreUnavailableError."""
    try:
        with nullcontext() if places is None else places.place():
            yield
    except NoPlaceError:
        raise StoreUnavailableError("the database does not answer those who ask it already") from None
    except OperationalError as problem:
        if not _does_not_answer(problem):
            raise
        raise StoreUnavailableError(f"the database does not answer: {type(problem.orig).__name__}") from problem


def _does_not_answer(problem: OperationalError) -> bool:
    """True of a lost connection, a lock, a time-out or a database that is full or stopping.

    Anything else under that name is a defect: a statement that is too large, a table that is not there.
    """
    code = getattr(problem.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_AWAY
    state = getattr(problem.orig, "sqlstate", None)
    return problem.connection_invalidated or state is None or state.startswith(_POSTGRES_AWAY)
