"""Checks that were read -> findings, new and known, in one transaction, within the feed's share of today.

Idempotent: the same checks again change nothing. Whatever is cut off between two transactions is found again the next
time, because a feed's version is remembered only when all of it was taken in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from cektautan.core.days import day_of
from cektautan.core.keys import key_digest
from cektautan.desk.cases.cases import open_or_merge
from cektautan.desk.harvest.budget import share
from cektautan.desk.harvest.changing import seen_again
from cektautan.desk.harvest.offering import new_finding, offer
from cektautan.desk.policy import Policy
from cektautan.sources.protocol import FoundReview
from cektautan.store.models import Feed, Finding
from cektautan.store.transaction import Store, Work

Verdicts = Callable[[FoundReview], str]
"""Our word for a publisher's rating; `unknown` where it is not known."""

AT_ONCE: Final = 100
"""Checks that one transaction takes in: whoever decides meanwhile waits for no more than that."""


@dataclass(frozen=True)
class Taken:
    """What became of checks that were read."""

    new: int = 0
    held: int = 0
    changed: int = 0
    cases: int = 0

    def __add__(self, other: Taken) -> Taken:
        """Return both together."""
        return Taken(
            self.new + other.new, self.held + other.held, self.changed + other.changed, self.cases + other.cases
        )


def accept(
    store: Store, policy: Policy, verdicts: Verdicts, feed_id: str, reviews: Sequence[FoundReview], now: int,
    *, jump: bool = False,
) -> Taken:  # fmt: skip
    """Take checks in.

    Args:
        store: the store.
        policy: the rules.
        verdicts: says what a rating means.
        feed_id: where they come from.
        reviews: what was read; one without an address of its own cannot be cited, and is left out.
        now: Unix seconds.
        jump: whether the whole comes of a feed that jumped, so that no case is opened for it.

    """
    seen: Counter[str] = Counter()
    placed: list[tuple[FoundReview, int]] = []
    for review in reviews:
        if review.url:
            placed.append((review, seen[review.url]))
            seen[review.url] += 1
    taken = Taken()
    for begin in range(0, len(placed), AT_ONCE):
        with store.deciding("system", now) as work:
            taken += _some(work, policy, verdicts, feed_id, placed[begin : begin + AT_ONCE], jump=jump)
    return taken


def mark_nothing(work: Work, feed_id: str, url: str) -> None:
    """Remember that a page holds no check, so that it is not asked again."""
    known = select(Finding.id).where(Finding.url_sha256 == key_digest(url))
    if work.session.scalar(known) is None:
        work.session.add(
            Finding(feed_id=feed_id, url=url, fingerprint="", state="nothing", seen_at=work.now, looked_at=work.now)
        )


def _some(
    work: Work, policy: Policy, verdicts: Verdicts, feed_id: str, placed: Sequence[tuple[FoundReview, int]],
    *, jump: bool,
) -> Taken:  # fmt: skip
    session, feed = work.session, work.session.get_one(Feed, feed_id)
    if feed.status == "distrusted":
        return Taken()
    today = day_of(work.now)
    if feed.spent_on != today:
        feed.spent_on, feed.spent = today, 0
    digests = [key_digest(review.url) for review, _ in placed]
    rows = session.scalars(select(Finding).where(Finding.url_sha256.in_(digests)))
    known = {(each.url_sha256, each.place): each for each in rows}
    new = [each for each in placed if (key_digest(each[0].url), each[1]) not in known]
    limits = policy.numbers.limits
    part = share(len(new), feed.rows, feed.budget - feed.spent, times=limits.jump_times, floor=limits.jump_floor)
    may_open = 0 if jump else part.offered
    taken = Taken()
    for review, place in placed:
        finding = known.get((key_digest(review.url), place))
        if finding is not None and finding.state != "nothing":
            cases = seen_again(work, policy, policy.reference, feed, finding, review, verdicts(review))
            taken += Taken(changed=1 if cases else 0, cases=len(cases))
            continue
        if finding is not None:
            session.delete(finding)
            session.flush()
        made = new_finding(work, policy.reference, feed, review, verdicts(review), place)
        if may_open <= 0:
            taken += Taken(new=1, held=1)
            continue
        case = offer(work, policy, policy.reference, made)
        may_open -= 0 if case is None else 1
        feed.spent += 0 if case is None else 1
        taken += Taken(new=1, cases=0 if case is None else 1)
    if taken.held:
        _tell_held(work, policy, feed, jump=jump or part.jump)
    return taken


def _tell_held(work: Work, policy: Policy, feed: Feed, *, jump: bool) -> None:
    """One case for all that is held of a feed: a person looks at the batch and lets it in, or does not."""
    work.session.flush()
    open_or_merge(
        work, policy, kind="import", group="held", key=f"feed:{feed.id}", lane="checked",
        details={"feed": feed.id, "jump": jump},
    )  # fmt: skip
