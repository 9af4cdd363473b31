"""A batch of listings from a file: what was uploaded, what each line came to, what it was before."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from cektautan.store.models.base import Base, Members, Name, Number, Reference, Seconds, Word, Words


class Batch(Base):
    """One upload with its defaults, counts and progress."""

    __tablename__ = "batches"

    id: Mapped[Number]
    name: Mapped[Name]
    format: Mapped[Word] = mapped_column(default="")
    """The form that the list was read in; the one that was chosen, or none, before it was read."""
    file_name: Mapped[Name]
    file_sha256: Mapped[Name]
    data: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    """The upload, until it was read."""
    source_id: Mapped[str | None] = mapped_column(ForeignKey("sources.id"))
    claim_id: Mapped[str | None] = mapped_column(ForeignKey("claims.id"))
    defaults: Mapped[Members] = mapped_column(default=dict)
    """What empty cells mean, and the new claim from the form."""
    claims: Mapped[Members] = mapped_column(default=dict)
    """The new claims that come with it, by their ids."""
    counts: Mapped[Members] = mapped_column(default=dict)
    """Rows by class, once it was read; what was listed, changed, left out and kept, once it was applied or reverted."""
    findings: Mapped[Members] = mapped_column(default=dict)
    """What was noticed of the file as a whole: its encoding, its delimiter, why it could not be read."""
    status: Mapped[Word]
    """uploaded, reading, previewed, failed, waiting (for a second person), applying, applied, taking_back, reverting
    (some of it waits for a second person), reverted, discarded or replaced (by a newer version of the same list)."""
    total: Mapped[int] = mapped_column(default=0)
    """Rows of what is being done to it: read, applied or taken back."""
    done: Mapped[int] = mapped_column(default=0)
    uploaded_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    uploaded_at: Mapped[Seconds]
    read_at: Mapped[Seconds | None]
    """Of when the preview is."""
    applied_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    approved_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    applied_at: Mapped[Seconds | None]
    reverted_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    reverted_at: Mapped[Seconds | None]
    reason: Mapped[Words] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)


class BatchRow(Base):
    """One line of the file."""

    __tablename__ = "batch_rows"
    __table_args__ = (
        Index("ix_batch_rows_place", "batch_id", "line"),
        Index("ix_batch_rows_class", "batch_id", "verdict", "line"),
        # A number is never given out again: what has walked the rows goes by the last one that it saw.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Number]
    batch_id: Mapped[Reference] = mapped_column(ForeignKey("batches.id"))
    line: Mapped[int]
    subject: Mapped[Words]
    """As it was written."""
    key: Mapped[Words | None]
    verdict: Mapped[Word]
    """The class: new, changed, covered, protected, shared_host, popular, public_suffix, own_network, platform,
    duplicate, immune, retracted or invalid."""
    second: Mapped[Word | None]
    """Why it needs a second person, if it does."""
    field: Mapped[Word | None]
    problem: Mapped[Word | None]
    """A code of the texts."""
    details: Mapped[Members] = mapped_column(default=dict)
    """What the problem's words need, and notes."""
    level: Mapped[int | None]
    terms: Mapped[Members] = mapped_column(default=dict)
    """What is to be listed: claim, level, days, the address as it will be kept."""
    excluded: Mapped[bool] = mapped_column(default=False)
    act: Mapped[Word | None]
    """What applying did: added, changed, left (because somebody had decided meanwhile) or refused (because it may not
    be listed any more); of the last two the problem says why."""
    applied_version: Mapped[int | None]
    """The listing's version once the batch is in force; another one means that somebody decided later."""
    listing_id: Mapped[Reference | None] = mapped_column(ForeignKey("listings.id"), index=True)
    before: Mapped[Members | None]
    """The listing's state before the batch; None where there was none."""
