"""Two texts are one or two: dates, counters, advertisements and comments do not count, and other words do."""

from __future__ import annotations

import itertools

import pytest
from tests.support.desk import shipped_policy
from tests.support.listed_pages import HOAX, OTHER, THIRD, article

from cektautan.desk.patrol.fingerprint import MOST_KEPT, Fingerprint, compare, fingerprint
from cektautan.desk.patrol.main_text import read_page

RULES = shipped_policy().patrol
NOTHING: frozenset[str] = frozenset()


def of(page: str) -> Fingerprint:
    return fingerprint(read_page(page, RULES).text, RULES.passing)


@pytest.mark.parametrize("visit", range(12))
def test_one_article_has_one_fingerprint_whatever_the_day_and_whoever_comments(visit: int) -> None:
    assert of(article()) == of(article())


def test_different_articles_share_nothing_to_speak_of() -> None:
    for one, other in itertools.permutations((HOAX, OTHER, THIRD), 2):
        assert compare(of(article(paragraphs=one)), of(article(paragraphs=other))).kept < 0.25


def test_how_much_is_kept_is_told() -> None:
    before = of(article())
    for count in range(1, 6):
        after = of(article(paragraphs=(*HOAX[:count], *OTHER[count:])))
        assert compare(before, after).kept == pytest.approx(count / 6, abs=0.15)


def test_a_part_is_known_as_a_part() -> None:
    found = compare(of(article()), of(article(paragraphs=HOAX[:2])))
    assert found.kept < 0.5
    assert found.part > 0.9


def test_letters_in_other_forms_are_the_same_letters() -> None:
    assert fingerprint("\uff22antuan TUNAI cair", NOTHING) == fingerprint("bantuan tunai cair", NOTHING)


def test_numbers_and_passing_words_do_not_count() -> None:
    passing = frozenset({"senin", "selasa", "wib"})
    one = fingerprint("Senin 21 WIB bantuan tunai cair 1.000 kali", passing)
    assert one == fingerprint("Selasa 22 WIB bantuan tunai cair 2.000 kali", passing)
    assert one.words == 4


def test_nothing_is_like_nothing() -> None:
    empty = fingerprint("12 34", NOTHING)
    assert (empty.words, empty.sample) == (0, ())
    assert compare(empty, empty).kept == 0.0
    assert compare(fingerprint("satu", NOTHING), fingerprint("satu", NOTHING)).kept == 1.0


def test_a_long_text_is_sampled_and_its_shares_stay_true() -> None:
    def text(begin: int, end: int) -> Fingerprint:
        names = (f"{'abcdefghij'[n // 1000]}{'klmnopqrst'[n // 100 % 10]}{'uvwxyz'[n // 10 % 6]}{'bcdfghjkmn'[n % 10]}"
                 for n in range(begin, end))  # fmt: skip
        return fingerprint(" ".join(f"kata{each}x{each}" for each in names), NOTHING)

    whole, half = text(0, 4000), text(0, 2000)
    assert len(whole.sample) == MOST_KEPT
    found = compare(whole, half)
    assert found.kept == pytest.approx(0.5, abs=0.12)
    assert found.part > 0.9
