"""Checks that were read -> findings, new and known, in one transaction, within the feed's share of today.

Idempotent: the same checks again change nothing. Whatever is cut off between two transactions is found again the next
time, because a feed's version is remembered only when all of it was taken in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.days import day_of
from cektautan.core.keys import key_digest
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.harvest.changing import seen_again
from cektautan.desk.harvest.offering import new_finding, offer
from cektautan.desk.policy import Policy
from cektautan.sources.protocol import FoundReview
from cektautan.store.models import Feed, Finding, Source
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

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
    offered: int = 0
    """Of the cases, those that count against the feed's share of the day."""
    broken: int = 0
    """Pages that met a defect of ours."""

    def __add__(self, other: Taken) -> Taken:
        """Return both together."""
        return Taken(*(mine + more for mine, more in zip(astuple(self), astuple(other), strict=True)))


def accept(
    store: Store, policy: Policy, verdicts: Verdicts, feed_id: str, reviews: Sequence[FoundReview], now: int,
    *, page: str = "", jump: bool = False,
) -> Taken:  # fmt: skip
    """Take checks in.

    Args:
        store: the store.
        policy: the rules.
        verdicts: says what a rating means.
        feed_id: where they come from.
        reviews: what was read; one without an address of its own cannot be cited, and is left out.
        now: Unix seconds.
        page: the publisher's own page that they were read on; empty where a feed says them of others.
        jump: whether the whole comes of a feed that jumped, so that no case is opened for it.

    """
    known_by = placed(reviews)
    taken = Taken()
    for begin in range(0, len(known_by), AT_ONCE):
        with store.deciding("system", now) as work:
            taken += _some(work, policy, verdicts, feed_id, known_by[begin : begin + AT_ONCE], page, jump=jump)
    return taken


def unknown_reviews(session: Session, reviews: Sequence[FoundReview]) -> int:
    """Return how many of these checks stand at addresses of which none is known yet."""
    digests = [key_digest(review.url) for review, _ in placed(reviews)]
    known: set[str] = set()
    for begin in range(0, len(digests), AT_ONCE):
        about = Finding.url_sha256.in_(digests[begin : begin + AT_ONCE])
        known.update(session.scalars(select(Finding.url_sha256).where(about)))
    return sum(each not in known for each in digests)


def placed(reviews: Sequence[FoundReview]) -> list[tuple[FoundReview, int]]:
    """Return each check that has an address with its place among those of the same one: by both it is known."""
    seen: Counter[str] = Counter()
    found: list[tuple[FoundReview, int]] = []
    for review in reviews:
        if review.url:
            found.append((review, seen[review.url]))
            seen[review.url] += 1
    return found


def _some(
    work: Work, policy: Policy, verdicts: Verdicts, feed_id: str, some: Sequence[tuple[FoundReview, int]], page: str,
    *, jump: bool,
) -> Taken:  # fmt: skip
    session, feed = work.session, work.session.get_one(Feed, feed_id)
    if feed.status == "distrusted":
        return Taken()
    today = day_of(work.now)
    if feed.spent_on != today:
        feed.spent_on, feed.spent = today, 0
    digests = [key_digest(review.url) for review, _ in some]
    rows = session.scalars(select(Finding).where(Finding.url_sha256.in_(digests)))
    known = {(each.url_sha256, each.place): each for each in rows}
    may_open = 0 if jump else feed.budget - feed.spent
    taken = Taken()
    for review, place in some:
        finding = known.get((key_digest(review.url), place))
        if finding is None:
            one = _new(work, policy, feed, review, verdicts(review), place, page, may_open=may_open > 0)
        elif _speaks_for(finding, feed, page):
            finding.page = page or finding.page
            one = _again(work, policy, feed, finding, review, verdicts(review), may_open=may_open > 0)
        else:
            continue
        may_open -= one.offered
        feed.spent += one.offered
        taken += one
    if taken.held:
        _tell_held(work, policy, feed, jump=jump)
    return taken


def _new(
    work: Work, policy: Policy, feed: Feed, review: FoundReview, verdict: str, place: int, page: str, *, may_open: bool
) -> Taken:
    finding = new_finding(work, policy.reference, feed, review, verdict, place, page)
    if not may_open or not _trusted(work, finding):
        return Taken(new=1, held=1)
    opened = 0 if offer(work, policy, policy.reference, finding) is None else 1
    return Taken(new=1, cases=opened, offered=opened)


def _again(
    work: Work, policy: Policy, feed: Feed, finding: Finding, review: FoundReview, verdict: str, *, may_open: bool
) -> Taken:
    was_held, may_open = finding.state == "held", may_open and _trusted(work, finding)
    cases = seen_again(work, policy, feed, finding, review, verdict, may_open=may_open)
    offered = sum(case.kind != "changed_check" for case in cases)
    held = int(finding.state == "held" and not was_held)
    return Taken(held=held, changed=1 if cases else 0, cases=len(cases), offered=offered)


def _trusted(work: Work, finding: Finding) -> bool:
    """Whether its publisher may open cases: what a source says whose trust is withdrawn waits for a person."""
    source = work.session.get(Source, finding.source_id) if finding.source_id else None
    return source is None or source.trusted


def _speaks_for(finding: Finding, feed: Feed, page: str) -> bool:
    """Whether what was read says anything about a known check: its own page always, its own feed while no page did."""
    return bool(page) or (not finding.page and finding.feed_id == feed.id)


def _tell_held(work: Work, policy: Policy, feed: Feed, *, jump: bool) -> None:
    """One case for all that is held of a feed: a person looks at the batch and lets it in, or does not."""
    work.session.flush()
    open_or_merge(
        work, policy, kind="import", group="held", key=f"feed:{feed.id}", lane="checked",
        details={"feed": feed.id, "jump": jump},
    )  # fmt: skip
