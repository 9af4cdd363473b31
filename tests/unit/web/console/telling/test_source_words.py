"""Words for sources: every code that an adapter or the harvest can give is told in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import cektautan
from cektautan.desk.harvest.collecting import PROBLEMS
from cektautan.outbound.errors import OutboundError, TooManyHops
from cektautan.web.console.telling import source_words
from cektautan.web.texts import LANGUAGES, Texts, load

ROOT = Path(cektautan.__file__).parent
READERS = [*ROOT.glob("sources/claimreview/*.py"), *ROOT.glob("sources/feeds/*.py"), ROOT / "sources/check_formats.py",
           ROOT / "desk/harvest/asking.py"]  # fmt: skip
NAMES = {
    "bozo_exception", "claim_review", "claim_url", "claimed_item_url", "claims_search", "next_page", "publication_date",
    "published_parsed", "updated_parsed", "source_link",
}  # fmt: skip
"""Fields of documents and of the parser, and the name of a format: they look like codes and are none."""


def constants(path: Path) -> Iterator[str]:
    """Yield what looks like a code in a file."""
    for each in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield from re.findall(r"^[a-z]+(?:_[a-z]+)+$", each.value)


def raised(paths: list[Path]) -> set[str]:
    """Return the codes of faults and refusals that are written where they are made."""
    found: set[str] = set()
    for path in paths:
        for each in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
                kind = each.func.id
                place = {"Fault": 1, "NotThisFormatError": 0, "UnreadableError": 0}.get(kind)
                codes = ast.walk(each.args[place]) if place is not None and len(each.args) > place else []
                beginning = "block_" if kind == "UnreadableError" else ""
                said = [code.value for code in codes if isinstance(code, ast.Constant) and isinstance(code.value, str)]
                found |= {beginning + code for code in said if not code.endswith("_")}
    return found


def reasons(kind: type[OutboundError] = OutboundError) -> set[str]:
    """Return why a request can fail."""
    return {each.reason for each in kind.__subclasses__()}.union(*(reasons(each) for each in kind.__subclasses__()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_that_an_adapter_can_give_has_words(language: str) -> None:
    texts, found = load(language), raised(READERS)
    assert {"html_instead", "cut_off", "damaged", "empty", "block_not_json", "url_missing"} <= found
    assert len(found) > 20
    assert {each for each in found if f"source_fault_{each}" not in texts.texts} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_looks_like_a_code_is_without_words(language: str) -> None:
    texts = load(language)
    found = {code for path in READERS for code in constants(path)} - NAMES - PROBLEMS
    assert len(found) > 50
    known = {name.removeprefix("source_fault_").removeprefix("found_flag_") for name in texts.texts}
    assert found - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_of_a_feed_has_words(language: str) -> None:
    texts = load(language)
    assert reasons() <= PROBLEMS
    assert TooManyHops.reason in PROBLEMS
    assert {each for each in PROBLEMS if f"log_feed_problem_{each}" not in texts.texts} == set()


@pytest.fixture
def english() -> Texts:
    return load("en")


def test_what_is_wrong_with_a_list_is_told_in_the_words_of_imports_without_empty_places(english: Texts) -> None:
    told = source_words.problem(english, "not_this_format", "too_many_rows")
    assert told.startswith("Not the expected format: ")
    assert not re.search(r"[{}_]|  ", told)


def test_a_code_of_nobody_is_shown_as_it_stands_and_cannot_turn_a_line_around(english: Texts) -> None:
    assert source_words.fault(english, "tak_dikenal") == "tak_dikenal"
    assert "\u202e" not in source_words.flag(english, "a\u202eb")


def test_faults_are_counted_by_their_kind(english: Texts) -> None:
    assert source_words.faults(english, {"link_missing": 3}) == ["3 \u00d7 an item without a link"]
