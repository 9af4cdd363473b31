"""The page of a case says which protected name its host looks like, and why; the queue does not call it a check."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desk import NOW, add_sources, shipped_policy
from tests.support.intake import filing
from tests.support.people import Desk

from cektautan.desk.lookalikes import watching
from cektautan.desk.readers.intake import file
from cektautan.web.texts import LANGUAGES, load

POLICY = shipped_policy()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    add_sources(made.store)
    for url in ("https://kpu-go.id/cek", "https://kabar.example/1"):
        file(made.store, POLICY, filing(url=url), "s" * 32, NOW)
    watching.run(made.store, POLICY, NOW)
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_the_report_and_of_the_host_say_what_it_resembles_and_why(desk: Desk, language: str) -> None:
    texts, sari = load(language), desk.person("sari", "moderator")
    for id_ in (1, 3):
        page = sari.get(f"/meja/kasus/{id_}?lang={language}").text
        assert texts["desk_resembles_hyphens"] in page
        assert "<code>kpu.go.id</code>" in page
    assert texts["desk_resembles"] not in sari.get(f"/meja/kasus/2?lang={language}").text


def test_the_queue_shows_it_in_the_lane_of_imitations_and_calls_it_no_check(desk: Desk) -> None:
    texts = load("id")
    page = desk.person("sari", "moderator").get("/meja?lang=id&lajur=imposter").text
    row = page[page.index("<ol") : page.index("</ol>")]
    assert texts["desk_kind_lookalike"] in row
    assert texts["desk_lane_imposter"] in row
    assert texts["desk_kind_match"] not in row
