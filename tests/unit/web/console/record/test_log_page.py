"""The log is read by the desk and by auditors, filtered and in pages, and shows what changed as text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.desk import add, add_sources, claim, listing, shipped_policy
from tests.support.people import Desk, Person

from cektautan.desk.decisions.lower import lower
from cektautan.desk.record.log import PAGE
from cektautan.store.models import Listing


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def auditor(desk: Desk) -> Person:
    return desk.person("agus", "auditor")


def record(desk: Desk, actor: str = "system", **values: object) -> int:
    made = {"reason": "Alasan <i>\u202e", "before": {"level": 3}, "after": {"level": 1, "text": "<b>"}}
    with desk.store.deciding(actor, desk.now) as work:
        return work.record("listing.lowered", ("claim", "klaim-1"), **{**made, **values}).seq  # type: ignore[arg-type]


def test_an_entry_says_who_what_why_and_what_changed(desk: Desk, auditor: Person) -> None:
    seq = record(desk, auditor.actor)
    page = auditor.get(f"/meja/catatan/{seq}?lang=id").text
    assert "Agus" in page
    assert "Alasan &lt;i&gt;[U+202E]" in page
    assert re.search(r"<del><bdi>3 · Peringatan</bdi></del></td><td[^>]*><ins><bdi>1 · Catatan</bdi></ins>", page)
    assert "<ins><bdi>&lt;b&gt;</bdi></ins>" in page
    assert 'href="/meja/klaim/klaim-1"' in page
    assert re.search(r"<code[^>]*>[0-9a-f]{64}</code>", page)
    assert "What changed" in auditor.get(f"/meja/catatan/{seq}?lang=en").text


def test_a_reason_that_the_desk_itself_gave_is_told_in_the_language_of_the_page(desk: Desk, auditor: Person) -> None:
    seq = record(desk, reason="No second person approved within the day.")
    for path in ("/meja/catatan", f"/meja/catatan/{seq}"):
        assert "Dalam sehari tidak ada orang kedua yang menyetujui." in auditor.get(f"{path}?lang=id").text
        assert "No second person approved within the day." in auditor.get(f"{path}?lang=en").text


def test_what_was_taken_back_says_by_what(desk: Desk, auditor: Person) -> None:
    seq = record(desk)
    undo = record(desk, undoes=seq)
    assert (
        f'Diurungkan oleh</strong> <a href="/meja/catatan/{undo}">' in auditor.get(f"/meja/catatan/{seq}?lang=id").text
    )
    assert f'Mengurungkan <a href="/meja/catatan/{seq}">' in auditor.get(f"/meja/catatan/{undo}?lang=id").text


def test_filters_stay_while_one_goes_through_pages(desk: Desk, auditor: Person) -> None:
    for _ in range(PAGE + 3):
        record(desk)
    record(desk, auditor.actor)
    page = auditor.get("/meja/catatan?oleh=system&tindakan=listing.lowered").text
    assert page.count('class="bare"') == PAGE
    older = re.search(r'href="([^"]*sebelum=\d+)"', page)
    assert older
    assert "oleh=system" in older[1]
    page = auditor.get(older[1].replace("&amp;", "&") + "&lang=id").text
    assert page.count('class="bare"') == 3
    assert "Ke yang terbaru" in page


def test_a_filter_that_fits_nothing_or_makes_no_sense_is_no_error(desk: Desk, auditor: Person) -> None:
    record(desk)
    assert "Tidak ada catatan yang cocok" in auditor.get("/meja/catatan?nama=tidak-ada&lang=id").text
    assert auditor.get("/meja/catatan?dari=kemarin&sebelum=x").status_code == 200
    assert auditor.get("/meja/catatan?sampai=2026-10-14&dari=2026-10-14").status_code == 200
    assert auditor.get("/meja/catatan/999999").status_code == 404
    assert auditor.get("/meja/catatan/99999999999999999999").status_code == 404


def test_reporters_do_not_read_the_log(desk: Desk) -> None:
    add_sources(desk.store)
    assert desk.person("wati", "reporter").get("/meja/catatan").status_code == 403


@pytest.fixture
def lowered(desk: Desk) -> int:
    """A listing that somebody lowered; the number of the event."""
    add_sources(desk.store)
    add(desk.store, claim(), listing(id=1))
    sari = desk.account("sari", "moderator")
    done = lower(desk.store, shipped_policy(), sari, 1, 1, 2, "Sumbernya meralat.", desk.now)
    return done.event


def level(desk: Desk) -> int:
    with desk.store.reading() as session:
        return session.get_one(Listing, 1).level


def test_undoing_what_made_a_warning_milder_waits_for_a_second_person(desk: Desk, lowered: int) -> None:
    tono = desk.person("tono", "moderator")
    page = tono.get(f"/meja/catatan/{lowered}?lang=id").text
    assert f'action="/meja/catatan/{lowered}/urungkan"' in page
    answer = tono.post(f"/meja/catatan/{lowered}/urungkan", {"reason": "Keliru."})
    assert answer.status_code == 303
    page = tono.get(answer.headers["Location"] + "&lang=id").text
    assert "Mengurungkannya menunggu orang kedua." in page
    assert level(desk) == 2


def test_why_a_decision_was_not_undone_is_told_and_the_reason_stays(desk: Desk, lowered: int) -> None:
    tono = desk.person("tono", "moderator")
    assert "Alasannya belum diisi." in tono.post(f"/meja/catatan/{lowered}/urungkan?lang=id", {"reason": " "}).text
    with desk.store.reading() as session:
        version = session.get_one(Listing, 1).version
    lower(desk.store, shipped_policy(), tono.id, 1, version, 1, "Dicabut <b>.", desk.now)
    answer = tono.post(f"/meja/catatan/{lowered}/urungkan?lang=id", {"reason": "Keliru sekali."})
    assert answer.status_code == 409
    assert "Tono lebih dahulu" in answer.text
    assert "Dicabut &lt;b&gt;." in answer.text
    assert "Keliru sekali." in answer.text


def test_who_only_reads_the_log_undoes_nothing(desk: Desk, auditor: Person, lowered: int) -> None:
    assert "/urungkan" not in auditor.get(f"/meja/catatan/{lowered}").text
    assert auditor.post(f"/meja/catatan/{lowered}/urungkan", {"reason": "x"}).status_code == 403
    assert level(desk) == 2


def test_what_is_no_decision_cannot_be_undone(desk: Desk) -> None:
    tono = desk.person("tono", "moderator")
    seq = record(desk)
    assert "/urungkan" not in tono.get(f"/meja/catatan/{seq}").text
    assert tono.post(f"/meja/catatan/{seq}/urungkan", {"reason": "Keliru."}).status_code == 422
    assert tono.post("/meja/catatan/99999/urungkan", {"reason": "Keliru."}).status_code == 404
