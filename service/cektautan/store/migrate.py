"""Brings a database to the schema that this version of the service expects.

Every process may call it at its start: one goes first, under a lock of the engine's, and the others find it done. A
database that a newer version has migrated is refused, because this version does not know what stands in it.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine

from cektautan.store.connect import DECIDES

MIGRATIONS = Path(__file__).parent / "migrations"

_LOCK = 0x43454B54
"""PostgreSQL's advisory lock of this service: "CEKT"."""


class SchemaError(Exception):
    """The database cannot be used by this version. The message is one line."""


def migrate(engine: Engine) -> None:
    """Migrate to the newest schema.

    Raises:
        SchemaError: the database is of a newer version.

    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.execution_options(**{DECIDES: True}).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as problem:
            raise SchemaError(f"the database is of another version of the service: {problem}") from None
