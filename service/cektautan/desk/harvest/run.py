"""One round of the harvest: what is due is asked, read and taken in, feed by feed, and each feed's health is kept.

A round may be cut off at any moment: what is not taken in is asked for again. Nothing here decides, and no failure of a
feed touches what was known of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from cektautan.core.keys import key_digests
from cektautan.desk.harvest import feeds
from cektautan.desk.harvest.accepting import Taken, Verdicts, accept, mark_nothing
from cektautan.desk.harvest.budget import share
from cektautan.desk.harvest.changing import seen_gone
from cektautan.desk.harvest.collecting import Collected, Known, collect
from cektautan.desk.harvest.lists import take_list
from cektautan.desk.harvest.ratings import verdict_of
from cektautan.desk.policy import Policy
from cektautan.desk.rules.numbers import HOUR
from cektautan.outbound.protocol import Fetcher
from cektautan.sources.adapters import make_adapters, page_adapter
from cektautan.sources.protocol import Adapter
from cektautan.store.models import Claim, Feed, Finding, Review
from cektautan.store.transaction import Store

MOST_PAGES: Final = 30
"""Pages that one round asks of one feed; the rest comes with the next rounds."""


NOTHING: Final = Taken()


@dataclass(frozen=True)
class Outcome:
    """What a round came to for one feed."""

    feed: str
    problem: str = ""
    unchanged: bool = False
    taken: Taken = NOTHING
    pages: int = 0
    """Pages that were asked."""
    left: int = 0
    """Pages that wait for the next round."""
    batch: int | None = None
    """The import that a changed list became."""


@dataclass(frozen=True)
class Harvester:
    """Everything that a round needs; chosen where the process starts."""

    policy: Policy
    fetcher: Fetcher
    adapters: Mapping[str, Adapter]
    """By their names; what a feed may name."""
    pages: Adapter
    """Reads the page of a check."""
    verdicts: Verdicts

    def round(self, store: Store, now: int) -> tuple[Outcome, ...]:
        """Ask every feed that is due."""
        with store.reading() as session:
            waiting = feeds.due(session, now)
        return tuple(self.feed(store, each, now) for each in waiting)

    def feed(self, store: Store, feed_id: str, now: int) -> Outcome:
        """Ask one feed.

        Raises:
            NotFound: there is no such feed.

        """
        with store.reading() as session:
            feed = feeds.find_feed(session, feed_id)
            known = Known(feed.etag, feed.modified, feed.body_sha256, feed.rows)
            adapter, address = self.adapters.get(feed.adapter), feed.address
        if adapter is None:
            return self._failed(store, feed_id, "unknown_adapter", now)
        collected = collect(self.fetcher, adapter, address, known)
        if collected.problem:
            return self._failed(store, feed_id, collected.problem, now)
        reading, taken, batch = collected.reading, Taken(), None
        unread, again = self._pages(store, reading.pages, now)
        limits = self.policy.numbers.limits
        new = len(unread) + len(reading.reviews)
        jump = share(new, known.rows, new, times=limits.jump_times, floor=limits.jump_floor).jump
        if reading.reviews:
            taken += accept(store, self.policy, self.verdicts, feed_id, reading.reviews, now, jump=jump)
        if reading.entries:
            batch = take_list(store, feed_id, collected.body, now)
        asked = [*again, *unread][:MOST_PAGES]
        for url in asked:
            taken += self.page(store, feed_id, url, now, jump=jump)
        left = len(again) + len(unread) - len(asked)
        self._good(store, feed_id, collected, now, whole=left == 0)
        return Outcome(feed_id, "", collected.unchanged, taken, len(asked), left, batch)

    def page(self, store: Store, feed_id: str, url: str, now: int, *, jump: bool = False) -> Taken:
        """Ask the page of a check and take in what it says."""
        with store.reading() as session:
            finding = session.scalar(
                select(Finding).where(Finding.url_sha256.in_(key_digests([url])), Finding.place == 0)
            )
            known = Known() if finding is None else Known(finding.etag, finding.modified)
        collected = collect(self.fetcher, self.pages, url, known, page=True)
        if collected.unchanged or collected.gone:
            return self._looked(store, url, collected, now)
        if collected.problem == "not_this_format" or (not collected.problem and not collected.reading.reviews):
            with store.deciding("system", now) as work:
                mark_nothing(work, feed_id, url)
            return Taken()
        if collected.problem:
            return Taken()
        taken = accept(store, self.policy, self.verdicts, feed_id, collected.reading.reviews, now, jump=jump)
        self._remember(store, url, collected, now)
        return taken

    def checks(self, store: Store, now: int) -> Taken:
        """Read again the checks that warnings rest on, whose last look is long ago."""
        before = now - self.policy.numbers.limits.check_again_hours * HOUR
        with store.reading() as session:
            rows = session.execute(
                select(Finding.feed_id, Finding.url)
                .join(Review, Review.url_sha256 == Finding.url_sha256)
                .join(Claim, Claim.id == Review.claim_id)
                .join(Feed, Feed.id == Finding.feed_id)
                .where(Claim.status == "active", Finding.looked_at <= before, Feed.status == "active")
                .order_by(Finding.looked_at)
                .limit(MOST_PAGES)
            ).all()
        taken = Taken()
        for feed_id, url in dict.fromkeys((row.feed_id, row.url) for row in rows):
            taken += self.page(store, feed_id, url, now)
        return taken

    def _pages(self, store: Store, pages: tuple[str, ...], now: int) -> tuple[list[str], list[str]]:
        """Return the pages that nobody read yet, and those that warnings rest on."""
        wanted = list(dict.fromkeys(pages))
        known: set[str] = set()
        cited: set[str] = set()
        with store.reading() as session:
            for begin in range(0, len(wanted), 500):
                digests = key_digests(wanted[begin : begin + 500])
                known.update(session.scalars(select(Finding.url).where(Finding.url_sha256.in_(digests))))
                cited.update(
                    session.scalars(
                        select(Review.url)
                        .join(Claim, Claim.id == Review.claim_id)
                        .where(Review.url_sha256.in_(digests), Claim.status == "active")
                    )
                )
        return [each for each in wanted if each not in known], [each for each in wanted if each in known & cited]

    def _looked(self, store: Store, url: str, collected: Collected, now: int) -> Taken:
        cases = 0
        with store.deciding("system", now) as work:
            for finding in work.session.scalars(select(Finding).where(Finding.url_sha256.in_(key_digests([url])))):
                if collected.gone:
                    cases += len(seen_gone(work, self.policy, finding, self.policy.numbers.limits.gone_times))
                else:
                    finding.looked_at, finding.missing = now, 0
        return Taken(changed=1 if cases else 0, cases=cases)

    def _remember(self, store: Store, url: str, collected: Collected, now: int) -> None:
        with store.deciding("system", now) as work:
            for finding in work.session.scalars(select(Finding).where(Finding.url_sha256.in_(key_digests([url])))):
                finding.etag, finding.modified = collected.known.etag, collected.known.modified

    def _good(self, store: Store, feed_id: str, collected: Collected, now: int, *, whole: bool) -> None:
        with store.deciding("system", now) as work:
            feed = feeds.find_feed(work.session, feed_id)
            if feed.failures:
                work.record("feed.recovered", ("feed", feed.id), before={"problem": feed.problem})
            feed.tried_at = feed.good_at = now
            feed.problem, feed.failures = "", 0
            if collected.unchanged:
                return
            feed.rows, feed.faults = collected.known.rows, len(collected.reading.faults)
            if whole:
                # What is not wholly read is asked for again, as if it were new.
                feed.etag, feed.modified = collected.known.etag, collected.known.modified
                feed.body_sha256 = collected.known.sha256

    def _failed(self, store: Store, feed_id: str, problem: str, now: int) -> Outcome:
        with store.deciding("system", now) as work:
            feed = feeds.find_feed(work.session, feed_id)
            if not feed.failures:
                work.record("feed.failing", ("feed", feed.id), after={"problem": problem})
            feed.tried_at, feed.problem = now, problem
            feed.failures += 1
        return Outcome(feed_id, problem)


def make_harvester(policy: Policy, fetcher: Fetcher) -> Harvester:
    """Return the harvest with every adapter that there is."""
    rules = policy.reference.rules
    return Harvester(
        policy, fetcher, make_adapters(rules), page_adapter(rules), lambda found: verdict_of(policy, found)
    )
