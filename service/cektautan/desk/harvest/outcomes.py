"""What a round came to for one feed: told to whoever started it, and kept with the feed as how it fares.

The log has the first failure and the recovery, and nothing of the failures between them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from cektautan.desk.harvest.accepting import Taken
from cektautan.desk.harvest.collecting import Collected
from cektautan.desk.harvest.feeds import find_feed
from cektautan.store.transaction import Store

MOST_KINDS: Final = 5
"""Kinds of faults that are kept of a version."""

NOTHING: Final = Taken()


@dataclass(frozen=True)
class Outcome:
    """What a round came to for one feed."""

    feed: str
    problem: str = ""
    detail: str = ""
    """What is wrong with the document that came."""
    unchanged: bool = False
    taken: Taken = NOTHING
    pages: int = 0
    """Pages that were asked."""
    left: int = 0
    """Pages that wait for the next round."""
    batch: int | None = None
    """The import that a changed list became."""


def good(store: Store, feed_id: str, collected: Collected, now: int) -> None:
    """Note that a feed was read, or is as it was."""
    with store.deciding("system", now) as work:
        feed = find_feed(work.session, feed_id)
        if feed.failures:
            work.record("feed.recovered", ("feed", feed.id), before={"problem": feed.problem})
        feed.tried_at = feed.good_at = now
        feed.problem, feed.detail, feed.failures = "", "", 0
        if collected.unchanged:
            return
        faults = Counter(each.code for each in collected.reading.faults)
        feed.rows, feed.faults = collected.known.rows, faults.total()
        feed.unread = dict(faults.most_common(MOST_KINDS))
        feed.etag, feed.modified = collected.known.etag, collected.known.modified
        feed.body_sha256 = collected.known.sha256


def failed(store: Store, feed_id: str, problem: str, now: int, detail: str = "") -> Outcome:
    """Note that a feed could not be read. What was known of it stays."""
    with store.deciding("system", now) as work:
        feed = find_feed(work.session, feed_id)
        if not feed.failures:
            work.record("feed.failing", ("feed", feed.id), after={"problem": problem})
        feed.tried_at, feed.problem, feed.detail = now, problem, detail
        feed.failures += 1
    return Outcome(feed_id, problem, detail)
