"""What one person can do alone ends where another one is owed: an answer, a second word, a second look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select
from tests.support.deciding import level, listed, version, why
from tests.support.desk import NOW, People, add, claim, listing
from tests.support.objections import decide, file

from cektautan.desk.cases.closing import close
from cektautan.desk.claims.rewriting import rewrite
from cektautan.desk.decisions.appeals import admit
from cektautan.desk.decisions.decide import approve, reject
from cektautan.desk.decisions.lower import lower, retract
from cektautan.desk.decisions.propose import Address, list_addresses, raise_listing
from cektautan.desk.decisions.provisional import lapse, put_provisionally
from cektautan.desk.decisions.undo import undo
from cektautan.desk.errors import Conflict
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.store.models import Case, Listing, Proposal, Recusal
from cektautan.store.transaction import Store

CLAIM = "klaim-uji-2026"
DAY = 24 * 3600
WORDS = {"text_id": "Bantuan tunai tidak pernah dibagikan begitu.", "text_en": "Cash aid was never given out so."}
WEAK = [{"source_id": "tempo-cek-fakta", "url": "https://tempo.co/cek/1", "rating": "KELIRU", "verdict": "false",
         "date": "2026-09-01"}]  # fmt: skip
STATEMENT = {
    "statement_id": "Cek Fakta Tempo menilai klaim ini KELIRU. Baca cek faktanya.",
    "statement_en": "Cek Fakta Tempo rated this KELIRU (false). Read the fact-check.",
}


def for_a_day(store: Store, policy: Policy, people: People) -> Proposal:
    """A note that warns for a day on one person's word."""
    id_ = listed(store, level=1)
    asked = raise_listing(store, policy, people.sari, id_, 1, 3, "Naik ke tingkat tiga.", NOW)
    return started(store, policy, people, asked.proposal_id)


def started(store: Store, policy: Policy, people: People, proposal_id: int | None) -> Proposal:
    assert proposal_id is not None
    put_provisionally(store, policy, people.sari, proposal_id, 1, "Mendesak sekali.", NOW)
    with store.reading() as session:
        return session.get_one(Proposal, proposal_id)


def cases(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(each.kind, each.status) for each in session.scalars(select(Case).order_by(Case.id))]


def test_an_objection_is_not_closed_by_lowering_from_its_page(store: Store, policy: Policy, people: People) -> None:
    id_ = listed(store)
    case_id = file(store, policy, id_)
    lower(store, policy, people.sari, id_, 1, 2, "Diturunkan saja.", NOW, case_id=case_id)
    assert cases(store) == [("appeal", "open"), ("second_look", "open")]
    decide(store, policy, people.rina, case_id, "granted")
    assert level(store, id_) == 0


def test_what_is_proposed_from_its_page_waits_beside_it(store: Store, policy: Policy, people: People) -> None:
    id_ = listed(store, level=1)
    case_id = file(store, policy, id_)
    asked = raise_listing(store, policy, people.sari, id_, 1, 3, "Naik ke tingkat tiga.", NOW, case_id=case_id)
    assert asked.case_id != case_id
    assert cases(store) == [("appeal", "open"), ("proposal", "waiting")]


@pytest.mark.parametrize("values", [WORDS, {"reviews": WEAK, **STATEMENT}])
def test_what_two_agreed_on_is_not_reworded_by_one(
    store: Store, policy: Policy, people: People, values: Mapping[str, Any]
) -> None:
    listed(store)
    if "reviews" in values:
        assert why(rewrite, store, policy, people.sari, CLAIM, 1, values, "Dibetulkan.", NOW) is Why.UNSUPPORTED
    else:
        assert rewrite(store, policy, people.sari, CLAIM, 1, values, "Dibetulkan.", NOW).why is Why.LEVEL_3


def test_a_rejected_proposal_takes_its_day_along(store: Store, policy: Policy, people: People) -> None:
    asked = for_a_day(store, policy, people)
    assert level(store, 1) == 3
    reject(store, policy, people.budi, asked.id, asked.version, "Tidak cukup bukti.", NOW + 60)
    assert level(store, 1, NOW + 61) == 1
    lapse(store, NOW + DAY)
    assert level(store, 1, NOW + DAY) == 1


def test_the_end_of_a_day_hides_nothing_that_somebody_decided(store: Store, policy: Policy, people: People) -> None:
    add(store, claim())
    addresses = [Address("https://kabar.example/1"), Address("https://kabar.example/2")]
    made = list_addresses(store, policy, people.sari, CLAIM, addresses, "Alasan uji.", NOW)
    asked = started(store, policy, people, made.proposal_id)
    first = made.listing_ids[0]
    retract(store, policy, people.tono, first, version(store, first), "Isinya sudah diganti.", NOW + 1)
    lapse(store, NOW + DAY)
    with store.reading() as session:
        seen = session.get_one(Proposal, asked.id).version
    with pytest.raises(Conflict):
        approve(store, policy, people.budi, asked.id, seen, "Setuju.", NOW + DAY)
    assert level(store, first, NOW + DAY) == 0


def test_a_day_is_for_nothing_else_that_needs_two(store: Store, policy: Policy, people: People) -> None:
    add(store, claim())
    addresses = [Address("https://kabar.example/1"), Address("https://situs-palsu.example/", scope="domain", level=2)]
    made = list_addresses(store, policy, people.sari, CLAIM, addresses, "Alasan uji.", NOW)
    assert why(put_provisionally, store, policy, people.sari, made.proposal_id, 1, "Mendesak.", NOW) is Why.WIDE_SCOPE


def test_admitting_an_objection_lowers_a_day_too_and_rejecting_does_not_prolong_it(
    store: Store, policy: Policy, people: People
) -> None:
    for_a_day(store, policy, people)
    case_id = file(store, policy, 1)
    admit(store, policy, people.tono, case_id, 1, "Perlu dilihat lagi.", NOW)
    assert level(store, 1) == 1
    decide(store, policy, people.rina, case_id, "rejected", now=NOW + 60)
    assert level(store, 1, NOW + 60) == 3
    lapse(store, NOW + DAY)
    assert level(store, 1, NOW + DAY) == 1


def test_a_day_that_ended_meanwhile_does_not_come_back(store: Store, policy: Policy, people: People) -> None:
    for_a_day(store, policy, people)
    case_id = file(store, policy, 1)
    admit(store, policy, people.tono, case_id, 1, "Perlu dilihat lagi.", NOW)
    decide(store, policy, people.rina, case_id, "rejected", now=NOW + DAY)
    assert level(store, 1, NOW + DAY) == 1


def test_who_approved_the_claim_or_gave_the_day_decides_no_objection(
    store: Store, policy: Policy, people: People
) -> None:
    both = people.add("dua", "moderator", "approver", "appeals")
    add(store, claim(level=1, verdict="mixed", reason_code="partly_true"), listing(level=3))
    values = {"verdict": "false", "level": 3}
    asked = rewrite(store, policy, people.sari, CLAIM, 1, values, "Cek baru.", NOW)
    assert asked.proposal_id is not None
    approve(store, policy, both, asked.proposal_id, 1, "Setuju.", NOW)
    assert why(decide, store, policy, both, file(store, policy, 1), "rejected") is Why.OWN_DECISION


def test_who_gave_the_day_decides_no_objection(store: Store, policy: Policy, people: People) -> None:
    both = people.add("dua", "moderator", "appeals")
    id_ = listed(store, level=1)
    asked = raise_listing(store, policy, people.sari, id_, 1, 3, "Naik ke tingkat tiga.", NOW)
    assert asked.proposal_id is not None
    put_provisionally(store, policy, both, asked.proposal_id, 1, "Mendesak sekali.", NOW)
    assert why(decide, store, policy, both, file(store, policy, id_), "rejected") is Why.OWN_DECISION


def test_an_undo_that_lowers_is_looked_at_again_and_nothing_waits_for_nobody(
    store: Store, policy: Policy, people: People
) -> None:
    add(store, claim())
    made = list_addresses(store, policy, people.sari, CLAIM, [Address("https://kabar.example/1")], "Alasan uji.", NOW)
    assert made.proposal_id is not None
    done = approve(store, policy, people.budi, made.proposal_id, 1, "Setuju.", NOW)
    undo(store, policy, people.tono, done.event, "Dibatalkan saja.", NOW)
    assert cases(store) == [("proposal", "open"), ("second_look", "open")]


def test_a_rewriting_that_lowers_is_looked_at_again(store: Store, policy: Policy, people: People) -> None:
    id_ = listed(store)
    rewrite(store, policy, people.tono, CLAIM, 1, {"level": 1}, "Turun ke satu.", NOW)
    assert level(store, id_) == 1
    assert cases(store) == [("second_look", "open")]


def test_who_stays_out_of_a_claim_closes_none_of_its_cases(store: Store, policy: Policy, people: People) -> None:
    id_ = listed(store)
    add(store, Recusal(account_id=people.tono, kind="claim", value=CLAIM, at=NOW))
    retract(store, policy, people.sari, id_, 1, "Pemeriksa meralat.", NOW)
    assert why(close, store, policy, people.tono, 1, 1, "done", "Betul.", NOW) is Why.RECUSED


def test_listings_are_what_they_were_when_a_day_ends(store: Store, policy: Policy, people: People) -> None:
    asked = for_a_day(store, policy, people)
    lower(store, policy, people.tono, 1, version(store, 1), 0, "Belum terbukti.", NOW + 1)
    lapse(store, NOW + DAY)
    assert level(store, 1, NOW + DAY) == 0
    with store.reading() as session:
        assert session.get_one(Proposal, asked.id).status == "open"
        assert session.get_one(Listing, 1).status == "active"
