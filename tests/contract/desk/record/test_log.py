"""The log is read by what was done, by whom, to what and when, in pages, with what became of each decision."""

from __future__ import annotations

from datetime import date

import pytest
from tests.contract.store.builders import NOW, claim, listing

from cektautan.desk.record.log import PAGE, Asked, account_names, actions, actors, read_entry, read_log
from cektautan.store.models import Account, Listing
from cektautan.store.transaction import Store

DAY = 86_400


@pytest.fixture
def filled(store: Store) -> Store:
    with store.deciding("operator", NOW) as work:
        work.session.add(Account(id=1, login="rina", name="Rina", created_at=NOW))
        work.session.add(claim())
        work.session.flush()
        work.session.add(listing())
        work.record("listing.approved", ("listing", 1), reason="Cocok.", after={"level": 3})
    with store.deciding("account:1", NOW + DAY) as work:
        work.session.get_one(Listing, 1).level = 1
        work.record("listing.lowered", ("listing", 1), before={"level": 3}, after={"level": 1})
    with store.deciding("account:1", NOW + 2 * DAY) as work:
        work.record("undo", ("listing", 1), undoes=2)
        work.record("listing_note", ("case", 9), personal={"text": "x"})
    return store


def seqs(store: Store, asked: Asked) -> list[int]:
    with store.reading() as session:
        return [each.seq for each in read_log(session, asked).entries]


def test_the_newest_comes_first_and_each_filter_leaves_out_the_rest(filled: Store) -> None:
    assert seqs(filled, Asked()) == [4, 3, 2, 1]
    assert seqs(filled, Asked(action="listing.lowered")) == [2]
    assert seqs(filled, Asked(action="listing")) == [2, 1]
    assert seqs(filled, Asked(action="%")) == []
    assert seqs(filled, Asked(actor="operator")) == [1]
    assert seqs(filled, Asked(object_kind="case")) == [4]
    assert seqs(filled, Asked(object_kind="listing", object_id="1")) == [3, 2, 1]


def test_days_are_those_of_jakarta(filled: Store) -> None:
    # NOW is 21 September 2026, 20.33 in Jakarta.
    assert seqs(filled, Asked(since=date(2026, 9, 22), until=date(2026, 9, 22))) == [2]
    assert seqs(filled, Asked(until=date(2026, 9, 21))) == [1]


def test_an_entry_tells_who_what_and_how_it_ended(filled: Store) -> None:
    with filled.reading() as session:
        entry = read_entry(session, 2)
        undoing = read_entry(session, 3)
        personal = read_entry(session, 4)
        assert read_entry(session, 5) is None
    assert entry
    assert undoing
    assert personal
    assert (entry.actor, entry.told, entry.undone_by) == ("account:1", 1, (3,))
    assert [(row.name, row.before, row.after) for row in entry.changed.rows] == [("level", "3", "1")]
    assert (undoing.undoes, undoing.told, undoing.personal) == (2, 0, False)
    assert undoing.prev_hash == entry.hash
    assert personal.personal


def test_the_filters_offer_what_there_is(filled: Store) -> None:
    with filled.reading() as session:
        assert actions(session) == ("listing.approved", "listing.lowered", "listing_note", "undo")
        assert actors(session) == ("account:1", "operator")
        assert account_names(session, ["account:1", "operator"]) == account_names(session) == {1: "Rina"}


def test_pages_go_on_by_number(store: Store) -> None:
    with store.deciding("system", NOW) as work:
        for number in range(PAGE + 2):
            work.record("test.done", ("meta", number))
    with store.reading() as session:
        first = read_log(session, Asked())
        second = read_log(session, Asked(before=first.older))
    assert [each.seq for each in first.entries] == list(range(PAGE + 2, 2, -1))
    assert [each.seq for each in second.entries] == [2, 1]
    assert second.older is None
