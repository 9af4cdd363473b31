"""Sees to it that of all processes that have one store, one at a time has the turn for a job (docs/adr/0134).

A turn ends with its process, however that ends, and no clock is asked: in PostgreSQL it is an advisory lock on a
connection of its own, beside SQLite a lock on a file. A process that lost its connection has lost the turn as well and
does not notice; so what a job decides is decided in transactions, and may be decided by two at once.
"""

from __future__ import annotations

import fcntl
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from cektautan.store.availability import available
from cektautan.store.transaction import Store

_CLASS: Final = 0x43454B56
"""The first half of the locks' names, beside those of `one_publisher`: CEKV."""

_KEEP_ALIVE = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
"""A machine that vanished without a word holds its turn for a minute, and not for PostgreSQL's two hours."""

_TAKE = text("SELECT pg_try_advisory_lock(:class, :job)")
_GIVE = text("SELECT pg_advisory_unlock(:class, :job)")
_TAKEN = text(
    "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = :class AND objsubid = 2"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class Turns(Protocol):
    """Who may run a job."""

    def take(self, name: str) -> AbstractContextManager[bool]:
        """Enter with the turn for a job, and leave without it. True is given where nobody else had it.

        Raises:
            StoreUnavailableError: the database does not answer.

        """
        ...

    def taken(self, names: Iterable[str]) -> frozenset[str]:
        """Return the jobs for which somebody has the turn now. Raises StoreUnavailableError."""
        ...


def turns_of(store: Store) -> Turns:
    """Return the turns of a store, as its engine keeps them."""
    if store.engine.dialect.name == "postgresql":
        return _PostgresTurns(store.engine)
    database = Path(store.engine.url.database or "")
    return _FileTurns(database.with_name(f"{database.stem}-jobs"))


class _PostgresTurns:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def take(self, name: str) -> Iterator[bool]:
        with available():
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        ours = False
        try:
            with available():
                connection.exec_driver_sql(_KEEP_ALIVE)
                ours = connection.execute(_TAKE, _lock(name)).scalar_one()
            yield ours
        finally:
            _give(connection, name, ours=ours)

    def taken(self, names: Iterable[str]) -> frozenset[str]:
        by_number = {zlib.crc32(name.encode()): name for name in names}
        with available(), self._engine.connect() as connection:
            found = connection.execute(_TAKEN, {"class": _CLASS}).scalars()
            return frozenset(by_number[each] for each in found if each in by_number)


def _lock(name: str) -> dict[str, int]:
    # The function takes signed halves, and the view shows them without their sign.
    number = zlib.crc32(name.encode())
    return {"class": _CLASS, "job": number - (1 << 32) if number >> 31 else number}


def _give(connection: Connection, name: str, *, ours: bool) -> None:
    try:
        if ours:
            connection.execute(_GIVE, _lock(name))
    except DBAPIError:
        # In the pool the lock would live on.
        connection.invalidate()
    finally:
        connection.close()


class _FileTurns:
    """SQLite lies on one machine, whose kernel keeps locks of files until the process ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def take(self, name: str) -> Iterator[bool]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / name).open("ab") as file:
            yield _lock_file(file.fileno(), fcntl.LOCK_EX)

    def taken(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(name for name in names if self._is_taken(self._folder / name))

    def _is_taken(self, path: Path) -> bool:
        try:
            with path.open("rb") as file:
                return not _lock_file(file.fileno(), fcntl.LOCK_SH)
        except FileNotFoundError:
            return False


def _lock_file(number: int, kind: int) -> bool:
    try:
        fcntl.flock(number, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
