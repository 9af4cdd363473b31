"""The desk's search: what is found leads to where it is worked on, and what strangers wrote stays text."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from tests.support.desk import add, add_sources, claim, listing
from tests.support.harvest import add_tbh, numbered, take
from tests.support.people import Desk, Person

from cektautan.store.models import Batch, Case, Note
from cektautan.web.texts import load

YOUTUBE = "content:youtube:GPdzHkn5M6M"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    add_sources(desk.store)
    now = desk.now
    add(
        desk.store,
        claim("surat-suara-2029", text_id="Surat suara <script>alert(1)</script> sudah tercoblos."),
        listing("surat-suara-2029", YOUTUBE, kind="content", platform="youtube", url="https://youtu.be/GPdzHkn5M6M"),
        listing("surat-suara-2029", "url:kabar.example/a"),
        Case(id=41, kind="report", lane="checked", merge_group="tip", key=YOUTUBE, url="https://youtu.be/x",
             opened_at=now),
        Note(case_id=41, at=now, text="Mirip \u202evideo Bandung."),
        Batch(id=7, name="Domain tiruan", file_name="d.csv", file_sha256="0", status="applied", uploaded_at=now),
    )  # fmt: skip
    return desk


@pytest.fixture(scope="module")
def moderator(desk: Desk) -> Person:
    return desk.person("sari", "moderator")


def test_nothing_asked_says_what_can_be_asked(moderator: Person) -> None:
    page = moderator.get("/meja/cari?lang=id").text
    assert "Ketik sesuatu di atas" in page
    assert 'data-live="#found"' in page
    assert "Type something above" in moderator.get("/meja/cari?lang=en").text


def test_results_lead_to_claims_cases_and_imports(moderator: Person) -> None:
    page = moderator.get("/meja/cari?q=tercoblos").text
    assert 'href="/meja/klaim/surat-suara-2029"' in page
    assert "<mark>tercoblos</mark>" in page
    assert 'href="/meja/kasus/41"' in moderator.get("/meja/cari?q=%2341").text
    assert 'href="/meja/impor/7"' in moderator.get("/meja/cari?q=domain+tiruan").text


def test_a_check_leads_to_its_case_and_what_is_held_to_the_batch_of_its_feed(desk: Desk, moderator: Person) -> None:
    add_tbh(desk.store, budget=1)
    take(desk.store, *numbered(2))
    page = moderator.get("/meja/cari?q=bantuan+tunai&lang=id").text
    assert load("id")["find_in_findings"] in page
    assert 'href="/meja/sumber/turnbackhoax/umpan/tbh/ditahan"' in page
    with desk.store.reading() as session:
        case = session.scalars(select(Case.id).where(Case.kind == "match")).one()
    assert f'href="/meja/kasus/{case}"' in page
    assert 'href="/meja/sumber/turnbackhoax/umpan/tbh"' in moderator.get("/meja/cari?q=turnbackhoax.id/tbh").text


@pytest.mark.parametrize("address", ["https://m.youtube.com/watch?v=GPdzHkn5M6M&si=x", "youtu.be/GPdzHkn5M6M"])
def test_an_address_is_found_in_any_of_its_shapes(moderator: Person, address: str) -> None:
    page = moderator.client.get("/meja/cari", query_string={"q": address}, headers=moderator.headers).text
    assert YOUTUBE in page
    assert 'href="/meja/kasus/41"' in page


def test_markup_and_marks_of_direction_stay_text(moderator: Person) -> None:
    page = moderator.get("/meja/cari?q=suara").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    page = moderator.get("/meja/cari?q=Bandung").text
    assert "\u202e" not in page
    assert "[U+202E]" in page
    assert "<b>" not in moderator.get("/meja/cari?q=%3Cb%3Ezz").text


def test_one_group_is_shown_in_pages(desk: Desk, moderator: Person) -> None:
    add(desk.store, *(listing("surat-suara-2029", f"url:banyak.example/{number}") for number in range(31)))
    page = moderator.get("/meja/cari?q=banyak.example&lang=id").text
    assert "/meja/cari?q=banyak.example&amp;di=listings" in page
    second = moderator.get("/meja/cari?q=banyak.example&di=listings&hal=2&lang=id").text
    assert second.count("data-row href") == 6
    assert "/meja/cari?q=banyak.example&amp;di=listings" in second
    assert "Tidak ada hasil lagi" in moderator.get("/meja/cari?q=banyak.example&di=listings&hal=9&lang=id").text


def test_nothing_found_and_too_little_asked_are_told(moderator: Person) -> None:
    assert "Tidak ada yang cocok" in moderator.get("/meja/cari?q=tidakadasamasekali&lang=id").text
    assert "Satu huruf" in moderator.get("/meja/cari?q=a&lang=id").text
    assert moderator.get("/meja/cari?q=x&di=%3Cb%3E&hal=-4").status_code == 200


def test_only_who_sees_the_queue_searches(desk: Desk) -> None:
    assert desk.person("admin", "admin").get("/meja/cari").status_code == 403
    assert desk.person("agus", "auditor").get("/meja/cari").status_code == 200
