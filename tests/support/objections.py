"""Objections: filed as readers do, and decided."""

from __future__ import annotations

import hashlib
from typing import Any

from tests.support.desk import NOW

from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.decisions.appeals import decide_appeal
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.policy import Policy
from cektautan.store.models import Appeal, Case
from cektautan.store.transaction import Store

DAY = 24 * 3600

KEY = "url:kabar.example/1"

WORDS = ("Keberatan ini beralasan.", "The objection is well founded.")


def file(store: Store, policy: Policy, listing_id: int | None, number: int = 1, **values: Any) -> int:
    """File objections, as readers do, and return their case."""
    with store.deciding("reader", NOW) as work:
        made = {"kind": "appeal", "key": KEY, "lane": "appeal", "listing_id": listing_id, "claim_id": "klaim-uji-2026"}
        case = open_or_merge(work, policy, reports=number, **{**made, **values})
        for each in range(number):
            ticket = hashlib.sha256(f"{case.id} {each}".encode()).hexdigest()
            work.session.add(
                Appeal(case_id=case.id, listing_id=listing_id, claim_id="klaim-uji-2026", key=KEY, appellant="reader",
                       ticket_hash=ticket, filed_at=NOW, ack_due=NOW + DAY, decide_due=NOW + 3 * DAY)
            )  # fmt: skip
        return case.id


def version(store: Store, case_id: int) -> int:
    with store.reading() as session:
        return session.get_one(Case, case_id).version


def decide(
    store: Store, policy: Policy, account: int, case_id: int, outcome: str, left: int | None = None, now: int = NOW
) -> Done:
    return decide_appeal(store, policy, account, case_id, version(store, case_id), outcome, *WORDS, now, left)
