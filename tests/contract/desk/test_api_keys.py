"""Keys on both engines: made, renewed, revoked and taken back, each with its event and none with its secret."""

from __future__ import annotations

import datetime
import threading
from dataclasses import replace

import pytest
from sqlalchemy import event, select, text
from tests.support.desk import People
from tests.support.stores import Database

from cektautan.core.api_keys import Tier, digest_of, name_in
from cektautan.desk.api_keys import making
from cektautan.desk.api_keys.ending import RESTORE_SECONDS, restore, revoke
from cektautan.desk.api_keys.making import DAY, Made, Wanted, make, rotate
from cektautan.desk.api_keys.shown import by_name, keys
from cektautan.desk.people.acting import OPERATOR
from cektautan.desk.people.refused import Refused
from cektautan.store import key_uses
from cektautan.store.key_uses import KnownKey, known_keys, note_used
from cektautan.store.models import ApiKey, Event
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import UntracedError

NOW = 1_792_000_800
WANTED = Wanted("Pemantau kabar", "Redaksi Uji", "redaksi@contoh.example")


@pytest.fixture
def made(store: Store, people: People) -> Made:
    return make(store, OPERATOR, WANTED, NOW)


def known(store: Store, now: int = NOW) -> list[KnownKey]:
    """The keys as a node that knows none reads them."""
    found = known_keys(store, None, now)
    assert found is not None
    return found.keys or []


def test_a_key_is_kept_as_its_hash_and_told_in_the_log_without_names(store: Store, made: Made) -> None:
    assert name_in(made.text) == made.name
    with store.reading() as session:
        row = session.get_one(ApiKey, made.id)
        event = session.scalars(select(Event).order_by(Event.seq.desc())).first()
        assert row.digest == digest_of(made.text)
        assert event is not None
        assert (event.action, event.object_id, event.actor) == ("api_key.created", str(made.id), "operator")
        told = f"{event.before} {event.after} {event.reason} {event.personal}"
        for secret in (made.text, row.digest, WANTED.organisation, WANTED.contact, WANTED.label):
            assert secret not in told
        kept = " ".join(str(each) for each in session.execute(text("SELECT * FROM api_keys")).one())
        assert made.text.rpartition("_")[2] not in kept


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted("", "b", "c"), "label_missing"),
        (Wanted("a", " ", "c"), "organisation_missing"),
        (Wanted("a", "b", ""), "contact_missing"),
        (Wanted("a" * 121, "b", "c"), "text_form"),
        (Wanted("a\u202eb", "b", "c"), "text_form"),
        (Wanted("a", "b", "c", tier="anonymous"), "tier_unknown"),
        (Wanted("a", "b", "c", scopes=["tulis"]), "scope_unknown"),
        (Wanted("a", "b", "c", scopes=[]), "scopes_missing"),
        (Wanted("a", "b", "c", quota=-1), "number_form"),
        (Wanted("a", "b", "c", days=0), "number_form"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(store: Store, people: People, wanted: Wanted, code: str) -> None:
    head = store.head()
    with pytest.raises(Refused) as refused:
        make(store, OPERATOR, wanted, NOW)
    assert refused.value.code == code
    assert store.head() == head


def test_a_renewed_key_keeps_its_name_and_the_old_one_has_its_days(store: Store, made: Made) -> None:
    renewed = rotate(store, OPERATOR, made.id, 3, "dijadwalkan", NOW + 10)
    assert renewed.name == made.name
    assert renewed.text != made.text
    (row,) = known(store)
    assert (row.digest, row.old_digest) == (digest_of(renewed.text), digest_of(made.text))
    assert row.old_until == NOW + 10 + 3 * DAY
    leaked = rotate(store, OPERATOR, made.id, 0, "bocor", NOW + 20)
    (row,) = known(store)
    # Kept so that whoever shows it learns what became of it; its time is over whatever a node takes the time to be.
    assert (row.digest, row.old_digest, row.old_until) == (digest_of(leaked.text), digest_of(renewed.text), 0)


def test_a_revocation_can_be_taken_back_for_a_day(store: Store, made: Made) -> None:
    revoke(store, OPERATOR, made.id, "salah pencet", NOW)
    for act in (
        lambda: revoke(store, OPERATOR, made.id, "lagi", NOW),
        lambda: rotate(store, OPERATOR, made.id, 7, "lagi", NOW),
    ):
        with pytest.raises(Refused, match="key_revoked"):
            act()
    with pytest.raises(Refused, match="restore_late"):
        restore(store, OPERATOR, made.id, "terlambat", NOW + RESTORE_SECONDS)
    restore(store, OPERATOR, made.id, "yang salah", NOW + RESTORE_SECONDS - 1)
    with pytest.raises(Refused, match="key_in_force"):
        restore(store, OPERATOR, made.id, "lagi", NOW)
    with store.reading() as session:
        (shown,) = keys(session, NOW)
    assert (shown.state, shown.revoked_at) == ("in_force", None)


def test_a_key_ends_on_its_day(store: Store, people: People) -> None:
    made = make(store, OPERATOR, Wanted("a", "b", "c", days=30), NOW)
    with store.reading() as session:
        assert [each.state for each in keys(session, NOW + 30 * DAY - 1)] == ["in_force"]
        assert [each.state for each in keys(session, NOW + 30 * DAY)] == ["expired"]
        assert by_name(session, f"ct_{made.name}") == by_name(session, made.name) == made.id
    with pytest.raises(Refused, match="key_expired"):
        rotate(store, OPERATOR, made.id, 7, "lewat", NOW + 30 * DAY)


def test_keys_are_read_again_where_one_has_changed_and_not_for_other_events(store: Store, made: Made) -> None:
    found = known_keys(store, None, NOW)
    assert found is not None
    assert known_keys(store, found.version, NOW) is None
    with store.deciding("account:1", NOW) as work:
        work.record("case.opened", ("case", 1))
    moved = known_keys(store, found.version, NOW)
    assert moved is not None
    assert (moved.keys, moved.version.seq) == (None, found.version.seq + 1)
    revoke(store, OPERATOR, made.id, "bocor", NOW)
    for version in (found.version, moved.version):
        again = known_keys(store, version, NOW)
        assert again is not None
        assert [each.revoked for each in again.keys or ()] == [True]


def test_a_database_that_was_put_back_to_an_older_state_has_its_keys_read_again(store: Store, made: Made) -> None:
    found = known_keys(store, None, NOW)
    assert found is not None
    for version in (replace(found.version, seq=found.version.seq + 5), replace(found.version, hash="0" * 64)):
        again = known_keys(store, version, NOW)
        assert again is not None
        assert (again.version, again.keys) == (found.version, found.keys)


def test_more_keys_than_nodes_hold_are_not_in_force(store: Store, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST_KEYS", 2)
    make(store, OPERATOR, replace(WANTED, days=1), NOW)
    with pytest.raises(Refused, match="too_many_keys"):
        make(store, OPERATOR, WANTED, NOW)
    revoke(store, OPERATOR, made.id, "tidak dipakai", NOW)
    make(store, OPERATOR, WANTED, NOW)
    with pytest.raises(Refused, match="too_many_keys"):
        restore(store, OPERATOR, made.id, "keliru", NOW + 1)
    # One that has expired makes room too.
    make(store, OPERATOR, WANTED, NOW + DAY)


def test_a_node_reads_those_in_force_first_and_no_more_than_it_holds(
    store: Store, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    revoked, expired, newest = (make(store, OPERATOR, replace(WANTED, days=days), NOW) for days in (None, 1, 9))
    revoke(store, OPERATOR, revoked.id, "tidak dipakai", NOW)
    monkeypatch.setattr(key_uses, "MOST_READ", 3)
    assert [each.id for each in known(store, NOW + DAY)] == [newest.id, made.id, expired.id]
    monkeypatch.setattr(key_uses, "MOST_READ", 2)
    assert {each.id for each in known(store, NOW + DAY)} == {newest.id, made.id}


def test_others_are_told_of_a_key_once_it_is_committed_and_of_nothing_else(store: Store, made: Made) -> None:
    seen: list[list[bool]] = []
    store.after(key_uses.KIND, lambda: seen.append([each.revoked for each in known(store)]))
    with pytest.raises(Refused):
        revoke(store, OPERATOR, made.id, "", NOW)
    with store.deciding("account:1", NOW) as work:
        work.record("case.opened", ("case", 1))
    assert seen == []
    revoke(store, OPERATOR, made.id, "bocor", NOW)
    assert seen == [[True]]


def test_the_last_day_stands_whichever_node_notes_first(database: Database) -> None:
    stores, day = [database.open() for _ in range(2)], datetime.date(2026, 10, 14)
    ids = [make(stores[0], OPERATOR, WANTED, NOW).id for _ in range(10)]
    days = [day - datetime.timedelta(days=each) for each in (3, 0, 2, 1)]
    notes = [threading.Thread(target=note_used, args=(stores[place % 2], ids, each)) for place, each in enumerate(days)]
    for thread in notes:
        thread.start()
    for thread in notes:
        thread.join()
    with stores[0].reading() as session:
        assert {each.last_used for each in keys(session, NOW)} == {day}
    for store in stores:
        store.engine.dispose()


def test_an_older_day_that_another_node_writes_in_between_does_not_stand(postgres_database: Database) -> None:
    mine, other = (postgres_database.open() for _ in range(2))
    try:
        day, between = datetime.date(2026, 10, 14), []
        id_ = make(mine, OPERATOR, WANTED, NOW).id

        def written(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            # Nothing was there to move to a later day; before that is looked at, there is.
            if statement.startswith("UPDATE api_key_uses") and not between:
                between.append(statement)
                note_used(other, [id_], day - datetime.timedelta(days=3))

        event.listen(mine.engine, "after_cursor_execute", written)
        note_used(mine, [id_], day)
        with mine.reading() as session:
            assert [each.last_used for each in keys(session, NOW)] == [day]
        assert between
    finally:
        mine.engine.dispose()
        other.engine.dispose()


def test_of_its_use_the_last_day_is_kept_and_no_event(store: Store, made: Made) -> None:
    head, day = store.head(), datetime.date(2026, 10, 14)
    for each in (day, day, day - datetime.timedelta(days=1)):
        note_used(store, [made.id], each)
    note_used(store, [made.id + 999], day)
    with store.reading() as session:
        (shown,) = keys(session, NOW)
    assert shown.last_used == day
    assert store.head() == head


def test_a_key_cannot_be_written_as_a_note(store: Store, made: Made) -> None:
    with pytest.raises(UntracedError), store.noting() as session:
        session.get_one(ApiKey, made.id).tier = Tier.PARTNER
