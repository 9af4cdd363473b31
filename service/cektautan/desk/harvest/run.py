"""One round of the harvest: what is due is asked, read and taken in, feed by feed, and each feed's health is kept.

A round may be cut off at any moment: what a feed leads to is queued before it is asked (`pages`). Nothing here decides,
and no failure of a feed touches what was known of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from sqlalchemy import select

from cektautan.core.keys import key_digest
from cektautan.desk.harvest import feeds, pages
from cektautan.desk.harvest.accepting import Taken, Verdicts, accept, placed, unknown_reviews
from cektautan.desk.harvest.asking import Keys, ask
from cektautan.desk.harvest.changing import seen_gone
from cektautan.desk.harvest.collecting import Collected, Known, collect
from cektautan.desk.harvest.following import CHAIN, follow
from cektautan.desk.harvest.jumping import jumps
from cektautan.desk.harvest.lists import take_list
from cektautan.desk.harvest.ratings import verdict_of
from cektautan.desk.policy import Policy
from cektautan.desk.rules.numbers import HOUR
from cektautan.outbound.protocol import FarClient
from cektautan.sources.adapters import make_adapters, page_adapter
from cektautan.sources.protocol import Adapter, Reading
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.models import Claim, Feed, Finding, Review
from cektautan.store.transaction import Store

MOST_PAGES: Final = 30
"""Pages that one round asks of one feed; the rest comes with the next rounds."""
MOST_LEFT: Final = 1_000
"""Waiting pages that are counted; more are many."""
MOST_PARTS: Final = 5
"""Sitemaps of an index that one round reads, the newest first."""
MOST_KINDS: Final = 5
"""Kinds of faults that are kept of a version."""
ELSEWHERE: Final = "url_elsewhere"
"""The flag of a check whose address is another site's than the page that it stands on (`sources.claimreview`)."""
DEFECT: Final = "defect"
"""Why a feed or a page was not read, where the fault is ours. What it was may hold what a page says, so it is no word
of the log."""

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


@dataclass(frozen=True)
class Harvester:
    """Everything that a round needs; chosen where the process starts."""

    policy: Policy
    client: FarClient
    adapters: Mapping[str, Adapter]
    """By their names; what a feed may name."""
    pages: Adapter
    """Reads the page of a check."""
    verdicts: Verdicts
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
            return self._failed(store, feed_id, DEFECT, now)

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
            return self._failed(store, feed_id, "unknown_adapter", now)
        if adapter.name == CHAIN:
            return self._followed(store, feed_id, adapter, now)
        collected = self._whole(adapter, ask(self.client, adapter, address, known, self.keys))
        if collected.problem:
            return self._failed(store, feed_id, collected.problem, now, collected.detail)
        reading, taken, batch = collected.reading, Taken(), None
        jump = self._queue(store, feed_id, known, reading, now)
        if reading.reviews:
            taken += accept(store, self.policy, self.verdicts, feed_id, reading.reviews, now, jump=jump)
        if reading.entries:
            batch = take_list(store, feed_id, collected.body, now)
        self._good(store, feed_id, collected, now)
        with store.reading() as session:
            asked = pages.waiting(session, feed_id, now, MOST_PAGES)
        for url, held in asked:
            taken += self._guarded_page(store, feed_id, url, now, jump=held)
        with store.reading() as session:
            left = len(pages.waiting(session, feed_id, now, MOST_LEFT))
        return Outcome(feed_id, "", "", collected.unchanged, taken, len(asked), left, batch)

    def _followed(self, store: Store, feed_id: str, adapter: Adapter, now: int) -> Outcome:
        """Follow another desk: nothing is listed by it, so no import waits for a person either."""
        found = follow(store, self.policy, self.client, adapter, feed_id, now)
        taken = Taken(changed=found.cases, cases=found.cases)
        if found.problem:
            return replace(self._failed(store, feed_id, found.problem, now, found.detail), taken=taken)
        self._good(store, feed_id, Collected(unchanged=True), now)
        return Outcome(feed_id, unchanged=not found.lines, taken=taken)

    def _guarded_page(self, store: Store, feed_id: str, url: str, now: int, *, jump: bool = False) -> Taken:
        """Ask a page; a defect that it meets costs this page alone. It is asked again later, and later still."""
        try:
            return self.page(store, feed_id, url, now, jump=jump)
        except StoreUnavailableError:
            raise
        except Exception:
            with store.deciding("system", now) as work:
                pages.note(work, url, DEFECT)
                for finding in work.session.scalars(select(Finding).where(Finding.page_sha256 == key_digest(url))):
                    # Or it would be the first to be read again for ever, before all others.
                    finding.looked_at = now
            return Taken(broken=1)

    def page(self, store: Store, feed_id: str, url: str, now: int, *, jump: bool = False) -> Taken:
        """Ask the page of a check and take in what it says."""
        with store.reading() as session:
            known = session.scalar(select(Finding).where(Finding.page_sha256 == key_digest(url)).limit(1))
            validators = Known() if known is None else Known(known.etag, known.modified)
        collected = collect(self.client, self.pages, url, validators, page=True)
        # A page speaks for its own site alone: what it says of another publisher's check is nobody's word.
        own = [each for each in collected.reading.reviews if ELSEWHERE not in each.flags]
        taken = accept(store, self.policy, self.verdicts, feed_id, own, now, page=url, jump=jump)
        said = {(key_digest(each.url), place) for each, place in placed(own)}
        with store.deciding("system", now) as work:
            pages.note(work, url, "checks" if collected.unchanged else _outcome(collected, bool(own)))
            cases = 0
            for finding in work.session.scalars(select(Finding).where(Finding.page_sha256 == key_digest(url))).all():
                finding.looked_at = now
                if own:
                    finding.etag, finding.modified = collected.known.etag, collected.known.modified
                if collected.unchanged:
                    # It is there as it was, so it is not gone either.
                    finding.missing = 0
                    finding.state = "offered" if finding.state == "gone" else finding.state
                elif _is_answer(collected) and (finding.url_sha256, finding.place) not in said:
                    # The page is gone, or is there without the check.
                    cases += len(seen_gone(work, self.policy, finding, self.policy.numbers.limits.gone_times))
        return taken + Taken(changed=1 if cases else 0, cases=cases)

    def checks(self, store: Store, now: int) -> Taken:
        """Read again the checks that warnings rest on, whose last look is long ago."""
        before = now - self.policy.numbers.limits.check_again_hours * HOUR
        with store.reading() as session:
            rows = session.execute(
                select(Finding.feed_id, Finding.page)
                .join(Review, Review.url_sha256 == Finding.url_sha256)
                .join(Claim, Claim.id == Review.claim_id)
                .join(Feed, Feed.id == Finding.feed_id)
                .where(
                    Claim.status == "active", Finding.looked_at <= before, Feed.status == "active",
                    Finding.page_sha256 != "",
                )
                .order_by(Finding.looked_at, Finding.id)
                .limit(MOST_PAGES)
            ).all()  # fmt: skip
        taken = Taken()
        for feed_id, url in dict.fromkeys((row.feed_id, row.page) for row in rows):
            taken += self._guarded_page(store, feed_id, url, now)
        return taken

    def _whole(self, adapter: Adapter, collected: Collected) -> Collected:
        """Follow an index of sitemaps one level down, the newest first."""
        reading = collected.reading
        if collected.problem or reading.facts.get("kind") != "index":
            return collected
        newest = sorted(reading.pages, key=lambda each: reading.days.get(each, date.max), reverse=True)
        parts = [collect(self.client, adapter, each, Known()) for each in newest[:MOST_PARTS]]
        failed = next((each.problem for each in parts if each.problem), "")
        found = tuple(page for each in parts for page in each.reading.pages)
        if not found:
            return replace(collected, problem=failed or "emptied")
        days = {page: day for each in parts for page, day in each.reading.days.items()}
        known = replace(collected.known, rows=len(found))
        if failed:
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

    def _good(self, store: Store, feed_id: str, collected: Collected, now: int) -> None:
        with store.deciding("system", now) as work:
            feed = feeds.find_feed(work.session, feed_id)
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

    def _failed(self, store: Store, feed_id: str, problem: str, now: int, detail: str = "") -> Outcome:
        with store.deciding("system", now) as work:
            feed = feeds.find_feed(work.session, feed_id)
            if not feed.failures:
                work.record("feed.failing", ("feed", feed.id), after={"problem": problem})
            feed.tried_at, feed.problem, feed.detail = now, problem, detail
            feed.failures += 1
        return Outcome(feed_id, problem, detail)


def _is_answer(collected: Collected) -> bool:
    """Whether the publisher has said something: a page, or that there is none. A failure says nothing."""
    return collected.gone or collected.problem in ("", "not_this_format")


def _outcome(collected: Collected, found: bool) -> str:
    if found:
        return "checks"
    if collected.gone:
        return "gone"
    return "nothing" if _is_answer(collected) else collected.problem


def make_harvester(policy: Policy, client: FarClient, keys: Keys) -> Harvester:
    """Return the harvest with every adapter that there is."""
    rules = policy.reference.rules
    return Harvester(
        policy, client, make_adapters(rules), page_adapter(rules), lambda found: verdict_of(policy, found), keys
    )
