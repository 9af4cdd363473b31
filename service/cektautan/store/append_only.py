"""Makes an engine refuse to change what was written into the log: no update, no delete, no truncate.

Whoever owns the database could drop the triggers; the hash chain and the head in every signed manifest show that, and
docs/operations.md tells how to give the service a role that does not own its tables.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

TABLES = ("events", "changes")


def protect(connection: Connection) -> None:
    """Put the triggers on the tables of the log."""
    for table in TABLES:
        for statement in _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE:
            connection.execute(text(statement.replace("{table}", table)))


_SQLITE = (
    """CREATE TRIGGER {table}_never_changed BEFORE UPDATE ON {table}
       BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
    """CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table}
       BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
    # REPLACE INTO deletes without asking the trigger above.
    """CREATE TRIGGER {table}_never_replaced BEFORE INSERT ON {table}
       WHEN EXISTS (SELECT 1 FROM {table} WHERE seq = NEW.seq)
       BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
)

_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION refuse_to_change() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION '% is append-only', tg_table_name; END $$""",
    """CREATE TRIGGER {table}_never_changed BEFORE UPDATE OR DELETE ON {table}
       FOR EACH ROW EXECUTE FUNCTION refuse_to_change()""",
    """CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change()""",
)
