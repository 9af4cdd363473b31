"""What a reader sent on purpose. Who it was is not known; text and contact lie in `Personal` for a time."""

from __future__ import annotations

import datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cektautan.store.models.base import Base, Number, Reference, Seconds, Word, Words


class Report(Base):
    """A tip, or a wish that something be checked."""

    __tablename__ = "reports"
    # A number is never given out again: what has walked the rows goes by the last one that it saw.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 -- the name and form that SQLAlchemy reads

    id: Mapped[Number]
    case_id: Mapped[Reference] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[Word]
    """report, check, or wrong for an objection to something that is not listed."""
    reason_code: Mapped[Word | None]
    url: Mapped[Words]
    """The cleaned address, as the reader saw it before sending."""
    key: Mapped[Words]
    filed_at: Mapped[Seconds]
    ticket_hash: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[Word] = mapped_column(default="id")


class ReportMonth(Base):
    """How many reports of a kind were filed in a month: a number, kept when the reports themselves are deleted."""

    __tablename__ = "report_months"

    month: Mapped[datetime.date] = mapped_column(Date, primary_key=True)
    """Its first day, in Jakarta."""
    kind: Mapped[Word] = mapped_column(primary_key=True)
    """report, check, or wrong for an objection to something that is not listed."""
    count: Mapped[int] = mapped_column(default=0)
