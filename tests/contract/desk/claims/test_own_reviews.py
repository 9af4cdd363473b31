"""A check of our own: written by one, published by two, cited while it is published, taken back by one at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select
from tests.support.desk import NOW, People, add, claim, listing

from cektautan.desk.cases.closing import close
from cektautan.desk.claims.own_review_ends import SOURCE, decide_review, withdraw_review
from cektautan.desk.claims.own_review_text import TEXTS, Site, read_written
from cektautan.desk.claims.own_reviews import propose_review, write_review
from cektautan.desk.decisions.decide import approve, reject
from cektautan.desk.errors import Conflict, Invalid, NotFound, Refused
from cektautan.desk.policy import Policy
from cektautan.store.models import Case, Claim, Event, Listing, OwnReview, Proposal, Recusal, Source
from cektautan.store.transaction import Store

SITE = Site("https://tautan.example", "tautan.example", "Meja Uji")
FORM = {
    "title_id": "Tidak ada bantuan lewat tautan", "title_en": "No aid is given by a link", "body_id": "Isi.",
    "body_en": "Body.", "rating": "SALAH", "verdict": "false",
}  # fmt: skip


class Reviews:
    """The use cases with what every test gives them."""

    def __init__(self, store: Store, policy: Policy, people: People) -> None:
        self.store, self.policy, self.people = store, policy, people
        add(store, claim())

    def write(self, who: int, id_: str | None = None, version: int | None = None, **values: str) -> str:
        written = read_written({**FORM, **values})
        return write_review(self.store, self.policy, who, "klaim-uji-2026", written, NOW, id_, version)[0]

    def propose(self, who: int, id_: str, keys: tuple[str, ...] = ()) -> None:
        seen = self.get(id_).version
        propose_review(self.store, self.policy, who, id_, seen, "Siap.", NOW, site=SITE, keys=keys)

    def decide(self, who: int, id_: str, *, approve: bool = True, version: int | None = None) -> None:
        seen = version or self.get(id_).version
        decide_review(self.store, self.policy, who, id_, seen, "Cocok.", NOW, site=SITE if approve else None)

    def withdraw(self, who: int, id_: str) -> None:
        withdraw_review(self.store, self.policy, who, id_, self.get(id_).version, "Keliru.", NOW, site=SITE)

    def get(self, id_: str) -> OwnReview:
        with self.store.reading() as session:
            return session.get_one(OwnReview, id_)

    def cited(self) -> list[tuple[str, str]]:
        with self.store.reading() as session:
            return [(each.source_id, each.url) for each in session.get_one(Claim, "klaim-uji-2026").reviews]

    def all(self, model: Any) -> list[Any]:
        with self.store.reading() as session:
            return list(session.scalars(select(model)))


@pytest.fixture
def reviews(store: Store, policy: Policy, people: People) -> Reviews:
    return Reviews(store, policy, people)


def test_it_takes_two_to_publish_and_then_it_is_cited(reviews: Reviews) -> None:
    sari, budi = reviews.people.sari, reviews.people.budi
    id_ = reviews.write(sari)
    reviews.propose(sari, id_)
    assert reviews.get(id_).status == "proposed"
    assert len(reviews.cited()) == 1
    reviews.decide(budi, id_)
    found = reviews.get(id_)
    assert (id_, found.status, found.written_by, found.approved_by) == ("klaim-uji-2026", "published", sari, budi)
    assert (SOURCE, "https://tautan.example/periksa/klaim-uji-2026") in reviews.cited()
    (own,) = [each for each in reviews.all(Source) if each.id == SOURCE]
    assert (own.kind, own.name, own.can_support_level_3) == ("own", "Meja Uji", False)
    (case,) = reviews.all(Case)
    assert (case.kind, case.status, case.outcome) == ("proposal", "closed", "done")


def test_nobody_approves_their_own_nor_that_of_an_account_they_created(reviews: Reviews) -> None:
    budi = reviews.people.budi
    child = reviews.people.add("anak", "approver", created_by=budi)
    id_ = reviews.write(budi)
    reviews.propose(budi, id_)
    for who, why in ((budi, "own_proposal"), (child, "kin"), (reviews.people.tono, "role")):
        with pytest.raises(Refused) as refused:
            reviews.decide(who, id_)
        assert refused.value.why.value == why
    assert reviews.get(id_).status == "proposed"


def test_who_is_recused_neither_writes_nor_decides(reviews: Reviews) -> None:
    people = reviews.people
    add(
        reviews.store,
        *(Recusal(account_id=who, kind="tag", value="bansos", at=NOW) for who in (people.tono, people.budi)),
    )
    with pytest.raises(Refused):
        reviews.write(people.tono)
    id_ = reviews.write(people.sari)
    reviews.propose(people.sari, id_)
    with pytest.raises(Refused):
        reviews.decide(people.budi, id_)


def test_a_rejected_check_goes_back_to_its_writer(reviews: Reviews) -> None:
    sari, budi = reviews.people.sari, reviews.people.budi
    id_ = reviews.write(sari)
    reviews.propose(sari, id_)
    reviews.decide(budi, id_, approve=False)
    assert reviews.get(id_).status == "draft"
    assert [each.status for each in reviews.all(Proposal)] == ["rejected"]
    reviews.write(sari, id_, reviews.get(id_).version, rating="KELIRU")
    assert reviews.get(id_).rating == "KELIRU"


def test_two_who_decide_get_one_decision(reviews: Reviews) -> None:
    sari, budi = reviews.people.sari, reviews.people.budi
    other = reviews.people.add("dewi", "approver")
    id_ = reviews.write(sari)
    reviews.propose(sari, id_)
    seen = reviews.get(id_).version
    reviews.decide(budi, id_, version=seen)
    with pytest.raises(Conflict) as conflict:
        reviews.decide(other, id_, approve=False, version=seen)
    assert conflict.value.earlier
    assert (conflict.value.earlier.action, conflict.value.earlier.by) == ("own_review.published", budi)


def test_what_others_read_is_taken_back_before_it_is_changed(reviews: Reviews) -> None:
    sari, budi = reviews.people.sari, reviews.people.budi
    id_ = reviews.write(sari)
    reviews.propose(sari, id_)
    reviews.decide(budi, id_)
    with pytest.raises(Refused):
        reviews.write(sari, id_, reviews.get(id_).version)
    reviews.withdraw(reviews.people.tono, id_)
    assert reviews.get(id_).status == "withdrawn"
    assert len(reviews.cited()) == 1
    assert [each.kind for each in reviews.all(Case) if each.status == "open"] == ["second_look"]
    reviews.write(sari, id_, reviews.get(id_).version, body_id="Diperbaiki.")
    reviews.propose(sari, id_)
    reviews.decide(budi, id_)
    assert len(reviews.cited()) == 2


def test_it_can_be_decided_where_all_proposals_are(reviews: Reviews) -> None:
    sari, budi = reviews.people.sari, reviews.people.budi
    id_ = reviews.write(sari)
    reviews.propose(sari, id_)
    (first,) = reviews.all(Proposal)
    reject(reviews.store, reviews.policy, budi, first.id, first.version, "Belum cukup.", NOW)
    reviews.write(sari, id_, reviews.get(id_).version, body_id="Lengkap.")
    reviews.propose(sari, id_)
    second = reviews.all(Proposal)[-1]
    approve(reviews.store, reviews.policy, budi, second.id, second.version, "Setuju.", NOW)
    assert (reviews.get(id_).status, reviews.get(id_).approved_by) == ("published", budi)
    assert len(reviews.cited()) == 2


def test_a_withdrawn_proposal_is_a_draft_again(reviews: Reviews) -> None:
    id_ = reviews.write(reviews.people.sari)
    reviews.propose(reviews.people.sari, id_)
    reviews.withdraw(reviews.people.sari, id_)
    assert reviews.get(id_).status == "draft"
    assert [each.status for each in reviews.all(Proposal)] == ["withdrawn"]
    with pytest.raises(Refused):
        reviews.withdraw(reviews.people.sari, id_)


def test_it_is_whole_and_names_no_listed_address(reviews: Reviews) -> None:
    sari = reviews.people.sari
    add(reviews.store, listing(key="url:kabar.example/1"))
    id_ = reviews.write(sari, body_en="")
    with pytest.raises(Invalid) as missing:
        reviews.propose(sari, id_)
    assert (missing.value.field, missing.value.code) == ("body_en", "empty")
    reviews.write(sari, id_, reviews.get(id_).version)
    with pytest.raises(Invalid) as listed:
        reviews.propose(sari, id_, ("url:kabar.example/1",))
    assert listed.value.code == "names_listed"
    reviews.propose(sari, id_, ("url:lain.example/1",))


def test_each_check_of_a_claim_has_a_name_of_its_own(reviews: Reviews) -> None:
    names = [reviews.write(reviews.people.sari) for _ in range(3)]
    assert names == ["klaim-uji-2026", "klaim-uji-2026-2", "klaim-uji-2026-3"]
    with pytest.raises(NotFound):
        write_review(reviews.store, reviews.policy, reviews.people.sari, "tidak-ada", read_written(FORM), NOW)


def test_the_log_keeps_what_the_second_person_agreed_to_word_by_word(reviews: Reviews) -> None:
    id_ = reviews.write(reviews.people.sari)
    reviews.propose(reviews.people.sari, id_)
    events = {each.action: json.loads(each.after or "{}") for each in reviews.all(Event)}
    assert {name: events["own_review.proposed"][name] for name in TEXTS} == {name: FORM[name] for name in TEXTS}
    assert "body_id" not in events["own_review.written"]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"title_id": " "}, "title_id", "empty"),
        ({"title_en": "a\u202eb"}, "title_en", "unreadable"),
        ({"body_id": "a" * 20_001}, "body_id", "too_long"),
        ({"verdict": "unknown"}, "verdict", "unknown"),
    ],
)
def test_a_text_that_cannot_be_so_is_named(values: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_written({**FORM, **values})
    assert (refused.value.field, refused.value.code) == (field, code)


def test_what_is_left_without_any_check_is_suspended_and_somebody_else_looks(reviews: Reviews) -> None:
    sari, budi = reviews.people.sari, reviews.people.budi
    id_ = reviews.write(sari)
    reviews.propose(sari, id_)
    reviews.decide(budi, id_)
    add(reviews.store, listing(level=2))
    with reviews.store.deciding("operator", NOW) as work:
        held = work.session.get_one(Claim, "klaim-uji-2026")
        held.reviews = [each for each in held.reviews if each.source_id == SOURCE]
        work.record("test.prepared", ("test", 2))
    reviews.withdraw(sari, id_)
    assert [each.status for each in reviews.all(Listing)] == ["suspended"]
    (look,) = [each for each in reviews.all(Case) if each.kind == "second_look"]
    with pytest.raises(Refused, match="own_lowering"):
        close(reviews.store, reviews.policy, sari, look.id, look.version, "done", "Sudah saya lihat.", NOW)
