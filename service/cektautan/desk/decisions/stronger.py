"""Which steps up somebody may take with a listing, alone or with a second person, so that a page offers no others.

Changes nothing. The rules are asked again when a step is taken; here nobody's hold on the case counts, for it ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from cektautan.desk.decisions.edits import Edit
from cektautan.desk.decisions.propose import raised, restored
from cektautan.desk.decisions.weighing import weigh
from cektautan.desk.decisions.who import person
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Refuse
from cektautan.desk.rules.facts import Act, Matter
from cektautan.desk.rules.ruling import judge
from cektautan.store.in_force import in_force
from cektautan.store.models import Claim, Listing


def raisable(session: Session, policy: Policy, account: int, listing: Listing, now: int) -> tuple[int, ...]:
    """Return the levels to which somebody may raise what is in force."""
    claim = session.get_one(Claim, listing.claim_id)
    terms = in_force(listing, claim, now)
    if listing.status != "active" or listing.opaque or terms is None:
        return ()
    return tuple(
        level
        for level in range(terms.level + 1, 4)
        if _may(session, policy, account, Act.RAISE, raised(session, listing, claim, level, account), now)
    )


def restorable(session: Session, policy: Policy, account: int, listing: Listing, now: int) -> bool:
    """True if somebody may put back in force what is not."""
    claim = session.get_one(Claim, listing.claim_id)
    if listing.status not in ("suspended", "retracted", "expired", "removed") or claim.status != "active":
        return False
    return _may(session, policy, account, Act.RESTORE, restored(listing, account), now)


def _may(session: Session, policy: Policy, account: int, act: Act, edits: Sequence[Edit], now: int) -> bool:
    weighed = weigh(session, policy, edits, now)
    ruling = judge(act, person(session, policy, account, weighed.claims), Matter(), weighed.steps)
    return not isinstance(ruling, Refuse)
