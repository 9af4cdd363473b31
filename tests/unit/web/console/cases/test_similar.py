"""The page of a case offers known claims that sound like what was found or reported, with the words in common."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desk import NOW, add, add_sources, claim, shipped_policy
from tests.support.intake import filing
from tests.support.people import Desk

from cektautan.desk.readers.intake import file
from cektautan.web.texts import LANGUAGES, load


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    add_sources(made.store)
    add(
        made.store,
        claim(id="surat-suara", text_id="Surat suara sudah tercoblos sebelum pemilu."),
        claim(id="tps-malam", text_id="TPS dibuka sampai malam."),
    )
    report = filing(url="https://kabar.example/1", reason="hoax", text="Katanya surat suara dicoblos di gudang")
    file(made.store, shipped_policy(), report, "s" * 32, NOW)
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_matched_by_what_its_reader_wrote(desk: Desk, language: str) -> None:
    texts = load(language)
    page = desk.person("sari", "moderator").get(f"/meja/kasus/1?lang={language}").text
    assert 'href="/meja/klaim/surat-suara"' in page
    assert texts.say("desk_shared_words", words="surat, suara, dicoblos") in page
    assert "/meja/klaim/tps-malam" not in page


def test_who_may_not_read_what_readers_wrote_learns_none_of_its_words(desk: Desk) -> None:
    page = desk.person("agus", "auditor").get("/meja/kasus/1?lang=id").text
    assert "dicoblos" not in page
    assert "/meja/klaim/surat-suara" not in page
