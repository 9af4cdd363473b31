"""The register of feeds: what may stand in it, and when each is read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from tests.support.desk import NOW, add_sources

from cektautan.desk.errors import Conflict, Invalid, NotFound
from cektautan.desk.harvest.feed_fields import FeedWritten
from cektautan.desk.harvest.feeds import add_feed, change_feed, due, find_feed, set_status
from cektautan.store.models import Event, Feed
from cektautan.store.transaction import Store

WANTED = FeedWritten("tbh-rss", "turnbackhoax", "rss", "https://turnbackhoax.id/feed/")
MINUTE = 60


@pytest.fixture
def register(store: Store) -> Store:
    add_sources(store)
    return store


def add(store: Store, wanted: FeedWritten = WANTED) -> None:
    with store.deciding("operator", NOW) as work:
        add_feed(work, wanted, {"rss"}, "Mulai panen.")


def test_a_feed_is_added_with_an_event_and_is_due_at_once(register: Store) -> None:
    add(register)
    with register.reading() as session:
        feed = find_feed(session, "tbh-rss")
        assert (feed.every_minutes, feed.budget, feed.status) == (60, 20, "active")
        assert feed.expires is not None
        event = session.scalars(select(Event).where(Event.action == "feed.added")).one()
        assert event.reason == "Mulai panen."
        assert due(session, NOW) == ("tbh-rss",)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("id", "Tidak Boleh", "unknown"),
        ("source", "siapa", "unknown"),
        ("adapter", "gopher", "unknown"),
        ("address", "ftp://turnbackhoax.id/feed", "unknown"),
        ("address", "https://turnbackhoax.id/a b", "unknown"),
        ("address", "https://turnbackhoax.id/" + "a" * 2000, "too_long"),
        ("every_minutes", "1", "out_of_range"),
        ("every_minutes", "sering", "out_of_range"),
        ("budget", "0", "out_of_range"),
        ("expires", "besok", "not_a_day"),
        ("expires", "2020-01-01", "out_of_range"),
        ("licence", "x" * 201, "too_long"),
        ("licence", "CC\x00BY", "unreadable"),
        ("source", "turnback\x00hoax", "unknown"),
    ],
)
def test_a_field_that_cannot_be_is_named(register: Store, field: str, value: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(register, replace(WANTED, **{field: value}))
    assert (refused.value.field, refused.value.code) == (field, code)
    with register.reading() as session:
        assert session.scalars(select(Feed)).all() == []


def test_a_name_and_an_address_stand_once(register: Store) -> None:
    add(register)
    with pytest.raises(Invalid, match="id: taken"):
        add(register)
    with pytest.raises(Invalid, match="address: taken"):
        add(register, replace(WANTED, id="lain"))


def test_another_address_forgets_what_was_known_of_the_old_version(register: Store) -> None:
    add(register)
    with register.deciding("system", NOW) as work:
        feed = find_feed(work.session, "tbh-rss")
        feed.etag, feed.body_sha256, feed.rows = '"a"', "00", 12
        version = feed.version
    with register.deciding("operator", NOW) as work:
        change_feed(work, replace(WANTED, budget="5"), {"rss"}, version, "Lebih sedikit.")
    with register.reading() as session:
        feed = find_feed(session, "tbh-rss")
        assert (feed.etag, feed.rows, feed.budget) == ('"a"', 12, 5)
    with register.deciding("operator", NOW) as work:
        change_feed(work, replace(WANTED, address="https://turnbackhoax.id/rss"), {"rss"}, version + 1, "Pindah.")
    with register.reading() as session:
        feed = find_feed(session, "tbh-rss")
        assert (feed.etag, feed.rows) == ("", 0)


def test_two_people_cannot_change_one_feed_over_each_other(register: Store) -> None:
    add(register)
    with pytest.raises(Conflict), register.deciding("operator", NOW) as work:
        change_feed(work, WANTED, {"rss"}, 9, "Terlambat.")
    with pytest.raises(NotFound), register.deciding("operator", NOW) as work:
        change_feed(work, replace(WANTED, id="tidak-ada"), {"rss"}, 1, "Tidak ada.")


@pytest.mark.parametrize("status", ["paused", "distrusted"])
def test_what_is_paused_or_distrusted_is_not_read(register: Store, status: str) -> None:
    add(register)
    with register.deciding("operator", NOW) as work:
        set_status(work, "tbh-rss", status, "Menunggu jawaban penerbit.")
    with register.reading() as session:
        assert due(session, NOW) == ()


def test_an_expired_feed_is_not_read(register: Store) -> None:
    add(register, replace(WANTED, expires="2026-10-01"))
    with register.reading() as session:
        assert due(session, NOW) == ("tbh-rss",)
        assert due(session, NOW + 30 * 24 * 3600) == ()


def test_the_longer_a_feed_fails_the_less_often_it_is_asked_up_to_once_a_day(register: Store) -> None:
    add(register)

    def asked_after(failures: int, minutes: int) -> bool:
        with register.deciding("system", NOW) as work:
            feed = find_feed(work.session, "tbh-rss")
            feed.tried_at, feed.failures = NOW, failures
        with register.reading() as session:
            return bool(due(session, NOW + minutes * MINUTE))

    assert not asked_after(0, 59)
    assert asked_after(0, 60)
    assert not asked_after(2, 239)
    assert asked_after(2, 240)
    assert asked_after(50, 24 * 60)
    assert not asked_after(50, 24 * 60 - 1)
