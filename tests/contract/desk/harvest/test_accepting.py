"""Checks that were read become findings and cases; what readers see changes by none of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from tests.support.deciding import new_claim
from tests.support.desk import NOW, People
from tests.support.harvest import CHECK, FOUND, POST, add_tbh, numbered, take

from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.claims.claims import Check
from cektautan.desk.decisions.decide import approve
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.harvest.changing import seen_gone
from cektautan.desk.harvest.holding import count_held, held, leave_out, let_in
from cektautan.desk.policy import Policy
from cektautan.sources.protocol import RatingGiven
from cektautan.store.models import Case, Change, Claim, Feed, Finding, Listing, Proposal
from cektautan.store.transaction import Store

DAY = 24 * 3600


@pytest.fixture
def desk(store: Store, people: People) -> Store:
    add_tbh(store, budget=3)
    return store


def cases(store: Store, kind: str = "match") -> list[Case]:
    with store.reading() as session:
        return list(session.scalars(select(Case).where(Case.kind == kind, Case.status != "closed").order_by(Case.id)))


def finding(store: Store, url: str = CHECK) -> Finding:
    with store.reading() as session:
        return session.scalars(select(Finding).where(Finding.url == url)).one()


def test_a_check_opens_one_case_with_all_that_it_says(desk: Store, policy: Policy) -> None:
    take(desk, FOUND)
    take(desk, FOUND, now=NOW + 60)
    (case,) = cases(desk)
    assert (case.kind, case.lane, case.key) == ("match", "checked", "content:facebook:912345678901234")
    kept = finding(desk)
    assert (kept.case_id, kept.state, kept.verdict, kept.source_id) == (case.id, "offered", "false", "turnbackhoax")
    assert kept.appearances == [POST]
    with desk.reading() as session:
        assert session.scalars(select(Listing)).all() == []
        assert session.scalars(select(Change)).all() == []


@pytest.mark.parametrize(
    "appearance",
    [
        CHECK,
        "https://www.facebook.com/",
        "https://www.kpu.go.id/",
        "https://www.facebook.com/someone",
        "http://192.168.1.1/a",
        "bukan alamat",
    ],
)
def test_what_may_not_be_listed_is_no_case(desk: Store, policy: Policy, appearance: str) -> None:
    take(desk, replace(FOUND, appearances=(appearance,)))
    assert cases(desk) == []
    assert finding(desk).state == "text_only"


def test_a_readers_case_about_any_of_the_places_is_joined(desk: Store, policy: Policy) -> None:
    with desk.deciding("reader", NOW) as work:
        tip = open_or_merge(work, policy, kind="report", key="content:youtube:abcdefghijk", reports=3)
        number = tip.id
    take(desk, replace(FOUND, appearances=(POST, "https://youtu.be/abcdefghijk")))
    assert cases(desk) == []
    (case,) = cases(desk, "report")
    assert (case.id, case.lane, case.report_count) == (number, "checked", 3)
    assert finding(desk).case_id == number


def test_an_imitation_goes_to_its_own_lane(desk: Store, policy: Policy) -> None:
    found = replace(FOUND, rating=RatingGiven("TIRUAN"), appearances=("https://kpu-daftar.example/masuk",))
    take(desk, found)
    assert [each.lane for each in cases(desk)] == ["imposter"]


def test_beyond_the_budget_the_rest_is_held_as_one_case(desk: Store, policy: Policy, people: People) -> None:
    take(desk, *numbered(5))
    assert len(cases(desk)) == 3
    (batch,) = cases(desk, "import")
    assert batch.details == {"feed": "tbh", "jump": False}
    with desk.reading() as session:
        assert count_held(session, "tbh") == 2
    take(desk, *numbered(5))
    assert (len(cases(desk)), len(cases(desk, "import"))) == (3, 1)
    let_in(desk, policy, people.sari, "tbh", "Dibaca semua.", NOW + 60)
    assert len(cases(desk)) == 5
    assert cases(desk, "import") == []


def test_the_budget_is_of_a_day_in_jakarta(desk: Store, policy: Policy) -> None:
    take(desk, *numbered(3))
    take(desk, *numbered(2, 10), now=NOW + DAY)
    assert len(cases(desk)) == 5


def test_a_feed_that_jumps_is_held_as_a_whole(desk: Store, policy: Policy, people: People) -> None:
    take(desk, *numbered(60), jump=True)
    assert cases(desk) == []
    (batch,) = cases(desk, "import")
    assert batch.details["jump"] is True
    leave_out(desk, policy, people.sari, "tbh", "Umpan diretas.", NOW + 60)
    assert (cases(desk), cases(desk, "import")) == ([], [])
    with desk.reading() as session:
        assert count_held(session, "tbh") == 0
    take(desk, *numbered(60), now=NOW + DAY)
    assert cases(desk) == []


def listed(store: Store, policy: Policy, people: People) -> str:
    """A claim in force that rests on the check."""
    words = new_claim(checks=(Check("turnbackhoax", CHECK, "SALAH", "false", date(2026, 9, 20)),))
    list_addresses(store, policy, people.sari, words, [Address(POST)], "Cek fakta dibaca.", NOW)
    with store.reading() as session:
        proposal = session.scalars(select(Proposal)).one()
    approve(store, policy, people.budi, proposal.id, 1, "Sesuai cek fakta.", NOW)
    with store.reading() as session:
        row = session.scalars(select(Listing)).one()
        assert row.status == "active"
        return row.claim_id


def test_a_correction_puts_a_case_on_top_and_changes_nothing_by_itself(
    desk: Store, policy: Policy, people: People
) -> None:
    claim = listed(desk, policy, people)
    take(desk, FOUND, *numbered(1))
    with desk.reading() as session:
        told = len(session.scalars(select(Change)).all())
    take(desk, replace(FOUND, rating=RatingGiven("BENAR")), now=NOW + DAY)
    (case,) = cases(desk, "changed_check")
    assert (case.claim_id, case.url, case.details["how"]) == (claim, CHECK, "changed")
    assert case.details["was"]["rating"] == "SALAH"
    with desk.reading() as session:
        first = session.scalars(select(Case).where(Case.status != "closed").order_by(Case.priority.desc())).first()
        assert first is not None
        assert first.id == case.id
        assert len(session.scalars(select(Change)).all()) == told
        assert session.scalars(select(Listing)).one().status == "active"
    take(desk, replace(FOUND, rating=RatingGiven("BENAR")), now=NOW + 2 * DAY)
    assert len(cases(desk, "changed_check")) == 1


def test_a_check_that_readers_are_warned_with_is_no_new_case(desk: Store, policy: Policy, people: People) -> None:
    listed(desk, policy, people)
    take(desk, FOUND)
    assert cases(desk) == []
    assert finding(desk).state == "offered"


def test_a_claim_that_was_entered_otherwise_than_its_check_says_is_told(
    desk: Store, policy: Policy, people: People
) -> None:
    listed(desk, policy, people)
    other = replace(FOUND, rating=RatingGiven("BENAR"))
    take(desk, other)
    take(desk, other, now=NOW + DAY)
    (case,) = cases(desk, "changed_check")
    assert case.details["how"] == "contradicted"


def test_a_page_is_gone_after_three_looks_in_a_row(desk: Store, policy: Policy, people: People) -> None:
    listed(desk, policy, people)
    take(desk, FOUND)

    def look(now: int) -> None:
        with desk.deciding("system", now) as work:
            row = work.session.scalars(select(Finding)).one()
            seen_gone(work, policy, row, 3)

    look(NOW + DAY)
    look(NOW + 2 * DAY)
    assert cases(desk, "changed_check") == []
    take(desk, FOUND, now=NOW + 2 * DAY + 60)
    look(NOW + 3 * DAY)
    look(NOW + 4 * DAY)
    assert cases(desk, "changed_check") == []
    look(NOW + 5 * DAY)
    look(NOW + 6 * DAY)
    (case,) = cases(desk, "changed_check")
    assert case.details["how"] == "gone"


def test_texts_of_strangers_are_kept_within_bounds_on_both_engines(desk: Store, policy: Policy) -> None:
    wild = replace(FOUND, claim="a\x00b" * 5000, title="t" * 9000, appearances=(POST,) * 100, publisher="p\x00" * 500)
    take(desk, wild)
    kept = finding(desk)
    assert (len(kept.claim), len(kept.title), len(kept.appearances), len(kept.publisher)) == (2000, 2000, 20, 200)
    assert "\x00" not in kept.claim + kept.publisher


def test_other_places_do_not_let_a_feed_past_its_budget_nor_out_of_its_hold(desk: Store, policy: Policy) -> None:
    take(desk, *numbered(5))
    others = [replace(each, appearances=(f"https://youtu.be/zyxwvu{n:05d}",)) for n, each in enumerate(numbered(5))]
    take(desk, *others, now=NOW + 60)
    assert len(cases(desk)) == 3
    with desk.reading() as session:
        assert session.get_one(Feed, "tbh").spent == 3
        assert count_held(session, "tbh") == 5


def test_what_is_held_is_decided_as_far_as_it_was_seen(desk: Store, policy: Policy, people: People) -> None:
    take(desk, *numbered(5))
    with desk.reading() as session:
        seen = held(session, "tbh")[-1].id
    take(desk, *numbered(5, 10), now=NOW + 60)
    leave_out(desk, policy, people.sari, "tbh", "Bukan soal pemilu.", NOW + 120, seen)
    with desk.reading() as session:
        assert count_held(session, "tbh") == 5
    assert len(cases(desk, "import")) == 1


def test_every_claim_that_rests_on_a_contradicted_check_is_told(desk: Store, policy: Policy, people: People) -> None:
    listed(desk, policy, people)
    words = new_claim(
        text_id="Bantuan tunai lain dibagikan lewat tautan.",
        checks=(Check("turnbackhoax", CHECK, "SALAH", "false", date(2026, 9, 20)),),
    )
    list_addresses(desk, policy, people.sari, words, [Address("https://youtu.be/abcdefghijk")], "Dibaca.", NOW)
    with desk.deciding("system", NOW) as work:
        for each in work.session.scalars(select(Claim)):
            each.status = "active"
        work.record("claim.rewritten", ("claim", "uji"))
    other = replace(FOUND, rating=RatingGiven("BENAR"))
    take(desk, other)
    take(desk, other, now=NOW + DAY)
    assert len({each.claim_id for each in cases(desk, "changed_check")}) == 2


def test_what_nobody_sees_is_not_kept_of_a_strangers_words(desk: Store, policy: Policy) -> None:
    take(desk, replace(FOUND, rating=RatingGiven("Sa\u202elah\u200b"), title="Judul\u2066 baru\nlagi"))
    kept = finding(desk)
    assert (kept.rating, kept.title) == ("Salah", "Judul baru lagi")
