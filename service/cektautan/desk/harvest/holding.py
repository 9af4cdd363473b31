"""What was held of a feed: a person looks at the batch, and lets it in or leaves it out, with a reason.

Letting in opens the cases that the budget had kept back; leaving out keeps the findings, so that nothing is asked about
twice. Both are events, and neither changes what readers see.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cektautan.core.keys import key_digest
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.who import require
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Invalid
from cektautan.desk.harvest.feeds import find_feed
from cektautan.desk.harvest.offering import offer
from cektautan.desk.policy import Policy
from cektautan.store.models import Case, Feed, Finding
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

AT_ONCE: Final = 200
"""Findings that one act lets in or leaves out."""


def held(session: Session, feed_id: str, most: int = AT_ONCE, upto: int | None = None) -> tuple[Finding, ...]:
    """Return what is held of a feed, the oldest first, as far as one has seen it."""
    query = select(Finding).where(Finding.feed_id == feed_id, Finding.state == "held").order_by(Finding.id)
    if upto is not None:
        query = query.where(Finding.id <= upto)
    return tuple(session.scalars(query.limit(most)))


def count_held(session: Session, feed_id: str) -> int:
    """Return how many findings of a feed are held."""
    query = select(func.count()).where(Finding.feed_id == feed_id, Finding.state == "held")
    return session.scalar(query) or 0


def held_feed(session: Session, case: Case) -> Feed | None:
    """Return the feed whose findings a case is about; None where it is about none."""
    named = case.details.get("feed") if case.merge_group == "held" else None
    return session.get(Feed, named) if isinstance(named, str) else None


def let_in(
    store: Store, policy: Policy, account: int, feed_id: str, reason: str, now: int, upto: int | None = None
) -> Done:
    """Open cases for what is held, the oldest first, at most `AT_ONCE`, up to the last one that was seen.

    Raises:
        Refused: the role does not allow it.
        NotFound: there is no such feed.
        Invalid: the reason, or nothing is held.

    """
    return _act(store, policy, account, feed_id, reason, now, "findings.let_in", upto)


def leave_out(
    store: Store, policy: Policy, account: int, feed_id: str, reason: str, now: int, upto: int | None = None
) -> Done:
    """Leave out what is held. Raises what `let_in` raises."""
    return _act(store, policy, account, feed_id, reason, now, "findings.left_out", upto)


def _act(
    store: Store, policy: Policy, account: int, feed_id: str, reason: str, now: int, action: str, upto: int | None
) -> Done:
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        require(work.session, policy, account, "import.upload")
        find_feed(work.session, feed_id)
        some = held(work.session, feed_id, upto=upto)
        if not some:
            raise Invalid("feed", "nothing_held")
        event = work.record(action, ("feed", feed_id), reason=words, after={"findings": len(some)})
        for finding in some:
            if action == "findings.let_in":
                offer(work, policy, policy.reference, finding)
            else:
                finding.state = "dismissed"
        work.session.flush()
        _close_where_empty(work, account, feed_id)
        return Done(event.seq)


def _close_where_empty(work: Work, account: int, feed_id: str) -> None:
    if count_held(work.session, feed_id):
        return
    case = work.session.scalar(
        select(Case).where(
            Case.merge_group == "held", Case.key_sha256 == key_digest(f"feed:{feed_id}"), Case.status != "closed"
        )
    )
    if case is not None:
        case.status, case.outcome, case.closed_at, case.closed_by = "closed", "done", work.now, account
        case.lease_by = case.lease_until = None
        case.version += 1
        work.record("case.closed", ("case", case.id), after={"outcome": "done"})
