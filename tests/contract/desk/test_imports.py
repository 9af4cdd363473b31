"""A file becomes a preview, a batch in force, and is taken back as one act, on both engines."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from sqlalchemy import select
from tests.support.batches import PAGES, POLICY, Desk
from tests.support.chains import assert_audit_finds_nothing, assert_chains_hold
from tests.support.desk import NOW, ROOT, add, listing
from tests.support.stores import Database

from cektautan.desk.decisions import decide
from cektautan.desk.errors import Conflict, Invalid, Refused
from cektautan.desk.imports import (
    agreeing,
    background,
    choosing,
    rejudging,
    reverting,
    staging,
    uploading,
)
from cektautan.desk.rules.answers import Why
from cektautan.store.models import Batch, BatchRow, Case, Claim, Event, Listing, Proposal
from cektautan.store.transaction import Store


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def test_an_upload_is_read_line_by_line(desk: Desk) -> None:
    add(desk.store, listing(key="url:kabar.example/1", level=2))
    id_ = desk.preview(PAGES + "https://www.kpu.go.id/,1\nhttps://kabar.example/3,1\nhttps://kabar.example/9,7\n")
    batch = desk.batch(id_)
    assert (batch.status, batch.total, batch.done) == ("previewed", 8, 8)
    assert batch.counts == {"new": 4, "covered": 1, "protected": 1, "duplicate": 1, "invalid": 1}
    assert [each["code"] for each in batch.findings["notices"]] == [
        "format_csv", "encoding_utf_8", "delimiter_comma",
    ]  # fmt: skip
    assert [(row.line, row.field, row.problem) for row in desk.rows(id_) if row.verdict == "invalid"] == [
        (9, "level", "unknown_word")
    ]
    assert desk.told() == [("list", 2)]


def test_a_file_that_cannot_be_read_fails_with_words(desk: Desk) -> None:
    id_ = desk.preview('subject\n"terbuka\n')
    batch = desk.batch(id_)
    assert (batch.status, batch.findings) == ("failed", {"refused": {"code": "open_quote", "line": 2}})


def test_what_is_no_list_is_refused_at_the_door(desk: Desk) -> None:
    with pytest.raises(Invalid) as caught:
        uploading.upload(
            desk.store, POLICY, desk.people.sari, name="x", file_name="x.xlsx", data=b"PK\x03\x04xl/", form={}, now=NOW
        )
    assert (caught.value.field, caught.value.code) == ("file", "is_xlsx")
    assert desk.count(Batch) == 0


@pytest.mark.parametrize("who", ["reporter", "auditor", "admin"])
def test_only_who_may_upload_uploads(desk: Desk, who: str) -> None:
    with pytest.raises(Refused) as caught:
        desk.upload(PAGES, by=getattr(desk.people, who))
    assert caught.value.why is Why.ROLE


def test_a_small_batch_is_one_persons_act_and_in_force_at_once(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    assert desk.ask(id_).applied
    assert desk.listings() == {}
    desk.run()
    assert desk.listings() == {f"url:kabar.example/{number}": ("active", 2) for number in range(5)}
    assert desk.told() == [("list", 2)] * 5
    batch = desk.batch(id_)
    assert (batch.status, batch.data) == ("applied", None)
    assert {name: batch.counts[name] for name in ("added", "changed", "left")} == {"added": 5, "changed": 0, "left": 0}
    assert_chains_hold(desk.store)


def test_the_audit_knows_batches(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    desk.ask(id_)
    desk.run(chunk=2)
    assert_audit_finds_nothing(desk.store, NOW)
    desk.revert(id_)
    assert_audit_finds_nothing(desk.store, NOW)
    again = desk.preview(PAGES)
    desk.ask(again)
    desk.run()
    assert_audit_finds_nothing(desk.store, NOW)


def test_nothing_of_a_batch_is_told_before_all_of_it_is(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    desk.ask(id_)
    assert staging.stage_some(desk.store, rejudging.Again(desk.store, POLICY, id_, NOW), 2)
    assert {status for status, _ in desk.listings().values()} == {"staged"}
    assert desk.told() == []
    desk.run(chunk=2)
    assert desk.told() == [("list", 2)] * 5
    assert desk.batch(id_).done == 5


def test_a_large_batch_waits_for_a_second_person(desk: Desk) -> None:
    id_ = desk.preview("subject,level\n" + "".join(f"https://kabar.example/{n},1\n" for n in range(101)))
    done = desk.ask(id_)
    assert (done.applied, done.why) == (False, Why.IMPORT_SIZE)
    desk.run()
    assert desk.listings() == {}
    with pytest.raises(Refused):
        desk.approve(id_, by=desk.people.sari)
    desk.approve(id_)
    desk.run()
    assert len(desk.told()) == 101
    with desk.store.reading() as session:
        proposal = session.scalars(select(Proposal)).one()
        case = session.scalars(select(Case)).one()
        row = session.scalars(select(Listing)).first()
    assert (proposal.status, proposal.decided_by, case.status) == ("approved", desk.people.budi, "closed")
    assert row is not None
    assert (row.proposed_by, row.approved_by) == (desk.people.sari, desk.people.budi)


@pytest.mark.parametrize(
    ("line", "why"),
    [("https://kabar.example/a,,3", Why.LEVEL_3), ("kabar.example,domain,2", Why.WIDE_SCOPE)],
)
def test_one_strong_line_is_enough_for_a_second_person(desk: Desk, line: str, why: Why) -> None:
    id_ = desk.preview(f"subject,scope,level\n{line}\nhttps://kabar.example/b,,1\n")
    assert desk.ask(id_).why is why


def test_lines_that_need_a_second_person_can_be_left_out(desk: Desk) -> None:
    id_ = desk.preview("subject,scope,level\nhttps://kabar.example/a,,3\nhttps://kabar.example/b,,1\n")
    assert choosing.exclude(
        desk.store, POLICY, desk.people.sari, id_, desk.version(id_), NOW, second=True
    ) == 1  # fmt: skip
    assert desk.ask(id_).applied
    desk.run()
    assert set(desk.listings()) == {"url:kabar.example/b"}


def test_a_rejected_batch_keeps_its_preview(desk: Desk) -> None:
    id_ = desk.preview("subject,level\nhttps://kabar.example/a,3\n")
    desk.ask(id_)
    agreeing.reject(desk.store, POLICY, desk.people.budi, id_, desk.version(id_), "Belum.", NOW)
    assert desk.batch(id_).status == "previewed"
    assert desk.ask(id_).why is Why.LEVEL_3


def test_two_who_ask_at_once_are_told_who_was_first(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    version = desk.version(id_)
    agreeing.ask(desk.store, POLICY, desk.people.sari, id_, version, "Satu.", NOW)
    with pytest.raises(Conflict) as caught:
        agreeing.ask(desk.store, POLICY, desk.people.tono, id_, version, "Dua.", NOW)
    assert caught.value.earlier is not None
    assert caught.value.earlier.by == desk.people.sari


def test_an_old_preview_is_not_applied(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    desk.now += 25 * 3600
    with pytest.raises(Invalid) as caught:
        desk.ask(id_)
    assert caught.value.code == "old_preview"


def test_what_was_decided_since_the_preview_is_left_alone(desk: Desk) -> None:
    add(desk.store, listing(key="url:kabar.example/0", level=3))
    id_ = desk.preview(PAGES)
    desk.ask(id_)
    with desk.store.deciding("account:9", NOW) as work:
        row = work.session.scalars(select(Listing)).one()
        row.level, row.version = 1, row.version + 1
        work.record("listing.lowered", ("listing", row.id))
    add(desk.store, listing(key="url:kabar.example/1", level=1))
    desk.run()
    found = desk.listings()
    assert found["url:kabar.example/0"] == ("active", 1)
    assert found["url:kabar.example/1"] == ("active", 1)
    assert found["url:kabar.example/2"] == ("active", 2)
    assert desk.batch(id_).counts["left"] == 2


def test_a_batch_is_taken_back_as_one_act(desk: Desk) -> None:
    add(desk.store, listing(key="url:kabar.example/0", level=1, review_by=date(2027, 8, 1)))
    before = desk.listings()
    id_ = desk.preview(PAGES)
    desk.ask(id_)
    desk.run()
    assert desk.listings()["url:kabar.example/0"] == ("active", 2)
    event = desk.revert(id_)
    found = desk.listings()
    assert found["url:kabar.example/0"] == before["url:kabar.example/0"]
    assert {found[f"url:kabar.example/{number}"][0] for number in range(1, 5)} == {"removed"}
    assert sorted(desk.told()[-5:]) == [("amend", 1)] + [("remove", None)] * 4
    with desk.store.reading() as session:
        applied = session.get_one(Event, event.undoes)
        row = session.scalars(select(Listing).where(Listing.key == "url:kabar.example/0")).one()
    assert (event.action, applied.action) == ("import.reverted", "import.applied")
    assert (row.review_by, row.batch_id) == (date(2027, 8, 1), None)
    assert_chains_hold(desk.store)


def test_what_people_decided_later_stays_when_a_batch_is_taken_back(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    desk.ask(id_)
    desk.run()
    with desk.store.deciding("account:9", NOW) as work:
        row = work.session.scalars(select(Listing).where(Listing.key == "url:kabar.example/3")).one()
        row.level, row.version = 1, row.version + 1
        work.record("listing.lowered", ("listing", row.id))
    desk.revert(id_)
    assert desk.listings()["url:kabar.example/3"] == ("active", 1)
    counts = desk.batch(id_).counts
    assert (counts["removed"], counts["restored"], counts["kept"]) == (4, 0, 1)


def test_restoring_a_warning_page_waits_and_the_rest_is_taken_back_at_once(desk: Desk) -> None:
    add(desk.store, listing(key="url:kabar.example/0", level=3))
    id_ = desk.preview(PAGES)
    desk.ask(id_)
    desk.run()
    desk.revert(id_)
    with desk.store.reading() as session:
        waiting = session.scalars(select(Proposal)).one()
    assert (waiting.why_second, waiting.proposed_by) == (Why.LEVEL_3.value, desk.people.tono)
    assert desk.batch(id_).status == "reverting"
    assert desk.listings()["url:kabar.example/0"] == ("active", 2)
    assert desk.listings()["url:kabar.example/1"][0] == "removed"
    with pytest.raises(Refused):
        reverting.approve_rest(desk.store, POLICY, desk.people.tono, id_, desk.version(id_), "Ya.", NOW)
    reverting.approve_rest(desk.store, POLICY, desk.people.budi, id_, desk.version(id_), "Ya.", NOW)
    assert desk.listings()["url:kabar.example/0"] == ("active", 3)
    assert desk.batch(id_).status == "reverted"
    assert_chains_hold(desk.store)


def test_a_new_claim_comes_and_goes_with_its_batch(desk: Desk) -> None:
    id_ = desk.preview(
        "subject,claim_text,claim_text_en,verdict,level,source,review_url,rating,review_date\n"
        "https://kabar.example/a,Surat suara tercoblos.,Ballots were marked.,false,2,turnbackhoax,"
        "https://turnbackhoax.id/1,SALAH,2026-09-01\n",
        claim="",
    )
    assert list(desk.batch(id_).claims) == ["surat-suara-tercoblos-2026"]
    desk.ask(id_)
    desk.run()
    with desk.store.reading() as session:
        made = session.get_one(Claim, "surat-suara-tercoblos-2026")
        assert (made.status, made.origin, made.text_en) == ("active", "import", "Ballots were marked.")
        assert [review.url for review in made.reviews] == ["https://turnbackhoax.id/1"]
    assert desk.told() == [("list", 2)]
    desk.revert(id_)
    with desk.store.reading() as session:
        assert session.get_one(Claim, "surat-suara-tercoblos-2026").status == "removed"
    assert desk.told() == [("list", 2), ("remove", None)]


def test_a_batch_can_be_applied_again_after_it_was_taken_back(desk: Desk) -> None:
    first = desk.preview(PAGES)
    desk.ask(first)
    desk.run()
    desk.revert(first)
    again = desk.preview(PAGES)
    assert desk.batch(again).counts == {"changed": 5}
    desk.ask(again)
    desk.run()
    assert set(desk.listings().values()) == {("active", 2)}
    assert_chains_hold(desk.store)


def test_a_preview_can_be_thrown_away(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    reverting.discard(desk.store, POLICY, desk.people.sari, id_, desk.version(id_), "Salah berkas.", NOW)
    assert desk.batch(id_).status == "discarded"
    assert desk.count(BatchRow) == 0


def test_a_batch_can_be_decided_on_its_cases_page(desk: Desk) -> None:
    id_ = desk.preview("subject,level\nhttps://kabar.example/a,3\n")
    done = desk.ask(id_)
    decide.reject(desk.store, POLICY, desk.people.budi, done.proposal_id, 1, "Belum.", NOW, done.case_id)
    assert desk.batch(id_).status == "previewed"
    done = desk.ask(id_)
    decide.approve(desk.store, POLICY, desk.people.budi, done.proposal_id, 1, "Setuju.", NOW, done.case_id)
    assert (desk.batch(id_).status, desk.batch(id_).approved_by) == ("applying", desk.people.budi)
    with desk.store.reading() as session:
        agreed = session.scalars(select(Event).where(Event.action == "import.agreed")).one()
    assert agreed.reason == "Setuju.", "the log has the reason of whoever agreed"
    desk.run()
    assert desk.told() == [("list", 3)]
    assert_chains_hold(desk.store)


def test_a_killed_process_loses_nothing_of_a_batch(database: Database) -> None:
    store = database.open()
    desk = Desk(store)
    rows = 90
    id_ = desk.preview("subject,level\n" + "".join(f"https://kabar.example/{n},1\n" for n in range(rows)))
    desk.ask(id_)
    command = [sys.executable, "-m", "tests.contract.desk.apply_slowly", database.url, str(id_), str(NOW)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "staged\n"
        process.kill()
    staged = sum(status == "staged" for status, _ in desk.listings().values())
    assert 5 <= staged < rows
    assert desk.told() == []
    desk.run()
    assert desk.told() == [("list", 1)] * rows
    assert {status for status, _ in desk.listings().values()} == {"active"}
    assert_chains_hold(store)
    store.engine.dispose()


def test_a_file_that_nobody_applied_is_forgotten_after_a_month(desk: Desk) -> None:
    id_ = desk.preview(PAGES)
    background.forget_files(desk.store, NOW + 29 * 86_400)
    assert desk.batch(id_).data is not None
    background.forget_files(desk.store, NOW + 31 * 86_400)
    assert desk.batch(id_).data is None
    assert len(desk.rows(id_)) == 5


def test_a_zero_character_marks_its_line_and_stops_no_other_file(desk: Desk) -> None:
    broken = desk.upload("subject,level\nhttps://kabar.example/\x001,2\nhttps://kabar.example/2,1\n")
    other = desk.preview("subject,level\nhttps://kabar.example/3,1\n")
    assert [desk.batch(each).status for each in (broken, other)] == ["previewed", "previewed"]
    first, second = desk.rows(broken)
    assert (first.problem, first.subject) == ("control_character", "https://kabar.example/1")
    assert second.verdict == "new"


def test_a_batch_that_cannot_be_read_fails_and_the_others_go_on(desk: Desk) -> None:
    broken = desk.upload(PAGES)
    with desk.store.deciding("system", NOW) as work:
        work.session.get_one(Batch, broken).defaults = {"draft": {"no": "draft"}}
    other = desk.preview(PAGES)
    assert (desk.batch(broken).status, desk.batch(other).status) == ("failed", "previewed")
    assert desk.batch(broken).findings == {"refused": {"code": "not_readable"}}


def test_a_batch_that_cannot_be_applied_fails_and_leaves_nothing(desk: Desk) -> None:
    broken, other = desk.preview(PAGES), desk.preview("subject,level\nhttps://kabar.example/z,1\n")
    desk.ask(broken)
    desk.ask(other)
    with desk.store.deciding("system", NOW) as work:
        row = work.session.scalars(select(BatchRow).where(BatchRow.batch_id == broken)).all()[-1]
        row.terms = {**row.terms, "review_by": "no day"}
    desk.run(chunk=2)
    assert (desk.batch(broken).status, desk.batch(other).status) == ("failed", "applied")
    assert desk.listings() == {"url:kabar.example/z": ("active", 1)}


def test_an_old_preview_is_not_approved_either(desk: Desk) -> None:
    id_ = desk.preview("subject,level\nhttps://kabar.example/a,3\n")
    done = desk.ask(id_)
    desk.now += 25 * 3600
    with pytest.raises(Invalid):
        desk.approve(id_)
    with pytest.raises(Invalid):
        decide.approve(desk.store, POLICY, desk.people.budi, done.proposal_id, 1, "Setuju.", desk.now, done.case_id)
    assert desk.batch(id_).status == "waiting"


def test_an_import_does_not_forget_a_days_warning_on_one_persons_word(desk: Desk) -> None:
    add(desk.store, listing(key="url:kabar.example/0", level=1, provisional_until=NOW - 5))
    id_ = desk.preview(PAGES)
    desk.ask(id_)
    desk.run()
    with desk.store.reading() as session:
        row = session.scalars(select(Listing).where(Listing.key == "url:kabar.example/0")).one()
        assert (row.level, row.provisional_until) == (2, NOW - 5)
