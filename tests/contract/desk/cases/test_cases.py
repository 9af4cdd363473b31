"""Cases: one for each key, taken by one person at a time, closed once and with words."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from tests.support.desk import NOW, People

from cektautan.desk.cases.closing import close, close_many
from cektautan.desk.cases.leasing import claim_case, release, release_other, renew
from cektautan.desk.cases.notes import add_note
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.cases.to_reporters import ToReporters
from cektautan.desk.errors import Conflict, Invalid, NotFound, Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.store.models import Case, Event, Note
from cektautan.store.transaction import Store

KEY = "url:kabar.example/1"


def opened(store: Store, policy: Policy, key: str = KEY, **values: Any) -> int:
    with store.deciding("reader", NOW) as work:
        return open_or_merge(work, policy, **{"kind": "report", "key": key, "reports": 1, **values}).id


def case(store: Store, id_: int) -> Case:
    with store.reading() as session:
        return session.get_one(Case, id_)


def test_what_comes_for_one_key_is_one_case_until_it_is_closed(store: Store, policy: Policy, people: People) -> None:
    first = opened(store, policy)
    assert opened(store, policy, kind="match", lane="checked", reports=0) == first
    assert opened(store, policy, kind="appeal", lane="appeal") != first
    found = case(store, first)
    assert (found.kind, found.lane, found.report_count, found.version) == ("report", "checked", 1, 1)
    close(store, policy, people.sari, first, 1, "not_listed", "Bukan hoaks.", NOW)
    assert opened(store, policy) != first


def test_a_case_has_its_clock(store: Store, policy: Policy) -> None:
    assert case(store, opened(store, policy)).due_at == NOW + 72 * 3600


def test_one_person_has_a_case_for_fifteen_minutes(store: Store, policy: Policy, people: People) -> None:
    id_ = opened(store, policy)
    assert claim_case(store, policy, people.sari, id_, NOW).until == NOW + 900
    with pytest.raises(Refused) as refused:
        claim_case(store, policy, people.tono, id_, NOW + 899)
    assert refused.value.why is Why.LEASED
    renewed = renew(store, policy, people.sari, id_, NOW + 600)
    assert renewed is not None
    assert renewed.until == NOW + 1500
    assert claim_case(store, policy, people.tono, id_, NOW + 1500).by == people.tono
    assert renew(store, policy, people.sari, id_, NOW + 1501) is None


def test_a_case_is_given_back_by_whoever_has_it(store: Store, policy: Policy, people: People) -> None:
    id_ = opened(store, policy)
    claim_case(store, policy, people.sari, id_, NOW)
    release(store, people.tono, id_, NOW)
    assert case(store, id_).lease_by == people.sari
    release(store, people.sari, id_, NOW)
    assert case(store, id_).lease_by is None


def test_an_admin_frees_a_case_and_the_log_says_so(store: Store, policy: Policy, people: People) -> None:
    id_ = opened(store, policy)
    claim_case(store, policy, people.sari, id_, NOW)
    with pytest.raises(Refused):
        release_other(store, policy, people.tono, id_, "Sudah pulang.", NOW)
    release_other(store, policy, people.admin, id_, "Sudah pulang.", NOW)
    assert case(store, id_).lease_by is None
    with store.reading() as session:
        assert session.scalars(select(Event.action).order_by(Event.seq.desc())).first() == "case.freed"


def test_a_case_is_closed_with_words_and_once(store: Store, policy: Policy, people: People) -> None:
    id_ = opened(store, policy)
    with pytest.raises(Invalid, match="reason: empty"):
        close(store, policy, people.sari, id_, 1, "no_check", "  ", NOW)
    with pytest.raises(Invalid, match="outcome"):
        close(store, policy, people.sari, id_, 1, "listed", "Sudah.", NOW)
    close(store, policy, people.sari, id_, 1, "no_check", "Belum ada yang memeriksa.", NOW)
    with pytest.raises(Conflict) as conflict:
        close(store, policy, people.tono, id_, 1, "not_listed", "Bukan hoaks.", NOW + 5)
    earlier = conflict.value.earlier
    assert earlier is not None
    assert (earlier.by, earlier.action, earlier.at) == (people.sari, "case.closed", NOW)
    with pytest.raises(Refused) as refused:
        close(store, policy, people.tono, id_, 2, "not_listed", "Bukan hoaks.", NOW + 5)
    assert refused.value.why is Why.DECIDED


def test_what_is_not_checked_is_passed_on(store: Store, policy: Policy, people: People) -> None:
    id_ = opened(store, policy)
    known, unknown = (ToReporters(forwarded_to=(source,)) for source in ("turnbackhoax", "nobody"))
    close(store, policy, people.sari, id_, 1, "forwarded", "Belum diperiksa.", NOW, known)
    found = case(store, id_)
    assert (found.outcome, found.forwarded_to) == ("forwarded", ["turnbackhoax"])
    with pytest.raises(NotFound):
        close(store, policy, people.sari, opened(store, policy), 1, "forwarded", "Belum diperiksa.", NOW, unknown)


def test_many_are_closed_with_one_reason_or_none_is(store: Store, policy: Policy, people: People) -> None:
    ids = [opened(store, policy, f"url:kabar.example/{number}") for number in range(5)]
    chosen = [(id_, 1) for id_ in ids]
    claim_case(store, policy, people.tono, ids[4], NOW)
    with pytest.raises(Refused):
        close_many(store, policy, people.sari, chosen, "not_listed", "Iklan.", NOW)
    assert {case(store, id_).status for id_ in ids} == {"open"}
    close_many(store, policy, people.sari, chosen[:4], "not_listed", "Iklan.", NOW)
    assert [case(store, id_).status for id_ in ids] == ["closed"] * 4 + ["open"]
    with pytest.raises(Invalid, match="too_many"):
        close_many(store, policy, people.sari, [(ids[4], 1)] * 51, "not_listed", "Iklan.", NOW)


def test_an_objection_is_decided_and_not_closed(store: Store, policy: Policy, people: People) -> None:
    id_ = opened(store, policy, kind="appeal", lane="appeal")
    with pytest.raises(Invalid, match="case: appeal"):
        close(store, policy, people.sari, id_, 1, "done", "Selesai.", NOW)


def test_notes_are_for_those_who_may_write_them(store: Store, policy: Policy, people: People) -> None:
    id_ = opened(store, policy)
    add_note(store, policy, people.sari, id_, "Lihat juga kasus kemarin.", NOW)
    with pytest.raises(Refused):
        add_note(store, policy, people.auditor, id_, "Saya juga.", NOW)
    with pytest.raises(Invalid):
        add_note(store, policy, people.sari, id_, " ", NOW)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Note)) == 1


@pytest.mark.parametrize("id_", [0, 99])
def test_a_case_that_is_not_there(store: Store, policy: Policy, people: People, id_: int) -> None:
    with pytest.raises(NotFound):
        claim_case(store, policy, people.sari, id_, NOW)
