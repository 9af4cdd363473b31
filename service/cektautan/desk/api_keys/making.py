"""Makes and renews keys. The key itself is returned once and kept nowhere: the store has its SHA-256 alone.

Whoever is given one, and how to reach them, are personal fields of the event: the log has commitments to them. A
renewed key keeps its name, so that its counts go on, and the one before stays valid for a while that is chosen.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, or_, select

from cektautan.core.api_keys import GIVEN_TIERS, SECRET_BYTES, Scope, Tier, digest_of, key_of, letters_of
from cektautan.desk.people.accounts import read_reason
from cektautan.desk.people.acting import Acting
from cektautan.desk.people.refused import Refused
from cektautan.store.key_uses import KIND
from cektautan.store.models import ApiKey
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

DAY: Final = 86_400
OVER: Final = 0
"""A moment that has passed, however the clock of a node goes."""
GRACE_DAYS: Final = 7
"""How long the key before stays valid, unless something else is chosen."""
LONGEST_GRACE_DAYS: Final = 90
LONGEST_LIFE_DAYS: Final = 3650
LARGEST_QUOTA: Final = 10**12
LONGEST_TEXT: Final = 120
MOST_KEYS: Final = 10_000
"""In force at a time: every node holds all of them in memory, in each worker."""


@dataclass(frozen=True)
class Wanted:
    """A key as somebody asks for it."""

    label: str
    organisation: str
    contact: str
    tier: str = Tier.KEYED
    scopes: Collection[str] = (Scope.READ, Scope.EXPORTS)
    quota: int | None = None
    """What it may spend in a day; None for what its tier has, 0 for no end."""
    days: int | None = None
    """After how many days it ends; None for never."""


@dataclass(frozen=True)
class Made:
    """A key that was made, which nobody can show again."""

    id: int
    name: str
    text: str


def make(store: Store, by: Acting, wanted: Wanted, now: int) -> Made:
    """Make a key.

    Raises:
        Refused: a field cannot be as it is, or there are too many keys.

    """
    texts = {name: _text(name, getattr(wanted, name)) for name in ("label", "organisation", "contact")}
    tier, scopes = _tier(wanted.tier), _scopes(wanted.scopes)
    quota = _within("quota", wanted.quota, 0, LARGEST_QUOTA)
    days = _within("days", wanted.days, 1, LONGEST_LIFE_DAYS)
    name = letters_of(secrets.token_bytes(5))
    text = key_of(name, secrets.token_bytes(SECRET_BYTES))
    with store.deciding(by.actor, now) as work:
        room_for_one(work, now)
        row = ApiKey(
            name=name,
            digest=digest_of(text),
            **texts,
            tier=tier,
            scopes=scopes,
            quota=quota,
            created_by=by.id,
            created_at=now,
            expires_at=None if days is None else now + days * DAY,
        )
        work.session.add(row)
        work.session.flush()
        after = {"name": name, "tier": tier, "scopes": scopes, "quota": quota, "expires_at": row.expires_at}
        work.record("api_key.created", (KIND, row.id), after=after, personal=texts)
        return Made(row.id, name, text)


def rotate(store: Store, by: Acting, key_id: int, grace_days: int, reason: str, now: int) -> Made:
    """Give a key a new secret; the one in force until now stays valid for some days, none for what has leaked.

    Raises:
        Refused: there is no such key in force, or a field cannot be as it is.

    """
    grace = _within("grace", grace_days, 0, LONGEST_GRACE_DAYS) or 0
    with store.deciding(by.actor, now) as work:
        row = in_force(work, key_id, now)
        text = key_of(row.name, secrets.token_bytes(SECRET_BYTES))
        # Without grace the old one is over by every node's clock, and whoever shows it is still told what became of it.
        row.old_digest, row.old_until = row.digest, now + grace * DAY if grace else OVER
        row.digest, row.rotated_at = digest_of(text), now
        row.version += 1
        work.record(
            "api_key.rotated",
            (KIND, row.id),
            reason=read_reason(reason),
            before={"name": row.name},
            after={"name": row.name, "old_until": row.old_until or None},
        )
        return Made(row.id, row.name, text)


def in_force(work: Work, key_id: int, now: int) -> ApiKey:
    """Return a key that is in force. Raises Refused."""
    row = existing(work, key_id)
    if row.revoked_at is not None:
        raise Refused("key_revoked")
    if row.expires_at is not None and row.expires_at <= now:
        raise Refused("key_expired")
    return row


def room_for_one(work: Work, now: int) -> None:
    """See that one key more may be in force. Raises Refused."""
    stands = or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now)
    count = select(func.count()).select_from(ApiKey).where(ApiKey.revoked_at.is_(None), stands)
    if (work.session.scalar(count) or 0) >= MOST_KEYS:
        raise Refused("too_many_keys", most=MOST_KEYS)


def existing(work: Work, key_id: int) -> ApiKey:
    """Return a key. Raises Refused."""
    row = work.session.scalar(select(ApiKey).where(ApiKey.id == key_id))
    if row is None:
        raise Refused("no_key")
    return row


def _text(name: str, typed: str) -> str:
    text = " ".join(typed.split())
    if not text:
        raise Refused(f"{name}_missing")
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise Refused("text_form", field=name, most=LONGEST_TEXT)
    return text


def _tier(asked: str) -> str:
    if asked not in GIVEN_TIERS:
        raise Refused("tier_unknown")
    return str(asked)


def _scopes(asked: Collection[str]) -> list[str]:
    if any(each not in list(Scope) for each in asked):
        raise Refused("scope_unknown")
    if not asked:
        raise Refused("scopes_missing")
    return [str(each) for each in Scope if each in asked]


def _within(name: str, value: int | None, low: int, high: int) -> int | None:
    if value is not None and not low <= value <= high:
        raise Refused("number_form", field=name, low=low, high=high)
    return value
