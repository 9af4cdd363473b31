"""Keys of the interface for programs: who has one, what it opens, and the hash of it. No key stands here.

Nothing here says what a key was used for: the day on which it was used last is all that is kept of its use.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cektautan.store.models.base import Base, Day, Name, Number, Reference, Seconds, Strings, Word


class ApiKey(Base):
    """One key, through all its rotations."""

    __tablename__ = "api_keys"

    id: Mapped[Number]
    name: Mapped[str] = mapped_column(String(8), unique=True)
    """The letters of the key that are no secret, the same after a rotation."""
    digest: Mapped[str] = mapped_column(String(64))
    """The SHA-256 of the key in force."""
    old_digest: Mapped[str | None] = mapped_column(String(64))
    """That of the key before it, which is told `rotated` once its time is over."""
    old_until: Mapped[Seconds | None]
    label: Mapped[Name]
    """What it is for, as the desk calls it."""
    organisation: Mapped[Name]
    contact: Mapped[Name]
    tier: Mapped[Word]
    scopes: Mapped[Strings]
    quota: Mapped[int | None] = mapped_column(BigInteger)
    """What it may spend in a day; None for what its tier has, 0 for no end."""
    created_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    """None for the operator."""
    created_at: Mapped[Seconds]
    expires_at: Mapped[Seconds | None]
    rotated_at: Mapped[Seconds | None]
    revoked_at: Mapped[Seconds | None]
    version: Mapped[int] = mapped_column(default=1)


class ApiKeyUse(Base):
    """The last day on which a key was used."""

    __tablename__ = "api_key_uses"

    key_id: Mapped[Reference] = mapped_column(ForeignKey("api_keys.id"), primary_key=True)
    day: Mapped[Day]
