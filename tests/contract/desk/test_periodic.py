"""What the desk does by the clock, twice in a row as well as once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from tests.support.deciding import ask, level
from tests.support.desk import NOW, People, add, claim, listing

from cektautan.core.days import day_of
from cektautan.desk.cases.leasing import claim_case
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.decisions.provisional import put_provisionally
from cektautan.desk.periodic import end_provisional, look_ahead, tidy_queue
from cektautan.desk.policy import Policy
from cektautan.store.models import Case
from cektautan.store.transaction import Store

DAY = 24 * 3600


def test_a_day_s_warning_ends(store: Store, policy: Policy, people: People) -> None:
    asked = ask(store, policy, people.sari)
    put_provisionally(store, policy, people.sari, asked.proposal_id or 0, 1, "Menyebar cepat.", NOW)
    end_provisional(store, NOW + DAY)
    head = store.head()
    end_provisional(store, NOW + DAY)
    assert store.head() == head
    assert level(store, asked.listing_ids[0], NOW + DAY) is None


def test_days_of_review_become_cases_once(store: Store, policy: Policy, people: People) -> None:
    day = day_of(NOW) + timedelta(days=10)
    add(store, claim(review_by=day), listing(review_by=day))
    look_ahead(store, policy, NOW)
    head = store.head()
    look_ahead(store, policy, NOW)
    assert store.head() == head
    with store.reading() as session:
        assert session.scalars(select(Case.kind)).all() == ["expiry"]


def test_ended_leases_are_freed_and_places_are_renewed(store: Store, policy: Policy, people: People) -> None:
    with store.deciding("reader", NOW) as work:
        id_ = open_or_merge(work, policy, kind="report", key="url:kabar.example/1", reports=1).id
    claim_case(store, policy, people.sari, id_, NOW)
    with store.deciding("system", NOW) as work:
        case = work.session.get_one(Case, id_)
        before, case.priority = case.priority, 0
    tidy_queue(store, policy, NOW + 60)
    with store.reading() as session:
        case = session.get_one(Case, id_)
        assert (case.lease_by, case.priority) == (people.sari, before)
    tidy_queue(store, policy, NOW + 900)
    with store.reading() as session:
        assert session.get_one(Case, id_).lease_by is None
