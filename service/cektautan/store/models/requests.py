"""What governments and others asked for, as the public register shows it."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from cektautan.store.models.base import Base, Day, Name, Number, Seconds, Word, Words


class GovernmentRequest(Base):
    """One request from outside, with its kind after Lumen's list."""

    __tablename__ = "government_requests"

    id: Mapped[Number]
    kind: Mapped[Word]
    sender: Mapped[Name]
    """An office, never a person."""
    title_id: Mapped[Words]
    title_en: Mapped[Words]
    body_id: Mapped[Words]
    body_en: Mapped[Words]
    legal_basis: Mapped[Words] = mapped_column(default="")
    received: Mapped[Day]
    answered: Mapped[Day | None]
    answer_id: Mapped[Words | None]
    answer_en: Mapped[Words | None]
    outcome: Mapped[Word | None]
    """followed, partly, refused or open."""
    claims: Mapped[int] = mapped_column(default=0)
    """How many claims it named."""
    public_from: Mapped[Day]
    """Later than `received` only where an order says so."""
    created_at: Mapped[Seconds]
    version: Mapped[int] = mapped_column(default=1)
