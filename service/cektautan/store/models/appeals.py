"""An objection to a listing, by a reader or by whose site it is."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cektautan.store.models.base import Base, Number, Reference, Seconds, Word, Words


class Appeal(Base):
    """One objection with its clocks and its outcome. Several to one listing share a case and are decided together."""

    __tablename__ = "appeals"

    id: Mapped[Number]
    case_id: Mapped[Reference] = mapped_column(ForeignKey("cases.id"), index=True)
    listing_id: Mapped[Reference | None] = mapped_column(ForeignKey("listings.id"), index=True)
    claim_id: Mapped[str | None] = mapped_column(ForeignKey("claims.id"), index=True)
    key: Mapped[Words]
    url: Mapped[Words] = mapped_column(default="")
    appellant: Mapped[Word]
    """reader or owner."""
    reason_code: Mapped[Word | None]
    ticket_hash: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[Word] = mapped_column(default="id")
    filed_at: Mapped[Seconds]
    ack_due: Mapped[Seconds]
    decide_due: Mapped[Seconds]
    acknowledged_at: Mapped[Seconds | None]
    admitted_at: Mapped[Seconds | None]
    admitted_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[Seconds | None]
    decided_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    outcome: Mapped[Word | None]
    """granted, partly or rejected."""
    reasons_id: Mapped[Words | None]
    reasons_en: Mapped[Words | None]
