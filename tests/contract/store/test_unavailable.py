"""A database that does not answer is told as that, and a defect is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from cektautan.store.availability import StoreUnavailableError
from cektautan.store.connect import connect
from cektautan.store.sealing import Sealer
from cektautan.store.transaction import Store


@pytest.mark.parametrize("url", ["", "postgresql://nobody@127.0.0.1:1/desk"])
def test_a_database_that_cannot_be_opened_does_not_answer(tmp_path: Path, url: str) -> None:
    file = tmp_path / "desk.sqlite3"
    file.mkdir()
    store = Store(connect(url, file), Sealer([Fernet.generate_key().decode()]))
    try:
        with pytest.raises(StoreUnavailableError, match="the database does not answer: OperationalError"):
            store.prepare()
    finally:
        store.engine.dispose()


def test_a_statement_that_is_too_large_is_a_defect(store: Store) -> None:
    with pytest.raises(OperationalError), store.reading() as session:
        session.execute(text("SELECT " + ", ".join("1" * 2500)))
