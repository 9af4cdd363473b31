"""Where a patrol stands: what each listed page was when it was last seen, and since when a name is somebody's.

A row is the patrol's memory and no decision: it goes when nothing is told of its key any more. What was seen lies in
the case that it opened.
"""

from __future__ import annotations

import datetime

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column, validates

from cektautan.core.keys import key_digest
from cektautan.store.models.base import Base, Members, Name, Number, Seconds, Word, Words


class PageLook(Base):
    """A listed key, and the looks at what stands there."""

    __tablename__ = "page_looks"

    id: Mapped[Number]
    key: Mapped[Words]
    key_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    url: Mapped[Words]
    """What is asked for."""
    kind: Mapped[Word]
    """page, root (of a site that is listed as a whole) or item (of a platform)."""
    host: Mapped[Name] = mapped_column(default="")
    """Of the address, cut to what a column holds: how many of one host are asked in a round goes by it."""
    before: Mapped[Members] = mapped_column(default=dict)
    """What it was at the first good look, or as evidence (`desk.patrol.snapshot`); empty before."""
    outcome: Mapped[Word] = mapped_column(default="")
    """What the last look came to: there, gone, changed, elsewhere, or why nothing was seen; empty before the first."""
    doubt: Mapped[Word] = mapped_column(default="")
    """gone, changed or elsewhere, while the last looks said so."""
    doubt_times: Mapped[int] = mapped_column(default=0)
    doubt_since: Mapped[Seconds | None]
    doubtful: Mapped[Members] = mapped_column(default=dict)
    """What was seen instead."""
    told: Mapped[Members] = mapped_column(default=dict)
    """What opened a case already, by its kind, so that nothing opens two."""
    etag: Mapped[Words] = mapped_column(default="")
    modified: Mapped[Words] = mapped_column(default="")
    looked_at: Mapped[Seconds | None]
    """When something was seen last."""
    tried_at: Mapped[Seconds | None]
    next_at: Mapped[Seconds] = mapped_column(index=True)

    @validates("key")
    def _digest(self, _name: str, key: str) -> str:
        self.key_sha256 = key_digest(key)
        return key


class DomainLook(Base):
    """A registrable domain with listed pages, and since when its registry says that somebody holds it."""

    __tablename__ = "domain_looks"

    id: Mapped[Number]
    domain: Mapped[Name] = mapped_column(unique=True)
    registered: Mapped[datetime.date | None] = mapped_column(Date)
    outcome: Mapped[Word] = mapped_column(default="")
    told: Mapped[datetime.date | None] = mapped_column(Date)
    """The day of registration that opened a case."""
    looked_at: Mapped[Seconds | None]
    tried_at: Mapped[Seconds | None]
    next_at: Mapped[Seconds] = mapped_column(index=True)
