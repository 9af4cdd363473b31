"""What the migrations make is what the models say, on both engines; another version's database is refused."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from cektautan.store.migrate import SchemaError, migrate
from cektautan.store.models import Base
from cektautan.store.transaction import Store


def test_the_migrations_make_what_the_models_say(store: Store) -> None:
    with store.engine.connect() as connection:
        # The index of words is the engine's own, and no model's; its tables and names begin alike.
        opts = {"compare_type": True, "include_object": lambda _, name, *__: not (name or "").startswith("claim_words")}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_changes_nothing(store: Store) -> None:
    migrate(store.engine)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM log_head").scalar() == 1


def test_a_database_of_a_newer_version_is_refused(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaError, match="another version"):
        migrate(store.engine)
