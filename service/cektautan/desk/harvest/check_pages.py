"""Asks the pages of checks and takes in what they say, also that one is gone; reads again what warnings rest on.

A page speaks for its own site alone. A failure says nothing about a check, and a defect that a page meets is its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from cektautan.core.keys import key_digest
from cektautan.desk.harvest import pages
from cektautan.desk.harvest.accepting import Taken, Verdicts, accept, placed
from cektautan.desk.harvest.changing import seen_gone
from cektautan.desk.harvest.collecting import Collected, Known, collect
from cektautan.desk.policy import Policy
from cektautan.desk.rules.numbers import HOUR
from cektautan.outbound.protocol import FarClient
from cektautan.sources.protocol import Adapter
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.models import Claim, Feed, Finding, Review
from cektautan.store.transaction import Store

MOST_PAGES: Final = 30
"""Pages that one round asks of one feed, or reads again; the rest comes with the next rounds."""
ELSEWHERE: Final = "url_elsewhere"
"""The flag of a check whose address is another site's than the page that it stands on (`sources.claimreview`)."""
DEFECT: Final = "defect"
"""Why a feed or a page was not read, where the fault is ours. What it was may hold what a page says, so it is no word
of the log."""


@dataclass(frozen=True)
class CheckPages:
    """Reads pages of checks."""

    policy: Policy
    client: FarClient
    adapter: Adapter
    verdicts: Verdicts

    def read_guarded(self, store: Store, feed_id: str, url: str, now: int, *, jump: bool = False) -> Taken:
        """Ask a page; a defect that it meets costs this page alone. It is asked again later, and later still."""
        try:
            return self.read(store, feed_id, url, now, jump=jump)
        except StoreUnavailableError:
            raise
        except Exception:
            with store.deciding("system", now) as work:
                pages.note(work, url, DEFECT)
                for finding in work.session.scalars(select(Finding).where(Finding.page_sha256 == key_digest(url))):
                    # Or it would be the first to be read again for ever, before all others.
                    finding.looked_at = now
            return Taken(broken=1)

    def read(self, store: Store, feed_id: str, url: str, now: int, *, jump: bool = False) -> Taken:
        """Ask the page of a check and take in what it says."""
        with store.reading() as session:
            known = session.scalar(select(Finding).where(Finding.page_sha256 == key_digest(url)).limit(1))
            validators = Known() if known is None else Known(known.etag, known.modified)
        collected = collect(self.client, self.adapter, url, validators, page=True)
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

    def read_again(self, store: Store, now: int) -> Taken:
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
            taken += self.read_guarded(store, feed_id, url, now)
        return taken


def _is_answer(collected: Collected) -> bool:
    """Whether the publisher has said something: a page, or that there is none. A failure says nothing."""
    return collected.gone or collected.problem in ("", "not_this_format")


def _outcome(collected: Collected, found: bool) -> str:
    if found:
        return "checks"
    if collected.gone:
        return "gone"
    return "nothing" if _is_answer(collected) else collected.problem
