"""Where sources publish, how each address fares, and the checks that were found there.

A finding is what a publisher says, never a decision: it opens cases and fills forms in. What is kept of it is public
already, at the address that stands with it.
"""

from __future__ import annotations

import datetime

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from cektautan.core.keys import key_digest
from cektautan.store.models.base import Base, Day, Members, Name, Number, Reference, Seconds, Strings, Word, Words


class Feed(Base):
    """An address at which a source publishes, read by one adapter."""

    __tablename__ = "feeds"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"), index=True)
    adapter: Mapped[Word]
    """The format's name (`sources.protocol.Adapter.name`)."""
    address: Mapped[Words]
    licence: Mapped[Words] = mapped_column(default="")
    every_minutes: Mapped[int]
    budget: Mapped[int]
    """How many cases it may open on one day; what goes beyond is held for a person."""
    defaults: Mapped[Members] = mapped_column(default=dict)
    """Of a list: what its entries mean where they do not say so (claim, scope, level, verdict)."""
    expires: Mapped[datetime.date | None] = mapped_column(Date)
    """The last day on which it is read, unless somebody confirms it before."""
    status: Mapped[Word] = mapped_column(default="active")
    """active, paused or distrusted."""
    etag: Mapped[Words] = mapped_column(default="")
    modified: Mapped[Words] = mapped_column(default="")
    """What the far server said of the last good version, for asking conditionally."""
    body_sha256: Mapped[Name] = mapped_column(default="")
    tried_at: Mapped[Seconds | None]
    good_at: Mapped[Seconds | None]
    """When it last answered with what it should, changed or not."""
    problem: Mapped[Word] = mapped_column(default="")
    """Why the last try failed, as a code of the texts; empty after a good one."""
    detail: Mapped[Word] = mapped_column(default="")
    """What is wrong with the document that came, as a code of its adapter; empty where none came or it was read."""
    failures: Mapped[int] = mapped_column(default=0)
    """Tries in a row that failed."""
    rows: Mapped[int] = mapped_column(default=0)
    """What the last good version held."""
    faults: Mapped[int] = mapped_column(default=0)
    """Parts of it that could not be read."""
    unread: Mapped[Members] = mapped_column(default=dict)
    """How many of them by the codes of their adapter, the most frequent ones."""
    spent_on: Mapped[Day | None]
    spent: Mapped[int] = mapped_column(default=0)
    """Cases that it opened on that day."""
    created_at: Mapped[Seconds]
    version: Mapped[int] = mapped_column(default=1)


class Finding(Base):
    """A check that was found at a feed, as its publisher says it."""

    __tablename__ = "findings"
    __table_args__ = (
        UniqueConstraint("url_sha256", "place"),
        Index("ix_findings_state", "feed_id", "state"),
    )

    id: Mapped[Number]
    feed_id: Mapped[str] = mapped_column(ForeignKey("feeds.id"))
    source_id: Mapped[str | None] = mapped_column(ForeignKey("sources.id"))
    """The registered publisher of the check; None where nobody registered it."""
    url: Mapped[Words]
    """The check's own page."""
    url_sha256: Mapped[str] = mapped_column(String(64))
    place: Mapped[int] = mapped_column(default=0)
    """Which of the checks on that page."""
    page: Mapped[Words] = mapped_column(default="")
    """The page of the publisher's own site that it was read on; empty where a feed says it of others."""
    page_sha256: Mapped[str] = mapped_column(String(64), default="", index=True)
    title: Mapped[Words] = mapped_column(default="")
    claim: Mapped[Words] = mapped_column(default="")
    rating: Mapped[Words] = mapped_column(default="")
    verdict: Mapped[Word] = mapped_column(default="unknown")
    date: Mapped[datetime.date | None] = mapped_column(Date)
    publisher: Mapped[Words] = mapped_column(default="")
    language: Mapped[Word] = mapped_column(default="")
    appearances: Mapped[Strings] = mapped_column(default=list)
    """Addresses that could be listed, each judged by the desk."""
    flags: Mapped[Strings] = mapped_column(default=list)
    fingerprint: Mapped[Name]
    """Of what decides: claim, rating, verdict, appearances. Another one means that the publisher changed the check."""
    was: Mapped[Members] = mapped_column(default=dict)
    """What it said before it changed, for whoever looks at the change."""
    state: Mapped[Word]
    """offered (a case has or had it), text_only (it names no address that could be listed), held (beyond the budget),
    dismissed (by a person) or gone."""
    case_id: Mapped[Reference | None] = mapped_column(ForeignKey("cases.id"), index=True)
    etag: Mapped[Words] = mapped_column(default="")
    modified: Mapped[Words] = mapped_column(default="")
    seen_at: Mapped[Seconds]
    """When it was first found."""
    looked_at: Mapped[Seconds]
    missing: Mapped[int] = mapped_column(default=0)
    """How often in a row its page was gone."""

    @validates("url")
    def _digest(self, _name: str, url: str) -> str:
        self.url_sha256 = key_digest(url)
        return url

    @validates("page")
    def _digest_page(self, _name: str, page: str) -> str:
        self.page_sha256 = key_digest(page) if page else ""
        return page


class FollowedListing(Base):
    """A listing of another desk that we follow, and that stands there as far as its chain was read."""

    __tablename__ = "followed_listings"
    __table_args__ = (Index("ix_followed_listings_key", "feed_id", "sha256"),)

    feed_id: Mapped[str] = mapped_column(ForeignKey("feeds.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    """What the other desk calls it."""
    sha256: Mapped[str] = mapped_column(String(64))
    """Of its key."""


class FeedPage(Base):
    """A page that a feed leads to: when it is asked next, whatever came of it before."""

    __tablename__ = "feed_pages"
    __table_args__ = (Index("ix_feed_pages_next", "feed_id", "next_at"),)

    id: Mapped[Number]
    feed_id: Mapped[str] = mapped_column(ForeignKey("feeds.id"))
    url: Mapped[Words]
    url_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    day: Mapped[datetime.date | None] = mapped_column(Date)
    """The day that the feed gives it."""
    held: Mapped[bool] = mapped_column(default=False)
    """Whether it came with a jump, so that what it says opens no case by itself."""
    tried_at: Mapped[Seconds | None]
    next_at: Mapped[Seconds | None]
    """None: not asked again by its feed; a check that warnings rest on is read again by itself."""
    tries: Mapped[int] = mapped_column(default=0)
    """Times in a row that it gave no check."""
    outcome: Mapped[Word] = mapped_column(default="")
    """checks, nothing, gone, or why it could not be read; empty before it was asked."""

    @validates("url")
    def _digest(self, _name: str, url: str) -> str:
        self.url_sha256 = key_digest(url)
        return url
