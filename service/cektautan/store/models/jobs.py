"""What the desk's periodic work has done: one row a run. Numbers and codes alone, nothing of readers and of no node."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from cektautan.store.models.base import Base, Members, Number, Seconds, Word


class JobRun(Base):
    """One run of a job."""

    __tablename__ = "job_runs"
    __table_args__ = (Index("ix_job_runs_newest", "name", "id"),)

    id: Mapped[Number]
    name: Mapped[Word]
    slot: Mapped[int] = mapped_column(BigInteger)
    """Which of its turns it was: its beginning, divided by the seconds between two of them."""
    started_at: Mapped[Seconds]
    """By the clock of the database, which all nodes share."""
    ended_at: Mapped[Seconds | None]
    """None while it runs, and of a run that was cut off."""
    outcome: Mapped[Word]
    """running, done, failed or cut_off."""
    counts: Mapped[Members] = mapped_column(default=dict)
    """What it did, as numbers under the words of `job_count_*`."""
    problem: Mapped[Word] = mapped_column(default="")
    """Why it failed, as a code of `job_problem_*`."""
