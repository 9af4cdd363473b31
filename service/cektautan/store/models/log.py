"""The log of every decision, the public chain of changes, and the personal fields that the log only commits to.

Events and changes are never altered: the engines refuse it (`append_only`), and each carries the hash before it.
"""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from cektautan.store.models.base import Base, Name, Number, Reference, Seconds, Word, Words


class Event(Base):
    """One decision. Its texts are canonical JSON, kept as they were hashed."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_object", "object_kind", "object_id"),)

    seq: Mapped[Number]
    at: Mapped[Seconds]
    actor: Mapped[Name]
    """`account:<number>`, `system`, `operator` or `reader`."""
    action: Mapped[Word]
    object_kind: Mapped[Word]
    object_id: Mapped[Name]
    reason: Mapped[Words]
    before: Mapped[Words | None]
    after: Mapped[Words | None]
    personal: Mapped[Words | None]
    """Field -> commitment, where there were personal fields."""
    undoes: Mapped[Reference | None]
    """The event that this one takes back."""
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Change(Base):
    """What became different for readers, in the words of `GET /v1/changes`."""

    __tablename__ = "changes"

    seq: Mapped[Number]
    event_seq: Mapped[Reference] = mapped_column(index=True)
    body: Mapped[Words]
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class LogHead(Base):
    """The one row that says where both chains end. Whoever decides holds it locked."""

    __tablename__ = "log_head"

    id: Mapped[Number]
    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64))
    change_seq: Mapped[int] = mapped_column(default=0)
    change_hash: Mapped[str] = mapped_column(String(64))


class Personal(Base):
    """A personal field of a report, an appeal or an event: sealed, and gone without a trace when it is erased."""

    __tablename__ = "personal"
    __table_args__ = (Index("ix_personal_owner", "owner_kind", "owner_id"),)

    id: Mapped[Number]
    owner_kind: Mapped[Word]
    owner_id: Mapped[Reference]
    field: Mapped[Word]
    commitment: Mapped[str] = mapped_column(String(64))
    """SHA-256 over salt and text."""
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    written_at: Mapped[Seconds]
    erased_at: Mapped[Seconds | None]


class Meta(Base):
    """Small facts about the store itself."""

    __tablename__ = "meta"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Words]
