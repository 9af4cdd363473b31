"""On PostgreSQL the service may run as a role that does not own its tables, as docs/operations.md says."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from sqlalchemy.exc import DatabaseError
from tests.contract.store.builders import NOW, claim, listing
from tests.support.api_keys import new_key
from tests.support.postgres import PostgresServer
from tests.support.roles import grant
from tests.support.stores import Database

from cektautan.store import carried
from cektautan.store.key_uses import known_keys, note_used
from cektautan.store.listed_keys import NotGrantedError, listed_keys
from cektautan.store.transaction import Store


def granted(role: str, postgres: PostgresServer, database: Database) -> Store:
    """Open the database as a role that has what docs/operations.md gives it."""
    return replace(database, url=grant(role, postgres, database.url)).open()


@pytest.fixture
def service_store(postgres: PostgresServer, postgres_database: Database) -> Store:
    return granted("cektautan_service", postgres, postgres_database)


def test_the_role_decides_and_cannot_touch_the_log(service_store: Store, postgres: PostgresServer) -> None:
    with service_store.deciding("account:1", NOW) as work:
        work.session.add_all([claim(), listing()])
        work.record("listing.listed", ("claim", "klaim-2026"))
    assert service_store.head()[0] == 1
    for statement in (
        "UPDATE events SET reason = 'x'", "DELETE FROM changes", "TRUNCATE events",
        "ALTER TABLE events DISABLE TRIGGER ALL", "DROP TRIGGER events_never_changed ON events",
    ):  # fmt: skip
        with pytest.raises(DatabaseError), service_store.engine.begin() as connection:
            connection.exec_driver_sql(statement)
    with service_store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE listings SET level = 3")
    service_store.engine.dispose()


def test_a_node_without_a_desk_reads_keys_and_set_and_nothing_that_is_secret(
    postgres: PostgresServer, postgres_database: Database
) -> None:
    desk = postgres_database.open()
    node = granted("cektautan_node", postgres, postgres_database)
    made = new_key(desk, NOW)
    first = known_keys(node, None, NOW)
    assert first is not None
    new_key(desk, NOW)
    again = known_keys(node, first.version, NOW)
    assert again is not None
    assert len(again.keys or ()) == 2
    note_used(node, [made.id], datetime.date(2026, 10, 14))
    note_used(node, [made.id], datetime.date(2026, 10, 15))
    with node.reading() as session:
        assert carried.mark(session) is None
    with desk.deciding("account:1", NOW) as work:
        work.session.add_all([claim(), listing()])
        work.record("listing.listed", ("claim", "klaim-2026"))
    with node.reading() as session:
        assert list(listed_keys(session).values()) == [listing().key]
    for statement in (
        "SELECT url FROM listings",
        "SELECT * FROM personal", "SELECT * FROM accounts", "SELECT reason FROM events", "DELETE FROM carried_set",
        "INSERT INTO api_keys SELECT * FROM api_keys", "UPDATE listings SET level = 0", "UPDATE api_keys SET quota = 0",
    ):  # fmt: skip
        with pytest.raises(DatabaseError), node.engine.begin() as connection:
            connection.exec_driver_sql(statement)
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("REVOKE SELECT (sha256, key) ON listings FROM cektautan_node")
    with node.reading() as session, pytest.raises(NotGrantedError):
        listed_keys(session)
    for store in (desk, node):
        store.engine.dispose()
