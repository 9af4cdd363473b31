"""The queue: its order, and that a wave of reports takes the place of one case and changes nothing."""

from __future__ import annotations

from sqlalchemy import func, select
from tests.support.deciding import level, told
from tests.support.desk import NOW, People, add, claim, listing

from cektautan.desk.cases.closing import close
from cektautan.desk.cases.leasing import claim_case
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.cases.queue import Asked, after, counts, page_of
from cektautan.desk.policy import Policy
from cektautan.store.models import Case
from cektautan.store.transaction import Store

DAY = 24 * 3600


def opened(store: Store, policy: Policy, key: str, now: int = NOW, **values: object) -> int:
    with store.deciding("reader", now) as work:
        return open_or_merge(work, policy, key=key, **{"kind": "report", **values}).id  # type: ignore[arg-type]


def order(store: Store, asked: Asked = Asked(), account: int = 0, now: int = NOW) -> list[int]:  # noqa: B008 -- frozen
    with store.reading() as session:
        return [each.id for each in page_of(session, asked, account, now).cases]


def test_the_most_urgent_comes_first(store: Store, policy: Policy, people: People) -> None:
    expiry = opened(store, policy, "claim:a", kind="expiry", lane="checked")
    tip = opened(store, policy, "url:a.example/1", reports=1)
    checked = opened(store, policy, "url:a.example/2", kind="match", lane="checked")
    appeal = opened(store, policy, "url:a.example/3", kind="appeal", lane="appeal")
    imposter = opened(store, policy, "domain:a.example", kind="report", lane="imposter", reports=1)
    assert order(store) == [appeal, imposter, checked, tip, expiry]


def test_what_has_waited_long_overtakes(store: Store, policy: Policy, people: People) -> None:
    old = opened(store, policy, "claim:a", NOW - 20 * DAY, kind="expiry", lane="checked")
    fresh = opened(store, policy, "url:a.example/3", kind="appeal", lane="appeal")
    assert order(store) == [old, fresh]


def test_filters_and_counts(store: Store, policy: Policy, people: People) -> None:
    tips = [opened(store, policy, f"url:a.example/{number}", reports=1) for number in range(4)]
    appeal = opened(store, policy, "url:a.example/9", kind="appeal", lane="appeal")
    claim_case(store, policy, people.sari, tips[0], NOW)
    close(store, policy, people.sari, tips[3], 1, "not_listed", "Iklan.", NOW)
    assert order(store, Asked(kind="appeal")) == [appeal]
    assert order(store, Asked(lane="unchecked")) == tips[:3]
    assert order(store, Asked("saya"), people.sari) == [tips[0]]
    assert order(store, Asked("bebas"), people.tono) == [appeal, *tips[1:3]]
    assert order(store, Asked("lewat"), people.tono, NOW + 4 * DAY) == [appeal, *tips[:3]]
    with store.reading() as session:
        assert counts(session, people.sari, NOW) == {"": 4, "saya": 1, "bebas": 4, "kedua": 0, "lewat": 0}


def test_the_next_one_is_free_and_not_the_one_just_decided(store: Store, policy: Policy, people: People) -> None:
    first, second, third = (opened(store, policy, f"url:a.example/{number}", reports=1) for number in range(3))
    claim_case(store, policy, people.tono, first, NOW)
    with store.reading() as session:
        assert after(session, people.sari, second, NOW) == third


def test_ten_thousand_reports_change_no_level(store: Store, policy: Policy, people: People) -> None:
    add(store, claim(level=1, verdict="true", reason_code="checked_true"), listing(level=1))
    appeal = opened(store, policy, "url:a.example/9", kind="appeal", lane="appeal")
    key = "url:kabar.example/1"
    wave = opened(store, policy, key, reports=1)
    with store.deciding("reader", NOW + 540) as work:
        work.session.get_one(Case, wave).report_count += 9_999
        open_or_merge(work, policy, kind="report", key=key, reports=1)
    assert level(store, 1) == 1
    assert told(store) == [("list", 1)]
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 2
        assert session.get_one(Case, wave).report_count == 10_001
    assert order(store, now=NOW + 600) == [appeal, wave]
