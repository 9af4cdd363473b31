"""What the desk cannot do with a batch because of a defect is told, leaves nothing behind, and can be tried again."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select
from tests.support.batches import PAGES, POLICY, Desk, Interrupted
from tests.support.chains import assert_audit_finds_nothing
from tests.support.desk import NOW, add, listing

from cektautan.desk.errors import Conflict
from cektautan.desk.imports import agreeing, background, choosing, reading, reverting, taking_back
from cektautan.desk.rules.answers import Why
from cektautan.store.models import AccountRole, Batch, BatchRow, Claim, Event, Listing, Review
from cektautan.store.transaction import Store

CLAIMS = "subject,claim_text,claim_text_en,verdict,level,source,review_url,rating,review_date\n" + "".join(
    f"https://kabar.example/{n},Surat suara {n} tercoblos.,Ballots {n} were marked.,false,2,turnbackhoax,"
    f"https://turnbackhoax.id/{n},SALAH,2026-09-01\n"
    for n in ("satu", "dua", "tiga")
)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def spoil_last(desk: Desk, id_: int, **values: object) -> None:
    """Write something into the last line of a batch that no code of ours writes."""
    with desk.store.deciding("system", NOW) as work:
        row = work.session.scalars(select(BatchRow).where(BatchRow.batch_id == id_).order_by(BatchRow.id)).all()[-1]
        for name, value in values.items():
            setattr(row, name, value)


def last_event(desk: Desk) -> tuple[str, str, dict[str, object]]:
    with desk.store.reading() as session:
        event = session.scalars(select(Event).order_by(Event.seq.desc()).limit(1)).one()
    return event.action, event.actor, json.loads(event.after or "{}")


def test_a_batch_that_cannot_be_applied_is_told_and_leaves_no_claims(desk: Desk) -> None:
    id_ = desk.preview(CLAIMS, claim="")
    desk.ask(id_)
    spoil_last(desk, id_, terms={**desk.rows(id_)[-1].terms, "listed": "no day"})
    desk.run(chunk=1)
    batch = desk.batch(id_)
    assert (batch.status, batch.findings["failed"]) == ("failed", {"code": "not_applied", "defect": "ValueError"})
    assert last_event(desk) == ("import.failed", "system", {"status": "failed", "defect": "ValueError"})
    assert (desk.listings(), desk.told()) == ({}, [])
    with desk.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Claim).where(Claim.origin == "import")) == 0
        assert session.scalar(select(func.count()).select_from(Review)) == 1
    assert_audit_finds_nothing(desk.store, NOW)


def test_a_batch_that_failed_can_be_tried_again(desk: Desk) -> None:
    id_ = desk.preview(CLAIMS, claim="")
    desk.ask(id_)
    spoil_last(desk, id_, terms={**desk.rows(id_)[-1].terms, "listed": "no day"})
    desk.run(chunk=1)
    reading.reread(desk.store, POLICY, desk.people.sari, id_, desk.version(id_), NOW)
    reading.read_uploads(desk.store, POLICY, NOW)
    assert (desk.batch(id_).status, "failed" in desk.batch(id_).findings) == ("previewed", False)
    assert [row.terms["claim"] for row in desk.rows(id_)] == [
        f"surat-suara-{n}-tercoblos-2026" for n in ("satu", "dua", "tiga")
    ]
    desk.ask(id_)
    desk.run()
    assert desk.told() == [("list", 2)] * 3


def test_a_batch_that_cannot_be_taken_back_stays_and_can_be_asked_for_again(desk: Desk) -> None:
    add(desk.store, listing(key="url:kabar.example/4", level=1))
    id_ = desk.preview(PAGES)
    desk.ask(id_)
    desk.run()
    whole = desk.rows(id_)[-1].before
    spoil_last(desk, id_, before={"level": 1})
    desk.ask_revert(id_)
    taking_back.take_back_asked(desk.store, POLICY, NOW)
    batch = desk.batch(id_)
    assert (batch.status, batch.reverted_by) == ("applied", None)
    assert batch.findings["failed"] == {"code": "not_reverted", "defect": "KeyError"}
    assert last_event(desk) == ("import.revert_failed", "system", {"status": "applied", "defect": "KeyError"})
    assert {status for status, _ in desk.listings().values()} == {"active"}
    spoil_last(desk, id_, before=whole)
    desk.revert(id_)
    assert (desk.batch(id_).status, "failed" in desk.batch(id_).findings) == ("reverted", False)


def test_a_batch_is_not_taken_back_for_somebody_who_may_not_any_more(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    desk.ask(id_)
    desk.run()
    desk.ask_revert(id_)
    with desk.store.deciding("operator", NOW) as work:
        role = work.session.scalars(select(AccountRole).where(AccountRole.account_id == desk.people.tono)).one()
        work.session.delete(role)
    taking_back.take_back_asked(desk.store, POLICY, NOW)
    assert desk.batch(id_).findings["failed"] == {"code": f"ruling_{Why.ROLE}"}
    assert {status for status, _ in desk.listings().values()} == {"active"}


def test_taking_back_is_asked_for_at_once_and_done_in_the_background(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    desk.ask(id_)
    desk.run()
    version = desk.version(id_)
    desk.ask_revert(id_)
    batch = desk.batch(id_)
    assert (batch.status, batch.total, batch.done) == ("taking_back", 5, 0)
    assert {status for status, _ in desk.listings().values()} == {"active"}
    with pytest.raises(Conflict):
        reverting.revert(desk.store, POLICY, desk.people.sari, id_, version, "Juga.", NOW)
    background.run(desk.store, POLICY, NOW)
    assert desk.batch(id_).status == "reverted"
    assert {status for status, _ in desk.listings().values()} == {"removed"}
    with desk.store.reading() as session:
        asked = session.scalars(select(Event).where(Event.action == "import.revert_asked")).one()
        done = session.scalars(select(Event).where(Event.action == "import.reverted")).one()
    assert (asked.actor, done.reason) == (f"account:{desk.people.tono}", asked.reason)


def test_what_is_decided_while_a_batch_is_taken_back_stays(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    desk.ask(id_)
    desk.run()
    desk.ask_revert(id_)

    def meanwhile() -> None:
        with desk.store.deciding("account:9", NOW) as work:
            row = work.session.scalars(select(Listing).where(Listing.key == "url:kabar.example/3")).one()
            row.level, row.version = 1, row.version + 1
            work.record("listing.lowered", ("listing", row.id))

    taking_back.take_back(Interrupted(desk.store, meanwhile), POLICY, id_, NOW)
    assert desk.listings()["url:kabar.example/3"] == ("active", 1)
    counts = desk.batch(id_).counts
    assert (counts["removed"], counts["kept"]) == (4, 1)
    assert desk.told()[-5:] == [("amend", 1)] + [("remove", None)] * 4
    assert_audit_finds_nothing(desk.store, NOW)


def test_an_import_that_one_asks_twice_to_apply_is_applied_once(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    version = desk.version(id_)
    desk.ask(id_)
    desk.run()
    desk.run()
    with pytest.raises(Conflict):
        agreeing.ask(desk.store, POLICY, desk.people.tono, id_, version, "Lagi.", NOW)
    assert desk.told() == [("list", 2)] * 5


def agreed(desk: Desk, id_: int) -> tuple[int | None, int | None]:
    batch = desk.batch(id_)
    return batch.applied_by, batch.approved_by


def test_who_agreed_to_a_batch_that_failed_agreed_to_nothing_of_the_next_try(desk: Desk) -> None:
    id_ = desk.preview("subject,level\nhttps://kabar.example/a,3\nhttps://kabar.example/b,1\n")
    desk.ask(id_)
    desk.approve(id_)
    assert agreed(desk, id_) == (desk.people.sari, desk.people.budi)
    spoil_last(desk, id_, terms={**desk.rows(id_)[-1].terms, "listed": "no day"})
    desk.run()
    assert (desk.batch(id_).status, agreed(desk, id_)) == ("failed", (None, None))
    reading.reread(desk.store, POLICY, desk.people.sari, id_, desk.version(id_), NOW)
    reading.read_uploads(desk.store, POLICY, NOW)
    choosing.exclude(desk.store, POLICY, desk.people.tono, id_, desk.version(id_), NOW, second=True)
    assert desk.ask(id_, by=desk.people.tono).applied
    desk.run()
    with desk.store.reading() as session:
        row = session.scalars(select(Listing)).one()
    assert (row.key, row.proposed_by, row.approved_by) == ("url:kabar.example/b", desk.people.tono, None)


def test_what_an_earlier_release_kept_of_who_agreed_is_not_taken_for_agreement(desk: Desk) -> None:
    id_ = desk.preview(PAGES)

    def keep() -> None:
        with desk.store.deciding("operator", NOW) as work:
            work.session.get_one(Batch, id_).approved_by = desk.people.budi

    keep()
    reading.reread(desk.store, POLICY, desk.people.sari, id_, desk.version(id_), NOW)
    assert agreed(desk, id_) == (None, None)
    reading.read_uploads(desk.store, POLICY, NOW)
    keep()
    assert desk.ask(id_).applied
    assert agreed(desk, id_) == (desk.people.sari, None)
