"""Listing, raising, lowering and undoing: who may do it alone, what a second person does, what readers are told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.support.deciding import URL, ask, level, listed, new_claim, told, version, why
from tests.support.desk import NOW, People, add, claim, listing

from cektautan.core.days import day_of
from cektautan.desk.cases.closing import close
from cektautan.desk.claims.claims import Check
from cektautan.desk.claims.rewriting import add_check, rewrite
from cektautan.desk.decisions.decide import approve, reject, withdraw
from cektautan.desk.decisions.lower import lower, lower_claim, retract, suspend, withdraw_claim
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.proposals import deciders
from cektautan.desk.decisions.propose import Address, list_addresses, raise_listing, restore_listing
from cektautan.desk.decisions.provisional import lapse, put_provisionally
from cektautan.desk.decisions.undo import undo
from cektautan.desk.errors import Conflict, Invalid, NotFound
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.store.models import Case, Claim, Event, Listing, Proposal, Recusal
from cektautan.store.transaction import Store

DAY = 24 * 3600


class TestTwoPeople:
    def test_a_warning_page_waits_for_the_second_person(self, store: Store, policy: Policy, people: People) -> None:
        asked = ask(store, policy, people.sari)
        assert (asked.applied, asked.why) == (False, Why.LEVEL_3)
        assert level(store, asked.listing_ids[0]) is None
        assert asked.proposal_id is not None
        done = approve(store, policy, people.budi, asked.proposal_id, 1, "Setuju.", NOW + 60)
        assert level(store, asked.listing_ids[0]) == 3
        assert told(store) == [("list", 3)]
        with store.reading() as session:
            row = session.get_one(Listing, asked.listing_ids[0])
            case = session.get_one(Case, asked.case_id)
            event = session.get_one(Event, done.event)
        assert (row.proposed_by, row.approved_by) == (people.sari, people.budi)
        assert (case.status, case.outcome) == ("closed", "listed")
        assert (event.action, event.actor) == ("listing.listed", f"account:{people.budi}")
        assert "kabar.example" not in (event.after or "")

    @pytest.mark.parametrize("decides", [approve, reject])
    def test_whoever_decides_gives_a_reason_and_the_log_keeps_theirs(
        self, store: Store, policy: Policy, people: People, decides: Any
    ) -> None:
        asked = ask(store, policy, people.sari)
        with pytest.raises(Invalid) as refused:
            decides(store, policy, people.budi, asked.proposal_id, 1, " \n", NOW)
        assert (refused.value.field, refused.value.code) == ("reason", "empty")
        with store.reading() as session:
            assert session.get_one(Proposal, asked.proposal_id).status == "open"
        done = decides(store, policy, people.budi, asked.proposal_id, 1, "Sudah saya baca sendiri.", NOW)
        with store.reading() as session:
            assert session.get_one(Event, done.event).reason == "Sudah saya baca sendiri."
            assert session.get_one(Proposal, asked.proposal_id).decision_reason == "Sudah saya baca sendiri."

    def test_a_caution_is_listed_at_once(self, store: Store, policy: Policy, people: People) -> None:
        done = ask(store, policy, people.sari, level=2)
        assert done.applied
        assert level(store, done.listing_ids[0]) == 2

    def test_a_reporter_proposes(self, store: Store, policy: Policy, people: People) -> None:
        asked = ask(store, policy, people.reporter, level=1)
        assert asked.why is Why.PROPOSES_ONLY
        assert why(ask, store, policy, people.auditor) is Why.ROLE

    def test_nobody_approves_their_own_or_with_an_account_that_they_made(
        self, store: Store, policy: Policy, people: People
    ) -> None:
        asked = ask(store, policy, people.budi)
        twin = people.add("budi2", "approver", created_by=people.budi)
        assert why(approve, store, policy, people.budi, asked.proposal_id, 1, "Setuju.", NOW) is Why.OWN_PROPOSAL
        assert why(approve, store, policy, twin, asked.proposal_id, 1, "Setuju.", NOW) is Why.KIN
        assert why(approve, store, policy, people.sari, asked.proposal_id, 1, "Setuju.", NOW) is Why.ROLE

    def test_the_desk_shows_who_may_decide_and_why_not(self, store: Store, policy: Policy, people: People) -> None:
        other = people.add("dewi", "approver")
        asked = ask(store, policy, people.budi)
        with store.deciding(f"account:{other}", NOW) as work:
            work.session.add(Recusal(account_id=other, kind="tag", value="bansos", at=NOW))
        third = people.add("eka", "approver")
        with store.reading() as session:
            found = deciders(session, policy, session.get_one(Proposal, asked.proposal_id), NOW)
        assert {each.account: each.refusal for each in found.colleagues} == {
            third: None, people.budi: Why.OWN_PROPOSAL, other: Why.RECUSED,
        }  # fmt: skip
        assert found.colleagues[0].account == third

    @pytest.mark.parametrize(
        ("kind", "value"), [("claim", "klaim-uji-2026"), ("tag", "bansos"), ("word", "bantuan tunai")]
    )
    def test_who_recused_themselves_decides_nothing_of_it(
        self, store: Store, policy: Policy, people: People, kind: str, value: str
    ) -> None:
        id_ = listed(store)
        with store.deciding(f"account:{people.sari}", NOW) as work:
            work.session.add(Recusal(account_id=people.sari, kind=kind, value=value, at=NOW))
        assert why(retract, store, policy, people.sari, id_, 1, "Keliru.", NOW) is Why.RECUSED

    def test_a_rejected_proposal_leaves_nothing_for_readers(self, store: Store, policy: Policy, people: People) -> None:
        asked = ask(store, policy, people.sari)
        with pytest.raises(Invalid):
            reject(store, policy, people.budi, asked.proposal_id or 0, 1, "", NOW)
        reject(store, policy, people.budi, asked.proposal_id or 0, 1, "Klaimnya lain.", NOW)
        assert told(store) == []
        with store.reading() as session:
            assert session.get_one(Case, asked.case_id).status == "open"
            assert session.scalars(select(Claim.status)).one() == "removed"
        again = list_addresses(store, policy, people.sari, new_claim(), [Address(URL)], "Kali ini tepat.", NOW)
        assert again.proposal_id != asked.proposal_id

    def test_who_asked_may_take_it_back(self, store: Store, policy: Policy, people: People) -> None:
        asked = ask(store, policy, people.sari)
        assert why(withdraw, store, policy, people.tono, asked.proposal_id, 1, "Batal.", NOW) is Why.ROLE
        withdraw(store, policy, people.sari, asked.proposal_id or 0, 1, "Batal.", NOW)
        assert why(approve, store, policy, people.budi, asked.proposal_id, 2, "Setuju.", NOW) is Why.DECIDED

    @pytest.mark.parametrize(
        ("about", "text", "expected"),
        [
            (("presiden",), "Bantuan tunai dibagikan lewat tautan.", Why.CONTESTANT),
            (("bansos",), "Anies membagikan bantuan tunai lewat tautan.", Why.CONTESTANT),
            (("bansos",), "Bantuan tunai dibagikan lewat tautan.", None),
        ],
    )
    def test_in_a_campaign_what_is_about_who_stands_waits_even_as_a_note(
        self, store: Store, policy: Policy, people: People, about: tuple[str, ...], text: str, expected: Why | None
    ) -> None:
        campaign = 1_707_000_000
        day = day_of(campaign)
        check = Check("turnbackhoax", "https://turnbackhoax.id/2024/02/01/salah-bantuan", "SALAH", "false",
                      day - timedelta(days=1))  # fmt: skip
        new = new_claim(about=about, text_id=text, level=1, review_by=day + timedelta(days=365), checks=(check,))
        done = list_addresses(store, policy, people.sari, new, [Address(URL)], "Sudah diperiksa.", campaign)
        assert done.why is expected
        assert level(store, done.listing_ids[0], campaign) == (None if expected else 1)

    def test_the_second_of_two_is_told_who_decided(self, store: Store, policy: Policy, people: People) -> None:
        other = people.add("dewi", "approver")
        asked = ask(store, policy, people.sari)
        approve(store, policy, people.budi, asked.proposal_id or 0, 1, "Setuju.", NOW + 60)
        with pytest.raises(Conflict) as conflict:
            reject(store, policy, other, asked.proposal_id or 0, 1, "Tidak.", NOW + 61)
        earlier = conflict.value.earlier
        assert earlier is not None
        assert (earlier.by, earlier.at, earlier.action) == (people.budi, NOW + 60, "listing.listed")

    def test_what_has_changed_since_is_not_approved(self, store: Store, policy: Policy, people: People) -> None:
        id_ = listed(store, level=2)
        asked = raise_listing(store, policy, people.sari, id_, 1, 3, "Lebih parah.", NOW)
        lower(store, policy, people.tono, id_, 1, 1, "Keliru.", NOW + 1)
        with pytest.raises(Conflict) as conflict:
            approve(store, policy, people.budi, asked.proposal_id or 0, 1, "Setuju.", NOW + 2)
        assert conflict.value.earlier is not None
        assert conflict.value.earlier.by == people.tono
        assert level(store, id_) == 1
        with store.reading() as session:
            assert session.get_one(Proposal, asked.proposal_id).status == "stale"
            assert session.get_one(Case, asked.case_id).status == "open"

    def test_a_proposal_of_another_case_is_not_found(self, store: Store, policy: Policy, people: People) -> None:
        asked = ask(store, policy, people.sari)
        with pytest.raises(NotFound):
            approve(store, policy, people.budi, asked.proposal_id or 0, 1, "Setuju.", NOW, (asked.case_id or 0) + 1)

    def test_many_addresses_in_one_step(self, store: Store, policy: Policy, people: People) -> None:
        add(store, claim(level=2, verdict="misleading", reason_code="fact_checked_misleading"))
        urls = [f"https://kabar.example/{number}" for number in range(5)]
        done = list_addresses(
            store, policy, people.sari, "klaim-uji-2026", [Address(url) for url in urls], "Salinannya.", NOW
        )
        assert [level(store, each) for each in done.listing_ids] == [2] * 5

    def test_a_short_code_is_a_note_and_needs_nobody(self, store: Store, policy: Policy, people: People) -> None:
        add(store, claim())
        done = list_addresses(
            store, policy, people.sari, "klaim-uji-2026", [Address("https://bit.ly/3AbCdEf")], "x", NOW
        )
        assert done.applied
        assert level(store, done.listing_ids[0]) == 1

    @pytest.mark.parametrize(
        ("url", "code"),
        [
            ("https://www.kpu.go.id/berita", "legitimate_site"),
            ("https://www.youtube.com/", "whole_platform"),
            ("https://turnbackhoax.id/2026/09/20/salah-bantuan", "review_as_appearance"),
            ("http://192.168.1.1/", "own_network"),
            ("bukan alamat", "not_judgeable"),
        ],
    )
    def test_the_desk_lists_nothing_that_a_file_could_not(
        self, store: Store, policy: Policy, people: People, url: str, code: str
    ) -> None:
        with pytest.raises(Invalid) as invalid:
            ask(store, policy, people.sari, url)
        assert (invalid.value.field, invalid.value.code) == ("url", code)
        assert url not in str(invalid.value)

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"statement_id": "Klaim ini salah sekali menurut kami."}, "statement_without_checker"),
            ({"verdict": "satire"}, "level_too_high"),
            ({"checks": (Check("nobody", "https://x.example/a", "SALAH", "false", date(2026, 9, 20)),)},
             "unknown_source"),
            ({"review_by": date(2030, 1, 1)}, "review_too_late"),
        ],
    )  # fmt: skip
    def test_nor_says_anything_that_a_file_could_not(
        self, store: Store, policy: Policy, people: People, values: dict[str, Any], code: str
    ) -> None:
        with pytest.raises(Invalid) as invalid:
            ask(store, policy, people.sari, **values)
        assert code in invalid.value.code or any(code in each for each in invalid.value.findings)

    def test_what_is_listed_is_not_listed_twice(self, store: Store, policy: Policy, people: People) -> None:
        listed(store)
        with pytest.raises(Invalid, match="already_listed"):
            ask(store, policy, people.sari, "https://kabar.example/1")


class TestMilder:
    @pytest.mark.parametrize(("act", "left"), [(suspend, 1), (retract, 0)])
    def test_one_person_at_once_and_somebody_looks_again(
        self, store: Store, policy: Policy, people: People, act: Any, left: int
    ) -> None:
        id_ = listed(store)
        act(store, policy, people.sari, id_, 1, "Pemeriksa meralat.", NOW)
        assert level(store, id_) == left
        with store.reading() as session:
            case = session.scalars(select(Case)).one()
        assert (case.kind, case.listing_id, case.status, case.details["by"]) == (
            "second_look",
            id_,
            "open",
            people.sari,
        )

    def test_who_made_it_milder_is_not_who_looks_again(self, store: Store, policy: Policy, people: People) -> None:
        id_ = listed(store)
        retract(store, policy, people.sari, id_, 1, "Pemeriksa meralat.", NOW)
        with store.reading() as session:
            case = session.scalars(select(Case)).one()
        assert why(close, store, policy, people.sari, case.id, 1, "done", "Betul.", NOW) is Why.OWN_LOWERING
        close(store, policy, people.tono, case.id, 1, "done", "Betul.", NOW)

    @pytest.mark.parametrize("from_the_case", [False, True])
    def test_of_two_who_made_it_milder_neither_looks_for_the_other(
        self, store: Store, policy: Policy, people: People, from_the_case: bool
    ) -> None:
        id_ = listed(store)
        lower(store, policy, people.sari, id_, 1, 2, "Temuannya lebih lunak.", NOW)
        with store.reading() as session:
            seen = session.scalars(select(Case)).one()
        lower(store, policy, people.tono, id_, 2, 1, "Masih terlalu kuat.", NOW + 1, seen.id if from_the_case else None)
        with store.reading() as session:
            case = session.scalars(select(Case)).one()
        assert (case.id, case.status) == (seen.id, "open"), "one case, and it is nobody's of the two to close"
        for who in (people.sari, people.tono):
            assert why(close, store, policy, who, case.id, case.version, "done", "Betul.", NOW + 2) is Why.OWN_LOWERING
        created = people.add("baru", "moderator", created_by=people.sari)
        assert why(close, store, policy, created, case.id, case.version, "done", "Betul.", NOW + 2) is Why.KIN
        with pytest.raises(Conflict):
            close(store, policy, people.budi, case.id, seen.version, "done", "Betul.", NOW + 2)
        with pytest.raises(Invalid, match="outcome: unfit"):
            close(store, policy, people.budi, case.id, case.version, "not_listed", "Betul.", NOW + 3)
        close(store, policy, people.budi, case.id, case.version, "done", "Betul.", NOW + 3)

    def test_lowering_has_a_reason_and_lowers(self, store: Store, policy: Policy, people: People) -> None:
        id_ = listed(store, level=2)
        with pytest.raises(Invalid, match="reason"):
            lower(store, policy, people.sari, id_, 1, 1, " ", NOW)
        assert why(lower, store, policy, people.sari, id_, 1, 2, "Sama saja.", NOW) is Why.NOT_LOWER
        assert why(lower, store, policy, people.reporter, id_, 1, 1, "Keliru.", NOW) is Why.ROLE
        lower(store, policy, people.sari, id_, 1, 1, "Keliru.", NOW)
        assert told(store) == [("list", 2), ("amend", 1)]

    def test_a_claim_goes_with_everything_that_is_listed_with_it(
        self, store: Store, policy: Policy, people: People
    ) -> None:
        add(store, claim(), listing(), listing(key="url:kabar.example/2"))
        lower_claim(store, policy, people.sari, "klaim-uji-2026", 1, 1, "Sebagian benar.", NOW)
        withdrawn = withdraw_claim(store, policy, people.sari, "klaim-uji-2026", 2, "Pemeriksa mencabutnya.", NOW)
        assert told(store)[2:] == [("amend", 1), ("amend", 1), ("retract", 0), ("retract", 0)]
        back = undo(store, policy, people.tono, withdrawn.event, "Ternyata tidak dicabut.", NOW + 1)
        assert back.applied
        assert told(store)[6:] == [("amend", 1), ("amend", 1)]

    def test_a_claim_comes_back_though_its_words_changed_since(
        self, store: Store, policy: Policy, people: People
    ) -> None:
        add(store, claim(), listing())
        withdrawn = withdraw_claim(store, policy, people.sari, "klaim-uji-2026", 1, "Pemeriksa mencabutnya.", NOW)
        rewrite(store, policy, people.sari, "klaim-uji-2026", 2, {"text_en": "Clearer words."}, "Lebih jelas.", NOW + 1)
        asked = undo(store, policy, people.sari, withdrawn.event, "Ternyata tidak dicabut.", NOW + 2)
        assert (asked.applied, asked.why) == (False, Why.LEVEL_3)
        approve(store, policy, people.budi, asked.proposal_id or 0, 1, "Setuju.", NOW + 3)
        assert told(store)[1:] == [("retract", 0), ("amend", 3)]

    def test_restoring_a_warning_page_needs_two_again(self, store: Store, policy: Policy, people: People) -> None:
        id_ = listed(store)
        retract(store, policy, people.sari, id_, 1, "Keliru.", NOW)
        asked = restore_listing(store, policy, people.tono, id_, 2, "Tidak keliru.", NOW)
        assert asked.why is Why.LEVEL_3
        approve(store, policy, people.budi, asked.proposal_id or 0, 1, "Setuju.", NOW)
        assert level(store, id_) == 3

    def test_raising_one_listing_leaves_the_others_where_they_are(
        self, store: Store, policy: Policy, people: People
    ) -> None:
        add(store, claim(level=1), listing(level=3), listing(key="url:kabar.example/2", level=3))
        with store.reading() as session:
            first, second = session.scalars(select(Listing.id).order_by(Listing.id))
        done = raise_listing(store, policy, people.sari, first, 1, 2, "Lebih parah.", NOW)
        assert done.applied
        assert (level(store, first), level(store, second)) == (2, 1)


class TestProvisional:
    def put(self, store: Store, policy: Policy, people: People, asked: Done) -> Done:
        return put_provisionally(store, policy, people.sari, asked.proposal_id or 0, 1, "Menyebar cepat.", NOW)

    def test_a_day_on_one_person_s_word_and_then_it_lapses(self, store: Store, policy: Policy, people: People) -> None:
        asked = ask(store, policy, people.sari)
        self.put(store, policy, people, asked)
        id_ = asked.listing_ids[0]
        assert level(store, id_, NOW + DAY - 1) == 3
        assert level(store, id_, NOW + DAY) is None
        assert lapse(store, NOW + DAY - 1) == 0
        assert lapse(store, NOW + DAY) == 1
        assert lapse(store, NOW + DAY) == 0
        assert told(store) == [("list", 3), ("expire", None)]

    def test_the_second_person_makes_it_last_also_after_it_lapsed(
        self, store: Store, policy: Policy, people: People
    ) -> None:
        asked = ask(store, policy, people.sari)
        self.put(store, policy, people, asked)
        lapse(store, NOW + DAY)
        approve(store, policy, people.budi, asked.proposal_id or 0, 2, "Setuju.", NOW + DAY + 60)
        assert level(store, asked.listing_ids[0], NOW + 3 * DAY) == 3

    def test_what_was_in_force_comes_back(self, store: Store, policy: Policy, people: People) -> None:
        id_ = listed(store, level=2)
        asked = raise_listing(store, policy, people.sari, id_, 1, 3, "Lebih parah.", NOW)
        self.put(store, policy, people, asked)
        assert level(store, id_) == 3
        lapse(store, NOW + DAY)
        assert level(store, id_, NOW + DAY) == 2

    def test_never_twice_for_a_key(self, store: Store, policy: Policy, people: People) -> None:
        asked = ask(store, policy, people.sari)
        self.put(store, policy, people, asked)
        lapse(store, NOW + DAY)
        reject(store, policy, people.budi, asked.proposal_id or 0, 2, "Tidak.", NOW + DAY)
        again = list_addresses(
            store, policy, people.sari, new_claim(id="klaim-lain-2026"), [Address(URL)], "Lagi.", NOW + DAY
        )
        assert (
            why(put_provisionally, store, policy, people.sari, again.proposal_id, 1, "Lagi.", NOW + DAY)
            is Why.PROVISIONAL_TWICE
        )

    def test_the_kpu_s_contradiction_on_how_to_vote_carries_it(
        self, store: Store, policy: Policy, people: People
    ) -> None:
        values = {
            "checks": (Check("kpu", "https://www.kpu.go.id/berita/baca/1", "Tidak benar", "false", date(2026, 9, 20)),),
            "statement_id": "KPU menyatakan klaim ini tidak benar. Baca keterangannya.",
            "statement_en": "KPU says that this claim is not true. Read what it says.",
        }  # fmt: skip
        asked = ask(store, policy, people.sari, about=("hari-pemungutan-suara",), **values)
        self.put(store, policy, people, asked)
        assert level(store, asked.listing_ids[0]) == 3
        assert (
            why(lambda: ask(store, policy, people.sari, "https://kabar.example/2", id="kpu-sendiri-2026", **values))
            is Why.UNSUPPORTED
        )

    def test_what_was_taken_back_does_not_come_back_for_a_day(
        self, store: Store, policy: Policy, people: People
    ) -> None:
        id_ = listed(store)
        done = retract(store, policy, people.tono, id_, 1, "Keliru.", NOW)
        for ask_back in (
            lambda: undo(store, policy, people.sari, done.event, "Tidak keliru.", NOW),
            lambda: restore_listing(store, policy, people.sari, id_, 2, "Tidak keliru.", NOW),
        ):
            asked = ask_back()
            assert why(self.put, store, policy, people, asked) is Why.LEVEL_3
            withdraw(store, policy, people.sari, asked.proposal_id or 0, 1, "Batal.", NOW)
        assert level(store, id_) == 0

    def test_retracting_it_wins_over_the_proposal(self, store: Store, policy: Policy, people: People) -> None:
        asked = ask(store, policy, people.sari)
        self.put(store, policy, people, asked)
        id_ = asked.listing_ids[0]
        retract(store, policy, people.tono, id_, version(store, id_), "Keliru.", NOW + 1)
        with pytest.raises(Conflict):
            approve(store, policy, people.budi, asked.proposal_id or 0, 2, "Setuju.", NOW + 2)
        assert level(store, id_) == 0


class TestUndo:
    def test_a_listing_is_taken_back_with_one_act_and_both_stay(
        self, store: Store, policy: Policy, people: People
    ) -> None:
        done = ask(store, policy, people.sari, level=2)
        undone = undo(store, policy, people.tono, done.event, "Salah alamat.", NOW + 1)
        assert undone.applied
        assert told(store) == [("list", 2), ("remove", None)]
        with store.reading() as session:
            assert [session.get_one(Event, each).action for each in (done.event, undone.event)] == [
                "listing.listed", "listing.undone",
            ]  # fmt: skip
            assert session.get_one(Event, undone.event).undoes == done.event

    def test_an_undo_can_be_undone(self, store: Store, policy: Policy, people: People) -> None:
        id_ = listed(store, level=2)
        lowered = lower(store, policy, people.sari, id_, 1, 1, "Keliru.", NOW)
        back = undo(store, policy, people.tono, lowered.event, "Tidak keliru.", NOW + 1)
        assert level(store, id_) == 2
        undo(store, policy, people.sari, back.event, "Keliru juga.", NOW + 2)
        assert level(store, id_) == 1

    def test_what_would_warn_again_waits_for_the_second_person(
        self, store: Store, policy: Policy, people: People
    ) -> None:
        id_ = listed(store)
        done = retract(store, policy, people.sari, id_, 1, "Keliru.", NOW)
        asked = undo(store, policy, people.sari, done.event, "Ternyata tidak.", NOW + 1)
        assert (asked.applied, asked.why) == (False, Why.LEVEL_3)
        assert level(store, id_) == 0
        approve(store, policy, people.budi, asked.proposal_id or 0, 1, "Setuju.", NOW + 2)
        assert level(store, id_) == 3
        with store.reading() as session:
            assert session.scalars(select(Event.undoes).where(Event.undoes.is_not(None))).one() == done.event

    def test_a_later_decision_is_named(self, store: Store, policy: Policy, people: People) -> None:
        id_ = listed(store)
        first = lower(store, policy, people.sari, id_, 1, 2, "Lebih ringan.", NOW)
        later = lower(store, policy, people.tono, id_, 2, 1, "Lebih ringan lagi.", NOW + 5)
        with pytest.raises(Conflict) as conflict:
            undo(store, policy, people.sari, first.event, "Keliru.", NOW + 6)
        earlier = conflict.value.earlier
        assert earlier is not None
        assert (earlier.seq, earlier.by) == (later.event, people.tono)

    def test_taking_back_a_clearing_below_a_warned_site_is_raising(
        self, store: Store, policy: Policy, people: People
    ) -> None:
        add(store, claim(verdict="imposter", imitates="kpu.go.id", reason_code="imposter_of_official"),
            listing(key="domain:kpu-resmi.example", domain="kpu-resmi.example"))  # fmt: skip
        cleared = new_claim(verdict="true", level=0, checks=(
            Check("turnbackhoax", "https://turnbackhoax.id/2026/09/20/benar", "BENAR", "true", date(2026, 9, 20)),
        ))  # fmt: skip
        address = [Address("https://kpu-resmi.example/arsip")]
        done = list_addresses(store, policy, people.sari, cleared, address, "Halaman ini benar.", NOW)
        assert level(store, done.listing_ids[0]) == 0
        asked = undo(store, policy, people.tono, done.event, "Ternyata tidak.", NOW)
        assert (asked.applied, asked.why) == (False, Why.LEVEL_3)

    def test_nothing_is_undone_twice(self, store: Store, policy: Policy, people: People) -> None:
        id_ = listed(store, level=2)
        done = lower(store, policy, people.sari, id_, 1, 1, "Keliru.", NOW)
        undo(store, policy, people.tono, done.event, "Tidak.", NOW + 1)
        with pytest.raises(Conflict):
            undo(store, policy, people.tono, done.event, "Tidak.", NOW + 2)

    def test_what_a_sync_proposed_is_taken_back_with_one_act(
        self, store: Store, policy: Policy, people: People
    ) -> None:
        add(store, claim(level=1), listing(level=3))
        payload = {"claim": "klaim-uji-2026", "file": "claims/2026/klaim-uji-2026.yaml", "synced": None, "version": 1,
                   "parts": ["level"], "listings": {}, "state": {"level": 3}}  # fmt: skip
        add(
            store,
            Proposal(kind="sync", payload=payload, reason="Berkas berubah.", why_second="level_3", proposed_at=NOW),
        )
        done = approve(store, policy, people.budi, 1, 1, "Setuju.", NOW)
        assert level(store, 1) == 3
        undo(store, policy, people.sari, done.event, "Berkasnya keliru.", NOW + 1)
        assert level(store, 1) == 1

    def test_a_rejection_is_taken_back(self, store: Store, policy: Policy, people: People) -> None:
        asked = ask(store, policy, people.sari)
        done = reject(store, policy, people.budi, asked.proposal_id or 0, 1, "Tidak.", NOW)
        undo(store, policy, people.budi, done.event, "Saya keliru membaca.", NOW + 1)
        with store.reading() as session:
            assert session.get_one(Proposal, asked.proposal_id).status == "open"
            assert session.get_one(Case, asked.case_id).status == "waiting"

    def test_what_is_no_decision_is_not_undone(self, store: Store, policy: Policy, people: People) -> None:
        listed(store)
        with pytest.raises(Invalid):
            undo(store, policy, people.sari, 1, "Coba.", NOW)
        with pytest.raises(NotFound):
            undo(store, policy, people.sari, 999, "Coba.", NOW)


class TestRewriting:
    def test_words_change_at_once(self, store: Store, policy: Policy, people: People) -> None:
        id_ = listed(store, level=2)
        rewrite(
            store,
            policy,
            people.sari,
            "klaim-uji-2026",
            1,
            {"text_id": "Bantuan dibagikan lewat tautan."},
            "Ejaan.",
            NOW,
        )
        assert level(store, id_) == 2

    def test_a_stronger_verdict_waits(self, store: Store, policy: Policy, people: People) -> None:
        add(store, claim(level=1, verdict="mixed", reason_code="partly_true"), listing(level=3))
        values = {"verdict": "false", "level": 3}
        asked = rewrite(store, policy, people.sari, "klaim-uji-2026", 1, values, "Cek baru.", NOW)
        assert asked.why is Why.LEVEL_3
        assert told(store) == [("list", 1)]

    def test_a_check_is_added_and_the_lint_reads_it(self, store: Store, policy: Policy, people: People) -> None:
        listed(store)
        check = Check("tempo-cek-fakta", "https://tempo.co/cekfakta/1", "Keliru", "false", date(2026, 9, 20))
        add_check(store, policy, people.sari, "klaim-uji-2026", 1, check, "Pemeriksa kedua.", NOW)
        with pytest.raises(Invalid):
            add_check(store, policy, people.sari, "klaim-uji-2026", 2, check, "Dua kali.", NOW)
        with pytest.raises(Conflict):
            add_check(store, policy, people.sari, "klaim-uji-2026", 1, check, "Terlambat.", NOW)
