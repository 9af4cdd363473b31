"""An objection through the pages of the desk: acknowledged, admitted, decided by somebody who had no part in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desk import add, add_sources, claim, listing
from tests.support.intake import POLICY, RULES, ticket
from tests.support.people import Desk, Person

from cektautan.desk.readers import intake
from cektautan.desk.readers.filing import read_filing
from cektautan.store.models import Appeal, Case, Listing
from cektautan.web.texts import load

T = load("id")
TEXT = "Videonya satire, lihat keterangannya. <script>alert(1)</script>"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    add_sources(desk.store)
    sari = desk.account("sari", "moderator")
    add(desk.store, claim(), listing(key="url:kabar.example/1", url="https://kabar.example/1", proposed_by=sari))
    sent = read_filing(
        {"ticket": ticket(), "kind": "wrong", "url": "https://kabar.example/1", "reason": "satire", "text": TEXT,
         "contact": "a@b.example"},
        RULES,
    )  # fmt: skip
    intake.file(desk.store, POLICY, sent, desk.secrets.tickets, desk.now)
    return desk


@pytest.fixture
def rina(desk: Desk) -> Person:
    return desk.person("rina", "appeals")


def appeal(desk: Desk) -> Appeal:
    with desk.store.reading() as session:
        return session.get_one(Appeal, 1)


def version(desk: Desk) -> str:
    with desk.store.reading() as session:
        return str(session.get_one(Case, 1).version)


def level_and_status(desk: Desk) -> tuple[int, str]:
    with desk.store.reading() as session:
        row = session.get_one(Listing, 1)
        return row.level, row.status


def test_the_case_shows_the_grounds_and_the_clock(desk: Desk, rina: Person) -> None:
    page = rina.get("/meja/kasus/1?lang=id").text
    assert "Videonya satire" in page
    assert "<script>alert" not in page
    assert "a@b.example" in page
    assert "24 jam lagi" in page
    assert T["desk_appeal_means_granted"] in page


def test_who_may_not_read_confidences_sees_that_there_are_some(desk: Desk) -> None:
    page = desk.person("agus", "auditor").get("/meja/kasus/1?lang=id").text
    assert "Videonya satire" not in page
    assert "a@b.example" not in page
    assert T["desk_no_personal"] in page


def test_admitting_lowers_the_warning_until_it_is_decided(desk: Desk, rina: Person) -> None:
    assert rina.post("/meja/kasus/1/keberatan", {"versi": version(desk), "langkah": "terima"}).status_code == 303
    assert appeal(desk).acknowledged_at == desk.now
    answer = rina.post("/meja/kasus/1/keberatan", {"versi": version(desk), "langkah": "akui"})
    assert answer.status_code == 422, "what lowers a warning is given a reason by somebody"
    assert appeal(desk).admitted_at is None
    form = {"versi": version(desk), "langkah": "akui", "alasan_akui": "Pemeriksanya meralat."}
    answer = rina.post("/meja/kasus/1/keberatan", form)
    assert answer.status_code == 303, answer.text
    assert appeal(desk).admitted_at == desk.now
    assert level_and_status(desk) == (3, "suspended")


@pytest.mark.parametrize(
    ("outcome", "level", "left"),
    [("granted", "1", (3, "retracted")), ("partly", "1", (1, "active")), ("rejected", "1", (3, "active"))],
)
def test_a_third_person_decides_with_reasons_in_both_languages(
    desk: Desk, rina: Person, outcome: str, level: str, left: tuple[int, str]
) -> None:
    form = {"versi": version(desk), "langkah": "putus", "hasil": outcome, "tingkat": level,
            "alasan_id": "Kami membaca ulang pemeriksaannya.", "alasan_en": "We read the check again."}  # fmt: skip
    answer = rina.post("/meja/kasus/1/putusan", form)
    assert answer.status_code == 303, answer.text
    assert (appeal(desk).outcome, appeal(desk).decided_by) == (outcome, rina.id)
    assert level_and_status(desk) == left


def test_who_proposed_it_does_not_decide_and_the_page_says_why(desk: Desk) -> None:
    both = desk.person("both", "moderator", "appeals")
    with desk.store.deciding("operator", desk.now) as work:
        work.session.get_one(Listing, 1).approved_by = both.id
        work.record("test.prepared", ("listing", 1))
    page = both.get("/meja/kasus/1?lang=id").text
    assert T["ruling_own_decision"] in page
    assert 'value="putus"' not in page


def test_without_reasons_nothing_is_decided_and_the_choice_stays(desk: Desk, rina: Person) -> None:
    form = {"versi": version(desk), "langkah": "putus", "hasil": "rejected", "tingkat": "1", "alasan_id": "",
            "alasan_en": "We read it."}  # fmt: skip
    answer = rina.post("/meja/kasus/1/putusan", form)
    assert answer.status_code == 422
    assert 'value="rejected" required checked' in answer.text
    assert "We read it." in answer.text
    assert appeal(desk).decided_at is None
