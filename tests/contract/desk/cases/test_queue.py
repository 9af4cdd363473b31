"""The queue: its order, its filters, what comes next; ten thousand reports of one thing decide nothing."""

from __future__ import annotations

import time

from sqlalchemy import func, select
from tests.contract.desk.test_deciding import level, told
from tests.support.desk import NOW, People, add, claim, listing

from cektautan.desk.cases.cases import claim_case, close, open_or_merge
from cektautan.desk.cases.queue import EVERYTHING, Filter, counts, next_case, page
from cektautan.desk.policy import Policy
from cektautan.store.models import Case
from cektautan.store.transaction import Store

DAY = 24 * 3600


def opened(store: Store, policy: Policy, key: str, now: int = NOW, **values: object) -> int:
    with store.deciding("reader", now) as work:
        return open_or_merge(work, policy, key=key, **{"kind": "report", **values}).id  # type: ignore[arg-type]


def order(store: Store, policy: Policy, wanted: Filter = EVERYTHING, now: int = NOW) -> list[int]:
    with store.reading() as session:
        return [row.case.id for row in page(session, policy, wanted, now)[0]]


def test_the_most_urgent_comes_first(store: Store, policy: Policy, people: People) -> None:
    expiry = opened(store, policy, "claim:a", kind="expiry", lane="checked")
    tip = opened(store, policy, "url:a.example/1", reports=1)
    checked = opened(store, policy, "url:a.example/2", kind="match", lane="checked")
    appeal = opened(store, policy, "url:a.example/3", kind="appeal", lane="appeal")
    imposter = opened(store, policy, "domain:a.example", kind="report", lane="imposter", reports=1)
    assert order(store, policy) == [appeal, imposter, checked, tip, expiry]


def test_what_has_waited_long_overtakes(store: Store, policy: Policy, people: People) -> None:
    old = opened(store, policy, "claim:a", NOW - 20 * DAY, kind="expiry", lane="checked")
    fresh = opened(store, policy, "url:a.example/3", kind="appeal", lane="appeal")
    assert order(store, policy) == [old, fresh]


def test_filters_and_counts(store: Store, policy: Policy, people: People) -> None:
    tips = [opened(store, policy, f"url:a.example/{number}", reports=1) for number in range(4)]
    appeal = opened(store, policy, "url:a.example/9", kind="appeal", lane="appeal")
    claim_case(store, policy, people.sari, tips[0], NOW)
    close(store, policy, people.sari, tips[3], 1, "not_listed", "Iklan.", NOW)
    assert order(store, policy, Filter(kinds=frozenset({"appeal"}))) == [appeal]
    assert order(store, policy, Filter(lanes=frozenset({"unchecked"}))) == tips[:3]
    assert order(store, policy, Filter(holder=people.sari)) == [tips[0]]
    assert order(store, policy, Filter(free_for=people.tono)) == [appeal, *tips[1:3]]
    assert order(store, policy, Filter(statuses=frozenset({"closed"}))) == [tips[3]]
    assert order(store, policy, Filter(overdue=True), NOW + 4 * DAY) == [appeal, *tips[:3]]
    with store.reading() as session:
        found = counts(session, people.sari, NOW)
    assert (found.open, found.mine, found.free, found.overdue) == (4, 1, 4, 0)
    assert found.by_kind == {"report": 3, "appeal": 1}


def test_the_next_one_is_free_and_not_the_one_just_decided(store: Store, policy: Policy, people: People) -> None:
    first, second, third = (opened(store, policy, f"url:a.example/{number}", reports=1) for number in range(3))
    claim_case(store, policy, people.tono, first, NOW)
    with store.reading() as session:
        found = next_case(session, people.sari, EVERYTHING, NOW, without=[second])
    assert found is not None
    assert found.id == third


def test_the_row_says_who_has_it_and_how_late_it_is(store: Store, policy: Policy, people: People) -> None:
    id_ = opened(store, policy, "url:a.example/1", reports=1)
    claim_case(store, policy, people.sari, id_, NOW)
    with store.reading() as session:
        (row,), total = page(session, policy, EVERYTHING, NOW + 60)
        assert (total, row.owner, row.owner_name, row.late) == (1, people.sari, "Sari", 60 - 72 * 3600)
        ((later,), _) = page(session, policy, EVERYTHING, NOW + 900)
    assert (later.owner, later.owner_name) == (None, "")


def test_ten_thousand_reports_change_no_level_and_are_shown_as_a_wave(
    store: Store, policy: Policy, people: People
) -> None:
    add(store, claim(level=1, verdict="true", reason_code="checked_true"), listing(level=1))
    appeal = opened(store, policy, "url:a.example/9", kind="appeal", lane="appeal")
    key = "url:kabar.example/1"
    wave = opened(store, policy, key, reports=1)
    with store.deciding("reader", NOW + 540) as work:
        for _ in range(9_999):
            case = work.session.get_one(Case, wave)
            case.report_count += 1
        open_or_merge(work, policy, kind="report", key=key, reports=1)
    assert level(store, 1) == 1
    assert told(store) == [("list", 1)]
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 2
        begun = time.perf_counter()
        found, _ = page(session, policy, EVERYTHING, NOW + 600)
        spent = time.perf_counter() - begun
    assert [row.case.id for row in found] == [appeal, wave]
    assert found[1].burst is not None
    assert (found[1].burst.reports, found[1].burst.minutes) == (10_001, 9)
    assert spent < 1
