"""The page of the election windows says whether one is open, what changes in it, and where it is kept."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from tests.support.people import Desk, Person

from cektautan.core.days import day_begins
from cektautan.web.texts import load


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def moved(desk: Desk, day: datetime.date) -> Person:
    """Move the clock of the service to noon of a day, and sign somebody in on it."""
    desk.service.clock.move(day_begins(day) + 43_200 - desk.now)
    return desk.person("budi", "auditor")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_election_of_the_file_is_shown_with_its_days_and_topics(sari: Person, language: str) -> None:
    texts = load(language)
    page = sari.get(f"/meja/pemilu?lang={language}").text
    assert texts["elections_not_now"] in page
    for id_ in ("pemilu-2024", "pilkada-2024", "pemilu-nasional-2029", "pemilu-daerah-2031"):
        assert f'id="{id_}"' in page
    assert page.count(texts["elections_over"]) == 2
    assert page.count(texts["elections_unfixed"]) == 2
    assert texts.say("elections_days", first=texts.date("2023-11-28"), last=texts.date("2024-04-25")) in page
    assert "<code>calon-…</code>" in page
    assert "<code>rules/elections.json</code>" in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]


def test_what_changes_is_told_with_the_hours_of_the_rules(sari: Person) -> None:
    page = sari.get("/meja/pemilu?lang=id").text
    assert '<th scope="row">Laporan pembaca</th><td class="number">72 jam</td><td class="number">12 jam</td>' in page
    assert "Tinjau ulang</th>" not in page
    texts = load("id")
    for name in ("second", "no_day", "no_lapse", "acknowledge"):
        assert texts[f"elections_{name}"] in page


@pytest.mark.parametrize(
    ("day", "open_now"),
    [
        (datetime.date(2024, 2, 14), "Pemilu 2024"), (datetime.date(2024, 4, 25), "Pemilu 2024"),
        (datetime.date(2024, 4, 26), ""), (datetime.date(2027, 1, 1), ""),
    ],
)  # fmt: skip
def test_whether_a_window_is_open_is_said_first(desk: Desk, day: datetime.date, open_now: str) -> None:
    page = moved(desk, day).get("/meja/pemilu?lang=id").text
    texts = load("id")
    assert (texts["elections_not_now"] in page) is not bool(open_now)
    assert (f"Sekarang masa {open_now}: 28 November 2023 sampai 25 April 2024." in page) is bool(open_now)
    assert (texts["elections_open"] in page) is bool(open_now)


def test_the_board_leads_to_it(sari: Person) -> None:
    assert 'href="/meja/pemilu"' in sari.get("/meja/papan").text
