"""What the desk does by the clock: a day's warnings end, cases for days of review open, leases end, places are renewed.

Each step does what is due and nothing twice, and may be cut off at any moment. None of them makes a warning stronger.
"""

from __future__ import annotations

from sqlalchemy import select

from cektautan.desk.cases import forwarding
from cektautan.desk.cases.cases import free, set_rank
from cektautan.desk.decisions import expiry, provisional
from cektautan.desk.policy import Policy
from cektautan.store.models import Case
from cektautan.store.transaction import Store

AT_ONCE = 200
"""Cases that one transaction renews: whoever decides meanwhile waits for no more than that."""


def end_provisional(store: Store, now: int) -> None:
    """End what was in force for a day on one person's word."""
    provisional.lapse(store, now)


def look_ahead(store: Store, policy: Policy, now: int) -> None:
    """Move days of review out of election windows, open cases for those that come, tell of those that have passed."""
    expiry.defer(store, policy, now)
    expiry.open_cases(store, policy, now)
    expiry.tell_lapsed(store, now)


def bring_back(store: Store, policy: Policy, now: int) -> None:
    """Put what was passed on to fact-checkers long enough ago back into the queue: somebody looks for their check."""
    with store.reading() as session:
        if not forwarding.overdue(session, policy, now):
            return
    with store.deciding("system", now) as work:
        for case in forwarding.overdue(work.session, policy, now):
            forwarding.come_back(work, policy, case, case.kind, "It was passed on a while ago.")
            set_rank(work.session, policy, case, now)


def tidy_queue(store: Store, policy: Policy, now: int) -> None:
    """Free cases whose lease has ended and renew their places: what is in force, or an election, may have changed."""
    with store.reading() as session:
        waiting = list(session.scalars(select(Case.id).where(Case.status != "closed").order_by(Case.id)))
    for begin in range(0, len(waiting), AT_ONCE):
        with store.deciding("system", now) as work:
            some = select(Case).where(Case.id.in_(waiting[begin : begin + AT_ONCE]), Case.status != "closed")
            for case in work.session.scalars(some).all():
                if case.lease_until is not None and case.lease_until <= now:
                    free(case)
                set_rank(work.session, policy, case, now)
