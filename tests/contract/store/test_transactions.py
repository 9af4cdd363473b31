"""Reading and deciding keep their promises on both engines."""

from __future__ import annotations

import json
import threading

import pytest
from sqlalchemy import func, select
from tests.contract.store.builders import NOW, claim, listing
from tests.support.stores import Database

from cektautan.core.chain import START, commitment, link_hash
from cektautan.store.models import Change, Claim, Event, Listing, Personal
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import UntracedError


def add(store: Store) -> None:
    with store.deciding("account:1", NOW) as work:
        work.session.add(claim())
        work.session.add(listing())
        work.record("listing.listed", ("claim", "klaim-2026"), reason="Sudah diperiksa.", after={"level": 3})


def bodies(store: Store) -> list[dict[str, object]]:
    with store.reading() as session:
        return [json.loads(each.body) for each in session.scalars(select(Change).order_by(Change.seq))]


def test_a_decision_is_written_with_its_event_and_its_public_line(store: Store) -> None:
    add(store)
    with store.reading() as session:
        event = session.scalars(select(Event)).one()
        change = session.scalars(select(Change)).one()
    assert (event.seq, event.actor, event.action, event.at) == (1, "account:1", "listing.listed", NOW)
    assert change.event_seq == 1
    (body,) = bodies(store)
    assert (body["op"], body["level"], body["verdict"]) == ("list", 3, "false")
    assert "kabar.example" not in json.dumps(body)


def test_what_raises_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.deciding("account:1", NOW) as work:
            work.session.add(claim())
            work.record("claim.written", ("claim", "klaim-2026"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Claim)) == 0
    assert store.head() == (0, START)


def test_readers_are_never_told_something_else_without_an_event(store: Store) -> None:
    add(store)
    with pytest.raises(UntracedError), store.deciding("account:1", NOW) as work:
        work.session.scalars(select(Listing)).one().level = 1
    assert len(bodies(store)) == 1


def test_each_event_carries_the_hash_of_the_one_before(store: Store) -> None:
    for number in range(3):
        with store.deciding("system", NOW + number) as work:
            work.record("meta.noted", ("meta", number), before={"b": 1}, after={"a": number})
    with store.reading() as session:
        events = list(session.scalars(select(Event).order_by(Event.seq)))
    before = START
    for event in events:
        members = {
            name: getattr(event, name) for name in (each.name for each in Event.__table__.columns) if name != "hash"
        }
        assert event.prev_hash == before
        assert event.hash == link_hash(members)
        before = event.hash
    assert store.head() == (3, before)


def test_lowering_and_retracting_are_told(store: Store) -> None:
    add(store)
    for level, status in ((1, "active"), (1, "suspended"), (1, "retracted"), (1, "removed")):
        with store.deciding("account:2", NOW + 1) as work:
            found = work.session.scalars(select(Listing)).one()
            found.level, found.status = level, status
            work.record("listing.changed", ("listing", found.id))
    assert [(each["op"], each["level"]) for each in bodies(store)] == [
        ("list", 3), ("amend", 1), ("retract", 0), ("remove", None),
    ]  # fmt: skip


def test_withdrawing_a_claim_is_told_of_each_of_its_listings(store: Store) -> None:
    add(store)
    with store.deciding("account:2", NOW) as work:
        work.session.add(listing(key="url:kabar.example/2"))
        work.record("listing.listed", ("claim", "klaim-2026"))
    with store.deciding("account:2", NOW + 1) as work:
        work.session.get_one(Claim, "klaim-2026").status = "withdrawn"
        work.record("claim.withdrawn", ("claim", "klaim-2026"))
    assert [each["op"] for each in bodies(store)] == ["list", "list", "retract", "retract"]


def test_personal_fields_are_sealed_and_only_committed_to(store: Store) -> None:
    with store.deciding("reader", NOW) as work:
        event = work.record("appeal.filed", ("appeal", 1), personal={"text": "Rumah saya di Jalan Melati."})
    with store.reading() as session:
        kept = session.scalars(select(Personal)).one()
        logged = session.get_one(Event, event.seq)
    assert kept.sealed is not None
    assert kept.salt is not None
    assert b"Melati" not in kept.sealed
    assert "Melati" not in (logged.personal or "")
    text = store.sealer.open(kept.sealed)
    assert text == "Rumah saya di Jalan Melati."
    assert json.loads(logged.personal or "") == {"text": commitment(kept.salt, text)}


def test_two_who_decide_at_once_go_one_after_the_other(database: Database) -> None:
    first = database.open()
    add(first)
    first.engine.dispose()
    seen: list[int] = []
    both = threading.Barrier(2)

    def lower() -> None:
        store = database.open()
        both.wait()
        with store.deciding("account:3", NOW + 5) as work:
            found = work.session.scalars(select(Listing)).one()
            seen.append(found.version)
            found.version += 1
            work.record("listing.looked_at", ("listing", found.id))
        store.engine.dispose()

    threads = [threading.Thread(target=lower) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1, 2]


def test_reading_is_of_one_moment_while_somebody_decides(database: Database) -> None:
    reader, writer = database.open(), database.open()
    add(writer)
    with reader.reading() as session:
        before = session.scalar(select(func.count()).select_from(Listing))
        with writer.deciding("account:1", NOW) as work:
            work.session.add(listing(key="url:kabar.example/9"))
            work.record("listing.listed", ("claim", "klaim-2026"))
        assert session.scalar(select(func.count()).select_from(Listing)) == before == 1
    with reader.reading() as session:
        assert session.scalar(select(func.count()).select_from(Listing)) == 2
    reader.engine.dispose()
    writer.engine.dispose()
