"""What waits for a second person."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cektautan.store.models.base import Base, Members, Number, Reference, Seconds, Word, Words


class Proposal(Base):
    """An act that one person asked for and another one approves or rejects."""

    __tablename__ = "proposals"

    id: Mapped[Number]
    case_id: Mapped[Reference | None] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[Word]
    """list, raise, restore, import, protected, own_review, undo, sync or role."""
    payload: Mapped[Members]
    """What is to be done, wholly: approving applies this and nothing else."""
    reason: Mapped[Words]
    why_second: Mapped[Word]
    """The code of the rule that asks for a second person."""
    proposed_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    """None: a program proposed it, such as a sync."""
    proposed_at: Mapped[Seconds]
    status: Mapped[Word] = mapped_column(default="open")
    """open, approved, rejected, withdrawn or stale."""
    decided_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[Seconds | None]
    decision_reason: Mapped[Words | None]
    provisional_until: Mapped[Seconds | None]
    version: Mapped[int] = mapped_column(default=1)
