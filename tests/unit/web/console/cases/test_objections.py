"""An objection through the pages of the desk: acknowledged, admitted, decided by somebody who had no part in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.support.desk import add, add_sources, claim, listing
from tests.support.intake import POLICY, RULES, ticket
from tests.support.people import Desk, Person

from cektautan.desk.readers import intake, retention
from cektautan.desk.readers.filing import read_filing
from cektautan.store.models import Appeal, Case, Event, Listing
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


def test_the_case_shows_what_is_objected_to_as_it_stands_now(desk: Desk, rina: Person) -> None:
    page = rina.get("/meja/kasus/1?lang=id").text
    panel = re.findall(r'aria-labelledby="j-tentang".*?</section>', page, re.DOTALL)[0]
    assert "kabar.example" in panel
    assert 'href="https://kabar.example' not in page, "what is objected to is text and never a link"
    assert "3 · Peringatan" in panel
    assert 'href="/meja/klaim/klaim-uji-2026"' in panel
    assert 'href="https://turnbackhoax.id/2026/08/31/klaim-uji-2026"' in panel
    history = re.findall(r'href="(/meja/catatan[^"]*)"', panel)[0].replace("&amp;", "&")
    assert rina.get(history).status_code == 200
    assert f"{T['desk_preview_now']}</h2>" in page
    assert 'class="reader stop"' in page

    form = {"versi": version(desk), "langkah": "akui", "siap": "not_weighed"}
    assert rina.post("/meja/kasus/1/keberatan?lang=id", form).status_code == 303
    with desk.store.reading() as session:
        event = session.scalars(select(Event).where(Event.action == "appeal.admitted")).one()
    assert event.reason == dict(POLICY.ready.offered("admit", "id"))["not_weighed"]
    page = rina.get("/meja/kasus/1?lang=id").text
    panel = re.findall(r'aria-labelledby="j-tentang".*?</section>', page, re.DOTALL)[0]
    assert "1 · Catatan" in panel
    assert T["desk_listing_suspended"] in panel
    assert 'class="reader note"' in page
    assert 'class="reader stop"' not in page, "what readers see now is the note"


def test_an_objection_to_a_whole_claim_shows_every_address_of_it(desk: Desk, rina: Person) -> None:
    add(desk.store, listing(key="url:kabar.example/2", level=2, status="active"),
        listing(key="url:kabar.example/3", status="proposed"))  # fmt: skip
    sent = read_filing(
        {"ticket": ticket(), "kind": "wrong", "claim": "klaim-uji-2026", "reason": "satire"}, RULES, from_record=True
    )
    intake.file(desk.store, POLICY, sent, desk.secrets.tickets, desk.now)
    page = rina.get("/meja/kasus/2?lang=id").text
    panel = re.findall(r'aria-labelledby="j-tentang".*?</section>', page, re.DOTALL)[0]
    assert panel.count(T["desk_level_in_force"]) == 2
    assert "3 · Peringatan" in panel
    assert "2 · Pengingat" in panel


def test_the_history_has_words_for_what_the_desk_itself_decided(desk: Desk, rina: Person) -> None:
    with desk.store.deciding("system", desk.now) as work:
        work.record("listing.lapsed", ("listing", 1), reason="No second person approved within the day.")
    page = rina.get("/meja/kasus/1?lang=id").text
    assert T["log_because_day_over"] in page
    assert "No second person" not in page
    assert T["log_action_appeal_filed"] in page, "that it was filed is the beginning of its history"


def test_who_may_not_read_confidences_sees_that_there_are_some(desk: Desk) -> None:
    page = desk.person("agus", "auditor").get("/meja/kasus/1?lang=id").text
    assert "Videonya satire" not in page
    assert "a@b.example" not in page
    assert T["desk_no_personal"] in page


def test_a_text_that_was_erased_is_missed_on_the_page_with_why(desk: Desk, rina: Person) -> None:
    form = {"versi": version(desk), "langkah": "putus", "hasil": "rejected", "alasan_id": "Tetap salah.",
            "alasan_en": "Still false."}  # fmt: skip
    assert rina.post("/meja/kasus/1/putusan", form).status_code == 303
    hours = POLICY.numbers.limits.written_grace_hours
    retention.run(desk.store, POLICY, desk.now + 60)
    page = rina.get("/meja/kasus/1?lang=id").text
    assert "Videonya satire" in page
    assert "a@b.example" not in page
    retention.run(desk.store, POLICY, desk.now + hours * 3600)
    page = rina.get("/meja/kasus/1?lang=id").text
    assert "Videonya satire" not in page
    assert f"{hours} jam setelah kasusnya ditutup" in page


def test_admitting_lowers_the_warning_until_it_is_decided(desk: Desk, rina: Person) -> None:
    assert rina.post("/meja/kasus/1/keberatan", {"versi": version(desk), "langkah": "terima"}).status_code == 303
    assert appeal(desk).acknowledged_at == desk.now
    answer = rina.post("/meja/kasus/1/keberatan", {"versi": version(desk), "langkah": "akui"})
    assert answer.status_code == 422, "what lowers a warning is given a reason by somebody"
    for neither in ({"langkah": "lain"}, {}):
        unsaid = {"versi": version(desk), "alasan_akui": "Pemeriksanya meralat.", **neither}
        assert rina.post("/meja/kasus/1/keberatan", unsaid).status_code == 422, "no button, no decision"
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
