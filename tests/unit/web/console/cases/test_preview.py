"""The preview says what the extension will say: the same words, and nothing where it would show nothing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.conftest import ROOT

from cektautan.web.console.cases.preview import Checked, Preview, preview
from cektautan.web.texts import LANGUAGES, load

WORDS = {
    "desk_preview_finding": "finding", "desk_preview_checked_by": "checkedBy",
    "desk_preview_checked_by_undated": "checkedByUndated", "desk_preview_label_0": "labelCleared",
    "desk_preview_label_1": "labelNote", "desk_preview_label_2": "labelCaution", "desk_preview_label_3": "labelWarning",
    "desk_preview_wide_path": "wide_path", "desk_preview_wide_host": "wide_host",
    "desk_preview_wide_domain": "wide_domain",
}  # fmt: skip
CHECK = Checked("TurnBackHoax", "https://turnbackhoax.id/1", "SALAH", "false", date(2026, 9, 1))


def shown(language: str = "id", **values: Any) -> Preview:
    made: dict[str, Any] = {
        "level": 3, "verdict_word": "false", "kind": "content", "claim": {"id": "Klaim.", "en": "A claim."},
        "statement": {"id": "Alasan.", "en": "A reason."}, "checks": [CHECK],
    }  # fmt: skip
    return preview(load(language), **{**made, **values})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_the_extensions_own(language: str) -> None:
    messages = json.loads((ROOT / "extension" / "_locales" / language / "messages.json").read_text("utf-8"))
    texts = load(language)
    for name, message in WORDS.items():
        assert texts[name] == messages[message]["message"], name


def test_the_finding_stands_in_the_checkers_name() -> None:
    found = shown()
    assert "".join(found.finding) == "TurnBackHoax menyatakan klaim pada tautan ini SALAH"
    assert (found.tone, found.claim, found.statement) == ("stop", "Klaim.", "Alasan.")


def test_a_check_without_a_day_is_named_without_one() -> None:
    undated = Checked("TurnBackHoax", "https://turnbackhoax.id/1", "SALAH", "false", None)
    assert shown(checks=[undated]).checker == "Diperiksa oleh TurnBackHoax"


def test_what_covers_more_than_an_item_says_so() -> None:
    assert shown(kind="domain").scope
    assert not shown(kind="content").scope


@pytest.mark.parametrize(
    "values",
    [{"checks": []}, {"checks": [Checked("X", "javascript:alert(1)", "", "false", None)]},
     {"claim": {"id": "", "en": ""}}, {"level": 0}],
    ids=["no check", "no check that can be read", "no claim", "cleared"],
)  # fmt: skip
def test_where_readers_see_no_warning_the_preview_says_why(values: dict[str, Any]) -> None:
    assert shown(**values).says_nothing
