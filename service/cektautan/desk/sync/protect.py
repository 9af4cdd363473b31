"""Looks for listings that a newly protected name covers. Each is a person's to look at, and stays until then."""

from __future__ import annotations

from sqlalchemy import select

from cektautan.blocklists.protected import ProtectedNames
from cektautan.desk.sync.cases import open_case
from cektautan.store.models import Listing
from cektautan.store.unit_of_work import Work

_ON_THE_LIST = ("active", "provisional", "proposed", "staged")


def newly_protected(work: Work, names: ProtectedNames) -> int:
    """Open a case for each listing of an ordinary page whose host is protected now; return how many there are."""
    found = 0
    asked = select(Listing).where(Listing.kind != "content", Listing.level > 1, Listing.status.in_(_ON_THE_LIST))
    for listing in work.session.scalars(asked.order_by(Listing.id)):
        host = listing.key.partition(":")[2].partition("/")[0].partition(":")[0]
        name = names.legitimate(host)
        if name is None:
            continue
        found += 1
        details = {"why": "protected", "key": listing.key, "name": name.name, "reason": name.reason}
        open_case(work, f"listing:{listing.id}", listing.claim_id, details, lane="checked", listing_id=listing.id)
    return found
