"""The cards on how falsehoods work: whole in both languages, fit for every warning, and naming nobody."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cektautan.core.vocabulary import Verdict

EXTENSION = Path(__file__).resolve().parents[1] / "extension"
DOCUMENT = json.loads((EXTENSION / "i18n" / "techniques.json").read_text("utf-8"))
CARDS: list[dict[str, Any]] = DOCUMENT["techniques"]
LANGUAGES = ("id", "en")


def validator() -> Draft202012Validator:
    schema = json.loads((EXTENSION / "tools" / "techniques.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def texts(card: dict[str, Any], language: str) -> list[str]:
    return [card["name"][language], card["how"][language], *card["check"][language], card["example"][language]]


def test_the_cards_match_their_schema() -> None:
    assert [f"{error.json_path}: {error.message}" for error in validator().iter_errors(DOCUMENT)] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("how", {"id": "Hanya dalam satu bahasa, dan itu tidak cukup."}),
        ("check", {"id": ["Satu langkah saja tidak cukup."], "en": ["A single step is not enough."]}),
        ("verdicts", ["hoax"]),
        ("example", {"id": "Tanpa titik di akhir kalimatnya", "en": "Without a full stop at its end"}),
    ],
)
def test_the_schema_refuses_a_card_that_is_not_finished(field: str, value: object) -> None:
    broken = {**DOCUMENT, "techniques": [{**CARDS[0], field: value}, *CARDS[1:]]}
    assert next(error.absolute_path[2] for error in validator().iter_errors(broken)) == field


def test_each_of_the_seven_types_has_one_card() -> None:
    assert len({card["id"] for card in CARDS}) == 7


def test_both_languages_give_the_same_steps_and_repeat_no_sentence() -> None:
    for card in CARDS:
        assert len(card["check"]["id"]) == len(card["check"]["en"]), card["id"]
    for language in LANGUAGES:
        counts = Counter(text for card in CARDS for text in texts(card, language))
        assert [text for text, count in counts.items() if count > 1] == []


def test_every_verdict_that_a_page_may_warn_of_has_a_card() -> None:
    fitting = {verdict for card in CARDS for verdict in card["verdicts"]}
    assert fitting >= {"false", "misleading", "altered", "imposter", "scam", "satire"}
    assert fitting <= {verdict.word for verdict in Verdict}


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_it_works_takes_one_or_two_sentences(language: str) -> None:
    for card in CARDS:
        assert len(re.findall(r"[.?!](?= |$)", card["how"][language])) in {1, 2}, card["id"]


def test_no_card_holds_an_address_or_blames_a_reader() -> None:
    for card in CARDS:
        for language in LANGUAGES:
            for text in texts(card, language):
                assert not re.search(r"https?:|www\.|@|\.(com|id|org)\b", text)
                assert not re.search(r"\b(bodoh|tertipu|blokir|stupid|gullible|block)", text, re.I)
