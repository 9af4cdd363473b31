"""What is passed on to fact-checkers: to whom is in the log, and the same case comes back when there is reason to."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select
from tests.support.desk import NOW, People

from cektautan.desk.cases.closing import close
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.cases.to_reporters import ToReporters
from cektautan.desk.decisions.undo import undo
from cektautan.desk.errors import Invalid
from cektautan.desk.periodic import bring_back
from cektautan.desk.policy import Policy
from cektautan.desk.readers.addresses import hide
from cektautan.store.models import Case, Event
from cektautan.store.transaction import Store

KEY = "url:kabar.example/1"
DAY = 86_400
KPU, BOTH = (ToReporters(forwarded_to=each) for each in (("kpu",), ("turnbackhoax", "kpu")))


def came(store: Store, policy: Policy, now: int = NOW, **values: Any) -> int:
    with store.deciding("reader", now) as work:
        return open_or_merge(work, policy, **{"kind": "report", "key": KEY, "reports": 1, **values}).id


def case_of(store: Store, id_: int) -> Case:
    with store.reading() as session:
        return session.get_one(Case, id_)


def actions(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Event.action).order_by(Event.seq)))


@pytest.fixture
def passed_on(store: Store, policy: Policy, people: People) -> int:
    id_ = came(store, policy)
    close(store, policy, people.sari, id_, 1, "forwarded", "Belum diperiksa.", NOW, BOTH)
    return id_


def test_to_whom_is_asked_for_and_stands_in_the_log(store: Store, policy: Policy, people: People) -> None:
    id_ = came(store, policy)
    with pytest.raises(Invalid, match="forwarded_to: no_source"):
        close(store, policy, people.sari, id_, 1, "forwarded", "Belum diperiksa.", NOW)
    done = close(store, policy, people.sari, id_, 1, "forwarded", "Belum diperiksa.", NOW, BOTH)
    with store.reading() as session:
        after = json.loads(session.get_one(Event, done.event).after or "")
    assert after[f"case:{id_}"]["forwarded_to"] == ["turnbackhoax", "kpu"]


def test_no_other_outcome_passes_anything_on(store: Store, policy: Policy, people: People) -> None:
    id_ = came(store, policy)
    close(store, policy, people.sari, id_, 1, "no_check", "Belum.", NOW, KPU)
    assert case_of(store, id_).forwarded_to == []


def test_a_check_brings_it_back_with_the_clock_of_a_check(store: Store, policy: Policy, passed_on: int) -> None:
    later = NOW + 3 * DAY
    assert came(store, policy, later, kind="match", lane="checked", reports=0, details={"finding": 7}) == passed_on
    found = case_of(store, passed_on)
    assert (found.status, found.outcome, found.lane, found.due_at) == ("open", None, "checked", later + 48 * 3600)
    assert (found.details, found.forwarded_to) == ({"finding": 7}, ["turnbackhoax", "kpu"])
    assert actions(store)[-1] == "case.returned"


def test_another_report_brings_it_back(store: Store, policy: Policy, passed_on: int) -> None:
    assert came(store, policy, NOW + DAY) == passed_on
    assert case_of(store, passed_on).report_count == 2


def test_after_two_weeks_somebody_looks_again_once(store: Store, policy: Policy, passed_on: int) -> None:
    bring_back(store, policy, NOW + 14 * DAY - 1)
    assert case_of(store, passed_on).status == "closed"
    for later in (0, 60):
        bring_back(store, policy, NOW + 14 * DAY + later)
    assert case_of(store, passed_on).status == "open"
    assert actions(store).count("case.returned") == 1


def test_what_was_passed_on_again_comes_back_again(
    store: Store, policy: Policy, people: People, passed_on: int
) -> None:
    bring_back(store, policy, NOW + 14 * DAY)
    version = case_of(store, passed_on).version
    close(store, policy, people.sari, passed_on, version, "forwarded", "Masih belum.", NOW + 15 * DAY, KPU)
    bring_back(store, policy, NOW + 28 * DAY)
    assert case_of(store, passed_on).status == "closed"
    bring_back(store, policy, NOW + 29 * DAY)
    assert case_of(store, passed_on).status == "open"


def test_what_was_decided_since_stays_closed(store: Store, policy: Policy, people: People, passed_on: int) -> None:
    assert came(store, policy, NOW + DAY) == passed_on
    close(store, policy, people.sari, passed_on, case_of(store, passed_on).version, "not_listed", "Bukan.", NOW + DAY)
    bring_back(store, policy, NOW + 90 * DAY)
    assert case_of(store, passed_on).status == "closed"
    assert came(store, policy, NOW + 90 * DAY) != passed_on


def test_what_has_forgotten_its_address_does_not_come_back_empty(store: Store, policy: Policy, passed_on: int) -> None:
    with store.deciding("reader", NOW + DAY) as work:
        hide(work.session.get_one(Case, passed_on))
        work.record("reader.erased", ("case", passed_on))
    bring_back(store, policy, NOW + 14 * DAY)
    assert case_of(store, passed_on).status == "closed"
    other = came(store, policy, NOW + 15 * DAY)
    assert other != passed_on
    assert (case_of(store, other).key, case_of(store, passed_on).status) == (KEY, "closed")


def test_passing_on_is_taken_back_like_any_closing(store: Store, policy: Policy, people: People) -> None:
    id_ = came(store, policy)
    done = close(store, policy, people.sari, id_, 1, "forwarded", "Belum diperiksa.", NOW, KPU)
    undo(store, policy, people.sari, done.event, "Salah kasus.", NOW + 60)
    found = case_of(store, id_)
    assert (found.status, found.outcome, found.forwarded_to) == ("open", None, [])


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ({"id": "Lihat https://hoaks.example/1"}, "told_id: has_address"),
        ({"en": "Ask www.hoaks.example"}, "told_en: has_address"),
        ({"id": "Tulis ke budi@surel.example saja."}, "told_id: finds_somebody"),
        ({"id": "Hubungi 0812-3456-7890."}, "told_id: finds_somebody"),
        ({"id": "Hubungi +62 812-3456-7890."}, "told_id: finds_somebody"),
        ({"en": "See bit.ly/xyz"}, "told_en: has_address"),
        ({"id": "NIK 3174010101900001 bukan miliknya."}, "told_id: finds_somebody"),
        ({"en": "It is\u200b true."}, "told_en: unreadable"),
        ({"en": "a" * 2001}, "told_en: too_long"),
        ({"claim": "tidak-ada-2026"}, "answered_by: no_such_claim"),
    ],
)
def test_what_readers_are_told_leads_nowhere_and_finds_nobody(
    store: Store, policy: Policy, people: People, answer: dict[str, str], fault: str
) -> None:
    id_ = came(store, policy)
    with pytest.raises(Invalid, match=fault):
        close(store, policy, people.sari, id_, 1, "not_listed", "Bukan hoaks.", NOW, ToReporters(**answer))
    assert case_of(store, id_).status == "open"


def test_dates_and_numbers_of_votes_are_no_numbers_of_people(store: Store, policy: Policy, people: People) -> None:
    id_ = came(store, policy)
    said = "Pada 14-02-2024 ada 204.807.222 pemilih di 823.220 TPS."
    close(store, policy, people.sari, id_, 1, "not_listed", "Bukan hoaks.", NOW, ToReporters(id=said))
    assert case_of(store, id_).told_id == said
