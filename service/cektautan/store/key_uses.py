"""Keys as the web nodes know them, and the day on which each was used last, written a batch at a time.

A node keeps them in memory and asks again when the log has grown. Only where an event since then is about a key are the
keys read, so what the rest of the desk does costs a node one row. A node never reads more than `MOST_READ`: every key
in force (`making.MOST_KEYS` at most), and of those that ended the newest. Nothing is read or written within a request.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import CursorResult, and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cektautan.store.models import ApiKey, ApiKeyUse, Event, LogHead
from cektautan.store.transaction import Store

KIND: Final = "api_key"
"""What the log calls a key."""
MOST_READ: Final = 20_000
"""Keys that a node holds."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Version:
    """Up to which event of the log the keys are known."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a look at the store brought."""

    version: Version
    keys: list[KnownKey] | None
    """All keys; None where no event since the version that is given is about one."""


def known_keys(store: Store, version: Version | None, now: int) -> Known | None:
    """Return the version of the keys, and the keys where they changed; None where the log has not grown.

    Args:
        store: the store.
        version: what this process knows already; None for nothing.
        now: Unix seconds, for those that have expired.

    Raises:
        StoreUnavailableError: the database does not answer.

    """
    with store.reading() as session:
        head = session.get_one(LogHead, 1)
        found = Version(head.seq, head.hash)
        if found == version:
            return None
        if version is not None and _nothing_since(session, version):
            return Known(found, None)
        return Known(found, _keys(session, now))


def note_used(store: Store, key_ids: Iterable[int], day: datetime.date) -> None:
    """Note that keys were used on a day. The last day stands, whichever node notes first, and a gone key is no error.

    Raises:
        StoreUnavailableError: the database does not answer.

    """
    for key_id in sorted(key_ids):
        # Where another node was faster, its line is there at the second look.
        if not _noted(store, key_id, day):
            _noted(store, key_id, day)


def _noted(store: Store, key_id: int, day: datetime.date) -> bool:
    """Note it; False where another node wrote the first line about this key meanwhile, and perhaps an older day."""
    try:
        with store.noting() as session:
            # In one statement: a day that was read first could be written over a later one of another node.
            later = update(ApiKeyUse).where(ApiKeyUse.key_id == key_id, ApiKeyUse.day < day).values(day=day)
            moved = cast("CursorResult[Any]", session.execute(later)).rowcount
            if not moved:
                line = session.get(ApiKeyUse, key_id)
                if line is None:
                    session.add(ApiKeyUse(key_id=key_id, day=day))
                elif line.day < day:
                    return False
    except IntegrityError:
        return False
    return True


def _nothing_since(session: Session, version: Version) -> bool:
    """Say whether no event after a version is about a key. A log that was put back to an older one is another log."""
    if session.scalar(select(Event.hash).where(Event.seq == version.seq)) != version.hash:
        return False
    later = select(Event.seq).where(Event.seq > version.seq, Event.object_kind == KIND).limit(1)
    return session.scalar(later) is None


def _keys(session: Session, now: int) -> list[KnownKey]:
    expired = and_(ApiKey.expires_at.is_not(None), ApiKey.expires_at <= now)
    rows = session.execute(
        select(
            ApiKey.id, ApiKey.name, ApiKey.digest, ApiKey.old_digest, ApiKey.old_until, ApiKey.tier, ApiKey.scopes,
            ApiKey.quota, ApiKey.expires_at, ApiKey.revoked_at,
        )
        .order_by(or_(ApiKey.revoked_at.is_not(None), expired), ApiKey.id.desc())
        .limit(MOST_READ)
    )  # fmt: skip
    return [
        KnownKey(id_, name, digest, old, old_until, tier, frozenset(scopes), quota, expires_at, revoked_at is not None)
        for id_, name, digest, old, old_until, tier, scopes, quota, expires_at, revoked_at in rows
    ]
