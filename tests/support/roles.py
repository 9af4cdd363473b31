"""Roles of PostgreSQL with the rights that docs/operations.md gives them, statement for statement."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.postgres import PostgresServer

from cektautan.store.connect import connect

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


def statements(role: str) -> list[str]:
    """The statements of docs/operations.md for a role."""
    blocks = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text("utf-8"), re.S)
    (block,) = (each for each in blocks if role in each)
    return [each.strip() for each in block.split(";") if each.strip()]


def grant(role: str, postgres: PostgresServer, url: str) -> str:
    """Make a role with these rights in a database whose tables are there; return the address as which it opens it."""
    postgres.run(f"DROP ROLE IF EXISTS {role}")
    postgres.run(f"CREATE ROLE {role} LOGIN")
    owner = connect(url, Path("unused"))
    with owner.begin() as connection:
        for statement in statements(role):
            connection.exec_driver_sql(statement)
    owner.dispose()
    return url.replace("cektautan@", f"{role}@")
