"""What changed between a preview and the moment at which an import comes into force is judged anew, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from tests.support.batches import CLAIM, PAGES, POLICY, Desk, Interrupted
from tests.support.chains import assert_audit_finds_nothing, assert_chains_hold
from tests.support.desk import NOW, add, claim, listing

from cektautan.blocklists.protected import ProtectedName, ProtectedNames
from cektautan.desk.imports import applying, putting_in_force, rejudging, staging
from cektautan.desk.policy import Policy
from cektautan.desk.rules.elections import Elections, Window
from cektautan.store.models import Batch, Claim, Listing, Review
from cektautan.store.transaction import Store

OTHER = "klaim-lain-2026"
NEW_CLAIM = (
    "subject,claim_text,claim_text_en,verdict,level,source,review_url,rating,review_date\n"
    "https://kabar.example/{page},Surat suara tercoblos.,Ballots were marked.,{verdict},2,turnbackhoax,"
    "https://turnbackhoax.id/{page},SALAH,2026-09-01\n"
)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def with_names(*more: ProtectedName) -> Policy:
    """Return the rules that the project ships, with further names."""
    names = ProtectedNames(list(more))
    return replace(POLICY, reference=replace(POLICY.reference, names=names))


def acts(desk: Desk, id_: int) -> dict[str, tuple[str | None, str | None]]:
    return {row.key or "": (row.act, row.problem) for row in desk.rows(id_)}


def applied(desk: Desk, text: str, meanwhile: Callable[[], None], **form: str) -> int:
    """Have a list applied by one person, with something decided after it was asked for."""
    id_ = desk.preview(text, **form)
    desk.ask(id_)
    meanwhile()
    desk.run(chunk=2)
    assert desk.batch(id_).status == "applied"
    assert_chains_hold(desk.store)
    assert_audit_finds_nothing(desk.store, NOW)
    return id_


def test_what_an_objection_cleared_meanwhile_is_not_listed(desk: Desk) -> None:
    id_ = applied(
        desk,
        PAGES,
        lambda: add(
            desk.store, claim(OTHER),
            listing(OTHER, "url:kabar.example/1", status="retracted", immune_until=date(2026, 12, 1)),
        ),
    )  # fmt: skip
    assert acts(desk, id_)["url:kabar.example/1"] == ("refused", "immune")
    assert {act for act, _ in acts(desk, id_).values()} == {"added", "refused"}
    assert desk.batch(id_).counts["refused"] == 1
    assert desk.told().count(("list", 2)) == 4


def test_what_was_found_to_be_a_check_meanwhile_is_not_listed(desk: Desk) -> None:
    def meanwhile() -> None:
        with desk.store.deciding("operator", NOW) as work:
            work.session.add(
                Review(claim_id=CLAIM, source_id="turnbackhoax", url="https://kabar.example/2", rating="SALAH",
                       verdict="false", date=date(2026, 9, 2))
            )  # fmt: skip
            work.record("claim.check_added", ("claim", CLAIM))

    id_ = applied(desk, PAGES, meanwhile)
    assert acts(desk, id_)["url:kabar.example/2"] == ("refused", "review_as_appearance")


@pytest.mark.parametrize("key", ["url:kabar.example/3", "host:kabar.example"])
def test_what_is_in_force_by_another_claim_meanwhile_is_left_alone(desk: Desk, key: str) -> None:
    id_ = applied(desk, PAGES, lambda: add(desk.store, claim(OTHER), listing(OTHER, key)))
    assert acts(desk, id_)["url:kabar.example/3"][0] == "left"
    with desk.store.reading() as session:
        listed = set(session.scalars(select(Listing.key).where(Listing.claim_id == CLAIM)))
    assert "url:kabar.example/3" not in listed
    assert len(listed) == (4 if key.startswith("url:") else 0)


def test_no_line_is_stronger_than_its_claim_is_by_then(desk: Desk) -> None:
    def meanwhile() -> None:
        with desk.store.deciding("account:9", NOW) as work:
            row = work.session.get_one(Claim, CLAIM)
            row.level, row.version = 1, row.version + 1
            work.record("claim.lowered", ("claim", CLAIM))

    id_ = applied(desk, "subject,level\nhttps://kabar.example/1,2\nhttps://kabar.example/2,1\n", meanwhile)
    assert acts(desk, id_) == {
        "url:kabar.example/1": ("refused", "above_claim"),
        "url:kabar.example/2": ("added", None),
    }


@pytest.mark.parametrize(
    ("name", "scope", "code"),
    [
        (ProtectedName("kabar.example", "official", "Kantor."), "", "legitimate_site"),
        (ProtectedName("kabar.example", "shared", "Banyak penghuni.", tenants="path"), "host", "shared_host"),
        (ProtectedName("kabar.example", "popular", "Ramai."), "host", "popular_site"),
    ],
)
def test_a_name_that_is_protected_since_the_preview_is_kept_out(
    desk: Desk, name: ProtectedName, scope: str, code: str
) -> None:
    id_ = desk.preview(f"subject,scope,level\nhttps://kabar.example/1,{scope},2\nhttps://lain.example/1,{scope},2\n")
    if not desk.ask(id_).applied:
        desk.approve(id_)
    applying.apply_agreed(desk.store, with_names(name), NOW)
    assert [(row.act, row.problem) for row in desk.rows(id_)] == [("refused", code), ("added", None)]
    assert desk.told() == [("list", 2)]


def test_what_needs_two_people_by_then_is_not_listed_by_one(desk: Desk) -> None:
    text = "subject,level\nhttps://kabar.example/1,2\n"
    alone, agreed = desk.preview(text), desk.preview(text.replace("/1", "/2"))
    assert desk.ask(alone).applied
    assert desk.ask(agreed).applied
    with desk.store.deciding("operator", NOW) as work:
        # As if a second person had agreed to this one.
        work.session.get_one(Batch, agreed).approved_by = desk.people.budi
    campaign = Window("uji", "Uji", "Test", date(2026, 9, 1), date(2026, 12, 1), frozenset({"bansos"}), (), None)
    applying.apply_agreed(desk.store, replace(POLICY, elections=Elections([campaign])), NOW)
    assert [row.act for row in (*desk.rows(alone), *desk.rows(agreed))] == ["refused", "added"]
    assert desk.rows(alone)[0].problem == "ruling_contestant"


def test_what_was_decided_while_a_batch_was_staged_is_judged_too(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    desk.ask(id_)
    again = rejudging.Again(desk.store, POLICY, id_, NOW)
    while staging.stage_some(desk.store, again, 2):
        pass
    add(desk.store, claim(OTHER), listing(OTHER, "url:kabar.example/1"))
    putting_in_force.put_in_force(desk.store, again)
    assert acts(desk, id_)["url:kabar.example/1"] == ("left", "covered_elsewhere")
    assert desk.told() == [("list", 3)] + [("list", 2)] * 4
    assert_audit_finds_nothing(desk.store, NOW)


def test_what_is_decided_at_the_last_moment_is_judged_too(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    desk.ask(id_)
    again = rejudging.Again(desk.store, POLICY, id_, NOW)
    while staging.stage_some(desk.store, again, 2):
        pass

    def meanwhile() -> None:
        add(
            desk.store, claim(OTHER),
            listing(OTHER, "url:kabar.example/1", status="retracted", immune_until=date(2026, 12, 1)),
        )  # fmt: skip
        with desk.store.deciding("account:9", NOW) as work:
            row = work.session.get_one(Claim, CLAIM)
            row.statement_id, row.version = "TurnBackHoax menilai klaim ini SALAH.", row.version + 1
            work.record("claim.rewritten", ("claim", CLAIM))

    putting_in_force.put_in_force(Interrupted(desk.store, meanwhile), again)
    assert acts(desk, id_)["url:kabar.example/1"] == ("refused", "immune")
    with desk.store.reading() as session:
        assert session.scalars(select(Listing.status).where(Listing.claim_id == CLAIM)).all() == ["active"] * 4
    # The lines that were written out before say what the claim says by now, or the audit would tell.
    assert_audit_finds_nothing(desk.store, NOW)
    assert_chains_hold(desk.store)


def test_a_new_claim_takes_nobody_elses_name(desk: Desk) -> None:
    first = desk.preview(NEW_CLAIM.format(page="a", verdict="false"), claim="")
    second = desk.preview(NEW_CLAIM.format(page="b", verdict="misleading"), claim="")
    assert list(desk.batch(first).claims) == list(desk.batch(second).claims)
    desk.ask(first)
    desk.ask(second)
    desk.run()
    assert [(row.act, row.problem) for row in desk.rows(second)] == [("refused", "claim_taken")]
    assert desk.batch(second).claims == {}
    desk.revert(second)
    with desk.store.reading() as session:
        made = session.get_one(Claim, "surat-suara-tercoblos-2026")
        assert (made.status, made.verdict, len(made.reviews)) == ("active", "false", 1)


def test_a_new_claim_whose_lines_are_all_left_out_does_not_come(desk: Desk) -> None:
    id_ = desk.preview(NEW_CLAIM.format(page="1", verdict="false"), claim="")
    desk.ask(id_)
    again = rejudging.Again(desk.store, POLICY, id_, NOW)
    while staging.stage_some(desk.store, again):
        pass
    putting_in_force.put_in_force(
        Interrupted(desk.store, lambda: add(desk.store, listing(key="url:kabar.example/1"))), again
    )
    with desk.store.reading() as session:
        assert session.get(Claim, "surat-suara-tercoblos-2026") is None
    assert desk.batch(id_).claims == {}
    assert acts(desk, id_) == {"url:kabar.example/1": ("left", "covered_elsewhere")}
