"""Keys as the web nodes know them, and the day on which each was used last, written a batch at a time.

A node keeps them in memory and asks again when the log has grown: every change of a key is an event, so where the log
ends is the version of the keys. Nothing is read or written within a request.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cektautan.store.models import ApiKey, ApiKeyUse, LogHead
from cektautan.store.transaction import Store


@dataclass(frozen=True)
class KnownKey:
    """One key, as far as a request is concerned."""

    id: int
    name: str
    digest: str
    old_digest: str | None
    old_until: int | None
    tier: str
    scopes: frozenset[str]
    quota: int | None
    expires_at: int | None
    revoked: bool


def known_keys(store: Store, version: int | None) -> tuple[int, list[KnownKey]] | None:
    """Return the version of the keys and all of them; None where the version is the one that is given.

    Raises:
        StoreUnavailableError: the database does not answer.

    """
    with store.reading() as session:
        head = session.get_one(LogHead, 1).seq
        if head == version:
            return None
        return head, [
            KnownKey(
                each.id,
                each.name,
                each.digest,
                each.old_digest,
                each.old_until,
                each.tier,
                frozenset(each.scopes),
                each.quota,
                each.expires_at,
                each.revoked_at is not None,
            )
            for each in session.scalars(select(ApiKey))
        ]


def note_used(store: Store, key_ids: Iterable[int], day: datetime.date) -> None:
    """Note that keys were used on a day. Another node that notes the same at the same moment is no error.

    Raises:
        StoreUnavailableError: the database does not answer.

    """
    for key_id in sorted(key_ids):
        try:
            with store.noting() as session:
                row = session.get(ApiKeyUse, key_id)
                if row is None:
                    session.add(ApiKeyUse(key_id=key_id, day=day))
                elif row.day < day:
                    row.day = day
        except IntegrityError:
            continue
