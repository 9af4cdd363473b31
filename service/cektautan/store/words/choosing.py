"""Which index of words an engine has."""

from __future__ import annotations

from cektautan.store.words.postgresql import PostgresWordIndex
from cektautan.store.words.protocol import WordIndex
from cektautan.store.words.sqlite import SqliteWordIndex


def word_index(dialect: str) -> WordIndex:
    """Return the index of the engine with this name of SQLAlchemy's."""
    return PostgresWordIndex() if dialect == "postgresql" else SqliteWordIndex()
