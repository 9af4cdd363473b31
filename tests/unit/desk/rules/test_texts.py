"""Every reason that a rule gives has words in both languages, and no words are left over."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from cektautan.desk.rules.answers import Why


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_reason_has_words(language: str) -> None:
    file = files("cektautan.web.texts") / language / "console_rulings.json"
    assert list(json.loads(file.read_text("utf-8"))) == [f"ruling_{why.value}" for why in Why]
