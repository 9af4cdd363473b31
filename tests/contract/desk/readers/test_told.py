"""What a ticket is told, on both engines: the record that answers it at whatever scope, its check, who was asked."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from tests.support.desk import People
from tests.support.intake import CLAIM, POLICY, RULES, SECRET, START, filing, list_hoax, ticket

from cektautan.desk.cases.closing import close
from cektautan.desk.cases.to_reporters import ToReporters
from cektautan.desk.decisions.decide import approve
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.readers import intake
from cektautan.desk.readers.tickets import ticket_hash
from cektautan.desk.readers.told import Told, told
from cektautan.store.models import Case, Listing
from cektautan.store.transaction import Store

PAGE = "https://tiruan.example/berita/satu"
CHECK = {
    "publisher": "TurnBackHoax", "url": f"https://turnbackhoax.id/{CLAIM}", "rating": "SALAH", "date": "2026-10-14",
}  # fmt: skip


def filed(store: Store, **values: Any) -> str:
    number = ticket()
    intake.file(store, POLICY, filing(ticket=number, **values), SECRET, START)
    return number


def ask(store: Store, number: str, now: int = START + 100) -> Told:
    with store.reading() as session:
        found = told(session, ticket_hash(number, SECRET), now, RULES)
    assert found is not None
    return found


def closed(store: Store, people: People, outcome: str, **answer: Any) -> None:
    with store.reading() as session:
        case = session.scalars(select(Case)).one()
    to = ToReporters(**answer)
    close(store, POLICY, people.sari, case.id, case.version, outcome, "Sudah dilihat.", START + 60, to)


@pytest.fixture
def people(store: Store) -> People:
    return People(store)


@pytest.mark.parametrize(
    "key",
    ["url:tiruan.example/berita/satu", "path:tiruan.example/berita", "host:tiruan.example", "domain:tiruan.example"],
)
def test_a_listing_of_any_scope_around_the_address_answers_it(store: Store, people: People, key: str) -> None:
    list_hoax(store, key=key, url=PAGE)
    number = filed(store, url=PAGE)
    closed(store, people, "already_listed")
    found = ask(store, number)
    assert (found.outcome, found.claim, found.level) == ("already_listed", CLAIM, 3)
    assert found.reasons == {"id": "Alasan uji.", "en": "A test reason."}


@pytest.mark.parametrize("key", ["url:tiruan.example/berita/satu", "path:tiruan.example/berita"])
def test_a_listing_beneath_the_address_answers_it(store: Store, people: People, key: str) -> None:
    list_hoax(store, key=key, url=PAGE)
    list_hoax(store, key="url:tiruan.example.org/", claim_id="lain-2026", url="https://tiruan.example.org/")
    number = filed(store, url="https://tiruan.example/")
    closed(store, people, "already_listed")
    found = ask(store, number)
    assert (found.claim, found.level) == (CLAIM, 3)


def test_a_neighbour_answers_nothing(store: Store, people: People) -> None:
    list_hoax(store, key="url:tiruan.example/berita/dua", url=PAGE)
    number = filed(store, url=PAGE)
    closed(store, people, "already_listed")
    found = ask(store, number)
    assert (found.outcome, found.claim, found.level, found.reasons) == ("already_listed", None, None, None)


def test_a_wish_for_a_check_is_told_the_record_and_the_check(store: Store, people: People) -> None:
    number = filed(store, kind="check", url=PAGE)
    list_hoax(store)
    closed(store, people, "not_listed", claim=CLAIM)
    found = ask(store, number)
    assert (found.kind, found.claim, found.check) == ("check", CLAIM, CHECK)
    assert found.level is None, "of the address itself nothing is listed"


def test_what_a_person_wrote_for_readers_is_told_in_the_language_it_is_in(store: Store, people: People) -> None:
    number = filed(store, url=PAGE)
    closed(store, people, "not_listed", id="Ini halaman resmi panitia.")
    assert ask(store, number).reasons == {"id": "Ini halaman resmi panitia."}


def test_whom_it_was_passed_on_to_is_told(store: Store, people: People) -> None:
    list_hoax(store, key="url:lain.example/")
    number = filed(store, kind="check", url=PAGE)
    closed(store, people, "forwarded", forwarded_to=("turnbackhoax",))
    found = ask(store, number)
    assert (found.state, found.outcome, found.forwarded_to) == ("decided", "forwarded", ("TurnBackHoax",))


@pytest.mark.parametrize("outcome", ["forwarded", "no_check", "not_listed"])
def test_a_later_listing_overtakes_what_was_only_not_yet(store: Store, people: People, outcome: str) -> None:
    list_hoax(store, key="url:lain.example/", claim_id="lain-2026")
    number = filed(store, url=PAGE)
    closed(store, people, outcome, id="Belum ada.", forwarded_to=("turnbackhoax",))
    list_hoax(store, key="path:tiruan.example/berita", url=PAGE)
    found = ask(store, number)
    if outcome == "not_listed":
        assert (found.outcome, found.reasons) == ("not_listed", {"id": "Belum ada."})
    else:
        assert (found.outcome, found.claim, found.forwarded_to) == ("listed", CLAIM, None)
        assert found.reasons == {"id": "Alasan uji.", "en": "A test reason."}


def test_a_record_that_nobody_can_read_is_not_linked(store: Store, people: People) -> None:
    listing = list_hoax(store, key="url:lain.example/")
    number = filed(store, kind="check", url=PAGE)
    closed(store, people, "not_listed", claim=CLAIM)
    with store.deciding("operator", START + 70) as work:
        work.session.get_one(Listing, listing).status = "removed"
        work.record("listing.removed", ("listing", listing))
    found = ask(store, number)
    assert (found.claim, found.check) == (None, CHECK)


@pytest.mark.parametrize("level", [2, 3])
def test_a_short_link_is_answered_by_what_was_listed_where_it_leads(store: Store, people: People, level: int) -> None:
    list_hoax(store, key="url:lain.example/", level=level)
    number = filed(store, url="https://bit.ly/3uJiUji")
    with store.reading() as session:
        case = session.scalars(select(Case)).one().id
    done = list_addresses(
        store, POLICY, people.sari, CLAIM, [Address(PAGE, level=level)], "Tautan pendek ke sini.", START + 60, case
    )
    assert done.applied is (level < 3), "a warning page is decided by two"
    if done.proposal_id is not None:
        approve(store, POLICY, people.budi, done.proposal_id, 1, "Setuju.", START + 70, case)
    found = ask(store, number)
    assert (found.outcome, found.claim, found.check, found.level) == ("listed", CLAIM, CHECK, level)
    assert found.reasons == {"id": "Alasan uji.", "en": "A test reason."}
