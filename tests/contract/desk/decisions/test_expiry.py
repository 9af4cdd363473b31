"""When something has to be looked at again: cases ahead, extensions in bulk, what lapses and what does not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from tests.support.deciding import level, told, why
from tests.support.desk import NOW, People, add, claim, listing

from cektautan.core.days import day_begins, day_of
from cektautan.desk.decisions.decide import approve
from cektautan.desk.decisions.expiry import defer, extend, open_cases, tell_lapsed
from cektautan.desk.errors import Conflict, Invalid
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.store.audit import audit
from cektautan.store.models import Case, Listing
from cektautan.store.transaction import Store

DAY = 24 * 3600
TODAY = day_of(NOW)


def due(store: Store, days: int, id_: str = "klaim-uji-2026", **values: object) -> None:
    """A claim with one listing that has to be looked at in so many days."""
    day = TODAY + timedelta(days=days)
    number = id_.partition("-")[2]
    add(store, claim(id_, review_by=day), listing(id_, key=f"url:kabar.example/{number}", review_by=day, **values))


def cases(store: Store) -> list[Case]:
    with store.reading() as session:
        return list(session.scalars(select(Case).where(Case.kind == "expiry")))


def test_a_case_comes_fourteen_days_ahead_and_once(store: Store, policy: Policy, people: People) -> None:
    due(store, 15)
    assert open_cases(store, policy, NOW) == 0
    assert open_cases(store, policy, NOW + DAY) == 1
    assert open_cases(store, policy, NOW + 2 * DAY) == 0
    (case,) = cases(store)
    assert (case.claim_id, case.details["due"]) == ("klaim-uji-2026", (TODAY + timedelta(days=15)).isoformat())


def test_claims_are_extended_together_with_one_reason(store: Store, policy: Policy, people: People) -> None:
    for number in range(3):
        due(store, 5, f"klaim-{number}-2026")
    open_cases(store, policy, NOW)
    chosen = [(f"klaim-{number}-2026", 1) for number in range(3)]
    later = TODAY + timedelta(days=365)
    done = extend(store, policy, people.sari, chosen, later, "Ceknya masih berlaku.", NOW)
    assert all(each.applied for each in done)
    assert {case.status for case in cases(store)} == {"closed"}
    with store.reading() as session:
        assert set(session.scalars(select(Listing.review_by))) == {later}
    with pytest.raises(Conflict):
        extend(store, policy, people.sari, chosen, later + timedelta(days=1), "Lagi.", NOW)
    with pytest.raises(Invalid):
        extend(store, policy, people.sari, [("klaim-0-2026", 2)] * 501, later, "Terlalu banyak.", NOW)


def test_what_covers_a_whole_site_gets_half_a_year(store: Store, policy: Policy, people: People) -> None:
    day = TODAY + timedelta(days=5)
    add(store, claim(review_by=day), listing(key="host:kabar.example", level=2, review_by=day))
    extend(store, policy, people.sari, [("klaim-uji-2026", 1)], TODAY + timedelta(days=365), "Masih.", NOW)
    with store.reading() as session:
        assert session.scalars(select(Listing.review_by)).one() == TODAY + timedelta(days=184)


def test_an_extension_has_bounds(store: Store, policy: Policy, people: People) -> None:
    due(store, 5)

    def to(days: int) -> object:
        day = TODAY + timedelta(days=days)
        return extend(store, policy, people.sari, [("klaim-uji-2026", 1)], day, "Masih.", NOW)

    assert why(to, 733) is Why.TOO_FAR
    assert why(to, 5) is Why.NOT_LATER
    assert why(to, -1) is Why.NOT_LATER


def test_past_its_day_it_is_a_note_and_extending_that_needs_two(store: Store, policy: Policy, people: People) -> None:
    due(store, 5)
    late = NOW + 7 * DAY
    assert level(store, 1, late) == 1
    (asked,) = extend(
        store, policy, people.sari, [("klaim-uji-2026", 1)], TODAY + timedelta(days=300), "Masih berlaku.", late
    )
    assert asked.why is Why.LEVEL_3
    approve(store, policy, people.budi, asked.proposal_id or 0, 1, "Setuju.", late)
    assert level(store, 1, late) == 3


def test_a_lapse_is_told_once(store: Store, policy: Policy, people: People) -> None:
    due(store, 5)
    assert tell_lapsed(store, NOW) == 0
    assert [tell_lapsed(store, NOW + day * DAY) for day in (5, 6, 6, 7)] == [0, 1, 0, 0]
    assert told(store) == [("list", 3), ("amend", 1)]


def test_a_lapse_is_told_when_readers_see_it_by_the_day_of_jakarta(
    store: Store, policy: Policy, people: People
) -> None:
    due(store, 0)
    assert tell_lapsed(store, NOW) == 0
    midnight = day_begins(TODAY + timedelta(days=1))
    assert (level(store, 1, midnight - 1), tell_lapsed(store, midnight - 1)) == (3, 0)
    assert told(store) == [("list", 3)]
    # In UTC it is still the day before.
    assert (level(store, 1, midnight), tell_lapsed(store, midnight)) == (1, 1)
    assert [tell_lapsed(store, midnight + hours * 3600) for hours in (1, 17, 24, 48)] == [0, 0, 0, 0]
    assert told(store) == [("list", 3), ("amend", 1)]
    with store.reading() as session:
        audit(session, store.sealer, midnight + 3 * DAY)


def test_what_was_a_note_or_withdrawn_before_its_day_lapses_without_a_line(
    store: Store, policy: Policy, people: People
) -> None:
    due(store, 0, "klaim-catatan-2026", opaque=True)
    add(store, claim("klaim-cabut-2026", review_by=TODAY, status="withdrawn"),
        listing("klaim-cabut-2026", key="url:kabar.example/cabut", review_by=TODAY))  # fmt: skip
    tell_lapsed(store, NOW)
    before = told(store)
    assert tell_lapsed(store, NOW + 2 * DAY) == 0
    assert told(store) == before


def test_on_the_last_day_a_window_keeps_what_has_not_lapsed(store: Store, policy: Policy, people: People) -> None:
    day = date(2024, 1, 10)
    add(store, claim(review_by=day), listing(review_by=day))
    # Its last second, in the midst of the campaign of 2024.
    assert defer(store, policy, day_begins(day + timedelta(days=1)) - 1) == 1


def test_nothing_lapses_inside_an_election_window(store: Store, policy: Policy, people: People) -> None:
    campaign = int(datetime(2024, 1, 10, 5, tzinfo=UTC).timestamp())
    days = {"klaim-a-2024": date(2024, 1, 5), "klaim-b-2024": date(2024, 2, 14), "klaim-c-2024": date(2024, 6, 1)}
    for id_, day in days.items():
        add(store, claim(id_, review_by=day), listing(id_, key=f"url:kabar.example/{id_}", review_by=day))
    assert defer(store, policy, campaign) == 1
    assert defer(store, policy, campaign) == 0
    with store.reading() as session:
        found = dict(session.execute(select(Listing.claim_id, Listing.review_by)).all())  # type: ignore[arg-type]
    assert found == {**days, "klaim-b-2024": date(2024, 5, 9)}
    assert level(store, 1, campaign) == 1


def test_outside_of_windows_nothing_is_moved(store: Store, policy: Policy, people: People) -> None:
    due(store, 5)
    assert defer(store, policy, NOW) == 0
