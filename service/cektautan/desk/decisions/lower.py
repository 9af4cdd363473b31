"""Making a warning milder: lowering, suspending, retracting. One person's act, at once, with a reason.

Nobody's lease, no second person and no election window stands in its way. It opens a case for somebody else to look at
it again, and can be undone like everything.
"""

from __future__ import annotations

from typing import Any

from cektautan.desk.cases.finding_cases import case_for
from cektautan.desk.decisions.edits import edit, expect, found
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.settling import Wish, settle
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Invalid
from cektautan.desk.policy import Policy
from cektautan.desk.rules.facts import Act
from cektautan.store.models import Claim, Listing
from cektautan.store.transaction import Store

ACTION = {Act.LOWER: "lowered", Act.SUSPEND: "suspended", Act.RETRACT: "retracted"}


def lower(
    store: Store, policy: Policy, account: int, listing_id: int, version: int, level: int, reason: str, now: int,
    case_id: int | None = None,
) -> Done:  # fmt: skip
    """Lower a listing to a level.

    Raises:
        Refused: the role does not allow it, the person is recused, or it is not lower.
        Invalid: the level or the reason.
        Conflict: somebody changed the listing.
        NotFound: there is no such listing or case.

    """
    if level not in (0, 1, 2):
        raise Invalid("level", "unknown")
    return _listing(store, policy, account, Act.LOWER, listing_id, version, {"level": level}, reason, now, case_id)


def suspend(
    store: Store, policy: Policy, account: int, listing_id: int, version: int, reason: str, now: int,
    case_id: int | None = None,
) -> Done:  # fmt: skip
    """Make a listing a note until somebody has looked at it. Raises what `lower` raises."""
    values = {"status": "suspended"}
    return _listing(store, policy, account, Act.SUSPEND, listing_id, version, values, reason, now, case_id)


def retract(
    store: Store, policy: Policy, account: int, listing_id: int, version: int, reason: str, now: int,
    case_id: int | None = None,
) -> Done:  # fmt: skip
    """Take a listing back; whoever was warned learns of it. Raises what `lower` raises."""
    values = {"status": "retracted"}
    return _listing(store, policy, account, Act.RETRACT, listing_id, version, values, reason, now, case_id)


def lower_claim(
    store: Store, policy: Policy, account: int, claim_id: str, version: int, level: int, reason: str, now: int,
    case_id: int | None = None,
) -> Done:  # fmt: skip
    """Lower everything that is listed with a claim. Raises what `lower` raises."""
    if level not in (1, 2):
        raise Invalid("level", "unknown")
    return _claim(store, policy, account, Act.LOWER, claim_id, version, {"level": level}, reason, now, case_id)


def withdraw_claim(
    store: Store, policy: Policy, account: int, claim_id: str, version: int, reason: str, now: int,
    case_id: int | None = None,
) -> Done:  # fmt: skip
    """Take a claim back with everything that is listed with it. Raises what `lower` raises."""
    values = {"status": "withdrawn"}
    return _claim(store, policy, account, Act.RETRACT, claim_id, version, values, reason, now, case_id)


def _listing(
    store: Store, policy: Policy, account: int, act: Act, listing_id: int, version: int, values: dict[str, Any],
    reason: str, now: int, case_id: int | None,
) -> Done:  # fmt: skip
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        listing: Listing = found(work.session, "listing", listing_id)
        expect(work.session, listing, version)
        wish = Wish(act, f"listing.{ACTION[act]}", ("listing", listing.id), (edit(listing, **values),), words,
                    "restore", listing.key, listing_ids=(listing.id,), claim_id=listing.claim_id)  # fmt: skip
        return settle(work, policy, account, wish, case_for(work.session, case_id))


def _claim(
    store: Store, policy: Policy, account: int, act: Act, claim_id: str, version: int, values: dict[str, Any],
    reason: str, now: int, case_id: int | None,
) -> Done:  # fmt: skip
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        claim: Claim = found(work.session, "claim", claim_id)
        expect(work.session, claim, version)
        wish = Wish(act, f"claim.{ACTION[act]}", ("claim", claim.id), (edit(claim, **values),), words, "restore",
                    f"claim:{claim.id}", claim_id=claim.id)  # fmt: skip
        return settle(work, policy, account, wish, case_for(work.session, case_id))
