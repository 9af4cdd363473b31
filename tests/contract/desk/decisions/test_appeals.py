"""Deciding objections: their number changes nothing, somebody else decides, and granting leaves in peace."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from tests.support.deciding import level, told, why
from tests.support.desk import NOW, People, add, claim, listing
from tests.support.objections import DAY, KEY, WORDS, decide, file, version

from cektautan.core.days import day_of
from cektautan.desk.cases.leasing import claim_case
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.claims.claims import Check
from cektautan.desk.claims.rewriting import add_check
from cektautan.desk.decisions.appeals import acknowledge, admit, decide_appeal, deciders
from cektautan.desk.decisions.decide import approve
from cektautan.desk.decisions.lower import retract
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.decisions.undo import undo
from cektautan.desk.errors import Conflict, Invalid, NotFound
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.store.models import Appeal, Batch, Case, Listing
from cektautan.store.transaction import Store

URL = "https://kabar.example/1"


@pytest.fixture
def listed(store: Store, people: People) -> int:
    add(store, claim(), listing(proposed_by=people.sari, approved_by=people.budi))
    with store.reading() as session:
        return session.scalars(select(Listing.id)).one()


def appeals(store: Store, case_id: int) -> list[Appeal]:
    with store.reading() as session:
        return list(session.scalars(select(Appeal).where(Appeal.case_id == case_id)))


def admitted(store: Store, policy: Policy, people: People, listing_id: int | None, **values: Any) -> int:
    case_id = file(store, policy, listing_id, **values)
    admit(store, policy, people.tono, case_id, 1, "Perlu dilihat lagi.", NOW)
    return case_id


def test_filing_a_thousand_changes_no_level(store: Store, policy: Policy, people: People, listed: int) -> None:
    case_id = file(store, policy, listed, 1000)
    assert level(store, listed) == 3
    assert told(store) == [("list", 3)]
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 1
        assert session.get_one(Case, case_id).report_count == 1000


def test_acknowledging_ends_the_first_clock_and_nothing_else(
    store: Store, policy: Policy, people: People, listed: int
) -> None:
    case_id = file(store, policy, listed, 3)
    acknowledge(store, policy, people.sari, case_id, NOW + 60)
    assert {each.acknowledged_at for each in appeals(store, case_id)} == {NOW + 60}
    assert level(store, listed) == 3
    assert why(acknowledge, store, policy, people.auditor, case_id, NOW) is Why.ROLE


def test_an_admitted_one_makes_the_warning_page_a_note_until_it_is_decided(
    store: Store, policy: Policy, people: People, listed: int
) -> None:
    case_id = admitted(store, policy, people, listed)
    assert level(store, listed) == 1
    assert [(each.admitted_by, each.acknowledged_at) for each in appeals(store, case_id)] == [(people.tono, NOW)]
    again = version(store, case_id)
    assert why(admit, store, policy, people.sari, case_id, again, "Lagi.", NOW) is Why.DECIDED
    decide(store, policy, people.rina, case_id, "rejected")
    assert level(store, listed) == 3
    assert told(store) == [("list", 3), ("amend", 1), ("amend", 3)]


def test_a_caution_stays_when_an_objection_to_it_is_admitted(store: Store, policy: Policy, people: People) -> None:
    add(store, claim(), listing(level=2))
    admitted(store, policy, people, 1)
    assert level(store, 1) == 2


def test_an_imposter_stays_while_its_objection_is_decided(store: Store, policy: Policy, people: People) -> None:
    add(store, claim(verdict="imposter", imitates="kpu.go.id", reason_code="imposter_of_official"),
        listing(key="domain:kpu-resmi.example"))  # fmt: skip
    admitted(store, policy, people, 1)
    assert level(store, 1) == 3


def test_it_is_decided_by_somebody_who_neither_proposed_nor_approved(
    store: Store, policy: Policy, people: People
) -> None:
    sari = people.add("sari2", "moderator", "appeals")
    budi = people.add("budi2", "approver", "appeals")
    twin = people.add("sari3", "appeals", created_by=sari)
    add(store, claim(), listing(proposed_by=sari, approved_by=budi))
    case_id = admitted(store, policy, people, 1)
    for account, expected in ((sari, Why.OWN_DECISION), (budi, Why.OWN_DECISION), (twin, Why.KIN)):
        assert why(decide, store, policy, account, case_id, "granted") is expected
    assert why(decide, store, policy, people.tono, case_id, "granted") is Why.ROLE
    with store.reading() as session:
        found = deciders(session, policy, session.get_one(Case, case_id))
    assert {each.account: each.refusal for each in found} == {
        people.rina: None, sari: Why.OWN_DECISION, budi: Why.OWN_DECISION, twin: Why.KIN,
    }  # fmt: skip
    decide(store, policy, people.rina, case_id, "granted")
    assert level(store, 1) == 0


@pytest.mark.parametrize("part", ["uploaded_by", "applied_by", "approved_by"])
def test_whoever_had_a_part_in_its_batch_does_not_decide_either(
    store: Store, policy: Policy, people: People, part: str
) -> None:
    who = {"uploaded_by": people.sari, "applied_by": people.sari, part: people.rina}
    batch = Batch(name="b", file_name="b.csv", file_sha256="0", status="applied", uploaded_at=NOW, **who)
    add(store, batch, claim(), listing(batch_id=1))
    case_id = admitted(store, policy, people, 1)
    assert why(decide, store, policy, people.rina, case_id, "granted") is Why.OWN_DECISION


def test_granting_retracts_and_leaves_the_address_in_peace_for_ninety_days(
    store: Store, policy: Policy, people: People, listed: int
) -> None:
    case_id = admitted(store, policy, people, listed)
    decide(store, policy, people.rina, case_id, "granted")
    assert told(store)[-1] == ("retract", 0)
    (appeal,) = appeals(store, case_id)
    assert (appeal.outcome, appeal.decided_by, appeal.reasons_id, appeal.reasons_en) == ("granted", people.rina, *WORDS)
    with store.reading() as session:
        case = session.get_one(Case, case_id)
        assert (case.status, case.outcome) == ("closed", "granted")

    def again(now: int) -> Done:
        return list_addresses(store, policy, people.sari, "klaim-uji-2026", [Address(URL)], "Lagi.", now)

    def check(number: int, now: int) -> None:
        url = f"https://turnbackhoax.id/2026/10/01/baru-{number}"
        found = Check("turnbackhoax", url, "SALAH", "false", day_of(now))
        add_check(store, policy, people.sari, "klaim-uji-2026", number, found, "Bukti baru.", now)

    assert why(again, NOW + 90 * DAY) is Why.IMMUNE
    check(1, NOW)
    assert why(again, NOW + DAY) is Why.IMMUNE, "a check of the day of the decision is none that came afterwards"
    check(2, NOW + DAY)
    assert again(NOW + DAY).why is Why.LEVEL_3


def test_after_ninety_days_it_may_be_listed_again(store: Store, policy: Policy, people: People, listed: int) -> None:
    decide(store, policy, people.rina, admitted(store, policy, people, listed), "granted")
    asked = list_addresses(store, policy, people.sari, "klaim-uji-2026", [Address(URL)], "Muncul lagi.", NOW + 91 * DAY)
    approve(store, policy, people.budi, asked.proposal_id or 0, 1, "Setuju.", NOW + 91 * DAY)
    assert level(store, listed, NOW + 91 * DAY) == 3


def test_granted_in_part_leaves_something_milder(store: Store, policy: Policy, people: People, listed: int) -> None:
    case_id = admitted(store, policy, people, listed)
    with pytest.raises(Invalid):
        decide(store, policy, people.rina, case_id, "partly")
    decide(store, policy, people.rina, case_id, "partly", 2)
    assert level(store, listed) == 2


def test_it_needs_no_admission_to_be_decided(store: Store, policy: Policy, people: People, listed: int) -> None:
    decide(store, policy, people.rina, file(store, policy, listed), "rejected")
    assert level(store, listed) == 3
    assert told(store) == [("list", 3)]


def test_an_objection_to_a_whole_claim(store: Store, policy: Policy, people: People) -> None:
    add(store, claim(), listing(), listing(key="url:kabar.example/2", level=2))
    case_id = admitted(store, policy, people, None, key="claim:klaim-uji-2026")
    assert [level(store, each) for each in (1, 2)] == [1, 2]
    decide(store, policy, people.rina, case_id, "granted")
    assert [level(store, each) for each in (1, 2)] == [0, 0]


def test_in_part_a_whole_claim_is_told_more_mildly_and_what_was_milder_still_stays_so(
    store: Store, policy: Policy, people: People
) -> None:
    add(store, claim(), listing(), listing(key="url:kabar.example/2", level=1))
    case_id = admitted(store, policy, people, None, key="claim:klaim-uji-2026")
    decide(store, policy, people.rina, case_id, "partly", 2)
    assert [level(store, each) for each in (1, 2)] == [2, 1]


def test_in_part_nothing_becomes_stronger(store: Store, policy: Policy, people: People) -> None:
    add(store, claim(), listing(level=1))
    case_id = admitted(store, policy, people, 1)
    assert why(decide, store, policy, people.rina, case_id, "partly", 2) is Why.NOT_LOWER
    assert level(store, 1) == 1


def test_of_a_whole_claim_only_what_readers_are_told_is_retracted(store: Store, policy: Policy, people: People) -> None:
    others = [listing(key=f"url:kabar.example/{each}", status=each) for each in ("proposed", "removed", "expired")]
    add(store, claim(), listing(), *others)
    decide(store, policy, people.rina, file(store, policy, None, key="claim:klaim-uji-2026"), "granted")
    assert told(store)[-1] == ("retract", 0)
    with store.reading() as session:
        found = {each.id: (each.status, each.immune_until) for each in session.scalars(select(Listing))}
    rest = found.pop(1)
    assert rest == ("retracted", day_of(NOW + 90 * DAY))
    assert set(found.values()) == {("proposed", None), ("removed", None), ("expired", None)}


def test_rejecting_brings_back_nothing_that_somebody_else_took_back_or_suspended(
    store: Store, policy: Policy, people: People
) -> None:
    before = listing(key="url:kabar.example/2", status="suspended")
    add(store, claim(), listing(), before, listing(key="url:kabar.example/3"))
    case_id = admitted(store, policy, people, None, key="claim:klaim-uji-2026")
    retract(store, policy, people.tono, 1, 2, "Isinya sudah diganti.", NOW + 60)
    decide(store, policy, people.rina, case_id, "rejected", now=NOW + 120)
    assert [level(store, each, NOW + 120) for each in (1, 2, 3)] == [0, 1, 3]


def test_rejecting_brings_back_no_listing_that_was_taken_back_meanwhile(
    store: Store, policy: Policy, people: People, listed: int
) -> None:
    case_id = admitted(store, policy, people, listed)
    retract(store, policy, people.tono, listed, 2, "Isinya sudah diganti.", NOW + 60)
    decide(store, policy, people.rina, case_id, "rejected", now=NOW + 120)
    assert level(store, listed, NOW + 120) == 0


def test_each_step_is_told_with_its_own_time(store: Store, policy: Policy, people: People, listed: int) -> None:
    case_id = file(store, policy, listed, 2)
    acknowledge(store, policy, people.sari, case_id, NOW + 60)
    admit(store, policy, people.tono, case_id, version(store, case_id), "Perlu dilihat lagi.", NOW + 120)
    decide(store, policy, people.rina, case_id, "rejected", now=NOW + 180)
    for each in appeals(store, case_id):
        assert (each.acknowledged_at, each.admitted_at, each.decided_at) == (NOW + 60, NOW + 120, NOW + 180)


def test_what_somebody_is_at_work_on_is_decided_by_nobody_else(
    store: Store, policy: Policy, people: People, listed: int
) -> None:
    other = people.add("rina2", "appeals")
    case_id = file(store, policy, listed)
    claim_case(store, policy, other, case_id, NOW)
    acknowledge(store, policy, people.sari, case_id, NOW)
    assert why(decide, store, policy, people.rina, case_id, "granted") is Why.LEASED
    decide(store, policy, other, case_id, "granted")
    with store.reading() as session:
        case = session.get_one(Case, case_id)
        assert (case.status, case.closed_by, case.lease_by) == ("closed", other, None)


def test_it_is_decided_once_and_with_reasons_in_both_languages(
    store: Store, policy: Policy, people: People, listed: int
) -> None:
    case_id = file(store, policy, listed)
    with pytest.raises(Invalid, match="reasons_en"):
        decide_appeal(store, policy, people.rina, case_id, 1, "granted", "Beralasan.", "", NOW)
    decide(store, policy, people.rina, case_id, "granted")
    with pytest.raises(Conflict):
        decide_appeal(store, policy, people.rina, case_id, 1, "rejected", *WORDS, NOW)
    assert why(decide, store, policy, people.rina, case_id, "rejected") is Why.DECIDED


def test_a_decision_on_an_objection_is_taken_back_by_two_and_the_objection_is_open_again(
    store: Store, policy: Policy, people: People, listed: int
) -> None:
    case_id = admitted(store, policy, people, listed)
    done = decide(store, policy, people.rina, case_id, "granted", now=NOW + 5)
    asked = undo(store, policy, people.rina, done.event, "Salah kasus.", NOW + 6)
    assert not asked.applied or level(store, listed) == 1
    if asked.proposal_id:
        approve(store, policy, people.budi, asked.proposal_id, 1, "Setuju.", NOW + 7)
    assert level(store, listed) == 1
    (appeal,) = appeals(store, case_id)
    assert (appeal.outcome, appeal.decided_at, appeal.admitted_by) == (None, None, people.tono)
    with store.reading() as session:
        assert session.get_one(Case, case_id).status == "open"
        assert session.get_one(Listing, listed).immune_until is None


def test_who_listed_it_does_not_take_the_outcome_back_either(
    store: Store, policy: Policy, people: People, listed: int
) -> None:
    case_id = admitted(store, policy, people, listed)
    done = decide(store, policy, people.rina, case_id, "granted", now=NOW + 5)
    for decider in (people.sari, people.budi):
        assert why(undo, store, policy, decider, done.event, "Tidak setuju.", NOW + 6) in (Why.OWN_DECISION, Why.ROLE)
    assert level(store, listed) == 0
    assert appeals(store, case_id)[0].outcome == "granted"


def test_a_case_that_is_no_objection(store: Store, policy: Policy, people: People) -> None:
    with store.deciding("reader", NOW) as work:
        case_id = open_or_merge(work, policy, kind="report", key=KEY).id
    with pytest.raises(NotFound):
        acknowledge(store, policy, people.rina, case_id, NOW)
