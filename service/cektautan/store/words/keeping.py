"""Keeps the index of words beside the claims: whatever writes a claim writes its words, in the same transaction.

Acts on many claims at once (`update(Claim)`) change states alone, and the index holds no states.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, event, inspect

from cektautan.store.models import Claim
from cektautan.store.words.choosing import word_index


@event.listens_for(Claim, "after_insert")
def _added(_mapper: Any, connection: Connection, claim: Claim) -> None:
    word_index(connection.dialect.name).hold(connection, claim.id, claim.words)


@event.listens_for(Claim, "after_update")
def _changed(_mapper: Any, connection: Connection, claim: Claim) -> None:
    if inspect(claim).attrs.words.history.has_changes():
        index = word_index(connection.dialect.name)
        index.forget(connection, claim.id)
        index.hold(connection, claim.id, claim.words)


@event.listens_for(Claim, "after_delete")
def _deleted(_mapper: Any, connection: Connection, claim: Claim) -> None:
    word_index(connection.dialect.name).forget(connection, claim.id)
