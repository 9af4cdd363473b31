"""Filing on both engines: once a ticket, one case a key, counted; and no number of objections changes a level."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from tests.support.intake import CLAIM, HOAX, HOAX_KEY, POLICY, RULES, SECRET, START, filing, list_hoax, ticket

from cektautan.desk.readers import intake
from cektautan.desk.readers.tickets import ticket_hash
from cektautan.desk.readers.told import told
from cektautan.store.in_force import in_force
from cektautan.store.models import Appeal, Case, Change, Claim, Event, Listing, Personal, Report
from cektautan.store.transaction import Store

ARTICLE = "https://berita.example.co.id/benar"


def test_the_same_ticket_is_filed_once_whatever_is_sent_with_it(store: Store) -> None:
    number = ticket()
    first = intake.file(store, POLICY, filing(ticket=number, url=ARTICLE), SECRET, START)
    again = intake.file(store, POLICY, filing(ticket=number, url=HOAX, kind="wrong"), SECRET, START + 60)
    assert (first.new, again.new, again.filed_at) == (True, False, START)
    with store.reading() as session:
        assert session.scalar(select(func.count(Report.id))) == 1
        assert session.scalar(select(func.count(Appeal.id))) == 0
        assert session.scalars(select(Case)).one().report_count == 1


def test_reports_of_one_key_join_one_case_whatever_shape_the_link_has(store: Store) -> None:
    for url in (HOAX, "https://m.youtube.com/watch?v=GPdzHkn5M6M&t=9", "https://www.youtube.com/shorts/GPdzHkn5M6M"):
        intake.file(store, POLICY, filing(url=url), SECRET, START)
    with store.reading() as session:
        case = session.scalars(select(Case)).one()
        assert (case.key, case.report_count, case.kind) == (HOAX_KEY, 3, "report")


@pytest.mark.parametrize(
    ("url", "reason", "lane", "claim"),
    [
        (HOAX, "hoax", "checked", CLAIM),
        (ARTICLE, "hoax", "unchecked", None),
        (ARTICLE, "imposter", "imposter", None),
    ],
)
def test_the_lane_says_what_is_known_already(store: Store, url: str, reason: str, lane: str, claim: str | None) -> None:
    list_hoax(store)
    intake.file(store, POLICY, filing(url=url, reason=reason), SECRET, START)
    with store.reading() as session:
        case = session.scalars(select(Case)).one()
        assert (case.lane, case.claim_id) == (lane, claim)


def test_an_objection_to_what_is_listed_is_an_appeal_with_its_clocks(store: Store) -> None:
    listing = list_hoax(store)
    intake.file(store, POLICY, filing(kind="wrong", reason="not_false", text="Ini rekaman saya."), SECRET, START)
    with store.reading() as session:
        appeal = session.scalars(select(Appeal)).one()
        assert (appeal.listing_id, appeal.claim_id, appeal.key) == (listing, CLAIM, HOAX_KEY)
        assert appeal.ack_due == START + 24 * 3600
        assert appeal.decide_due == START + 72 * 3600
        event = session.scalars(select(Event).where(Event.action == "appeal.filed")).one()
        assert event.actor == "reader"
        assert "rekaman" not in (event.after or "")
        assert session.scalars(select(Personal)).one().commitment in (event.after or "")
        assert session.scalar(select(func.count(Report.id))) == 0


def test_a_site_owner_objects_as_the_owner(store: Store) -> None:
    list_hoax(store)
    intake.file(store, POLICY, filing(kind="wrong", **{"as": "owner"}), SECRET, START)
    with store.reading() as session:
        assert session.scalars(select(Appeal)).one().appellant == "owner"


def test_an_objection_from_the_records_own_page_is_against_its_claim(store: Store) -> None:
    list_hoax(store)
    intake.file(store, POLICY, filing(kind="wrong", url=f"https://cek.example/c/{CLAIM}", claim=CLAIM), SECRET, START)
    with store.reading() as session:
        appeal = session.scalars(select(Appeal)).one()
        assert (appeal.claim_id, appeal.listing_id, appeal.key) == (CLAIM, None, f"claim:{CLAIM}")


def test_an_objection_to_what_is_not_listed_is_a_report_that_says_so(store: Store) -> None:
    intake.file(store, POLICY, filing(kind="wrong", url=ARTICLE), SECRET, START)
    with store.reading() as session:
        assert session.scalar(select(func.count(Appeal.id))) == 0
        report = session.scalars(select(Report)).one()
        assert report.kind == "wrong"
        assert session.get_one(Case, report.case_id).kind == "report"


def test_a_thousand_objections_change_no_level_and_make_one_case(store: Store) -> None:
    listing = list_hoax(store)
    for _ in range(1000):
        intake.file(store, POLICY, filing(kind="wrong"), SECRET, START)
    with store.reading() as session:
        found = session.get_one(Listing, listing)
        terms = in_force(found, session.get_one(Claim, CLAIM), START)
        assert terms is not None
        assert terms.level == 3
        assert session.scalar(select(func.count(Case.id))) == 1
        assert session.scalar(select(func.count(Change.seq))) == 1


def test_what_is_told_follows_the_case(store: Store) -> None:
    number = ticket()
    hashed = ticket_hash(number, SECRET)
    intake.file(store, POLICY, filing(ticket=number, url=ARTICLE), SECRET, START)

    def state() -> tuple[str, str | None]:
        with store.reading() as session:
            found = told(session, hashed, START + 10, RULES)
            assert found is not None
            return found.state, found.outcome

    assert state() == ("received", None)
    with store.deciding("system", START + 5) as work:
        case = work.session.scalars(select(Case)).one()
        case.status = "waiting"
    assert state() == ("in_review", None)
    with store.deciding("system", START + 6) as work:
        case = work.session.scalars(select(Case)).one()
        case.status, case.outcome, case.closed_at = "closed", "forwarded", START + 6
    assert state() == ("decided", "forwarded")


def test_a_listed_report_is_told_with_its_reasons_claim_and_level(store: Store) -> None:
    number = ticket()
    intake.file(store, POLICY, filing(ticket=number), SECRET, START)
    list_hoax(store)
    with store.deciding("system", START + 6) as work:
        case = work.session.scalars(select(Case)).one()
        case.status, case.outcome, case.closed_at, case.claim_id = "closed", "listed", START + 6, CLAIM
    with store.reading() as session:
        found = told(session, ticket_hash(number, SECRET), START + 10, RULES)
    assert found is not None
    assert (found.outcome, found.claim, found.level) == ("listed", CLAIM, 3)
    assert found.reasons == {"id": "Alasan uji.", "en": "A test reason."}


def test_an_appeal_is_told_with_the_time_by_which_an_answer_is_owed(store: Store) -> None:
    list_hoax(store)
    number = ticket()
    hashed = ticket_hash(number, SECRET)
    intake.file(store, POLICY, filing(ticket=number, kind="wrong"), SECRET, START)
    with store.reading() as session:
        soon, late = told(session, hashed, START + 60, RULES), told(session, hashed, START + 25 * 3600, RULES)
    assert soon is not None
    assert late is not None
    assert (soon.state, soon.due, soon.overdue, soon.level) == ("received", START + 24 * 3600, False, 3)
    assert late.overdue is True


def test_a_ticket_that_nobody_filed_is_unknown(store: Store) -> None:
    with store.reading() as session:
        assert told(session, ticket_hash(ticket(), SECRET), START, RULES) is None
