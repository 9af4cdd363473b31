"""What the desk's pages read gives the same answers on both engines: queue, case, claims, and a pasted link."""

from __future__ import annotations

import datetime

import pytest
from tests.support.desk import NOW, People, add, add_sources, claim, listing, shipped_policy

from cektautan.desk.cases.closing import close
from cektautan.desk.cases.dossier import read_dossier
from cektautan.desk.cases.leasing import claim_case
from cektautan.desk.cases.notes import add_note
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.cases.queue import Asked, after, counts, page_of
from cektautan.desk.claims.shelf import list_claims, read_claim
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.links.paste import look
from cektautan.store.models import Appeal, Report
from cektautan.store.transaction import Store

SOON = datetime.date(2026, 10, 5)


def opened(store: Store, key: str, now: int = NOW, **values: object) -> int:
    with store.deciding("system", now) as work:
        made = {"kind": "report", "url": f"https://{key.partition(':')[2]}", **values}
        return open_or_merge(work, shipped_policy(), key=key, **made).id  # type: ignore[arg-type]


@pytest.fixture
def people(store: Store) -> People:
    add_sources(store)
    add(
        store,
        claim(),
        claim("tps-malam-2026", text_id="TPS dibuka sampai malam.", review_by=datetime.date(2026, 9, 30)),
        listing(key="url:kabar.example/1"),
        listing("tps-malam-2026", "domain:tps.example", level=2, review_by=datetime.date(2026, 9, 30)),
    )
    return People(store)


def test_the_queue_shows_whose_what_is_and_what_is_late(store: Store, people: People) -> None:
    first, second = opened(store, "url:a.example/1"), opened(store, "url:a.example/2", kind="match", lane="checked")
    claim_case(store, shipped_policy(), people.sari, first, NOW)
    late = NOW + 80 * 3600
    with store.reading() as session:
        assert {each.id for each in page_of(session, Asked(), people.sari, NOW).cases} == {first, second}
        assert [each.id for each in page_of(session, Asked("saya"), people.sari, NOW).cases] == [first]
        assert [each.id for each in page_of(session, Asked("bebas"), people.tono, NOW).cases] == [second]
        assert [each.id for each in page_of(session, Asked(kind="match"), people.tono, NOW).cases] == [second]
        assert page_of(session, Asked(), people.tono, NOW).names == {people.sari: "Sari"}
        assert counts(session, people.sari, NOW) == {"": 2, "saya": 1, "bebas": 2, "kedua": 0, "lewat": 0}
        assert counts(session, people.sari, late)["lewat"] == 2
        # What somebody else works on is passed over until their quarter of an hour is over.
        assert after(session, people.tono, second, NOW) is None
        assert after(session, people.tono, second, late) == first


def test_a_case_comes_with_all_that_belongs_to_it(store: Store, people: People) -> None:
    done = list_addresses(store, shipped_policy(), people.sari, "klaim-uji-2026", [Address("https://b.example/1")],
                          "Isinya sama.", NOW)  # fmt: skip
    assert done.case_id
    add_note(store, shipped_policy(), people.sari, done.case_id, "Lihat videonya.", NOW)
    with store.deciding("reader", NOW) as work:
        report = Report(case_id=done.case_id, kind="report", reason_code="hoax", url="https://b.example/1",
                        key="url:b.example/1", filed_at=NOW, ticket_hash="0" * 64)  # fmt: skip
        work.session.add(report)
        work.session.flush()
        work.keep_personal(("report", report.id), {"text": "Ramai di grup.", "contact": "a@b.example"})
        work.record("test.filed", ("report", report.id))
    with store.reading() as session:
        found = read_dossier(session, store.sealer, done.case_id, [], NOW, personal=True)
        assert found is not None
        assert found.claim is not None
        assert [each.source_id for each in found.claim.reviews] == ["turnbackhoax"]
        assert [each.status for each in found.open_proposals] == ["open"]
        assert [each.text for each in found.notes] == ["Lihat videonya."]
        assert found.reasons == {"hoax": 1}
        assert found.reports[0].text == "Ramai di grup."
        assert found.names == {people.sari: "Sari"}
        assert found.history[0].action == "proposal.made"
        hidden = read_dossier(session, store.sealer, done.case_id, [], NOW, personal=False)
        assert hidden is not None
        assert (hidden.reports[0].text, hidden.reports[0].contact) == (None, None)
        assert read_dossier(session, store.sealer, 999, [], NOW, personal=True) is None


def test_a_wave_of_empty_reports_hides_nothing_that_was_written(store: Store, people: People) -> None:
    case_id = opened(store, "url:a.example/1")
    with store.deciding("reader", NOW) as work:
        for number in range(60):
            report = Report(case_id=case_id, kind="report", url="https://a.example/1", key="url:a.example/1",
                            filed_at=NOW, ticket_hash=f"{number:064d}")  # fmt: skip
            work.session.add(report)
            work.session.flush()
            if number < 25:
                work.keep_personal(("report", report.id), {"text": f"Teks {number}."})
            appeal = Appeal(case_id=case_id, claim_id="klaim-uji-2026", key="url:kabar.example/1", url="",
                            appellant="reader", ticket_hash=f"a{number:063d}", filed_at=NOW, ack_due=NOW,
                            decide_due=NOW)  # fmt: skip
            work.session.add(appeal)
        work.record("test.filed", ("case", case_id))
    with store.reading() as session:
        found = read_dossier(session, store.sealer, case_id, [], NOW, personal=True)
    assert found is not None
    assert [each.text for each in found.reports] == [f"Teks {number}." for number in range(24, 4, -1)]
    assert found.written == 25
    assert (len(found.appeals), found.objections) == (50, 60)
    assert found.appeals[0].ticket_hash == f"a{59:063d}", "the newest first"


def test_claims_are_listed_searched_and_opened(store: Store, people: People) -> None:
    with store.reading() as session:
        every = list_claims(session, "", "", 1, SOON)
        assert {(each.id, each.listings, each.due) for each in every.rows} == {
            ("klaim-uji-2026", 1, 0), ("tps-malam-2026", 1, 1),
        }  # fmt: skip
        assert [each.id for each in list_claims(session, "tps mal", "", 1, SOON).rows] == ["tps-malam-2026"]
        assert [each.id for each in list_claims(session, "", "due", 1, SOON).rows] == ["tps-malam-2026"]
        assert list_claims(session, "", "draft", 9, SOON).rows == ()
        folder = read_claim(session, "tps-malam-2026", NOW)
        assert folder is not None
        assert (folder.total, folder.in_force[folder.listings[0].id] is not None) == (1, True)
        assert read_claim(session, "tidak-ada", NOW) is None


def test_a_pasted_link_meets_listings_and_cases(store: Store, people: People) -> None:
    case = opened(store, "url:www2.tps.example/1")
    close(store, shipped_policy(), people.sari, case, 1, "no_check", "Belum ada.", NOW)
    with store.reading() as session:
        found = look(session, shipped_policy().reference, "https://www2.tps.example/1", NOW)
        assert [(each.claim_id, each.level) for each in found.matches] == [("tps-malam-2026", 2)]
        assert [each.outcome for each in found.closed_cases] == ["no_check"]
