"""What an engine's index of words has to do.

It says which claims have a word and never which is the best: each engine weighs differently, and both have to find
alike. The order is made by desk.links.similar, of the same numbers on both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Connection
from sqlalchemy.orm import Session


class WordIndex(Protocol):
    """The words of claims (`Claim.words`), kept in the transaction that writes a claim."""

    def make(self, connection: Connection) -> None:
        """Make the index; called once, by the migration."""
        ...

    def hold(self, connection: Connection, id_: str, words: str) -> None:
        """Take a claim in, in the transaction that writes it."""
        ...

    def forget(self, connection: Connection, id_: str) -> None:
        """Leave a claim out, in the transaction that deletes it or changes its words."""
        ...

    def having(self, session: Session, words: Sequence[str], *, beginnings: bool) -> dict[str, list[str]]:
        """Return the ids of the claims that have each of these words; removed claims are none.

        Args:
            session: of a reading or a decision.
            words: as core.words makes them: letters and digits alone.
            beginnings: whether a word may be the beginning of one.

        """
        ...
