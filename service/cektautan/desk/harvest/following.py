"""Another desk's chain of changes, followed from the line that was read last: what it takes back opens cases here.

Lines that were added are asked for page by page, and each has to follow from the one before: a chain that was altered
or is shorter than it was is a problem, and nothing of it counts. A line names a key by its hash alone, so nothing is
ever listed by it. Where a warning of ours is in force for a key that the other desk no longer warns of, a case goes on
top of the queue; until a person decides, nothing changes for readers (docs/sources.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from cektautan.core.days import day_of
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.harvest.collecting import Known, collect
from cektautan.desk.harvest.feeds import find_feed
from cektautan.desk.harvest.standing import AT_ONCE, begin_anew, digest_of, keep, still_warned_of
from cektautan.desk.policy import Policy
from cektautan.outbound.protocol import Fetcher
from cektautan.sources.protocol import Adapter, FoundEntry
from cektautan.store.in_force import in_force
from cektautan.store.models import Case, Claim, Feed, Listing
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

CHAIN: Final = "changes"
"""The adapter of a chain that is followed (`sources.lists.changes`)."""
HOW: Final = "taken_back_elsewhere"
"""What happened, in the details of a case."""
PAGE_LINES: Final = 10_000
"""Lines of one page: the most that a desk hands out at once."""
MOST_PAGES: Final = 50
START: Final = "0" * 64
"""What comes before the first line of a chain."""


@dataclass(frozen=True)
class Followed:
    """What following a chain came to."""

    problem: str = ""
    lines: int = 0
    """Lines that are new."""
    cases: int = 0
    detail: str = ""
    """What is wrong with the page that came."""


def follow(
    store: Store, policy: Policy, fetcher: Fetcher, adapter: Adapter, feed_id: str, now: int,
    *, page_lines: int = PAGE_LINES,
) -> Followed:  # fmt: skip
    """Read what was added to a chain and open cases for what it takes back; each page is one transaction.

    Args:
        store: the store.
        policy: the rules.
        fetcher: who asks.
        adapter: reads a chain.
        feed_id: the feed that it is.
        now: Unix seconds.
        page_lines: how many lines are asked for at once.

    """
    lines = cases = 0
    for _ in range(MOST_PAGES):
        with store.reading() as session:
            feed = find_feed(session, feed_id)
            address, seq, last = feed.address.partition("?")[0], feed.rows, feed.body_sha256 or START
        collected = collect(fetcher, adapter, f"{address}?after={seq}&limit={page_lines}", Known(), tail=True)
        facts = collected.reading.facts
        if collected.problem:
            problem = "chain_shorter" if collected.beyond and seq else collected.problem
            return Followed(problem, lines, cases, collected.detail)
        if collected.unchanged:
            break
        if (facts["first"], facts["before"]) != (str(seq + 1), last):
            return Followed("chain_broken", lines, cases)
        with store.deciding("system", now) as work:
            feed = find_feed(work.session, feed_id)
            if feed.rows != seq or feed.status == "distrusted":
                # Somebody else has read it meanwhile, or it counts no more.
                break
            if not seq:
                begin_anew(work, feed.id)
            keep(work, feed.id, collected.reading.entries)
            cases += _heed(work, policy, feed, collected.reading.entries)
            feed.rows, feed.body_sha256 = int(facts["last"]), facts["hash"]
            feed.faults = len(collected.reading.faults)
        lines += int(facts["last"]) - seq
        if int(facts["last"]) - seq < page_lines:
            break
    return Followed("", lines, cases)


def _heed(work: Work, policy: Policy, feed: Feed, entries: Sequence[FoundEntry]) -> int:
    """Open a case for each of our claims that is in force for a key that was taken back; return how many."""
    gone = sorted({digest_of(each) for each in entries if each.retracted and not each.lapsed})
    # A key may be listed with two claims, of which one is taken back: then it is still warned of.
    digests = sorted(set(gone) - still_warned_of(work.session, feed.id, gone))
    about: dict[str, list[int]] = {}
    for begin in range(0, len(digests), AT_ONCE):
        query = (
            select(Listing, Claim)
            .join(Claim, Claim.id == Listing.claim_id)
            .where(Listing.sha256.in_(digests[begin : begin + AT_ONCE]))
            .order_by(Listing.id)
        )
        for listing, claim in work.session.execute(query):
            terms = in_force(listing, claim, work.now)
            if terms is not None and terms.level:
                about.setdefault(claim.id, []).append(listing.id)
    return _open(work, policy, feed, about)


def _open(work: Work, policy: Policy, feed: Feed, about: Mapping[str, list[int]]) -> int:
    """One case a claim within the feed's share of today, and one for all the rest: nobody floods another's queue."""
    today = day_of(work.now)
    if feed.spent_on != today:
        feed.spent_on, feed.spent = today, 0
    cases: set[int] = set()
    for claim_id, listings in about.items():
        alone = feed.spent < feed.budget
        feed.spent += alone
        case = open_or_merge(
            work, policy, kind="changed_check", key=f"followed:{feed.id}:{claim_id if alone else ''}", lane="checked",
            claim_id=claim_id if alone else None, details={"how": HOW, "feed": feed.id},
        )  # fmt: skip
        _name(case, listings)
        cases.add(case.id)
    return len(cases)


def _name(case: Case, listings: Iterable[int]) -> None:
    # All of them, however many: the place in the chain has moved on, so what is not named here is lost.
    details: dict[str, Any] = dict(case.details)
    case.details = {**details, "listings": sorted({*details.get("listings", ()), *listings})}
