"""Trust that is withdrawn from a source: one decision, one undo, one case; what another source carries stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select
from tests.support.desk import NOW, People, add, claim, listing
from tests.support.harvest import CHECK, FOUND, add_tbh, verdict

from cektautan.desk.claims.claims import Check, NewClaim
from cektautan.desk.decisions.decide import approve
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.decisions.undo import undo
from cektautan.desk.errors import Invalid, NotFound, Refused
from cektautan.desk.harvest.accepting import accept
from cektautan.desk.harvest.distrust import distrust, distrusted, resting
from cektautan.desk.policy import Policy
from cektautan.store.models import Case, Change, Event, Feed, Finding, Listing, Review, Source
from cektautan.store.transaction import Store

WHY = "Sumbernya menyiarkan cek fakta palsu."


def check(source: str, verdict: str = "false") -> Review:
    return Review(source_id=source, url=f"https://{source}.example/1", rating="SALAH", verdict=verdict,
                  date=date(2026, 8, 31))  # fmt: skip


@pytest.fixture
def desk(store: Store, people: People) -> Store:
    """Alone: one at each level. Carried: by Tempo, whose standing is unknown, and by a second one in good standing."""
    add(store, Source(id="cek-lain", name="Cek Lain", site="lain.example", kind="fact_checker", reliability="A",
                      standing="good", notes=""))  # fmt: skip
    milder, same, against = claim("milder"), claim("same"), claim("against")
    milder.reviews.append(check("tempo-cek-fakta"))
    same.reviews.append(check("cek-lain"))
    against.reviews.append(check("cek-lain", "mixed"))
    add(
        store, claim("alone"), milder, same, against, claim("others", source="kpu"),
        listing("alone", "url:kabar.example/3"), listing("alone", "url:kabar.example/2", level=2),
        listing("alone", "url:kabar.example/1", level=1), listing("alone", "url:kabar.example/0", status="retracted"),
        listing("milder", "url:kabar.example/m"), listing("same", "url:kabar.example/s"),
        listing("against", "url:kabar.example/a"), listing("others", "url:kabar.example/o"),
    )  # fmt: skip
    add_tbh(store)
    add_tbh(store, feed="tempo", source="tempo-cek-fakta")
    return store


def states(store: Store) -> dict[str, tuple[int, str]]:
    with store.reading() as session:
        return {each.key[-1]: (each.level, each.status) for each in session.scalars(select(Listing))}


def feed(store: Store, name: str) -> str:
    with store.reading() as session:
        return session.get_one(Feed, name).status


def test_the_preview_counts_by_level_and_changes_nothing(desk: Store) -> None:
    before = states(desk)
    with desk.reading() as session:
        found = resting(session, "turnbackhoax", NOW)
        assert found.suspended == {3: 2, 2: 1}
        assert (found.lowered, found.stay, found.notes, found.claims, found.feeds) == (1, 1, 1, 3, ("tbh",))
    assert states(desk) == before


def test_one_act_lowers_what_rests_on_it_alone_and_stops_its_feeds(desk: Store, policy: Policy, people: People) -> None:
    before = states(desk)
    done = distrust(desk, policy, people.sari, "turnbackhoax", 4, WHY, NOW)
    after = {**before, "3": (3, "suspended"), "2": (2, "suspended"), "a": (3, "suspended"), "m": (2, "active")}
    assert states(desk) == after
    assert (feed(desk, "tbh"), feed(desk, "tempo")) == ("distrusted", "active")
    with desk.reading() as session:
        event = session.get_one(Event, done.event)
        assert (event.action, event.object_kind, event.object_id) == ("source.distrusted", "source", "turnbackhoax")
        (case,) = session.scalars(select(Case))
        assert (case.kind, case.key, case.details["event"]) == ("second_look", "source:turnbackhoax", done.event)
        assert len(session.scalars(select(Change).where(Change.event_seq >= done.event)).all()) == 4
        newest = distrusted(session, "turnbackhoax")
        assert newest is not None
        assert newest.seq == done.event


def test_one_undo_takes_all_of_it_back_with_a_second_person(desk: Store, policy: Policy, people: People) -> None:
    before = states(desk)
    done = distrust(desk, policy, people.sari, "turnbackhoax", 4, WHY, NOW)
    taken = undo(desk, policy, people.tono, done.event, "Itu situs tiruan, bukan sumbernya.", NOW + 60)
    assert taken.proposal_id is not None
    assert states(desk) != before
    approve(desk, policy, people.budi, taken.proposal_id, 1, "Benar.", NOW + 120)
    assert states(desk) == before
    assert feed(desk, "tbh") == "active"
    with desk.reading() as session:
        assert distrusted(session, "turnbackhoax") is None
        assert session.get_one(Source, "turnbackhoax").standing == "good"


def test_a_source_of_the_files_is_distrusted_here_until_its_file_says_otherwise(
    desk: Store, policy: Policy, people: People
) -> None:
    with desk.deciding("system", NOW) as work:
        work.session.get_one(Source, "turnbackhoax").origin = "blocklists"
        work.record("test.prepared", ("test", 1))
    distrust(desk, policy, people.sari, "turnbackhoax", 4, WHY, NOW)
    with desk.reading() as session:
        assert session.get_one(Source, "turnbackhoax").standing == "distrusted"


def test_what_it_says_from_then_on_waits_for_a_person(desk: Store, policy: Policy, people: People) -> None:
    add_tbh(desk, feed="pengumpul", source="tempo-cek-fakta")
    distrust(desk, policy, people.sari, "turnbackhoax", 4, WHY, NOW)
    accept(desk, policy, verdict, "pengumpul", [FOUND], NOW, page=CHECK)
    with desk.reading() as session:
        found = session.scalars(select(Finding)).one()
        assert (found.source_id, found.state) == ("turnbackhoax", "held")
        assert {each.kind for each in session.scalars(select(Case))} == {"second_look", "import"}


def test_its_checks_carry_nothing_until_it_is_trusted_again(desk: Store, policy: Policy, people: People) -> None:
    done = distrust(desk, policy, people.sari, "turnbackhoax", 4, WHY, NOW)
    cited = Check("turnbackhoax", "https://turnbackhoax.id/2026/09/01/lain/", "SALAH", "false", date(2026, 9, 1))
    new = NewClaim(
        "Bantuan tunai dibagikan di TPS itu.", "Cash aid is given out there.", "false", 2,
        "TurnBackHoax menilai klaim ini SALAH.", "TurnBackHoax rated this claim FALSE.", date(2027, 3, 1), (cited,),
    )  # fmt: skip
    with pytest.raises(Invalid, match="source_distrusted"):
        list_addresses(desk, policy, people.tono, new, [Address("https://kabar.example/baru")], "Ada.", NOW + 60)
    with pytest.raises(Refused):
        list_addresses(desk, policy, people.tono, "alone", [Address("https://kabar.example/baru")], "Ada.", NOW + 60)
    taken = undo(desk, policy, people.tono, done.event, "Itu situs tiruan.", NOW + 120)
    approve(desk, policy, people.budi, taken.proposal_id or 0, 1, "Benar.", NOW + 180)
    listed = list_addresses(desk, policy, people.tono, new, [Address("https://kabar.example/baru")], "Ada.", NOW + 240)
    assert listed.proposal_id is None


def test_of_a_source_without_listings_only_the_feeds_are_stopped(desk: Store, policy: Policy, people: People) -> None:
    done = distrust(desk, policy, people.sari, "tempo-cek-fakta", 0, WHY, NOW)
    assert feed(desk, "tempo") == "distrusted"
    undo(desk, policy, people.sari, done.event, "Keliru.", NOW + 60)
    assert feed(desk, "tempo") == "active"
    with desk.reading() as session:
        assert session.scalars(select(Case)).all() == []


def test_what_cannot_be_done_changes_nothing(desk: Store, policy: Policy, people: People) -> None:
    before = states(desk)
    for account, source, seen, reason, problem in (
        (people.reporter, "turnbackhoax", 4, WHY, Refused), (people.admin, "turnbackhoax", 4, WHY, Refused),
        (people.sari, "turnbackhoax", 3, WHY, Invalid), (people.sari, "turnbackhoax", 4, " ", Invalid),
        (people.sari, "cek-lain", 1, WHY, Invalid), (people.sari, "tidak-ada", 0, WHY, NotFound),
    ):  # fmt: skip
        with pytest.raises(problem):
            distrust(desk, policy, account, source, seen, reason, NOW)
    assert states(desk) == before
    assert feed(desk, "tbh") == "active"


def test_a_hundred_listings_are_lowered_with_a_bounded_number_of_statements_each(
    desk: Store, policy: Policy, people: People
) -> None:
    add(desk, *(listing("alone", f"url:banyak.example/{number}") for number in range(100)))
    statements: list[str] = []

    @event.listens_for(desk.engine, "before_cursor_execute")
    def count(*asked: Any) -> None:
        statements.append(asked[2])

    distrust(desk, policy, people.sari, "turnbackhoax", 104, WHY, NOW)
    event.remove(desk.engine, "before_cursor_execute", count)
    assert 0 < len(statements) < 5 * 104


def test_two_sources_that_are_not_trusted_do_not_carry_each_other(desk: Store, policy: Policy, people: People) -> None:
    with desk.reading() as session:
        other = resting(session, "cek-lain", NOW)
        assert (other.changed, other.stay, other.nothing) == (0, 2, False)
    distrust(desk, policy, people.sari, "cek-lain", 0, WHY, NOW)
    with desk.reading() as session:
        assert distrusted(session, "cek-lain") is not None
        found = resting(session, "turnbackhoax", NOW + 60)
        assert (found.suspended, found.stay) == ({3: 3, 2: 1}, 0)
    distrust(desk, policy, people.sari, "turnbackhoax", 5, WHY, NOW + 60)
    assert states(desk)["s"] == (3, "suspended")
