"""What is claimed, who checked it and who those are that check (schema.org Claim and ClaimReview)."""

from __future__ import annotations

import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from cektautan.core.keys import key_digest
from cektautan.core.words import index_words
from cektautan.store.models.base import Base, Day, Members, Name, Number, Reference, Seconds, Strings, Word, Words


class Source(Base):
    """A registered publisher: who may be cited, and for what."""

    __tablename__ = "sources"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    name: Mapped[Name]
    site: Mapped[Name]
    other_sites: Mapped[Strings] = mapped_column(default=list)
    kind: Mapped[Word]
    """fact_checker, official, press, own or list."""
    reliability: Mapped[Word]
    standing: Mapped[Word]
    """good, lapsed, unknown, or distrusted: what it publishes carries nothing (desk.harvest.distrust)."""
    standing_basis: Mapped[Words | None]
    standing_checked: Mapped[Day | None]
    ifcn_until: Mapped[Day | None]
    notes: Mapped[Words] = mapped_column(default="")
    origin: Mapped[Word] = mapped_column(default="desk")
    """blocklists or desk."""
    version: Mapped[int] = mapped_column(default=1)

    @property
    def can_support_level_3(self) -> bool:
        """True if its checks may put a claim on the warning page (docs/list-policy.md)."""
        return self.kind == "fact_checker" and self.standing == "good"

    @property
    def trusted(self) -> bool:
        """False if the desk has withdrawn its trust: its checks carry nothing, at any level."""
        return self.standing != "distrusted"


class Claim(Base):
    """A claim with what was decided of it. Its terms are those of each of its listings that has none of its own."""

    __tablename__ = "claims"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    text_id: Mapped[Words]
    text_en: Mapped[Words]
    verdict: Mapped[Word]
    level: Mapped[int]
    """The highest level that a listing of it may have."""
    reason_code: Mapped[Word]
    statement_id: Mapped[Words]
    statement_en: Mapped[Words]
    about: Mapped[Strings] = mapped_column(default=list)
    imitates: Mapped[Name | None]
    listed: Mapped[Day]
    review_by: Mapped[Day]
    status: Mapped[Word] = mapped_column(default="active")
    """draft, active, withdrawn or removed."""
    origin: Mapped[Word] = mapped_column(default="desk")
    """blocklists, desk or import."""
    file: Mapped[Words | None]
    """Where it stands below blocklists/, for a claim of that origin."""
    synced: Mapped[Members | None]
    """What the file said when it was last taken over."""
    changes: Mapped[Members] = mapped_column(default=dict)
    """What the file itself explains of its history (`changes:`)."""
    created_at: Mapped[Seconds]
    words: Mapped[Words]
    """Of id and texts, for the index (`store.words`); written with them."""
    version: Mapped[int] = mapped_column(default=1)

    reviews: Mapped[list[Review]] = relationship(
        order_by="Review.date, Review.id", cascade="all, delete-orphan", back_populates="claim"
    )

    @validates("id", "text_id", "text_en")
    def _index(self, name: str, value: str) -> str:
        texts = {each: getattr(self, each) or "" for each in ("id", "text_id", "text_en")} | {name: value}
        self.words = index_words(" ".join(texts.values()))
        return value


class Review(Base):
    """One publisher's check of a claim: its rating verbatim, our verdict, its date."""

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("claim_id", "url_sha256"),)

    id: Mapped[Number]
    claim_id: Mapped[str] = mapped_column(ForeignKey("claims.id"))
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"))
    url: Mapped[Words]
    url_sha256: Mapped[str] = mapped_column(String(64), index=True)
    """Of the address, written with it: no index holds a long one."""
    rating: Mapped[Name]
    verdict: Mapped[Word]
    date: Mapped[datetime.date]

    claim: Mapped[Claim] = relationship(back_populates="reviews")

    @validates("url")
    def _digest(self, _name: str, url: str) -> str:
        self.url_sha256 = key_digest(url)
        return url


class OwnReview(Base):
    """A check that the desk wrote itself; published as a page of ours with ClaimReview markup."""

    __tablename__ = "own_reviews"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    claim_id: Mapped[str] = mapped_column(ForeignKey("claims.id"), index=True)
    title_id: Mapped[Words]
    title_en: Mapped[Words]
    body_id: Mapped[Words]
    body_en: Mapped[Words]
    rating: Mapped[Name]
    verdict: Mapped[Word]
    status: Mapped[Word] = mapped_column(default="draft")
    """draft, proposed, published or withdrawn."""
    written_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    approved_by: Mapped[Reference | None] = mapped_column(ForeignKey("accounts.id"))
    published_at: Mapped[Seconds | None]
    version: Mapped[int] = mapped_column(default=1)
