"""Why a report ended as it did: a sentence for every outcome in both languages, and a person's own words before it."""

from __future__ import annotations

import pytest

from cektautan.desk.readers.told import OUTCOMES, Told
from cektautan.web.texts import LANGUAGES, load
from cektautan.web.told_words import passed_on, why, whys

TEXTS = {each: load(each) for each in LANGUAGES}


def ended(outcome: str | None = None, **values: object) -> Told:
    state = "closed" if outcome is None else "decided"
    return Told(**{"kind": "report", "state": state, "filed_at": 1, "outcome": outcome, **values})  # type: ignore[arg-type]  # any of its fields


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_has_a_sentence_of_its_own(language: str) -> None:
    said = [why(ended(each, forwarded_to=("KPU",)), TEXTS[language]) for each in (*OUTCOMES, None)]
    assert all(each.endswith(".") and "{" not in each and len(each) > 40 for each in said)
    assert len(set(said)) == len(OUTCOMES) + 1


def test_what_is_not_listed_is_never_called_true_or_safe() -> None:
    for outcome in ("not_listed", "no_check"):
        assert "tidak berarti isinya benar" in why(ended(outcome), TEXTS["id"])
        assert "does not mean that what it says is true" in why(ended(outcome), TEXTS["en"])


def test_a_persons_words_come_first_and_the_other_language_has_the_standard_ones() -> None:
    found = whys(ended("not_listed", reasons={"id": "Ini halaman resmi."}), TEXTS.values())
    assert found == {"id": "Ini halaman resmi.", "en": TEXTS["en"]["report_why_not_listed"]}


def test_nothing_is_said_of_what_has_not_ended() -> None:
    waiting = Told(kind="report", state="in_review", filed_at=1)
    assert (why(waiting, TEXTS["id"]), whys(waiting, TEXTS.values())) == ("", None)


@pytest.mark.parametrize(
    ("names", "said"),
    [((), "pemeriksa fakta"), (("KPU",), "KPU"), (("Tempo", "KPU", "Kompas"), "Tempo, KPU dan Kompas")],
)
def test_those_who_were_asked_are_named(names: tuple[str, ...], said: str) -> None:
    found = ended("forwarded", forwarded_to=names)
    assert passed_on(found, TEXTS["id"]) == said
    assert f"meneruskannya ke {said}, dan" in why(found, TEXTS["id"])
