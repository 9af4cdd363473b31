"""Writes thousands of rows of one table in the way that each engine does fastest, because other decisions wait for it.

The rows go from an iterator to the driver, past the mapper, which would make an object of each, and past the compiling
of a statement for each thousand. What the driver reports is told as SQLAlchemy tells it, so that a database that is
full or gone is recognised here as elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session


def insert_many(session: Session, table: Table, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows into a table.

    Args:
        session: within a transaction; what it holds unwritten is written first.
        table: the table.
        names: columns.
        rows: their values as the engine keeps them: texts and numbers.

    Raises:
        OperationalError: the database does not answer, or has no room.

    """
    session.flush()
    connection = session.connection()
    statement = str(insert(table).compile(dialect=connection.dialect, column_keys=list(names)))
    cursor: Any = connection.connection.cursor()
    try:
        if connection.dialect.name == "postgresql":
            statement = f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
            with cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(statement, rows)
    except connection.dialect.loaded_dbapi.OperationalError as problem:
        raise OperationalError(statement, None, problem) from problem
    finally:
        cursor.close()
