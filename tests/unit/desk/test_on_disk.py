"""What of a filing reaches the disk: no ticket, and nothing that the reader wrote in confidence."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from tests.support.intake import POLICY, SECRET, START, filing, ticket

from cektautan.desk.readers import intake
from cektautan.desk.readers.tickets import ticket_hash
from cektautan.store.models import Personal
from cektautan.store.transaction import Store


def test_the_ticket_itself_is_kept_nowhere(sqlite_store: Store, tmp_path: Path) -> None:
    number = ticket()
    intake.file(sqlite_store, POLICY, filing(ticket=number), SECRET, START)
    sqlite_store.engine.dispose()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert number.encode() not in kept
    assert ticket_hash(number, SECRET).encode() in kept


def test_text_and_contact_are_sealed_and_stand_nowhere_in_plain(sqlite_store: Store, tmp_path: Path) -> None:
    intake.file(sqlite_store, POLICY, filing(text="ibu saya menerima ini", contact="sari@contoh.id"), SECRET, START)
    with sqlite_store.reading() as session:
        fields = {each.field: each for each in session.scalars(select(Personal))}
        assert set(fields) == {"text", "contact"}
        sealed = fields["contact"].sealed
        assert sealed is not None
        assert sqlite_store.sealer.open(sealed) == "sari@contoh.id"
    sqlite_store.engine.dispose()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"ibu saya" not in kept
    assert b"sari@contoh" not in kept
