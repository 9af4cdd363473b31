"""What the desk does by the clock: a day's warnings end, cases for days of review open, leases end, places are renewed.

Each step does what is due and nothing twice, and may be cut off at any moment. None of them makes a warning stronger.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.desk.cases import forwarding
from cektautan.desk.cases.leasing import free
from cektautan.desk.cases.opening import set_rank
from cektautan.desk.decisions import expiry, provisional
from cektautan.desk.policy import Policy
from cektautan.store.models import Case
from cektautan.store.transaction import Store

AT_ONCE = 200
"""Cases that one transaction renews: whoever decides meanwhile waits for no more than that."""


def a_day_is_over(session: Session, now: int) -> bool:
    """Whether something is in force on one person's word whose day is over."""
    return bool(provisional.over(session, now))


def end_provisional(store: Store, now: int) -> int:
    """End what was in force for a day on one person's word; return how many listings that were."""
    return provisional.lapse(store, now)


def look_ahead(store: Store, policy: Policy, now: int) -> Mapping[str, int]:
    """Move days of review out of election windows, open cases for those that come, tell of those that have passed."""
    moved = expiry.defer(store, policy, now)
    cases = expiry.open_cases(store, policy, now)
    return {"listings": moved + expiry.tell_lapsed(store, now), "cases": cases}


def bring_back(store: Store, policy: Policy, now: int) -> int:
    """Put what was passed on to fact-checkers long enough ago back into the queue: somebody looks for their check.

    Returns how many cases that were.
    """
    with store.reading() as session:
        if not forwarding.overdue(session, policy, now):
            return 0
    with store.deciding("system", now) as work:
        overdue = list(forwarding.overdue(work.session, policy, now))
        for case in overdue:
            forwarding.come_back(work, policy, case, case.kind, "It was passed on a while ago.")
            set_rank(work.session, policy, case, now)
        return len(overdue)


def tidy_queue(store: Store, policy: Policy, now: int) -> int:
    """Free cases whose lease has ended and renew their places: what is in force, or an election, may have changed.

    Returns how many were freed.
    """
    freed = 0
    with store.reading() as session:
        waiting = list(session.scalars(select(Case.id).where(Case.status != "closed").order_by(Case.id)))
    for begin in range(0, len(waiting), AT_ONCE):
        with store.deciding("system", now) as work:
            some = select(Case).where(Case.id.in_(waiting[begin : begin + AT_ONCE]), Case.status != "closed")
            for case in work.session.scalars(some).all():
                if case.lease_until is not None and case.lease_until <= now:
                    free(case)
                    freed += 1
                set_rank(work.session, policy, case, now)
    return freed
