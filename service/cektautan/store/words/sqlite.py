"""The index of words in SQLite: FTS5, written over the connection that writes the claim (`store.words.keeping`).

Triggers would do it in the engine, but the schema is not trusted here (`store.connect`), and SQLite then lets no
trigger write an FTS5 table.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

# The number of a row of claims may change when the file is compacted, so the index holds the claim's own id.
_MAKE = """CREATE VIRTUAL TABLE claim_words
           USING fts5(claim_id UNINDEXED, words, tokenize = 'unicode61 remove_diacritics 0')"""
_FORGET = text("DELETE FROM claim_words WHERE claim_id = :id")
_HOLD = text("INSERT INTO claim_words (claim_id, words) VALUES (:id, :words)")
_ONE = """SELECT {place} AS place, claims.id FROM claim_words JOIN claims ON claims.id = claim_words.claim_id
          WHERE claim_words MATCH :word_{place} AND claims.status <> 'removed'"""


class SqliteWordIndex:
    """`WordIndex` over FTS5."""

    def make(self, connection: Connection) -> None:
        """Make the table."""
        connection.exec_driver_sql(_MAKE)

    def hold(self, connection: Connection, id_: str, words: str) -> None:
        """Take a new claim in."""
        connection.execute(_HOLD, {"id": id_, "words": words})

    def forget(self, connection: Connection, id_: str) -> None:
        """Leave a claim out."""
        connection.execute(_FORGET, {"id": id_})

    def having(self, session: Session, words: Sequence[str], *, beginnings: bool) -> dict[str, list[str]]:
        """Return the claims that have each word."""
        found: dict[str, list[str]] = {each: [] for each in words}
        if found:
            parts = [_ONE.replace("{place}", str(place)) for place in range(len(words))]
            asked = {f"word_{place}": f'"{each}"{" *" if beginnings else ""}' for place, each in enumerate(words)}
            for place, id_ in session.execute(text(" UNION ALL ".join(parts)), asked):
                found[words[place]].append(id_)
        return found
