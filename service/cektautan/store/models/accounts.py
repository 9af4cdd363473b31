"""Who works at the desk. Names and addresses of people lie in `Personal`; the log knows them by number."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cektautan.store.models.base import Base, Members, Name, Number, Reference, Seconds, Strings, Word, Words


class Account(Base):
    """One person's account."""

    __tablename__ = "accounts"

    id: Mapped[Number]
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[Name]
    """As colleagues see it; never published."""
    password_hash: Mapped[Words | None]
    """None until the invitation was taken up."""
    totp_sealed: Mapped[Words | None]
    totp_last: Mapped[int | None]
    """The last time step that was used, so that no code counts twice."""
    recovery_hashes: Mapped[Strings] = mapped_column(default=list)
    invitation_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    invitation_until: Mapped[Seconds | None]
    preferences: Mapped[Members] = mapped_column(default=dict)
    """language, shortcuts."""
    created_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[Seconds]
    disabled_at: Mapped[Seconds | None]
    failed: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[Seconds | None]
    version: Mapped[int] = mapped_column(default=1)

    roles: Mapped[list[AccountRole]] = relationship(
        cascade="all, delete-orphan", foreign_keys="AccountRole.account_id", order_by="AccountRole.role"
    )


class AccountRole(Base):
    """A role that somebody has."""

    __tablename__ = "account_roles"
    __table_args__ = (UniqueConstraint("account_id", "role"),)

    id: Mapped[Number]
    account_id: Mapped[Reference] = mapped_column(ForeignKey("accounts.id"))
    role: Mapped[Word]
    granted_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    approved_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    granted_at: Mapped[Seconds]


class LoginSession(Base):
    """A signed-in browser of a moderator."""

    __tablename__ = "login_sessions"

    id: Mapped[Number]
    account_id: Mapped[Reference] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    stage: Mapped[Word] = mapped_column(default="password")
    """password (the second factor is missing) or full."""
    label: Mapped[Name] = mapped_column(default="")
    """The browser's family and system, so that its owner knows it again."""
    created_at: Mapped[Seconds]
    seen_at: Mapped[Seconds]
    expires_at: Mapped[Seconds]
    revoked_at: Mapped[Seconds | None]


class SpentForm(Base):
    """A form that was sent, so that sending it again does nothing twice."""

    __tablename__ = "spent_forms"

    nonce: Mapped[str] = mapped_column(String(40), primary_key=True)
    """What made the form's token one of a kind."""
    at: Mapped[Seconds] = mapped_column(index=True)


class Recusal(Base):
    """What somebody does not decide about."""

    __tablename__ = "recusals"

    id: Mapped[Number]
    account_id: Mapped[Reference] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[Word]
    """claim, tag or word."""
    value: Mapped[Name]
    reason: Mapped[Words] = mapped_column(default="")
    at: Mapped[Seconds]
    ended_at: Mapped[Seconds | None]
