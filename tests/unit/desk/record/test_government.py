"""The register of requests: whole, checked, public from its day on, and each entry an event."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from tests.support.government import ENTRY
from tests.support.intake import START

from cektautan.desk.record import government
from cektautan.desk.record.government import RequestEntry, UnfitRequestError
from cektautan.store.models import Event
from cektautan.store.transaction import Store

DAY = 86_400


def test_what_is_entered_is_public_and_an_event(sqlite_store: Store) -> None:
    number = government.enter(sqlite_store, "account:1", ENTRY, START)
    with sqlite_store.reading() as session:
        (found,) = government.public(session, START)
        event = session.scalars(select(Event)).one()
    assert (found.id, found.kind, found.outcome, found.public_from) == (
        number, "GovernmentRequest", "open", ENTRY.received,
    )  # fmt: skip
    assert (event.action, event.actor, event.object_id) == ("request.entered", "account:1", str(number))


def test_what_an_order_keeps_back_appears_on_its_day_with_that_said(sqlite_store: Store) -> None:
    later = datetime.date(2026, 10, 20)
    government.enter(sqlite_store, "account:1", replace(ENTRY, public_from=later), START)
    with sqlite_store.reading() as session:
        assert government.public(session, START) == []
        (found,) = government.public(session, START + 7 * DAY)
    assert found.public_from > found.received


def test_an_answer_is_added_once_and_a_late_second_one_is_refused(sqlite_store: Store) -> None:
    number = government.enter(sqlite_store, "account:1", ENTRY, START)
    answered = replace(
        ENTRY, outcome="refused", answered=datetime.date(2026, 10, 10), answer_id="Ditolak.", answer_en="Refused."
    )
    assert government.amend(sqlite_store, "account:1", number, 1, answered, "dijawab", START) is True
    assert government.amend(sqlite_store, "account:2", number, 1, ENTRY, "terlambat", START) is False
    with sqlite_store.reading() as session:
        (found,) = government.public(session, START)
        assert (found.outcome, found.answer_id) == ("refused", "Ditolak.")
        assert [each.action for each in session.scalars(select(Event).order_by(Event.seq))] == [
            "request.entered", "request.amended",
        ]  # fmt: skip


def test_amending_needs_a_reason_and_every_field_stands_in_the_event(sqlite_store: Store) -> None:
    number = government.enter(sqlite_store, "account:1", ENTRY, START)
    changed: dict[str, Any] = {
        "kind": "CourtOrder", "sender": "Pengadilan Contoh", "title_id": "Judul lain", "title_en": "Another title",
        "body_id": "Isi lain.", "body_en": "Another body.", "legal_basis": "UU ITE", "claims": 2,
        "received": datetime.date(2026, 10, 2), "outcome": "partly", "answered": datetime.date(2026, 10, 3),
        "answer_id": "Sebagian.", "answer_en": "In part.", "public_from": datetime.date(2026, 10, 4),
    }  # fmt: skip
    amended = RequestEntry(**changed)
    with pytest.raises(UnfitRequestError) as refused:
        government.amend(sqlite_store, "account:1", number, 1, amended, " ", START)
    assert (refused.value.field, refused.value.reason) == ("reason", "missing")
    assert government.amend(sqlite_store, "account:1", number, 1, amended, "salinan  putusan datang", START)
    with sqlite_store.reading() as session:
        event = session.scalars(select(Event).where(Event.action == "request.amended")).one()
    before, after = json.loads(event.before or ""), json.loads(event.after or "")
    assert event.reason == "salinan putusan datang"
    assert after == {name: str(each) if isinstance(each, datetime.date) else each for name, each in changed.items()}
    assert all(before[name] != after[name] for name in after)


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"kind": "Wish"}, "kind", "unknown_value"),
        ({"sender": ""}, "sender", "missing"),
        ({"body_en": "a" * 5001}, "body_en", "too_long"),
        ({"received": datetime.date(2030, 1, 1)}, "received", "in_the_future"),
        ({"public_from": datetime.date(2026, 9, 1)}, "public_from", "before_received"),
        ({"outcome": "refused"}, "answered", "missing"),
        ({"outcome": "refused", "answered": datetime.date(2026, 9, 1)}, "answered", "out_of_range"),
        ({"outcome": "refused", "answered": datetime.date(2026, 10, 2)}, "answer_id", "missing"),
        ({"title_id": "Permintaan \u202emulus"}, "title_id", "unreadable"),
        ({"legal_basis": "UU\x00"}, "legal_basis", "unreadable"),
        ({"answer_en": "No\u2066"}, "answer_en", "unreadable"),
        ({"claims": -1}, "claims", "out_of_range"),
    ],
)
def test_a_field_that_cannot_be_is_named(sqlite_store: Store, values: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(UnfitRequestError) as refused:
        government.enter(sqlite_store, "account:1", replace(ENTRY, **values), START)
    assert (refused.value.field, refused.value.reason) == (field, reason)
