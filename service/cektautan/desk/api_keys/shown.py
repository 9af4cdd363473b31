"""The keys as the desk's page and the command line show them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.desk.api_keys.ending import may_restore
from cektautan.store.models import ApiKey, ApiKeyUse

IN_FORCE, REVOKED, EXPIRED = "in_force", "revoked", "expired"


@dataclass(frozen=True)
class Shown:
    """One key without its secret."""

    id: int
    name: str
    state: str
    """in_force, revoked or expired."""
    label: str
    organisation: str
    contact: str
    tier: str
    scopes: tuple[str, ...]
    quota: int | None
    created_by: int | None
    created_at: int
    expires_at: int | None
    rotated_at: int | None
    revoked_at: int | None
    old_until: int | None
    """Until when the key before the last rotation is valid; None where it is not any more."""
    last_used: datetime.date | None
    """The last day (UTC) on which it was used, a minute or so late."""
    restorable: bool
    """Whether its revocation can be taken back."""


def keys(session: Session, now: int) -> list[Shown]:
    """Return all keys, those in force first, the newest first."""
    rows = session.execute(
        select(ApiKey, ApiKeyUse.day).outerjoin(ApiKeyUse, ApiKeyUse.key_id == ApiKey.id).order_by(ApiKey.id.desc())
    )
    found = [_shown(key, day, now) for key, day in rows]
    return sorted(found, key=lambda each: each.state != IN_FORCE)


def key(session: Session, key_id: int, now: int) -> Shown | None:
    """Return one key."""
    found = session.execute(
        select(ApiKey, ApiKeyUse.day).outerjoin(ApiKeyUse, ApiKeyUse.key_id == ApiKey.id).where(ApiKey.id == key_id)
    ).one_or_none()
    return None if found is None else _shown(*found, now)


def by_name(session: Session, name: str) -> int | None:
    """Return the number of the key of a name, as it may have been typed: with or without its beginning."""
    return session.scalar(select(ApiKey.id).where(ApiKey.name == name.strip().removeprefix("ct_")))


def state(key: ApiKey, now: int) -> str:
    """Return whether a key is in force."""
    if key.revoked_at is not None:
        return REVOKED
    return EXPIRED if key.expires_at is not None and key.expires_at <= now else IN_FORCE


def _shown(key: ApiKey, day: datetime.date | None, now: int) -> Shown:
    stays = key.old_until is not None and key.old_until > now
    return Shown(
        id=key.id,
        name=key.name,
        state=state(key, now),
        label=key.label,
        organisation=key.organisation,
        contact=key.contact,
        tier=key.tier,
        scopes=tuple(key.scopes),
        quota=key.quota,
        created_by=key.created_by,
        created_at=key.created_at,
        expires_at=key.expires_at,
        rotated_at=key.rotated_at,
        revoked_at=key.revoked_at,
        old_until=key.old_until if stays else None,
        last_used=day,
        restorable=may_restore(key.revoked_at, key.expires_at, now),
    )
