"""Who is at work on a case: taken by one person at a time, held longer, given back, freed by somebody else.

Taking a case is no decision and leaves no event; freeing somebody else's does. A lease only keeps people from doing the
same work: what makes a warning milder never waits for it.
"""

from __future__ import annotations

from cektautan.desk.cases.finding_cases import open_case
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.who import person, require
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.desk.rules.lease import Lease
from cektautan.store.models import Case
from cektautan.store.transaction import Store


def claim_case(store: Store, policy: Policy, account: int, case_id: int, now: int) -> Lease:
    """Take a case, or hold it longer.

    Raises:
        Refused: the role does not allow it, or somebody else has it.
        NotFound: there is no such case, or it is closed.

    """
    with store.deciding(f"account:{account}", now) as work:
        case = open_case(work.session, case_id)
        require(work.session, policy, account, "case.claim")
        held = Lease(case.lease_by, case.lease_until)
        if not held.free_for(account, now):
            raise Refused(Why.LEASED)
        taken = held.taken(account, now, policy.numbers.limits.lease_minutes)
        case.lease_by, case.lease_until = taken.by, taken.until
        return taken


def renew(store: Store, policy: Policy, account: int, case_id: int, now: int) -> Lease | None:
    """Hold a case longer that one has; None where one has it no more."""
    with store.deciding(f"account:{account}", now) as work:
        case = work.session.get(Case, case_id)
        held = Lease(case.lease_by, case.lease_until) if case is not None and case.status != "closed" else None
        if case is None or held is None or held.owner(now) != account:
            return None
        taken = held.taken(account, now, policy.numbers.limits.lease_minutes)
        case.lease_until = taken.until
        return taken


def release(store: Store, account: int, case_id: int, now: int) -> None:
    """Give a case back that one has."""
    with store.deciding(f"account:{account}", now) as work:
        case = work.session.get(Case, case_id)
        if case is not None and case.lease_by == account:
            free(case)


def release_other(store: Store, policy: Policy, account: int, case_id: int, reason: str, now: int) -> Done:
    """Free a case that somebody else has, with a reason. For administrators and those who may be the second person."""
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        case = open_case(work.session, case_id)
        who = person(work.session, policy, account)
        if not who.acts & {"people.write", "listing.approve"}:
            raise Refused(Why.ROLE)
        owner = Lease(case.lease_by, case.lease_until).owner(now)
        free(case)
        event = work.record("case.freed", ("case", case.id), reason=words, before={"by": owner})
        return Done(event.seq, case_id=case.id)


def free(case: Case) -> None:
    """End the lease of a case."""
    case.lease_by = case.lease_until = None


def held_by_other(case: Case | None, account: int, now: int) -> bool:
    """True if somebody else is working on it."""
    return case is not None and not Lease(case.lease_by, case.lease_until).free_for(account, now)
