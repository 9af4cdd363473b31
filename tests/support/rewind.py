"""Puts a database back to where it was, so that of thousands of requests each meets the same desk."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from tests.support.postgres import PostgresServer
from tests.support.stores import Database

_numbers = itertools.count()


class Rewind:
    """Remembers a database as it is when it is made."""

    def __init__(self, database: Database, engines: set[Engine], postgres: PostgresServer | None) -> None:
        self._engines, self._postgres = engines, postgres
        self._name = make_url(database.url).database or ""
        self._kept = f"{self._name}_kept{next(_numbers)}"
        if postgres is None:
            _copy(Path(self._name), Path(self._kept))
        else:
            self._let_go()
            postgres.run(f"CREATE DATABASE {self._kept} TEMPLATE {self._name}")

    def back(self) -> None:
        """Make the database what it was."""
        if self._postgres is None:
            _copy(Path(self._kept), Path(self._name))
        else:
            self._let_go()
            self._postgres.run(f"DROP DATABASE {self._name} WITH (FORCE)")
            self._postgres.run(f"CREATE DATABASE {self._name} TEMPLATE {self._kept}")

    def _let_go(self) -> None:
        for engine in self._engines:
            engine.dispose()


def _copy(from_: Path, to: Path) -> None:
    with sqlite3.connect(from_) as source, sqlite3.connect(to) as target:
        source.backup(target)
    source.close()
    target.close()


@contextmanager
def engines() -> Iterator[set[Engine]]:
    """Give every engine that is used from here on; an application keeps its own to itself."""
    opened: set[Engine] = set()

    def remember(connection: Connection) -> None:
        opened.add(connection.engine)

    event.listen(Engine, "engine_connect", remember)
    yield opened
    event.remove(Engine, "engine_connect", remember)
    for engine in opened:
        engine.dispose()
