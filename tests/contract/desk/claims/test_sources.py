"""Sources are entered and changed with a trace; what rests on them is counted once, and what was taken back too."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select
from tests.contract.store.builders import NOW, claim, listing

from cektautan.desk.claims.sources import (
    KeptInFilesError,
    Record,
    SourceChangedError,
    SourceError,
    records,
    sources,
    write_source,
)
from cektautan.store.models import Appeal, Case, Event, Review, Source
from cektautan.store.transaction import Store

FIELDS = {
    "name": "Cek Uji", "site": "Cek.example", "other_sites": "a.example  b.example", "kind": "fact_checker",
    "reliability": "B", "standing": "unknown", "ifcn_until": "2026-10-01",
}  # fmt: skip


def write(store: Store, version: int | None = None, id_: str = "cek-uji", **values: str) -> None:
    with store.deciding("account:1", NOW) as work:
        write_source(work, id_, {**FIELDS, **values}, "Dicatat.", version)


def events(store: Store) -> list[Event]:
    with store.reading() as session:
        return list(session.scalars(select(Event).order_by(Event.seq)))


def test_a_source_is_entered_and_changed_with_what_was_before(store: Store) -> None:
    write(store)
    write(store, 1, standing="lapsed")
    first, second = events(store)
    assert (first.action, first.object_id, first.before) == ("source.written", "cek-uji", None)
    assert json.loads(first.after or "")["other_sites"] == ["a.example", "b.example"]
    assert json.loads(second.before or "")["standing"] == "unknown"
    assert json.loads(second.after or "")["standing"] == "lapsed"


def test_saying_the_same_again_is_no_event(store: Store) -> None:
    write(store)
    write(store, 1)
    assert len(events(store)) == 1


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"name": " "}, "name", "missing"),
        ({"site": "https://cek.example/"}, "site", "not_a_host"),
        ({"site": ""}, "site", "not_a_host"),
        ({"other_sites": "a.example <b>"}, "other_sites", "not_a_host"),
        ({"kind": "bot"}, "kind", "unknown_value"),
        ({"ifcn_until": "besok"}, "ifcn_until", "not_a_day"),
        ({"standing": "good"}, "standing_basis", "needed_for_good"),
        ({"notes": "a" * 2_001}, "notes", "too_long"),
        ({"id_": "Cek Uji"}, "id", "not_a_name"),
    ],
)
def test_a_field_that_cannot_be_so_is_named(
    sqlite_store: Store, values: dict[str, str], field: str, reason: str
) -> None:
    with pytest.raises(SourceError) as refused:
        write(sqlite_store, None, values.pop("id_", "cek-uji"), **values)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert events(sqlite_store) == []


def test_two_who_write_at_once_do_not_overwrite_each_other(store: Store) -> None:
    write(store)
    write(store, 1, standing="lapsed")
    with pytest.raises(SourceChangedError):
        write(store, 1, reliability="A")
    with pytest.raises(SourceError, match="id: taken"):
        write(store)


def test_what_stands_in_files_is_changed_there(store: Store) -> None:
    with store.deciding("system", NOW) as work:
        work.session.add(Source(id="berkas", name="B", site="b.example", kind="press", reliability="C",
                                standing="unknown", origin="blocklists"))  # fmt: skip
        work.record("source.synced", ("source", "berkas"))
    with pytest.raises(KeptInFilesError):
        write(store, 1, "berkas")


def test_a_term_that_is_over_is_known(store: Store) -> None:
    write(store)
    with store.reading() as session:
        assert [each.ifcn_over for each in sources(session, date(2026, 10, 1))] == [False]
        assert [each.ifcn_over for each in sources(session, date(2026, 10, 2))] == [True]


def test_a_listing_counts_once_for_each_source_and_is_taken_back_once(store: Store) -> None:
    write(store)
    write(store, id_="lain")
    with store.deciding("account:1", NOW) as work:
        add = work.session.add
        add(claim())
        add(claim("draf-2026", status="draft"))
        case = Case(kind="appeal", lane="appeal", merge_group="appeal", key="x", opened_at=NOW)
        add(case)
        work.session.flush()
        for claim_id, source, number in (
            ("klaim-2026", "cek-uji", 1), ("klaim-2026", "cek-uji", 2), ("klaim-2026", "lain", 3),
            ("draf-2026", "lain", 4),
        ):  # fmt: skip
            add(Review(claim_id=claim_id, source_id=source, url=f"https://cek.example/{number}", rating="SALAH",
                       verdict="false", date=date(2026, 9, 1)))  # fmt: skip
        told = [listing(key=f"url:a.example/{number}") for number in range(4)]
        work.session.add_all([*told, listing(key="url:a.example/p", status="proposed")])
        work.session.flush()
        for number, (of, outcome) in enumerate(((0, "granted"), (0, "partly"), (1, "rejected"), (2, None))):
            add(Appeal(case_id=case.id, listing_id=told[of].id, key="x", appellant="reader", ticket_hash=str(number),
                       filed_at=NOW, ack_due=NOW, decide_due=NOW, outcome=outcome))  # fmt: skip
        work.record("test.filled", ("meta", "x"))
    with store.reading() as session:
        found = records(session)
    assert found == {"cek-uji": Record(1, 4, 1), "lain": Record(1, 4, 1)}
    assert found["lain"].precision == 0.75
    assert Record().precision is None
