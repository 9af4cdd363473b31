"""A check that was found leads to a claim in two steps, and one that changed shows what it was and what can be done."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.support.desk import add, add_sources, claim, listing
from tests.support.harvest import CHECK, FOUND, POST, VIDEO, add_tbh, take
from tests.support.people import Desk, Person

from cektautan.sources.protocol import RatingGiven
from cektautan.store.models import Case, Claim, Finding, Listing, Proposal, Review
from cektautan.web.texts import load

T = load("id")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    add_sources(desk.store)
    add_tbh(desk.store)
    return desk


def case_of(desk: Desk, kind: str = "match") -> Case:
    with desk.store.reading() as session:
        return session.scalars(select(Case).where(Case.kind == kind)).one()


def page_of(desk: Desk, person: Person, kind: str = "match") -> str:
    return person.get(f"/meja/kasus/{case_of(desk, kind).id}?lang=id").text


def field(page: str, name: str) -> str:
    match = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) or re.search(rf'name="{name}"[^>]*>([^<]*)<', page)
    assert match, name
    return match[1]


# A check that was found.


def test_a_case_shows_what_the_publisher_says_and_where_it_appeared(desk: Desk, sari: Person) -> None:
    odd = "https://kabar.example/\u202e<b>x"
    take(desk.store, replace(FOUND, appearances=(POST, odd, "https://www.kpu.go.id/"), flags=("date_ambiguous",)))
    page = page_of(desk, sari)
    assert FOUND.claim in page
    assert "<bdi>SALAH</bdi> → <strong>SALAH</strong>" in page
    assert f'<a href="{CHECK}" rel="noopener noreferrer"><bdi>TurnBackHoax</bdi></a>' in page
    assert "20 September 2026" in page
    assert T["found_flag_date_ambiguous"] in page
    assert "content:facebook:912345678901234" in page
    assert T["desk_finding_legitimate_site"] in page
    assert "<b>x" not in page
    assert f'href="{POST}"' not in page


def test_its_preview_is_the_warning_that_it_would_become(desk: Desk, sari: Person) -> None:
    take(desk.store, FOUND)
    page = page_of(desk, sari)
    assert T["desk_preview_title"] in page
    assert f'<blockquote><p dir="auto">{FOUND.claim}</p></blockquote>\n    <p>' in page


def test_a_rating_that_nobody_knows_is_left_to_the_person(desk: Desk, sari: Person) -> None:
    take(desk.store, replace(FOUND, rating=RatingGiven("KLARIFIKASI")))
    page = page_of(desk, sari)
    assert T["found_verdict_unknown"] in page
    assert T["desk_preview_title"] not in page


def test_a_publisher_that_is_no_source_is_said_to_be_none(desk: Desk, sari: Person) -> None:
    take(desk.store, replace(FOUND, url="https://cek.lain.example/1", publisher="Cek Lain"))
    assert T["found_not_registered"] in page_of(desk, sari)
    assert 'href="/meja/sumber/baru"' not in page_of(desk, sari)
    assert 'href="/meja/sumber/baru"' in page_of(desk, desk.person("admin", "admin", "moderator"))


def test_one_step_fills_every_field_in_and_the_next_lists_all_places(desk: Desk, sari: Person) -> None:
    take(desk.store, replace(FOUND, appearances=(POST, VIDEO, "https://www.kpu.go.id/")))
    case = case_of(desk)
    with desk.store.reading() as session:
        finding = session.scalars(select(Finding)).one()
    page = sari.post("/meja/tempel/temuan?lang=id", {"kasus": str(case.id), "temuan": str(finding.id)}).text
    assert field(page, "teks_id") == FOUND.claim
    assert field(page, "penilaian") == "SALAH"
    assert field(page, "tanggal") == "2026-09-20"
    assert re.search(r'value="turnbackhoax" selected', page)
    assert f'name="juga" value="{VIDEO}" checked' in page
    assert 'name="juga" value="https://www.kpu.go.id/" disabled' in page
    form = {
        "url": POST, "kasus": str(case.id), "muncul": [POST, VIDEO], "juga": [VIDEO], "url_cek": CHECK,
        "teks_id": FOUND.claim, "teks_en": "Cash aid is given out by this link.", "sumber": "turnbackhoax",
        "penilaian": "SALAH", "tanggal": "2026-09-20", "putusan": "false", "tingkat_klaim": "2",
        "alasan_publik_id": field(page, "alasan_publik_id"), "alasan_publik_en": field(page, "alasan_publik_en"),
        "topik": "bansos", "alasan": "Cek faktanya jelas.",
    }  # fmt: skip
    wrong = sari.post("/meja/tempel/baru?lang=id", {**form, "juga": [], "teks_en": ""})
    assert wrong.status_code == 422
    assert f'name="muncul" value="{VIDEO}"' in wrong.text
    assert f'name="juga" value="{VIDEO}"><span' in wrong.text
    answer = sari.post("/meja/tempel/baru", form)
    assert answer.status_code == 303, answer.text
    with desk.store.reading() as session:
        listed = {each.key for each in session.scalars(select(Listing))}
        assert listed == {"content:facebook:912345678901234", "content:youtube:abcdefghijk"}
        assert len(session.scalars(select(Claim).where(Claim.status == "active")).all()) + len(
            session.scalars(select(Proposal)).all()
        ) == 1  # fmt: skip


def test_a_check_that_a_claim_cites_already_is_offered_to_that_claim(desk: Desk, sari: Person) -> None:
    row = claim()
    row.reviews[0].url = CHECK
    add(desk.store, row)
    take(desk.store, FOUND)
    with desk.store.reading() as session:
        finding = session.scalars(select(Finding)).one()
    page = sari.post("/meja/tempel/temuan?lang=id", {"kasus": str(finding.case_id), "temuan": str(finding.id)}).text
    assert 'name="klaim" value="klaim-uji-2026" required checked' in page


def test_a_finding_that_is_none_is_said_to_be_none(sari: Person) -> None:
    assert sari.post("/meja/tempel/temuan", {"temuan": "99"}).status_code == 404


# A check that changed.


@pytest.fixture
def corrected(desk: Desk) -> Desk:
    row = claim()
    row.reviews[0].url = CHECK
    add(desk.store, row, listing(), listing(key="url:kabar.example/2", level=1))
    take(desk.store, FOUND)
    take(desk.store, replace(FOUND, rating=RatingGiven("BENAR")))
    return desk


def test_a_changed_check_is_shown_before_and_after_with_what_rests_on_it(corrected: Desk, sari: Person) -> None:
    page = page_of(corrected, sari, "changed_check")
    assert T["found_how_changed"] in page
    assert '<td class="anywhere" dir="auto">SALAH</td><td class="anywhere" dir="auto">BENAR</td>' in page
    assert T.say("found_told", count=2) in page
    assert T["found_alone"] in page
    assert T["desk_preview_now"] in page
    assert T["desk_case_propose"] not in page
    for value in ("tingkat-2", "tingkat-1", "cabut", "ambil"):
        assert f'name="cek" value="{value}"' in page


@pytest.mark.parametrize(("what", "level", "status"), [("tingkat-1", 1, "active"), ("cabut", 3, "withdrawn")])
def test_the_claim_is_made_milder_from_the_case(
    corrected: Desk, sari: Person, what: str, level: int, status: str
) -> None:
    case = case_of(corrected, "changed_check")
    form = {"versi": str(case.version), "versi_klaim": "1", "cek": what, "alasan_cek": "Penerbit meralat."}
    assert sari.post(f"/meja/kasus/{case.id}/cek-berubah", {**form, "alasan_cek": ""}).status_code == 422
    answer = sari.post(f"/meja/kasus/{case.id}/cek-berubah", form)
    assert answer.status_code == 303
    assert sari.get(answer.headers["Location"]).status_code == 200
    with corrected.store.reading() as session:
        row = session.get_one(Claim, "klaim-uji-2026")
        assert (row.level, row.status) == (level, status)
        assert session.get_one(Case, case.id).status == "closed"
        assert session.scalars(select(Case).where(Case.kind == "second_look")).one().claim_id == row.id


def test_whoever_looks_again_sees_what_was_decided_by_whom_and_what_readers_see_now(
    corrected: Desk, sari: Person
) -> None:
    case = case_of(corrected, "changed_check")
    form = {"versi": str(case.version), "versi_klaim": "1", "cek": "cabut", "alasan_cek": "Penerbit meralat."}
    sari.post(f"/meja/kasus/{case.id}/cek-berubah", form)
    page = page_of(corrected, corrected.person("budi", "approver"), "second_look")
    assert T["desk_lowered_title"] in page
    assert T["log_action_claim_withdrawn"] in page
    assert ("Sari" in page, "Penerbit meralat." in page) == (True, True)
    assert T["desk_preview_now"] in page
    assert T["desk_preview_cleared"] in page
    assert page.count('name="hasil_kasus"') == 1, "nobody reported it, so nobody is told an outcome"
    assert 'name="diteruskan"' not in page
    closed = page_of(corrected, sari, "changed_check")
    assert 'name="cek"' not in closed, "what is withdrawn cannot be made milder"
    assert T["found_means_changed"] not in closed


def test_a_withdrawn_claim_is_taken_back_from_its_own_history(corrected: Desk, sari: Person) -> None:
    case = case_of(corrected, "changed_check")
    form = {"versi": str(case.version), "versi_klaim": "1", "cek": "cabut", "alasan_cek": "Penerbit meralat."}
    sari.post(f"/meja/kasus/{case.id}/cek-berubah", form)
    history = sari.get("/meja/klaim/klaim-uji-2026").text
    entry = re.findall(
        r'href="(/meja/catatan/\d+)">[^<]*</a><p>' + re.escape(T["log_action_claim_withdrawn"]), history
    )[0]
    assert f'action="{entry}/urungkan"' in sari.get(entry).text
    assert sari.post(f"{entry}/urungkan", {"reason": "Ternyata tidak diralat."}).status_code == 303
    with corrected.store.reading() as session:
        asked = session.scalars(select(Proposal).where(Proposal.status == "open")).one()
        assert asked.kind == "undo", "a warning page comes back by two people"


def test_the_second_person_sees_the_words_that_were_proposed(desk: Desk, sari: Person) -> None:
    take(desk.store, FOUND)
    case = case_of(desk)
    with desk.store.reading() as session:
        found = session.scalars(select(Finding)).one()
    filled = sari.post("/meja/tempel/temuan?lang=id", {"kasus": str(case.id), "temuan": str(found.id)}).text
    names = ("url", "url_cek", "penilaian", "tanggal", "teks_id", "alasan_publik_id", "alasan_publik_en")
    typed = {name: field(filled, name) for name in names}
    typed |= {"kasus": str(case.id), "sumber": "turnbackhoax", "putusan": "false", "tingkat_klaim": "3"}
    typed |= {"teks_en": "Cash aid is given out by this link.", "alasan": "Sudah dibaca."}
    answer = sari.post("/meja/tempel/baru?lang=id", typed)
    assert answer.status_code == 303, answer.text
    page = page_of(desk, desk.person("budi", "approver"))
    assert "Cash aid is given out by this link." in page
    assert "20 September 2026" in page


def test_a_new_rating_that_the_claim_does_not_fit_is_refused_and_changes_nothing(corrected: Desk, sari: Person) -> None:
    case = case_of(corrected, "changed_check")
    form = {"versi_klaim": "1", "cek": "ambil", "alasan_cek": "Mengikuti ralat."}
    assert sari.post(f"/meja/kasus/{case.id}/cek-berubah?lang=id", form).status_code == 422
    with corrected.store.reading() as session:
        assert session.scalars(select(Review)).one().verdict == "false"


def test_a_new_rating_that_means_the_same_is_taken_over(corrected: Desk, sari: Person) -> None:
    take(corrected.store, replace(FOUND, rating=RatingGiven("HOAKS")))
    case = case_of(corrected, "changed_check")
    form = {"versi_klaim": "1", "cek": "ambil", "alasan_cek": "Mengikuti ralat."}
    assert sari.post(f"/meja/kasus/{case.id}/cek-berubah", form).status_code == 303
    with corrected.store.reading() as session:
        (proposal,) = session.scalars(select(Proposal))
        # What readers read of a warning at level 3 changes, so a second person looks at it.
        assert proposal.case_id == case.id
        assert proposal.payload["edits"][0]["values"]["reviews"][0]["rating"] == "HOAKS"
        assert session.scalars(select(Review)).one().rating == "SALAH"


def test_a_check_that_is_gone_leaves_only_the_milder_ways(corrected: Desk, sari: Person) -> None:
    case = case_of(corrected, "changed_check")
    with corrected.store.deciding("system", corrected.now) as work:
        row = work.session.get_one(Case, case.id)
        row.details = {**row.details, "how": "gone"}
        work.record("test.prepared", ("case", case.id))
    page = page_of(corrected, sari, "changed_check")
    assert T["found_how_gone"] in page
    assert 'value="ambil"' not in page


def test_whoever_may_lower_nothing_has_no_form_and_is_refused(corrected: Desk) -> None:
    reporter = corrected.person("wati", "reporter")
    case = case_of(corrected, "changed_check")
    assert 'name="cek"' not in page_of(corrected, reporter, "changed_check")
    assert reporter.post(f"/meja/kasus/{case.id}/cek-berubah", {"cek": "cabut"}).status_code == 403
