"""Taking a batch back restores only what could be restored by hand by now, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from tests.support.batches import POLICY, Desk
from tests.support.chains import assert_audit_finds_nothing, assert_chains_hold
from tests.support.desk import NOW, add, claim, listing

from cektautan.blocklists.protected import ProtectedName, ProtectedNames
from cektautan.desk.decisions import decide
from cektautan.desk.errors import Refused
from cektautan.desk.imports import reverting, taking_back
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.store.models import Listing, Proposal
from cektautan.store.transaction import Store

OTHER = "klaim-lain-2026"
KEY, FREE = "url:kabar.example/1", "url:lain.example/1"


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def protect(_desk: Desk) -> Policy:
    """Protect the host of one of the two addresses."""
    names = ProtectedNames([ProtectedName("kabar.example", "official", "Kantor.")])
    return replace(POLICY, reference=replace(POLICY.reference, names=names))


def clear(desk: Desk) -> Policy:
    """Clear it by an objection to what another claim said of it."""
    add(desk.store, claim(OTHER), listing(OTHER, KEY, status="retracted", immune_until=date(2026, 12, 1)))
    return POLICY


def lowered(desk: Desk, *, before: int, after: int) -> int:
    """Have a batch lower two listings."""
    add(desk.store, listing(key=KEY, level=before), listing(key=FREE, level=before))
    id_ = desk.preview(f"subject,level\nhttps://kabar.example/1,{after}\nhttps://lain.example/1,{after}\n")
    desk.ask(id_)
    desk.run()
    assert levels(desk) == (after, after)
    return id_


def levels(desk: Desk) -> tuple[int, int]:
    with desk.store.reading() as session:
        rows = session.execute(select(Listing.key, Listing.level, Listing.status))
        found = {key: level for key, level, status in rows if status == "active"}
    return found[KEY], found[FREE]


@pytest.mark.parametrize("meanwhile", [protect, clear])
def test_what_nobody_may_list_by_now_is_not_restored(desk: Desk, meanwhile: Callable[[Desk], Policy]) -> None:
    id_ = lowered(desk, before=2, after=1)
    policy = meanwhile(desk)
    desk.ask_revert(id_)
    taking_back.take_back_asked(desk.store, policy, NOW)
    assert levels(desk) == (1, 2)
    counts = desk.batch(id_).counts
    assert (desk.batch(id_).status, counts["restored"], counts["kept"]) == ("reverted", 1, 1)
    assert_chains_hold(desk.store)
    assert_audit_finds_nothing(desk.store, NOW)


def on_its_page(desk: Desk, policy: Policy, id_: int, _proposal: Proposal) -> Any:
    return reverting.approve_rest(desk.store, policy, desk.people.budi, id_, desk.version(id_), "Ya.", NOW)


def on_its_cases_page(desk: Desk, policy: Policy, _id: int, proposal: Proposal) -> Any:
    return decide.approve(
        desk.store, policy, desk.people.budi, proposal.id, proposal.version, "Ya.", NOW, proposal.case_id
    )


@pytest.mark.parametrize("approve", [on_its_page, on_its_cases_page])
@pytest.mark.parametrize("meanwhile", [protect, clear])
def test_what_had_to_wait_is_judged_again_when_the_second_person_agrees(
    desk: Desk, meanwhile: Callable[[Desk], Policy], approve: Callable[[Desk, Policy, int, Proposal], Any]
) -> None:
    id_ = lowered(desk, before=3, after=2)
    desk.revert(id_)
    assert (levels(desk), desk.batch(id_).status) == ((2, 2), "reverting")
    policy = meanwhile(desk)
    with desk.store.reading() as session:
        proposal = session.scalars(select(Proposal)).one()
    approve(desk, policy, id_, proposal)
    assert levels(desk) == (2, 3)
    counts = desk.batch(id_).counts
    assert (desk.batch(id_).status, counts["restored"], counts["kept"]) == ("reverted", 1, 1)
    assert_chains_hold(desk.store)
    assert_audit_finds_nothing(desk.store, NOW)


def test_who_asked_for_it_may_leave_what_had_to_wait_as_it_is_and_takes_their_own_proposal_back(desk: Desk) -> None:
    id_ = lowered(desk, before=3, after=2)
    desk.revert(id_)
    reverting.reject_rest(desk.store, POLICY, desk.people.tono, id_, desk.version(id_), "Biarkan.", NOW)
    with desk.store.reading() as session:
        assert session.scalars(select(Proposal.status)).one() == "withdrawn"
    assert (levels(desk), desk.batch(id_).status, desk.batch(id_).counts["kept"]) == ((2, 2), "reverted", 2)
    assert_chains_hold(desk.store)
    assert_audit_finds_nothing(desk.store, NOW)


def test_who_neither_asked_for_it_nor_is_an_approver_leaves_nothing_as_it_is(desk: Desk) -> None:
    id_ = lowered(desk, before=3, after=2)
    desk.revert(id_)
    with pytest.raises(Refused) as refused:
        reverting.reject_rest(desk.store, POLICY, desk.people.sari, id_, desk.version(id_), "Biarkan.", NOW)
    assert refused.value.why == Why.ROLE
    assert desk.batch(id_).status == "reverting"
