"""How the feeds fare: when each was last good, what is wrong with it, what it may still open today, what is held.

Figures for whoever looks after sources; nothing is decided and nothing is asked here. A feed that nobody can read for a
day, or whose day is over, comes first: silence of a feed looks like a quiet week.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cektautan.core.days import day_of
from cektautan.desk.claims.sources import Record, records
from cektautan.desk.harvest.feeds import is_over
from cektautan.store.models import Feed, Finding, Source

DAY: Final = 24 * 3600
SOON_OVER: Final = 14
"""Days before the end of a feed at which it is said."""


@dataclass(frozen=True)
class Health:
    """One feed."""

    feed: Feed
    source: Source
    record: Record
    """Of its source: what rests on its checks, and what of that was taken back."""
    spent: int
    """Cases that it opened today."""
    held: int
    """Findings that wait for a person."""
    over: bool
    """Whether its day has passed."""
    over_soon: bool
    failing: bool
    """Whether it could not be read for a day or longer."""

    @property
    def urgent(self) -> bool:
        """Whether somebody should look at it."""
        return self.feed.status == "active" and (self.over or self.failing)

    @property
    def overturned(self) -> float | None:
        """The share of what rests on its source that was taken back after an objection; None where there is none."""
        return None if self.record.precision is None else 1 - self.record.precision


def healths(session: Session, now: int, source_id: str | None = None) -> tuple[Health, ...]:
    """Return the feeds, or those of one source: what is urgent first, then by source and name."""
    query = select(Feed, Source).join(Source, Source.id == Feed.source_id).order_by(Feed.source_id, Feed.id)
    if source_id is not None:
        query = query.where(Feed.source_id == source_id)
    rows = session.execute(query).all()
    if not rows:
        return ()
    known = records(session)
    waiting = select(Finding.feed_id, func.count()).where(Finding.state == "held").group_by(Finding.feed_id)
    held: dict[str, int] = {row[0]: row[1] for row in session.execute(waiting)}
    today = day_of(now)
    found = [
        Health(
            feed=feed,
            source=source,
            record=known.get(source.id, Record()),
            spent=feed.spent if feed.spent_on == today else 0,
            held=held.get(feed.id, 0),
            over=is_over(feed, today),
            over_soon=feed.expires is not None and 0 <= (feed.expires - today).days <= SOON_OVER,
            failing=feed.failures > 0 and (feed.good_at or feed.created_at) <= now - DAY,
        )
        for feed, source in rows
    ]
    return tuple(sorted(found, key=lambda each: not each.urgent))
