"""The text of a page is found between menus, advertisements, comments and other articles, in pages of any make."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.desk import shipped_policy
from tests.support.listed_pages import HOAX, OTHER, article

from cektautan.desk.patrol.main_text import count_words, read_page

RULES = shipped_policy().patrol
PROSE = " ".join(HOAX)


def text(markup: str) -> str:
    return read_page(markup, RULES).text


def test_an_article_is_its_title_and_its_paragraphs() -> None:
    page = read_page(article(), RULES)
    for each in HOAX:
        assert each in page.text
    for each in ("Beranda", "Promo", "Diskon", "Terpopuler", "soal", "Komentar", "Setuju", "Hak cipta", "Bagikan",
                 "Oleh Redaksi", "kunjungan", "margin"):  # fmt: skip
        assert each not in page.text, each
    assert "Bantuan Tunai Satu Juta" in page.title
    assert page.whole


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>{PROSE}</p>",
        f"<div class=with-sidebar><div class=post-body><p>{PROSE}",
        f"<body class='has-iklan single'><td>{PROSE}</td>",
        f"<main>{PROSE}</main>",
        f"<div itemprop=articleBody>{PROSE}</div>",
        f"<p><span class=date>Senin</span>{PROSE}</p>",
        f"<p><a href=/>Redaksi</a> {PROSE}</p>",
        # Where nothing else is, what looks like something around a text is the text.
        f"<div class=sidebar>{PROSE}</div>",
        f"<footer>{PROSE}</footer>",
        f"{PROSE}<!-- ",
    ],
)
def test_pages_of_any_make_are_read(markup: str) -> None:
    assert HOAX[3] in text(markup)


def test_what_stands_around_inside_a_paragraph_takes_nothing_along() -> None:
    said = text(f"<p>{HOAX[0]} <span class='iklan'>Beli sekarang</span> {HOAX[1]} {HOAX[2]}</p>")
    assert "Beli sekarang" not in said
    assert HOAX[1] in said


def test_an_element_that_is_never_closed_takes_no_more_than_its_parent() -> None:
    said = text(f"<article><div><div class=ads>Beli</div><p>{HOAX[0]}</p></div><p>{HOAX[1]} {HOAX[2]}</p></article>")
    assert "Beli" not in said
    cut = text(f"<article><section><div class=ads>Beli</section><p>{PROSE}</p></article>")
    assert HOAX[5] in cut
    assert "Beli" not in cut


def test_lists_of_links_are_no_text() -> None:
    links = "".join(f"<li><a href=/{n}>{each}</a></li>" for n, each in enumerate(OTHER))
    said = text(f"<div><p>{PROSE}</p><ul>{links}</ul></div>")
    assert OTHER[0] not in said


def test_a_page_that_does_not_come_to_its_end_is_not_whole() -> None:
    assert not read_page(article(ends=""), RULES).whole


def test_a_title_is_a_line_and_else_the_first_heading() -> None:
    assert read_page("<title> Bantuan\n tunai </title><h1>Lain</h1>", RULES).title == "Bantuan tunai"
    assert read_page("<h1>Bantuan <b>tunai</b></h1><h1>Lain</h1>", RULES).title == "Bantuan tunai"


@given(st.text(alphabet=st.sampled_from(list("<>/ \"'=adivpscrt!-\n&;")), max_size=400))
def test_nothing_that_a_stranger_writes_is_too_much(markup: str) -> None:
    page = read_page(markup, RULES)
    assert count_words(page.text) <= count_words(page.everything)


@pytest.mark.parametrize(
    "markup",
    [
        "<div><b><a href=x>" * 60_000 + PROSE,
        "<i>" * 499 + "</u>" * 190_000 + f"<p>{PROSE}</p>",
        "<h1>" + "kata<b>" * 90_000 + f"<p>{PROSE}</p>",
    ],
    ids=["opened", "closed", "heading"],
)
def test_a_page_that_somebody_made_to_be_slow_is_read_in_a_moment(markup: str) -> None:
    begin = time.process_time()
    read_page(markup, RULES)
    assert time.process_time() - begin < 5


class Counted(frozenset[str]):
    """Names that count the letters which are looked up among them."""

    letters: int

    def __new__(cls, names: Iterable[str]) -> Counted:
        """Begin to count."""
        found = super().__new__(cls, names)
        found.letters = 0
        return found

    def __contains__(self, name: object) -> bool:
        self.letters += len(str(name))
        return super().__contains__(name)


@pytest.mark.parametrize(
    "given", ["a-" * 20_000, "a_" * 20_000, "-" * 40_000, "a" * 40_000, "a- " * 13_000],
    ids=["hyphens", "underlines", "bare", "one name", "many names"],
)  # fmt: skip
def test_a_name_of_a_class_costs_no_more_than_it_is_long(given: str) -> None:
    names = Counted(RULES.around_names)
    read_page(f"<div class='{given}' id='{given}'>{PROSE}</div>", replace(RULES, around_names=names))
    assert names.letters <= 3 * len(given)
