"""On PostgreSQL the service may run as a role that does not own its tables, as docs/operations.md says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError
from tests.contract.store.builders import NOW, claim, listing
from tests.support.postgres import PostgresServer
from tests.support.stores import Database

from cektautan.store.connect import connect
from cektautan.store.transaction import Store

ROOT = Path(__file__).resolve().parents[3]


def statements() -> list[str]:
    """The statements of docs/operations.md."""
    (block,) = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "operations.md").read_text("utf-8"), re.S)
    return [each.strip() for each in block.split(";") if each.strip()]


@pytest.fixture
def service_store(postgres: PostgresServer, postgres_database: Database) -> Store:
    postgres.run("DROP ROLE IF EXISTS cektautan_service")
    postgres.run("CREATE ROLE cektautan_service LOGIN")
    owner = connect(postgres_database.url, Path("unused"))
    with owner.begin() as connection:
        for statement in statements():
            connection.exec_driver_sql(statement)
    owner.dispose()
    return replace(postgres_database, url=postgres_database.url.replace("cektautan@", "cektautan_service@")).open()


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
