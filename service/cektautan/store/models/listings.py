"""A subject on the list: a key with its level, the reasons, who decided, and until when."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cektautan.store.models.base import Base, Day, Name, Number, Reference, Seconds, Word, Words
from cektautan.store.models.claims import Claim


class Listing(Base):
    """One key that a claim is told with. What readers are told of it now is `store.in_force`."""

    __tablename__ = "listings"
    __table_args__ = (
        UniqueConstraint("claim_id", "sha256"),
        Index("ix_listings_status_review_by", "status", "review_by"),
    )

    id: Mapped[Number]
    claim_id: Mapped[str] = mapped_column(ForeignKey("claims.id"))
    key: Mapped[Words]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    """Of the key: what readers look it up by, and what it is found by here, because no index holds a long key."""
    kind: Mapped[Word]
    """content, url, path, host or domain: the first word of the key."""
    platform: Mapped[Word | None]
    domain: Mapped[Name] = mapped_column(default="")
    """The registrable domain of an ordinary page; empty for an item on a platform."""
    url: Mapped[Words]
    """The address as it was found. Never published."""
    scope: Mapped[Word | None]
    """As the proposer chose it; None: the most specific key."""
    opaque: Mapped[bool] = mapped_column(default=False)
    """A short, share or archive code: never more than a note."""
    level: Mapped[int]
    reason_code: Mapped[Word | None]
    statement_id: Mapped[Words | None]
    statement_en: Mapped[Words | None]
    status: Mapped[Word]
    """staged (of a batch that is not wholly applied), proposed, provisional, active, suspended, retracted, expired or
    removed."""
    listed: Mapped[Day]
    review_by: Mapped[Day]
    provisional_until: Mapped[Seconds | None]
    proposed_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    approved_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    immune_until: Mapped[Day | None]
    """After a granted appeal: not listed again before this day without new evidence."""
    batch_id: Mapped[Reference | None] = mapped_column(ForeignKey("batches.id"), index=True)
    changed_at: Mapped[Seconds]
    version: Mapped[int] = mapped_column(default=1)

    claim: Mapped[Claim] = relationship()
