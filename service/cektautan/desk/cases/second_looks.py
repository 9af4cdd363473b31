"""Opens the case in which somebody else looks at what one person made milder at once (docs/moderation.md).

It names everybody who made it milder since, so that none of them, nor an account of theirs, is who looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from cektautan.core.keys import key_digest
from cektautan.desk.cases.closing import lowered_by
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.policy import Policy
from cektautan.store.models import Case
from cektautan.store.unit_of_work import Work


def look_again(
    work: Work, policy: Policy, account: int, key: str, *, details: Mapping[str, Any], claim_id: str | None = None,
    listing_id: int | None = None, url: str = "", due_at: int | None = None,
) -> Case:  # fmt: skip
    """Open a case for somebody else to look at what one person made milder, or join the one that is open.

    Everybody who made it milder since is named in it, for none of them is who looks. Whoever is looking already sees
    that something joined: what they looked at is not all that there is.
    """
    open_one = work.session.scalar(
        select(Case).where(
            Case.merge_group == "second_look", Case.key_sha256 == key_digest(key), Case.status != "closed"
        )
    )
    made_by = [account] if open_one is None else sorted({*lowered_by(open_one), account})
    case = open_or_merge(
        work, policy, kind="second_look", lane="checked", key=key, url=url, claim_id=claim_id, listing_id=listing_id,
        details={**details, "by": account, "all_by": made_by}, due_at=due_at,
    )  # fmt: skip
    if open_one is not None:
        case.version += 1
    return case
