"""Acts of the desk that many tests begin with, and what came of them for readers."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.support.desk import NOW, add, claim, listing

from cektautan.core.days import day_of
from cektautan.desk.claims.claims import Check, NewClaim
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.errors import Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.store.in_force import in_force
from cektautan.store.models import Change, Claim, Listing
from cektautan.store.transaction import Store

URL = "https://kabar.example/hoaks/1"


def new_claim(**values: Any) -> NewClaim:
    made: dict[str, Any] = {
        "text_id": "Bantuan tunai dibagikan lewat tautan.",
        "text_en": "Cash aid is given out by a link.",
        "verdict": "false",
        "level": 3,
        "statement_id": "TurnBackHoax menilai klaim ini SALAH. Baca cek faktanya.",
        "statement_en": "TurnBackHoax rated this claim SALAH (false). Read the fact-check.",
        "review_by": day_of(NOW) + timedelta(days=365),
        "checks": (Check("turnbackhoax", "https://turnbackhoax.id/2026/09/20/salah-bantuan", "SALAH", "false",
                         date(2026, 9, 20)),),
        "about": ("bansos",),
    }  # fmt: skip
    return NewClaim(**{**made, **values})


def level(store: Store, listing_id: int, now: int = NOW) -> int | None:
    """What readers are told."""
    with store.reading() as session:
        row = session.get_one(Listing, listing_id)
        terms = in_force(row, session.get_one(Claim, row.claim_id), now)
    return None if terms is None else terms.level


def version(store: Store, listing_id: int) -> int:
    with store.reading() as session:
        return session.get_one(Listing, listing_id).version


def told(store: Store) -> list[tuple[str, int | None]]:
    """The public chain."""
    with store.reading() as session:
        bodies = [json.loads(each) for each in session.scalars(select(Change.body).order_by(Change.seq))]
    return [(body["op"], body["level"]) for body in bodies]


def listed(store: Store, level: int = 3, **values: Any) -> int:
    """A listing that is in force, with its claim."""
    add(store, claim(), listing(level=level, **values))
    with store.reading() as session:
        return session.scalars(select(Listing.id)).one()


def ask(store: Store, policy: Policy, account: int, url: str = URL, **values: Any) -> Done:
    """List an address with a new claim."""
    return list_addresses(store, policy, account, new_claim(**values), [Address(url)], "Sudah diperiksa.", NOW)


def why(act: Any, *arguments: Any) -> Why:
    with pytest.raises(Refused) as refused:
        act(*arguments)
    return refused.value.why
