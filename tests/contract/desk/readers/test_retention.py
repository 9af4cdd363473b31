"""What has served its purpose is deleted on its day, and not before; the log stays whole and says what went."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import func, select
from tests.support.desk import People
from tests.support.intake import CLAIM, POLICY, RULES, SECRET, START, filing, list_hoax, ticket

from cektautan.core.chain import START as BEGINNING
from cektautan.core.chain import link_hash
from cektautan.core.keys import key_hash
from cektautan.desk.decisions.appeals import decide_appeal
from cektautan.desk.decisions.undo import undo
from cektautan.desk.patrol.noting import open_case
from cektautan.desk.readers import intake, reader_data, retention
from cektautan.desk.readers.reader_data import Erased
from cektautan.desk.readers.retention import DAY, OPEN_CASE_DAYS, REPORT_DAYS, SEEN_DAYS, SESSION_DAYS, UPLOAD_DAYS
from cektautan.desk.readers.tickets import ticket_hash
from cektautan.store.models import (
    Account,
    Appeal,
    Batch,
    Case,
    Event,
    Listing,
    LoginSession,
    PageLook,
    Personal,
    Report,
)
from cektautan.store.transaction import Store

GRACE = POLICY.numbers.limits.written_grace_hours * 3600
ARTICLE = "https://berita.example.co.id/benar"


def write(store: Store, **values: Any) -> str:
    """File a report with text and contact and return its ticket's hash."""
    number = ticket()
    sent = {"url": ARTICLE, "text": "isi rahasia", "contact": "sari@contoh.id", **values}
    intake.file(store, POLICY, filing(ticket=number, **sent), SECRET, START)
    return ticket_hash(number, SECRET)


def close_all(store: Store, now: int = START) -> None:
    with store.deciding("account:1", now) as work:
        for case in work.session.scalars(select(Case)):
            case.status, case.outcome, case.closed_at = "closed", "not_listed", now


def sealed(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count(Personal.id)).where(Personal.sealed.is_not(None))) or 0


def count(store: Store, model: Any) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def assert_whole(store: Store) -> None:
    """Walk the log as `cektautan audit` does."""
    previous = BEGINNING
    with store.reading() as session:
        for number, each in enumerate(session.scalars(select(Event).order_by(Event.seq)), 1):
            members = {column.key: getattr(each, column.key) for column in Event.__table__.columns}
            assert members.pop("hash") == link_hash(members)
            assert (each.seq, each.prev_hash) == (number, previous)
            previous = each.hash


def fields(store: Store) -> list[str]:
    with store.reading() as session:
        return sorted(session.scalars(select(Personal.field).where(Personal.sealed.is_not(None))))


def test_the_contact_goes_when_the_case_closes_and_the_text_two_days_later_and_the_log_says_so(store: Store) -> None:
    write(store)
    list_hoax(store)
    write(store, kind="wrong", url="https://youtu.be/GPdzHkn5M6M")
    retention.run(store, POLICY, START + 10)
    assert sealed(store) == 4
    with store.reading() as session:
        commitments = sorted(session.scalars(select(Personal.commitment)))
    close_all(store)
    retention.run(store, POLICY, START + 20)
    assert fields(store) == ["text", "text"]
    retention.run(store, POLICY, START + GRACE - 1)
    assert fields(store) == ["text", "text"]
    retention.run(store, POLICY, START + GRACE)
    assert sealed(store) == 0
    with store.reading() as session:
        erased = session.execute(select(Personal.field, Personal.salt, Personal.erased_at))
        assert {tuple(each) for each in erased} == {("contact", None, START + 20), ("text", None, START + GRACE)}
        events = session.scalars(select(Event).where(Event.action == "personal.erased"))
        assert sorted(each for event in events for each in json.loads(event.after or "")["commitments"]) == commitments
    assert_whole(store)


def test_a_decision_that_is_taken_back_in_time_finds_what_its_objection_said(store: Store) -> None:
    list_hoax(store)
    write(store, kind="wrong", url="https://youtu.be/GPdzHkn5M6M")
    people = People(store)
    with store.reading() as session:
        version = session.get_one(Case, 1).version
    done = decide_appeal(store, POLICY, people.rina, 1, version, "rejected", "Tetap salah.", "Still false.", START)
    retention.run(store, POLICY, START + GRACE - 60)
    undo(store, POLICY, people.rina, done.event, "Ralatnya belum dibaca.", START + GRACE - 30)
    retention.run(store, POLICY, START + 10 * GRACE)
    assert fields(store) == ["text"], "it is open again, so its text is kept"


def test_they_are_not_kept_for_ever_where_a_case_stays_open(store: Store) -> None:
    write(store)
    retention.run(store, POLICY, START + OPEN_CASE_DAYS * DAY)
    assert sealed(store) == 2
    retention.run(store, POLICY, START + OPEN_CASE_DAYS * DAY + 1)
    assert sealed(store) == 0


def test_a_report_can_be_asked_about_for_half_a_year_and_the_case_keeps_its_number(store: Store) -> None:
    hashed = write(store)
    close_all(store)
    retention.run(store, POLICY, START + REPORT_DAYS * DAY)
    with store.reading() as session:
        assert reader_data.held(session, store.sealer, hashed, START, RULES) is not None
    retention.run(store, POLICY, START + REPORT_DAYS * DAY + 1)
    assert (count(store, Report), count(store, Personal)) == (0, 0)
    with store.reading() as session:
        assert session.scalars(select(Case)).one().report_count == 1


def addresses(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(each.url, each.key) for each in session.scalars(select(Case).order_by(Case.id))]


def test_the_address_of_a_case_that_listed_nothing_goes_with_its_reports(store: Store) -> None:
    write(store)
    intake.file(store, POLICY, filing(url="https://youtu.be/GPdzHkn5M6M"), SECRET, START)
    list_hoax(store)
    intake.file(store, POLICY, filing(url="https://lain.example.id/buka"), SECRET, START)
    with store.deciding("account:1", START) as work:
        for case in work.session.scalars(select(Case).where(Case.id < 3)):
            case.status, case.outcome, case.closed_at = "closed", "not_listed", START
    before = addresses(store)
    retention.run(store, POLICY, START + REPORT_DAYS * DAY)
    assert addresses(store) == before
    retention.run(store, POLICY, START + REPORT_DAYS * DAY + 1)
    hashed = f"sha256:{key_hash(before[0][1]).hex()}"
    assert addresses(store) == [("", hashed), *before[1:]]
    retention.run(store, POLICY, START + REPORT_DAYS * DAY + 2)
    assert addresses(store)[0] == ("", hashed)


def test_an_erased_address_goes_at_once_where_nobody_else_sent_it_and_it_is_not_listed(store: Store) -> None:
    first, second = write(store), write(store)
    before = addresses(store)
    assert reader_data.erase(store, "operator", first, START) == Erased(
        ["contact", "text", "report", "ticket"], ["address"]
    )
    assert addresses(store) == before
    done = reader_data.erase(store, "operator", second, START)
    assert done is not None
    assert (done.went[-1], done.kept) == ("address", [])
    hashed = ("", f"sha256:{key_hash(before[0][1]).hex()}")
    assert addresses(store) == [hashed]
    reader_data.erase(store, "operator", write(store), START)
    assert addresses(store) == [hashed, hashed], "and may be sent and erased again"
    listed = write(store, url="https://youtu.be/GPdzHkn5M6M")
    list_hoax(store)
    done = reader_data.erase(store, "operator", listed, START)
    assert done is not None
    assert done.kept == ["address"]
    assert_whole(store)


def test_an_objection_stays_without_what_was_written(store: Store) -> None:
    list_hoax(store)
    write(store, kind="wrong", url="https://youtu.be/GPdzHkn5M6M")
    close_all(store)
    retention.run(store, POLICY, START + 10 * REPORT_DAYS * DAY)
    assert (count(store, Appeal), sealed(store)) == (1, 0)


def test_sign_ins_go_a_month_after_they_ended(store: Store) -> None:
    with store.deciding("operator", START) as work:
        work.session.add(Account(id=1, login="sari", name="Sari", recovery_hashes=[], preferences={}, created_at=START))
        work.session.flush()
        for number, (expires, revoked) in enumerate(
            [(START, None), (START + 90 * DAY, START), (START + 90 * DAY, None)]
        ):
            work.session.add(
                LoginSession(
                    account_id=1, token_hash=f"{number:064d}", created_at=START, seen_at=START, expires_at=expires,
                    revoked_at=revoked,
                )
            )  # fmt: skip
    retention.run(store, POLICY, START + SESSION_DAYS * DAY)
    assert count(store, LoginSession) == 3
    retention.run(store, POLICY, START + SESSION_DAYS * DAY + 1)
    assert count(store, LoginSession) == 1


def test_uploads_go_with_their_import_or_after_a_month(store: Store) -> None:
    with store.deciding("operator", START) as work:
        for status in ("applied", "failed", "previewed", "applying"):
            work.session.add(
                Batch(
                    name=status, file_name="a.csv", file_sha256="0" * 64, data=b"a,b", status=status, uploaded_at=START
                )
            )

    def left(now: int) -> set[str]:
        retention.run(store, POLICY, now)
        with store.reading() as session:
            return {each.name for each in session.scalars(select(Batch).where(Batch.data.is_not(None)))}

    # What failed can be tried again for as long.
    assert left(START + UPLOAD_DAYS * DAY) == {"previewed", "failed", "applying"}
    assert left(START + UPLOAD_DAYS * DAY + 1) == {"applying"}


def test_many_are_erased_a_few_hundred_at_a_time(store: Store) -> None:
    for _ in range(3):
        write(store)
    close_all(store)
    retention.run(store, POLICY, START + GRACE)
    with store.reading() as session:
        assert session.scalar(select(func.count(Event.seq)).where(Event.action == "personal.erased")) == 1


def test_what_is_held_is_handed_out_by_the_ticket_and_erased_by_it(store: Store) -> None:
    hashed = write(store, reason="hoax")
    with store.reading() as session:
        held = reader_data.held(session, store.sealer, hashed, START, RULES)
    assert held is not None
    assert held["written"] == {"contact": "sari@contoh.id", "text": "isi rahasia"}
    assert (held["kind"], held["reason"], held["address"], held["state"]) == ("report", "hoax", ARTICLE, "received")
    done = reader_data.erase(store, "operator", hashed, START + 60)
    assert done == Erased(["contact", "text", "report", "ticket", "address"], [])
    assert (count(store, Report), count(store, Personal)) == (0, 0)
    with store.reading() as session:
        assert reader_data.held(session, store.sealer, hashed, START, RULES) is None
    assert reader_data.erase(store, "operator", hashed, START) is None
    assert_whole(store)


def test_an_erased_objection_is_decided_all_the_same(store: Store) -> None:
    list_hoax(store)
    hashed = write(store, kind="wrong", url="https://youtu.be/GPdzHkn5M6M")
    assert reader_data.erase(store, "operator", hashed, START) == Erased(["contact", "text", "ticket"], ["address"])
    with store.reading() as session:
        appeal = session.scalars(select(Appeal)).one()
        assert (appeal.claim_id, appeal.url) == (CLAIM, "")
        assert appeal.ticket_hash != hashed
    assert sealed(store) == 0
    assert_whole(store)


def test_what_a_patrol_saw_goes_half_a_year_after_its_case_and_a_fingerprint_stays(store: Store) -> None:
    side = {"at": START, "title": "Judul", "excerpt": "Kata orang", "address": "https://kabar.example/1",
            "key": "url:kabar.example/1", "words": 9, "fingerprint": "ab12"}  # fmt: skip
    with store.deciding("system", START) as work:
        open_case(work, POLICY, "url:kabar.example/1", "https://kabar.example/1",
                  {"how": "changed", "kept": 3, "before": side, "after": None}, None, None)  # fmt: skip
    retention.run(store, POLICY, START + 10 * SEEN_DAYS * DAY)
    close_all(store, START)
    retention.run(store, POLICY, START + SEEN_DAYS * DAY)
    with store.reading() as session:
        assert session.get_one(Case, 1).details["patrol"]["before"] == side
    retention.run(store, POLICY, START + SEEN_DAYS * DAY + 1)
    with store.reading() as session:
        kept = {"at": START, "words": 9, "fingerprint": "ab12"}
        assert session.get_one(Case, 1).details["patrol"] == {
            "how": "changed",
            "kept": 3,
            "before": kept,
            "after": None,
        }
    assert_whole(store)


def test_what_is_known_of_a_page_goes_with_its_listing_though_no_patrol_runs(store: Store) -> None:
    list_hoax(store)
    with store.reading() as session:
        listed = session.scalars(select(Listing)).all()
    with store.deciding("system", START) as work:
        for key in ("url:hilang.example/1", *(each.key for each in listed)):
            work.session.add(PageLook(key=key, url="https://hilang.example/1", kind="page", next_at=START))
        work.record("test.prepared", ("test", 1))
    retention.run(store, POLICY, START + 1)
    with store.reading() as session:
        assert set(session.scalars(select(PageLook.key))) == {each.key for each in listed}


def test_the_days_are_those_that_operators_are_told(root: Any) -> None:
    document = (root / "docs" / "operations.md").read_text("utf-8")
    table = document[document.index("## What is kept, why, and how long") :]
    said = {
        "what a reader wrote": OPEN_CASE_DAYS, "how to reach a reader": OPEN_CASE_DAYS, "a report:": REPORT_DAYS,
        "sign-ins": SESSION_DAYS, "an uploaded file": UPLOAD_DAYS, "the address and key": REPORT_DAYS,
        "the same of before and after": SEEN_DAYS,
    }  # fmt: skip
    for begins, days in said.items():
        (row,) = [line for line in table.splitlines() if line.startswith(f"| {begins}")]
        assert f"{days} days" in row
    assert f"until {GRACE // 3600} hours after" in table
