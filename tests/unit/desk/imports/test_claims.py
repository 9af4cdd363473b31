"""Claims that come with a batch are named, worded and judged like those of a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.support.known import CHECKER

from cektautan.blocklists.protected import ProtectedNames, load_protected
from cektautan.desk.imports.claims import Draft, faults, slug

DAY = date(2026, 11, 28)
SOURCES = {CHECKER.id: CHECKER}
DRAFT = Draft(
    id="klaim-2026", text_id="Klaim.", text_en="A claim.", verdict="false", level=3, source="pemeriksa",
    review_url="https://pemeriksa.example/1", rating="SALAH", review_date=date(2026, 8, 17), listed=DAY,
    review_by=date(2027, 11, 1),
)  # fmt: skip


@pytest.fixture(scope="module")
def names() -> ProtectedNames:
    return load_protected(Path(__file__).parents[4] / "blocklists")[0]


def test_a_statement_says_who_found_what_on_which_day(names: ProtectedNames) -> None:
    whole = DRAFT.with_statement(SOURCES)
    assert whole.statement_id == ("Pemeriksa Contoh menilai klaim ini SALAH pada 17 Agustus 2026. Baca cek faktanya.")
    assert whole.statement_en == "Pemeriksa Contoh rated this claim SALAH on 17 August 2026. Read the fact-check."
    assert faults(whole, SOURCES, names, DAY) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"source": "entah"}, "unknown_source"),
        ({"review_url": "https://lain.example/1"}, "foreign_review"),
        ({"verdict": "satire"}, "level_too_high"),
        ({"review_date": date(2026, 12, 24)}, "future_date"),
        ({"imitates": "kpu.go.id"}, "imitates_without_imposter"),
    ],
)
def test_lint_judges_it_like_a_file(names: ProtectedNames, wrong: dict[str, object], code: str) -> None:
    draft = replace(DRAFT, **wrong).with_statement(SOURCES)  # type: ignore[arg-type]
    assert code in [problem.finding.values["code"] for problem in faults(draft, SOURCES, names, DAY)]


def test_ids_are_made_of_the_first_words_and_stay_single() -> None:
    assert slug("Énam surat suara: sudah tercoblos!", 2026, lambda _: False) == "enam-surat-suara-sudah-tercoblos-2026"
    taken = {"surat-suara-2026", "surat-suara-2-2026"}
    assert slug("Surat suara", 2026, taken.__contains__) == "surat-suara-3-2026"
    assert slug("???", 2026, lambda _: False) == "klaim-2026"
    assert len(slug("kata " * 100, 2026, lambda _: False)) <= 65
