"""One round of the harvest: what is due is asked, read and taken in, feed by feed, and each feed's health is kept.

A round may be cut off at any moment: what a feed leads to is queued before it is asked (`pages`). Nothing here decides,
and no failure of a feed touches what was known of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Final

from cektautan.desk.harvest import feeds, pages
from cektautan.desk.harvest.accepting import Taken, Verdicts, accept, unknown_reviews
from cektautan.desk.harvest.asking import Keys, ask
from cektautan.desk.harvest.check_pages import DEFECT, MOST_PAGES, CheckPages
from cektautan.desk.harvest.collecting import Collected, Known, collect
from cektautan.desk.harvest.following import CHAIN, follow
from cektautan.desk.harvest.jumping import jumps
from cektautan.desk.harvest.lists import take_list
from cektautan.desk.harvest.outcomes import Outcome, failed, good
from cektautan.desk.harvest.ratings import verdict_of
from cektautan.desk.policy import Policy
from cektautan.outbound.protocol import FarClient
from cektautan.sources.adapters import make_adapters, page_adapter
from cektautan.sources.protocol import Adapter, Reading
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.transaction import Store

MOST_LEFT: Final = 1_000
"""Waiting pages that are counted; more are many."""
MOST_PARTS: Final = 5
"""Sitemaps of an index that one round reads, the newest first."""


@dataclass(frozen=True)
class Harvester:
    """Everything that a round needs; chosen where the process starts."""

    policy: Policy
    client: FarClient
    adapters: Mapping[str, Adapter]
    """By their names; what a feed may name."""
    verdicts: Verdicts
    checks: CheckPages
    """Reads the pages that feeds lead to."""
    keys: Keys = field(default_factory=dict, repr=False)
    """Of interfaces, by their adapters."""

    def round(self, store: Store, now: int) -> tuple[Outcome, ...]:
        """Ask every feed that is due. A defect that one of them meets is its own, and stops no other."""
        with store.deciding("system", now) as work:
            pages.forget_where_over(work)
        with store.reading() as session:
            waiting = feeds.due(session, now)
        return tuple(self._guarded(store, each, now) for each in waiting)

    def _guarded(self, store: Store, feed_id: str, now: int) -> Outcome:
        try:
            return self.feed(store, feed_id, now)
        except StoreUnavailableError:
            raise
        except Exception:
            return failed(store, feed_id, DEFECT, now)

    def feed(self, store: Store, feed_id: str, now: int) -> Outcome:
        """Ask one feed, and pages that it led to.

        Raises:
            NotFound: there is no such feed.

        """
        with store.reading() as session:
            feed = feeds.find_feed(session, feed_id)
            known = Known(feed.etag, feed.modified, feed.body_sha256, feed.rows)
            adapter, address = self.adapters.get(feed.adapter), feed.address
        if adapter is None:
            return failed(store, feed_id, "unknown_adapter", now)
        if adapter.name == CHAIN:
            return self._followed(store, feed_id, adapter, now)
        collected = self._whole(adapter, ask(self.client, adapter, address, known, self.keys))
        if collected.problem:
            return failed(store, feed_id, collected.problem, now, collected.detail)
        reading, taken, batch = collected.reading, Taken(), None
        jump = self._queue(store, feed_id, known, reading, now)
        if reading.reviews:
            taken += accept(store, self.policy, self.verdicts, feed_id, reading.reviews, now, jump=jump)
        if reading.entries:
            batch = take_list(store, feed_id, collected.body, now)
        good(store, feed_id, collected, now)
        with store.reading() as session:
            asked = pages.waiting(session, feed_id, now, MOST_PAGES)
        for url, held in asked:
            taken += self.checks.read_guarded(store, feed_id, url, now, jump=held)
        with store.reading() as session:
            left = len(pages.waiting(session, feed_id, now, MOST_LEFT))
        return Outcome(feed_id, "", "", collected.unchanged, taken, len(asked), left, batch)

    def _followed(self, store: Store, feed_id: str, adapter: Adapter, now: int) -> Outcome:
        """Follow another desk: nothing is listed by it, so no import waits for a person either."""
        found = follow(store, self.policy, self.client, adapter, feed_id, now)
        taken = Taken(changed=found.cases, cases=found.cases)
        if found.problem:
            return replace(failed(store, feed_id, found.problem, now, found.detail), taken=taken)
        good(store, feed_id, Collected(unchanged=True), now)
        return Outcome(feed_id, unchanged=not found.lines, taken=taken)

    def _whole(self, adapter: Adapter, collected: Collected) -> Collected:
        """Follow an index of sitemaps one level down, the newest first."""
        reading = collected.reading
        if collected.problem or reading.facts.get("kind") != "index":
            return collected
        newest = sorted(reading.pages, key=lambda each: reading.days.get(each, date.max), reverse=True)
        parts = [collect(self.client, adapter, each, Known()) for each in newest[:MOST_PARTS]]
        missing = next((each.problem for each in parts if each.problem), "")
        found = tuple(page for each in parts for page in each.reading.pages)
        if not found:
            return replace(collected, problem=missing or "emptied")
        days = {page: day for each in parts for page, day in each.reading.days.items()}
        known = replace(collected.known, rows=len(found))
        if missing:
            # Asked for as a whole the next time, because a part of it is missing.
            known = Known(rows=len(found))
        return replace(collected, reading=replace(reading, pages=found, days=days), known=known)

    def _queue(self, store: Store, feed_id: str, known: Known, reading: Reading, now: int) -> bool:
        """Queue what the feed leads to, and return whether it jumped."""
        limits = self.policy.numbers.limits
        with store.deciding("system", now) as work:
            new = len(pages.unknown(work.session, reading.pages)) + unknown_reviews(work.session, reading.reviews)
            jump = jumps(new, known.rows, times=limits.jump_times, floor=limits.jump_floor)
            pages.enqueue(work, feed_id, reading.pages, reading.days, held=jump)
            pages.take_over(work, feed_id, reading.pages, held=jump)
        return jump


def make_harvester(policy: Policy, client: FarClient, keys: Keys) -> Harvester:
    """Return the harvest with every adapter that there is."""
    rules = policy.reference.rules
    verdicts = partial(verdict_of, policy)
    checks = CheckPages(policy, client, page_adapter(rules), verdicts)
    return Harvester(policy, client, make_adapters(rules), verdicts, checks, keys)
