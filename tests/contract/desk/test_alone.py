"""One person with every role tries everything, by chance: no warning page comes from it, but for a day."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from tests.support.desk import NOW, People, add, add_sources, claim, listing, shipped_policy

from cektautan.core.days import day_of
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.claims.rewriting import rewrite
from cektautan.desk.decisions.appeals import admit, decide_appeal
from cektautan.desk.decisions.decide import approve, reject, withdraw
from cektautan.desk.decisions.expiry import extend
from cektautan.desk.decisions.lower import lower, lower_claim, retract, suspend, withdraw_claim
from cektautan.desk.decisions.propose import Address, list_addresses, raise_listing, restore_listing
from cektautan.desk.decisions.provisional import lapse, put_provisionally
from cektautan.desk.decisions.undo import undo
from cektautan.desk.errors import DeskError
from cektautan.store.audit import audit
from cektautan.store.in_force import in_force
from cektautan.store.models import Case, Claim, Event, Listing, Proposal
from cektautan.store.transaction import Store

STEPS = 150
MINUTE = 60


def told(store: Store, now: int) -> dict[int, tuple[int, str]]:
    """The level in force and the status of each listing that readers are told of."""
    with store.reading() as session:
        rows = session.execute(select(Listing, Claim).join(Claim, Claim.id == Listing.claim_id)).all()
        return {
            row.id: (terms.level, row.status) for row, own in rows if (terms := in_force(row, own, now)) is not None
        }


def prepare(store: Store, person: int) -> None:
    """Listings at level 3 in every state, all decided by this person, so that no objection is theirs to decide."""
    past = day_of(NOW) - timedelta(days=1)
    by = {"proposed_by": person}
    add(
        store, claim(), listing(**by), listing(key="url:kabar.example/2", status="suspended", **by),
        listing(key="url:kabar.example/3", status="retracted", **by),
        listing(key="url:kabar.example/4", review_by=past, **by), listing(key="url:kabar.example/5", level=2, **by),
        claim("klaim-cabut-2026", status="withdrawn"), listing("klaim-cabut-2026", "url:lama.example/1", **by),
        claim("klaim-tiruan-2026", verdict="imposter", imitates="kpu.go.id", reason_code="imposter_of_official"),
        listing("klaim-tiruan-2026", "domain:kpu-resmi.example", domain="kpu-resmi.example", **by),
        claim("klaim-benar-2026", verdict="true", level=0, reason_code="checked_true"),
        listing("klaim-benar-2026", "url:kpu-resmi.example/arsip", level=0, **by),
    )  # fmt: skip
    with store.deciding("reader", NOW) as work:
        open_or_merge(work, shipped_policy(), kind="appeal", key="url:kabar.example/1", lane="appeal", listing_id=1)


class Tries:
    """The acts of one person, with numbers of rows by chance."""

    def __init__(self, store: Store, person: int, seed: int) -> None:
        self._store, self._person, self._chance = store, person, random.Random(seed)
        self._policy = shipped_policy()

    def one(self, now: int) -> str:
        name = self._chance.choice(sorted(self._acts(now)))
        try:
            self._acts(now)[name]()
        except DeskError:
            return ""
        return name

    def _acts(self, now: int) -> dict[str, Callable[[], object]]:
        store, policy, me, chance = self._store, self._policy, self._person, self._chance
        with store.reading() as session:
            row = session.get_one(Listing, chance.choice(list(session.scalars(select(Listing.id)))))
            own = session.get_one(Claim, chance.choice(list(session.scalars(select(Claim.id)))))
            proposals = list(session.scalars(select(Proposal).where(Proposal.status == "open")))
            asked = chance.choice(proposals) if proposals else Proposal(id=0, version=0)
            case = session.scalars(select(Case).where(Case.kind == "appeal")).one()
            seq = chance.randint(1, session.scalar(select(func.max(Event.seq))) or 1)
        url = Address(f"https://baru.example/{chance.randint(1, 9)}")
        later = day_of(NOW) + timedelta(days=chance.randint(30, 700))
        values = chance.choice([{"verdict": "false", "level": 3}, {"level": 3}, {"verdict": "mixed", "level": 1}])
        why = "Mencoba."
        return {
            "list": lambda: list_addresses(store, policy, me, own.id, [url], why, now),
            "raise": lambda: raise_listing(store, policy, me, row.id, row.version, 3, why, now),
            "restore": lambda: restore_listing(store, policy, me, row.id, row.version, why, now),
            "lower": lambda: lower(store, policy, me, row.id, row.version, chance.choice([0, 1, 2]), why, now),
            "suspend": lambda: suspend(store, policy, me, row.id, row.version, why, now),
            "retract": lambda: retract(store, policy, me, row.id, row.version, why, now),
            "lower_claim": lambda: lower_claim(store, policy, me, own.id, own.version, 1, why, now),
            "withdraw_claim": lambda: withdraw_claim(store, policy, me, own.id, own.version, why, now),
            "rewrite": lambda: rewrite(store, policy, me, own.id, own.version, values, why, now),
            "extend": lambda: extend(store, policy, me, [(own.id, own.version)], later, why, now),
            "undo": lambda: undo(store, policy, me, seq, why, now),
            "approve": lambda: approve(store, policy, me, asked.id, asked.version, why, now),
            "reject": lambda: reject(store, policy, me, asked.id, asked.version, why, now),
            "withdraw": lambda: withdraw(store, policy, me, asked.id, asked.version, why, now),
            "provisional": lambda: put_provisionally(store, policy, me, asked.id, asked.version, why, now),
            "lapse": lambda: lapse(store, now),
            "admit": lambda: admit(store, policy, me, case.id, case.version, why, now),
            "decide": lambda: decide_appeal(store, policy, me, case.id, case.version, "rejected", why, why, now),
        }


@pytest.mark.parametrize("seed", range(4))
def test_nothing_that_one_person_does_brings_a_warning_page_but_for_a_day(sqlite_store: Store, seed: int) -> None:
    add_sources(sqlite_store)
    person = People(sqlite_store).add("semua", "moderator", "approver", "appeals", "admin")
    prepare(sqlite_store, person)
    tries, done, now = Tries(sqlite_store, person, seed), set(), NOW
    before = told(sqlite_store, now)
    provisional: dict[int, int] = {}
    for _ in range(STEPS):
        now += 20 * MINUTE
        # What lapses by time lapses before the act.
        before = told(sqlite_store, now)
        act = tries.one(now)
        done.add(act)
        after = told(sqlite_store, now)
        for id_, (level, status) in after.items():
            if level == 3 and before.get(id_, (0, ""))[0] < 3:
                assert status == "provisional", (act, id_)
                provisional[id_] = provisional.get(id_, 0) + 1
    assert set(provisional.values()) <= {1}
    assert len(done) > 8
    with sqlite_store.reading() as session:
        audit(session, sqlite_store.sealer, now)
