"""The audit names the first place that does not follow from the log, on both engines, whoever altered it and how."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from tests.contract.store.builders import NOW, claim, listing

from cektautan.store.audit import Audited, BrokenError, audit, holds
from cektautan.store.models import Listing, Personal
from cektautan.store.transaction import Store

DAY = 86_400


def fill(store: Store) -> None:
    """Four events, of which three change something for readers, and one has personal fields."""
    with store.deciding("account:1", NOW) as work:
        work.session.add_all([claim(), listing(), listing(key="url:kabar.example/2")])
        work.record("listing.listed", ("claim", "klaim-2026"))
    with store.deciding("account:2", NOW + 1) as work:
        row = work.session.scalars(select(Listing).order_by(Listing.id)).all()[0]
        row.status = "suspended"
        work.record("listing.suspended", ("listing", row.id), reason="Ditinjau.", personal={"name": "Budi", "x": "1"})
    with store.deciding("account:1", NOW + 2) as work:
        work.record("case.noted", ("case", 7))
    with store.deciding("account:1", NOW + 3) as work:
        row = work.session.scalars(select(Listing).order_by(Listing.id)).all()[1]
        row.status = "removed"
        state = {f"listing:{row.id}": {"status": "removed", "level": 3}}
        work.record("listing.removed", ("listing", row.id), after=state)


def audited(store: Store, now: int = NOW + 10) -> Audited:
    with store.reading() as session:
        return audit(session, store.sealer, now)


def tamper(store: Store, *statements: str) -> None:
    """Change the tables as somebody would who owns the database."""
    with store.engine.begin() as connection:
        for table in ("events", "changes"):
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            else:
                for what in ("changed", "deleted", "replaced"):
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_never_{what}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def broken(store: Store) -> str:
    with pytest.raises(BrokenError) as problem:
        audited(store)
    return str(problem.value)


def test_a_whole_log_is_verified(store: Store) -> None:
    fill(store)
    found = audited(store)
    assert (found.events, found.changes, found.listings) == (4, 4, 2)
    assert (found.personal, found.erased, found.head) == (2, 0, store.head()[1])
    with store.reading() as session:
        assert holds(session, found.head)
        assert not holds(session, "ab" * 32)


def test_an_empty_store_is_whole(store: Store) -> None:
    assert audited(store).events == 0


def test_time_that_passes_breaks_nothing(store: Store) -> None:
    fill(store)
    assert audited(store, NOW + 3000 * DAY).events == 4


def test_erasing_personal_fields_leaves_the_chain_whole(store: Store) -> None:
    fill(store)
    with store.deciding("system", NOW + 4) as work:
        for row in work.session.scalars(select(Personal)):
            row.salt = row.sealed = None
            row.erased_at = NOW + 4
    assert (audited(store).personal, audited(store).erased) == (0, 2)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE events SET reason = 'Lain.' WHERE seq = 2", "event 2 was changed: its content has another hash"),
        ("UPDATE events SET actor = 'account:9' WHERE seq = 1", "event 1 was changed"),
        ("DELETE FROM events WHERE seq = 2", "event 2 is missing"),
        ("DELETE FROM events WHERE seq = 4", "event 3 is the last one, and the log ends with event 4: some were cut"),
        ("UPDATE events SET prev_hash = 'x' WHERE seq = 3", "event 3 does not follow from the one before it"),
        ("UPDATE changes SET body = '{}' WHERE seq = 1", "change 1 was changed"),
        ("DELETE FROM changes WHERE seq = 4", "change 3 is the last one"),
        ("UPDATE listings SET level = 1 WHERE key = 'url:kabar.example/2'", "listing 2 differs from event 4 in level"),
        ("UPDATE listings SET status = 'active' WHERE id = 1", "listing 1 differs from change 3 in level"),
        ("UPDATE listings SET status = 'active' WHERE id = 2", "listing 2 is active, and change 4 says remove"),
        ("UPDATE claims SET statement_id = 'Lain.'", "listing 1 differs from change 3 in statement"),
        ("UPDATE personal SET field = 'y' WHERE field = 'x'", "the field y of event 2 is not what event 2 commits to"),
        ("DELETE FROM personal WHERE field = 'name'", "event 2 commits to the field name, which is not there"),
    ],
)
def test_the_first_broken_place_is_named(store: Store, statement: str, told: str) -> None:
    fill(store)
    tamper(store, statement)
    assert broken(store).startswith(told)


def test_a_personal_field_that_was_altered_is_noticed(store: Store) -> None:
    fill(store)
    with store.engine.begin() as connection:
        connection.execute(Personal.__table__.update().values(sealed=store.sealer.seal("Orang lain")))  # type: ignore[attr-defined]
    assert broken(store) == "the field name of event 2 is not what was committed to"


def test_a_listing_that_came_without_a_decision_is_noticed(store: Store) -> None:
    fill(store)
    with store.engine.begin() as connection:
        connection.execute(
            Listing.__table__.insert().values(  # type: ignore[attr-defined]
                claim_id="klaim-2026", key="url:x/1", sha256="00" * 32, kind="url", url="https://x/1", level=3,
                status="active", listed=listing().listed, review_by=listing().review_by, changed_at=NOW, version=1,
                domain="", opaque=False,
            )
        )  # fmt: skip
    assert broken(store) == "listing 3 is in force, and no change tells of it"
