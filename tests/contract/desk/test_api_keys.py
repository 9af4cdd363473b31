"""Keys on both engines: made, renewed, revoked and taken back, each with its event and none with its secret."""

from __future__ import annotations

import datetime

import pytest
from sqlalchemy import select, text
from tests.support.desk import People

from cektautan.core.api_keys import Tier, digest_of, name_in
from cektautan.desk.api_keys.ending import RESTORE_SECONDS, restore, revoke
from cektautan.desk.api_keys.making import DAY, Made, Wanted, make, rotate
from cektautan.desk.api_keys.shown import by_name, keys
from cektautan.desk.people.acting import OPERATOR
from cektautan.desk.people.refused import Refused
from cektautan.store.key_uses import known_keys, note_used
from cektautan.store.models import ApiKey, Event
from cektautan.store.transaction import Store, UntracedError

NOW = 1_792_000_800
WANTED = Wanted("Pemantau kabar", "Redaksi Uji", "redaksi@contoh.example")


@pytest.fixture
def made(store: Store, people: People) -> Made:
    return make(store, OPERATOR, WANTED, NOW)


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
    found = known_keys(store, None)
    assert found is not None
    (known,) = found[1]
    assert (known.digest, known.old_digest) == (digest_of(renewed.text), digest_of(made.text))
    assert known.old_until == NOW + 10 + 3 * DAY
    leaked = rotate(store, OPERATOR, made.id, 0, "bocor", NOW + 20)
    found = known_keys(store, None)
    assert found is not None
    assert (found[1][0].digest, found[1][0].old_digest) == (digest_of(leaked.text), None)


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


def test_the_version_of_the_keys_moves_with_every_change_of_them(store: Store, made: Made) -> None:
    found = known_keys(store, None)
    assert found is not None
    version, _ = found
    assert known_keys(store, version) is None
    revoke(store, OPERATOR, made.id, "bocor", NOW)
    again = known_keys(store, version)
    assert again is not None
    assert again[1][0].revoked


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
