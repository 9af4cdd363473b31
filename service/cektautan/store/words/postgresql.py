"""The index of words in PostgreSQL: a GIN index over the words as lexemes, kept by the engine itself.

The words come taken apart and folded, so no configuration of the server's takes part in it, and no extension is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

_LEXEMES: Final = "array_to_tsvector(string_to_array(words, ' '))"
_HAVING: Final = text(
    f"""SELECT asked.place, claims.id
        FROM unnest(CAST(:asked AS text[])) WITH ORDINALITY AS asked(word, place)
        JOIN claims ON {_LEXEMES} @@ CAST(asked.word AS tsquery)
        WHERE claims.status <> 'removed'"""  # noqa: S608 -- made of a constant
)


class PostgresWordIndex:
    """`WordIndex` over full text search."""

    def make(self, connection: Connection) -> None:
        """Make the index."""
        connection.exec_driver_sql(f"CREATE INDEX claim_words ON claims USING gin ({_LEXEMES})")

    def hold(self, connection: Connection, id_: str, words: str) -> None:
        """Do nothing: the engine keeps its index."""

    def forget(self, connection: Connection, id_: str) -> None:
        """Do nothing, as above."""

    def having(self, session: Session, words: Sequence[str], *, beginnings: bool) -> dict[str, list[str]]:
        """Return the claims that have each word."""
        found: dict[str, list[str]] = {each: [] for each in words}
        if found:
            asked = [f"'{each}'{':*' if beginnings else ''}" for each in words]
            for place, id_ in session.execute(_HAVING, {"asked": asked}):
                found[words[place - 1]].append(id_)
        return found
