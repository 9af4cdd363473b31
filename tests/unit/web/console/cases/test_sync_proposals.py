"""What a reviewed file would change of a warning page: a case that says in words why it waits, and for whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desk import add, add_sources, claim
from tests.support.people import Desk

from cektautan.desk.sync.cases import open_case, propose
from cektautan.web.texts import LANGUAGES, load


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_it_waits_is_told_in_words_and_not_in_codes(tmp_path: Path, language: str) -> None:
    desk, texts = Desk(tmp_path), load(language)
    add_sources(desk.store)
    add(desk.store, claim())
    with desk.store.deciding("system", desk.now) as work:
        case = open_case(work, "claim:klaim-uji-2026", "klaim-uji-2026", {"digest": "1"}, lane="checked")
        payload = {"claim": "klaim-uji-2026", "parts": [], "version": 1, "listings": {}, "state": {}, "synced": None}
        propose(work, case, payload, "claims/klaim-uji-2026.yaml: a warning page would come or go")
        number = case.id
    page = desk.person("sari", "moderator").get(f"/meja/kasus/{number}?lang={language}").text
    assert texts["desk_why_sync_warning"] in page
    assert f"claims/klaim-uji-2026.yaml: {texts['log_because_sync_warning']}" in page
    assert "sync_warning" not in page
