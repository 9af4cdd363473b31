"""Asks registries since when somebody holds the domains of listed pages: a listing must not punish a new owner.

A domain that was registered after a page on it was listed, or checked where an import brought it with the check, is
not that site any more, whatever stands there. One case for a domain, with everything on it from before; opened once for
a day of registration.
"""

from __future__ import annotations

import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.desk.patrol.choosing import listings_under
from cektautan.desk.patrol.noting import open_case
from cektautan.desk.patrol.rdap import Registration
from cektautan.desk.policy import Policy
from cektautan.desk.rules.numbers import DAY, HOUR
from cektautan.store.models import DomainLook, Listing
from cektautan.store.transaction import Store

ANSWERED: Final = frozenset({"known", "free", "no_day"})
MOST_NAMED: Final = 50
"""Listings that a case names; the rest is counted."""
REGISTERED: Final = "registered"
IMPORTED: Final = "import"
"""The origin of a claim that came with its check and its addresses."""


def due_domains(session: Session, policy: Policy, now: int) -> list[DomainLook]:
    """Return the domains that are asked about in this round."""
    waiting = select(DomainLook).where(DomainLook.next_at <= now).order_by(DomainLook.next_at, DomainLook.id)
    return list(session.scalars(waiting.limit(policy.numbers.limits.patrol_domains)))


def note_domain(store: Store, policy: Policy, look: DomainLook, said: Registration, now: int) -> str:
    """Write down what a registry said, and return `registered` where that opened a case."""
    limits = policy.numbers.limits
    with store.deciding("system", now) as work:
        row = work.session.get(DomainLook, look.id)
        if row is None or row.tried_at != look.tried_at:
            return ""
        row.tried_at, row.outcome = now, said.outcome
        # Who could not say is asked again on another day; what has no registry may have one some day.
        row.next_at = now + (limits.patrol_domain_days * DAY if said.outcome != "too_soon" else HOUR)
        if said.outcome in ANSWERED:
            row.looked_at, row.registered = now, said.day
        if said.day is None or row.told == said.day:
            return ""
        before = [each for each in listings_under(work.session, row.domain, now) if _known_on(each) < said.day]
        if not before:
            return ""
        strongest = before[0]
        open_case(
            work, policy, f"registered:{row.domain}", f"https://{row.domain}/", _details(before, said.day, now),
            strongest.claim_id, strongest.id,
        )  # fmt: skip
        row.told = said.day
        return REGISTERED


def _known_on(listing: Listing) -> datetime.date:
    """Return the day on which somebody saw what is listed.

    An import brings a check of years ago with its addresses and lists them today. Who lists an address at the desk has
    seen it there, however old the claim is.
    """
    if listing.claim.origin != IMPORTED:
        return listing.listed
    return min(listing.listed, max((each.date for each in listing.claim.reviews), default=listing.listed))


def _details(listings: list[Listing], day: datetime.date, now: int) -> dict[str, Any]:
    return {
        "how": REGISTERED, "at": now, "registered": day.isoformat(),
        "listed": min(each.listed for each in listings).isoformat(),
        "known_on": min(map(_known_on, listings)).isoformat(),
        "listings": [each.id for each in listings[:MOST_NAMED]], "total": len(listings),
    }  # fmt: skip
