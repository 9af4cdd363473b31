"""Opens the database: SQLite in a file of our own, or PostgreSQL by address.

SQLite runs in WAL mode, so that reading never waits for deciding, and flushes every commit, so that what was
acknowledged survives a kill and a power cut. A transaction that decides takes SQLite's write lock when it begins: one
that only notices at its end that somebody else was faster would have worked for nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

DECIDES = "cektautan_decides"
"""The execution option of transactions that write."""

POOL = 20
"""Connections that a process keeps; a worker's threads share them."""

WAIT_SECONDS = 10
"""How long a decision waits for the one before it."""


def connect(url: str, sqlite_file: Path) -> Engine:
    """Return the engine for a DATABASE_URL, or for the file where it is empty."""
    if not url:
        sqlite_file.parent.mkdir(parents=True, exist_ok=True)
        return _sqlite(sqlite_file)
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(Path(address.database or ""))
    return create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_size=POOL,
        max_overflow=POOL,
        # A connection that the server closed meanwhile is replaced before anybody's work depends on it.
        pool_pre_ping=True,
        connect_args={"connect_timeout": WAIT_SECONDS, "options": f"-c lock_timeout={WAIT_SECONDS}s"},
    )


def _sqlite(file: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{file}",
        pool_size=POOL,
        max_overflow=POOL,
        connect_args={"timeout": WAIT_SECONDS, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # What was erased is overwritten, and does not wait in a free page for whoever reads the file.
        for pragma in (
            "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF", "secure_delete=ON",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        decides = connection.get_execution_options().get(DECIDES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if decides else "BEGIN")

    return engine
