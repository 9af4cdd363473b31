"""The board counts what is in the store, alike on both engines, and says None where there is nothing to count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.contract.store.builders import NOW, claim, listing

from cektautan.desk.record.board import Board, read_board
from cektautan.desk.record.figures.speed import DAY, Speed
from cektautan.store.models import Appeal, Batch, Case, Listing, Proposal, Review, Source
from cektautan.store.transaction import Store

HOUR = 3_600


def board(store: Store, now: int = NOW) -> Board:
    return read_board(store, now)


def put(store: Store, *rows: Any, at: int = NOW) -> None:
    with store.deciding("account:1", at) as work:
        for row in rows:
            work.session.add(row)
            work.session.flush()
        work.record("test.filled", ("meta", "x"))


def case(kind: str = "report", lane: str = "checked", **values: Any) -> Case:
    made = {"merge_group": "tip", "key": f"url:a.example/{len(values)}{values}", "opened_at": NOW, "status": "open"}
    return Case(kind=kind, lane=lane, **{**made, **values})


def test_an_empty_store_has_no_figures_and_no_zeros_for_them(store: Store) -> None:
    empty = board(store)
    assert (empty.queue.open, empty.queue.oldest, empty.told.listings) == (0, None, 0)
    assert (empty.appeals.overturned, empty.speed, empty.sources, empty.batches) == (None, {}, (), ())
    assert len(empty.months) == 12


def test_what_waits_is_counted_by_kind_and_lane_with_the_oldest(store: Store) -> None:
    put(
        store,
        case(opened_at=NOW - 5 * HOUR, due_at=NOW - 1),
        case(opened_at=NOW - 9 * HOUR, due_at=NOW + 1, lane="imposter"),
        case("appeal", "appeal", opened_at=NOW - HOUR, due_at=NOW, status="waiting"),
        case(opened_at=NOW - 99 * HOUR, due_at=NOW - HOUR, status="closed", closed_at=NOW),
    )
    found = board(store).queue
    assert (found.open, found.waiting, found.overdue) == (3, 1, 1)
    assert found.by_kind == {("report", "checked"): 1, ("report", "imposter"): 1, ("appeal", "appeal"): 1}
    assert found.overdue_by_kind == {"report": 1}
    assert found.oldest
    assert found.oldest.opened_at == NOW - 9 * HOUR


def test_the_time_to_close_is_the_median_of_each_span(store: Store) -> None:
    def closed(days_ago: int, hours: int, outcome: str = "listed") -> Case:
        end = NOW - days_ago * DAY
        return case(opened_at=end - hours * HOUR, closed_at=end, status="closed", outcome=outcome)

    put(store, closed(1, 1), closed(2, 9), closed(3, 2), closed(20, 10, "forwarded"), closed(80, 30), closed(100, 500))
    found = board(store)
    assert found.speed["report"] == {
        7: Speed(3, 2 * HOUR),
        30: Speed(4, int(5.5 * HOUR)),
        90: Speed(5, 9 * HOUR),
    }
    assert found.outcomes[7] == {"listed": 3}
    assert found.outcomes[30] == {"listed": 3, "forwarded": 1}


def test_listings_are_counted_by_what_readers_are_told_now(store: Store) -> None:
    put(
        store,
        claim(),
        claim("satire-2026", verdict="satire", level=1),
        claim("draf-2026", status="draft"),
        listing(key="content:youtube:a", platform="youtube"),
        listing(key="content:youtube:b", platform="youtube", review_by=date(2026, 9, 20)),
        listing(key="url:a.example/1"),
        listing(key="url:a.example/2", status="suspended"),
        listing(key="url:a.example/3", status="retracted"),
        listing(key="url:a.example/4", status="provisional", provisional_until=NOW + 1),
        listing(key="url:a.example/5", status="provisional", provisional_until=NOW),
        listing(key="url:a.example/6", status="proposed"),
        listing("satire-2026", key="url:a.example/7"),
        listing("draf-2026", key="url:a.example/8"),
    )
    found = board(store).told
    assert found.by_level == {3: 3, 1: 3, 0: 1}
    assert found.by_verdict == {"false": 5, "satire": 1}
    assert found.by_platform == {"youtube": 2, "": 4}
    assert (found.listings, found.claims) == (6, 2)


def test_months_count_public_changes_and_what_two_decided(store: Store) -> None:
    put(store, claim(), listing(key="url:a.example/1"), listing(key="url:a.example/2"), at=NOW - 40 * DAY)
    with store.deciding("account:1", NOW) as work:
        work.session.get_one(Listing, 1).status = "retracted"
        work.record("listing.retracted", ("listing", 1))
    for status, at in (
        ("approved", NOW),
        ("approved", NOW),
        ("rejected", NOW - 40 * DAY),
        ("approved", NOW - 900 * DAY),
    ):
        put(store, Proposal(kind="list", payload={}, reason="", why_second="level_3", proposed_at=at, status=status,
                            decided_at=at))  # fmt: skip
    found = {each.first: each for each in board(store).months}
    assert list(found)[-1] == date(2026, 9, 1)
    assert found[date(2026, 8, 1)].changes == {"list": 2}
    assert found[date(2026, 9, 1)].changes == {"retract": 1}
    assert [found[date(2026, month, 1)].approved for month in (7, 8, 9)] == [0, 0, 2]
    assert found[date(2026, 8, 1)].rejected == 1


def test_the_overturn_rate_rests_on_decided_objections(store: Store) -> None:
    put(store, claim(), listing(), case("appeal", id=1))
    for number, (outcome, decided, due) in enumerate(
        (("granted", NOW - 200 * DAY, NOW), ("partly", NOW, NOW - 1), ("rejected", NOW, NOW), ("rejected", NOW, NOW),
         (None, None, NOW - 1), (None, None, NOW + 1))
    ):  # fmt: skip
        put(store, Appeal(case_id=1, key="x", appellant="reader", ticket_hash=str(number), filed_at=NOW, ack_due=NOW,
                          decide_due=due, decided_at=decided, outcome=outcome, acknowledged_at=NOW))  # fmt: skip
    found = board(store)
    assert found.appeals.overturned == 0.5
    assert found.appeals.late == 1
    assert found.appeals_lately.overturned == pytest.approx(1 / 3)
    assert (found.appeals_open, found.appeals_late) == (2, 1)


def test_sources_and_batches_are_those_of_the_store(store: Store) -> None:
    put(
        store,
        Source(id="cek", name="Cek", site="c.example", kind="press", reliability="A", standing="good"),
        Source(id="lain", name="Lain", site="l.example", kind="press", reliability="A", standing="good"),
        claim(),
        Review(claim_id="klaim-2026", source_id="cek", url="u", rating="SALAH", verdict="false", date=date(2026, 9, 1)),
        listing(),
        *(Batch(name=str(at), file_name="f", file_sha256="0", status="applied", uploaded_at=at) for at in range(10)),
    )
    found = board(store)
    assert [(each.source.id, each.record.precision) for each in found.sources] == [("cek", 1.0)]
    assert [each.name for each in found.batches] == [str(at) for at in range(9, 1, -1)]
