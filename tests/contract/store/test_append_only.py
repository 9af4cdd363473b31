"""Neither engine lets anybody change what stands in the log."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DatabaseError
from tests.contract.store.builders import NOW, claim, listing

from cektautan.store.transaction import Store

STATEMENTS = (
    "UPDATE {table} SET hash = 'x'",
    "UPDATE {table} SET seq = seq + 1",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE seq = 1",
)


@pytest.mark.parametrize("table", ["events", "changes"])
@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_update_and_no_delete(store: Store, table: str, statement: str) -> None:
    fill(store)
    with pytest.raises(DatabaseError, match="append-only"), store.engine.begin() as connection:
        connection.exec_driver_sql(statement.format(table=table))


@pytest.mark.parametrize("table", ["events", "changes"])
def test_no_truncate_and_no_replacing(store: Store, table: str) -> None:
    fill(store)
    columns = {"events": "seq, at, actor, action, object_kind, object_id, reason, prev_hash, hash",
               "changes": "seq, event_seq, body, prev_hash, hash"}[table]  # fmt: skip
    row = ", ".join("1" if name in ("seq", "at", "event_seq") else "'x'" for name in columns.split(", "))
    statement = {
        "sqlite": f"REPLACE INTO {table} ({columns}) VALUES ({row})",
        "postgresql": f"TRUNCATE {table} CASCADE",
    }[store.engine.dialect.name]
    with pytest.raises(DatabaseError, match="append-only"), store.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def fill(store: Store) -> None:
    with store.deciding("account:1", NOW) as work:
        work.session.add(claim())
        work.session.add(listing())
        work.record("listing.listed", ("claim", "klaim-2026"))
