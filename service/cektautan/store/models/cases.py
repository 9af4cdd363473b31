"""One queue for all work: a case for each thing that somebody has to look at."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from cektautan.core.keys import key_digest
from cektautan.store.models.base import Base, Members, Number, Reference, Seconds, Strings, Word, Words

_NOT_CLOSED = text("status <> 'closed'")


class Case(Base):
    """Something to be looked at, found by its key; while it is not closed, what comes for the same key joins it."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("uq_cases_open", "merge_group", "key_sha256", unique=True, sqlite_where=_NOT_CLOSED,
              postgresql_where=_NOT_CLOSED),
        Index("ix_cases_queue", "status", "priority", "opened_at"),
    )  # fmt: skip

    id: Mapped[Number]
    kind: Mapped[Word]
    """report, match, import, appeal, expiry, changed_page, changed_check, second_look, sync or proposal."""
    lane: Mapped[Word]
    """checked (there is a published check), unchecked, imposter or appeal."""
    merge_group: Mapped[Word]
    """tip, appeal, expiry, changed_check, second_look, import, held, sync or proposal: what may be merged with it."""
    key: Mapped[Words]
    """The key of the subject, or what else stands for it: `batch:7`, `claim:<id>`."""
    key_sha256: Mapped[str] = mapped_column(String(64), index=True)
    """Of the key, written with it: no index holds a long key."""
    url: Mapped[Words] = mapped_column(default="")
    """A cleaned address to look at, where there is one."""
    claim_id: Mapped[str | None] = mapped_column(ForeignKey("claims.id"), index=True)
    listing_id: Mapped[Reference | None] = mapped_column(ForeignKey("listings.id"), index=True)
    batch_id: Mapped[Reference | None] = mapped_column(ForeignKey("batches.id"), index=True)
    details: Mapped[Members] = mapped_column(default=dict)
    """What the kind needs beyond the columns, such as the three states of a conflict."""
    priority: Mapped[int] = mapped_column(default=0)
    """Higher comes first; computed by desk.rules.priority."""
    report_count: Mapped[int] = mapped_column(default=0)
    first_report_at: Mapped[Seconds | None]
    last_report_at: Mapped[Seconds | None]
    opened_at: Mapped[Seconds]
    due_at: Mapped[Seconds | None]
    status: Mapped[Word] = mapped_column(default="open")
    """open, waiting (for a second person) or closed."""
    lease_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    lease_until: Mapped[Seconds | None]
    outcome: Mapped[Word | None]
    """listed, already_listed, not_listed, forwarded, no_check, done, granted, partly or rejected."""
    closed_at: Mapped[Seconds | None]
    closed_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    told_id: Mapped[Words | None]
    """Why, in words for its reporters; None: the standard words of the outcome."""
    told_en: Mapped[Words | None]
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("claims.id"))
    """The claim that answers its reporters."""
    forwarded_to: Mapped[Strings] = mapped_column(default=list)
    """The sources that it was passed on to, also after it has come back."""
    version: Mapped[int] = mapped_column(default=1)

    @validates("key")
    def _digest(self, _name: str, key: str) -> str:
        self.key_sha256 = key_digest(key)
        return key


class Note(Base):
    """What a moderator wrote for the others."""

    __tablename__ = "notes"

    id: Mapped[Number]
    case_id: Mapped[Reference] = mapped_column(ForeignKey("cases.id"), index=True)
    by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[Seconds]
    text: Mapped[Words]
