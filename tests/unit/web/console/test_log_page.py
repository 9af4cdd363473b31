"""The log is read by the desk and by auditors, filtered and in pages, and shows what changed as text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.desk import add_sources
from tests.support.people import Desk, Person

from cektautan.desk.log import PAGE


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
    assert re.search(r"<del><bdi>3</bdi></del></td><td[^>]*><ins><bdi>1</bdi></ins>", page)
    assert "<ins><bdi>&lt;b&gt;</bdi></ins>" in page
    assert 'href="/meja/klaim/klaim-1"' in page
    assert re.search(r"<code[^>]*>[0-9a-f]{64}</code>", page)
    assert "What changed" in auditor.get(f"/meja/catatan/{seq}?lang=en").text


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
