"""The lists that this project ships: clean, real, worded with care, and warning of items rather than of people."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from cektautan.blocklists.entry import Blocklists, ClaimEntry
from cektautan.blocklists.lint import lint_blocklists
from cektautan.blocklists.protected import load_protected
from cektautan.blocklists.reader import read_blocklists
from cektautan.blocklists.scope import Subject, subjects
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Surface
from cektautan.publish.rules_bundle import load_rules

ROOT = Path(__file__).resolve().parents[2]
LISTS = ROOT / "blocklists"


@pytest.fixture(scope="module")
def lists() -> Blocklists:
    return read_blocklists(LISTS)


@pytest.fixture(scope="module")
def day(lists: Blocklists) -> date:
    """The day of the newest listing: what was clean then stays clean, and what falls due is a warning for people."""
    return max(entry.listed for entry in lists.claims)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.from_bundle(load_rules(ROOT / "rules"))


@pytest.fixture(scope="module")
def listed(lists: Blocklists, day: date, rules: Rules) -> list[Subject]:
    names, _ = load_protected(LISTS)
    return [subject for entry in lists.claims for subject in subjects(entry, rules, names, day)]


def test_the_shipped_lists_lint_clean(day: date) -> None:
    assert [str(problem) for problem in lint_blocklists(LISTS, load_rules(ROOT / "rules"), day)] == []


def is_code(subject: Subject, rules: Rules) -> bool:
    return identify(subject.url, rules).surface is Surface.OPAQUE


def test_at_least_sixty_claims_have_an_item_and_not_only_a_code(listed: list[Subject], rules: Rules) -> None:
    shown = {subject.claim.id for subject in listed if not is_code(subject, rules)}
    assert len(shown) >= 60


def test_the_video_of_the_first_show_is_a_warning_with_its_review(listed: list[Subject]) -> None:
    (subject,) = [subject for subject in listed if subject.key == "content:youtube:GPdzHkn5M6M"]
    assert (subject.level, subject.verdict) == (3, "false")
    assert [review.source for review in subject.claim.reviews] == ["turnbackhoax"]


def test_codes_are_notes_and_no_more(listed: list[Subject], rules: Rules) -> None:
    assert {subject.level for subject in listed if is_code(subject, rules)} == {1}


def test_nothing_wider_than_an_item_is_listed(listed: list[Subject]) -> None:
    assert {subject.key.split(":")[0] for subject in listed} <= {"content", "url"}


def texts(entry: ClaimEntry) -> list[str]:
    return [entry.text.id, entry.text.en, entry.statement.id, entry.statement.en]


def test_texts_are_calm_whole_sentences(lists: Blocklists) -> None:
    for entry in lists.claims:
        for text in texts(entry):
            assert text.endswith("."), (entry.id, text)
            assert "!" not in text, (entry.id, text)
            # A rating is a word in capitals; a hoax's shouting is several in a row.
            assert not re.search(r"\b[A-Z]{4,} [A-Z]{4,}\b", text), (entry.id, text)


def test_statements_quote_the_rating_and_send_the_reader_to_the_check(lists: Blocklists) -> None:
    for entry in lists.claims:
        for text in (entry.statement.id, entry.statement.en):
            assert entry.reviews[0].rating in text, entry.id
        assert "aca cek faktanya" in entry.statement.id, entry.id
        assert "ead the fact-check" in entry.statement.en, entry.id


def test_indonesian_and_english_are_not_mixed_up(lists: Blocklists) -> None:
    for entry in lists.claims:
        assert not re.search(r"\b(the|has|will|that)\b", entry.text.id), entry.id
        assert not re.search(r"\b(yang|akan|dengan|memperlihatkan)\b", entry.text.en), entry.id


def test_no_review_is_invented(lists: Blocklists, shared: Path) -> None:
    rows: dict[str, tuple[str, str]] = {}
    for name in ("turnbackhoax-2024-election.csv", "turnbackhoax-2025-11-to-2026-01.csv"):
        with (shared / "factchecks" / name).open(encoding="utf-8", newline="") as file:
            rows |= {row["fact_check_url"]: (row["rating"], row["date"]) for row in csv.DictReader(file)}
    for entry in lists.claims:
        for review in entry.reviews:
            if review.source == "turnbackhoax" and review.url in rows:
                assert rows[review.url] == (review.rating, review.date.isoformat()), entry.id
    known = sum(all(review.url in rows for review in entry.reviews) for entry in lists.claims)
    assert known >= 60


def test_no_sentence_is_copied_from_the_data(lists: Blocklists, shared: Path) -> None:
    def words(text: str) -> str:
        return " ".join(re.findall(r"\w+", text.lower()))

    titles: set[str] = set()
    for name, column in (
        ("turnbackhoax-2024-election.csv", "title"),
        ("turnbackhoax-2025-11-to-2026-01.csv", "title_slug"),
    ):
        with (shared / "factchecks" / name).open(encoding="utf-8", newline="") as file:
            titles |= {
                words(row[column]).removeprefix("salah ").removeprefix("penipuan ") for row in csv.DictReader(file)
            }
    assert [entry.id for entry in lists.claims if words(entry.text.id) in titles] == []
