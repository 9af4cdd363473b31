"""What a decision rests on beyond the published check: screenshots, archive copies, pages as they were."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from cektautan.store.models.base import Base, Name, Number, Reference, Seconds, Word, Words


class Evidence(Base):
    """One piece. A picture was decoded and encoded anew before it came here."""

    __tablename__ = "evidence"

    id: Mapped[Number]
    case_id: Mapped[Reference | None] = mapped_column(ForeignKey("cases.id"), index=True)
    claim_id: Mapped[str | None] = mapped_column(ForeignKey("claims.id"), index=True)
    listing_id: Mapped[Reference | None] = mapped_column(ForeignKey("listings.id"), index=True)
    kind: Mapped[Word]
    """screenshot, archive, note or page."""
    state: Mapped[Word | None] = mapped_column(index=True)
    """Of a page: waiting, kept, or why it could not be fetched. Of whatever had bytes: erased."""
    url: Mapped[Words | None]
    text: Mapped[Words | None]
    sha256: Mapped[Name | None]
    media_type: Mapped[Word | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    size: Mapped[int | None]
    """Bytes of `data` when it was kept."""
    data: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[Seconds]
