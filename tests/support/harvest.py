"""Checks at a feed of TurnBackHoax for tests of the desk, taken in as the harvest does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tests.support.desk import NOW, shipped_policy

from cektautan.desk.harvest.accepting import accept
from cektautan.desk.harvest.feed_fields import FeedWritten
from cektautan.desk.harvest.feeds import add_feed
from cektautan.sources.protocol import FoundReview, RatingGiven
from cektautan.store.transaction import Store

CHECK = "https://turnbackhoax.id/2026/09/20/salah-bantuan-tunai/"
POST = "https://www.facebook.com/watch/?v=912345678901234"
VIDEO = "https://youtu.be/abcdefghijk"

FOUND = FoundReview(
    url=CHECK, claim="Bantuan tunai dibagikan lewat tautan ini.", title="[SALAH] Bantuan", rating=RatingGiven("SALAH"),
    publisher="TurnBackHoax", date=date(2026, 9, 20), appearances=(POST,),
)  # fmt: skip
MEANS: Mapping[str, str] = {"SALAH": "false", "HOAKS": "false", "BENAR": "true", "SEBAGIAN BENAR": "mixed",
                           "TIRUAN": "imposter"}  # fmt: skip


def verdict(found: FoundReview) -> str:
    """Return our word for a rating."""
    return MEANS.get(found.rating.text, "unknown")


def add_tbh(store: Store, budget: int = 20, feed: str = "tbh", source: str = "turnbackhoax") -> None:
    """Register a feed."""
    with store.deciding("operator", NOW) as work:
        wanted = FeedWritten(feed, source, "feed", f"https://turnbackhoax.id/{feed}/", budget=str(budget))
        add_feed(work, wanted, {"feed"}, "Mulai panen.")


def take(store: Store, *found: FoundReview, now: int = NOW, feed: str = "tbh", jump: bool = False) -> None:
    """Take checks in, as a round of the harvest does."""
    accept(store, shipped_policy(), verdict, feed, found, now, jump=jump)


def numbered(count: int, begin: int = 0) -> list[FoundReview]:
    """Return checks about as many places."""
    return [
        replace(FOUND, url=f"https://turnbackhoax.id/cek/{n}", appearances=(f"https://youtu.be/abcdef{n:05d}",))
        for n in range(begin, begin + count)
    ]
