"""Fresh stores for tests, on both engines: a copy of a migrated database each, so that no test waits for migrations.

Fixtures for a conftest: `store` runs a test once over each engine, `sqlite_store` over SQLite alone.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from tests.support.postgres import PostgresServer, postgres_server

from cektautan.store.connect import connect
from cektautan.store.migrate import migrate
from cektautan.store.sealing import Sealer
from cektautan.store.transaction import Store

ENGINES = ("sqlite", "postgresql")

KEY = Fernet.generate_key().decode()

_numbers = itertools.count()


@dataclass
class Database:
    """A database that was migrated already."""

    url: str
    """As DATABASE_URL."""

    def open(self) -> Store:
        """Open it; each call is another process's view of it."""
        return Store(connect(self.url, Path("unused")), Sealer([KEY]))


@cache
def _template() -> Path:
    file = Path(tempfile.mkdtemp(prefix="cektautan-store-")) / "template.sqlite3"
    engine = connect("", file)
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


def sqlite_database(folder: Path) -> Database:
    """Return a fresh SQLite database in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "desk.sqlite3"
    shutil.copyfile(_template(), file)
    return Database(f"sqlite:///{file}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Run a PostgreSQL server with a migrated template."""
    with postgres_server() as server:
        server.run("CREATE DATABASE template_store")
        engine = connect(server.url("template_store"), Path("unused"))
        migrate(engine)
        engine.dispose()
        yield server


@pytest.fixture
def postgres_database(postgres: PostgresServer) -> Iterator[Database]:
    """Return a fresh PostgreSQL database."""
    name = f"store_{next(_numbers)}"
    postgres.run(f"CREATE DATABASE {name} TEMPLATE template_store")
    yield Database(postgres.url(name))
    postgres.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Return a fresh database, of each engine in turn."""
    if request.param == "sqlite":
        return sqlite_database(tmp_path)
    found: Database = request.getfixturevalue("postgres_database")
    return found


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    """Return a fresh store over each engine in turn."""
    opened = database.open()
    yield opened
    opened.engine.dispose()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """Return a fresh store over SQLite."""
    opened = sqlite_database(tmp_path).open()
    yield opened
    opened.engine.dispose()
