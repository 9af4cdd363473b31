"""Revokes keys, and takes a revocation back that was a slip.

A revoked key is refused by every node within seconds. For a day the revocation can be taken back, for whoever revoked
the wrong one would have to send a new key to somebody who did nothing; after that only a new key helps.
"""

from __future__ import annotations

from typing import Final

from cektautan.desk.api_keys.making import existing, in_force, room_for_one
from cektautan.desk.people.accounts import read_reason
from cektautan.desk.people.acting import Acting
from cektautan.desk.people.refused import Refused
from cektautan.store.key_uses import KIND
from cektautan.store.transaction import Store

RESTORE_SECONDS: Final = 86_400


def revoke(store: Store, by: Acting, key_id: int, reason: str, now: int) -> str:
    """End a key, and the one before it, at once; return its name.

    Raises:
        Refused: there is no such key in force, or no reason.

    """
    with store.deciding(by.actor, now) as work:
        row = in_force(work, key_id, now)
        row.revoked_at, row.old_digest, row.old_until = now, None, None
        row.version += 1
        work.record(
            "api_key.revoked",
            (KIND, row.id),
            reason=read_reason(reason),
            before={"name": row.name, "revoked_at": None},
            after={"name": row.name, "revoked_at": now},
        )
        return row.name


def restore(store: Store, by: Acting, key_id: int, reason: str, now: int) -> str:
    """Take a revocation of the last day back; the key before a rotation stays ended. Return the key's name.

    Raises:
        Refused: there is no such key, it is in force, its day is over, there are too many, or there is no reason.

    """
    with store.deciding(by.actor, now) as work:
        row = existing(work, key_id)
        if row.revoked_at is None:
            raise Refused("key_in_force")
        if not may_restore(row.revoked_at, row.expires_at, now):
            raise Refused("restore_late")
        room_for_one(work, now)
        before, row.revoked_at = row.revoked_at, None
        row.version += 1
        work.record(
            "api_key.restored",
            (KIND, row.id),
            reason=read_reason(reason),
            before={"name": row.name, "revoked_at": before},
            after={"name": row.name, "revoked_at": None},
        )
        return row.name


def may_restore(revoked_at: int | None, expires_at: int | None, now: int) -> bool:
    """Whether a revocation can be taken back."""
    ended = expires_at is not None and expires_at <= now
    return revoked_at is not None and not ended and now < revoked_at + RESTORE_SECONDS
