"""Tags and text of a page, as browsers tell them apart, and each letter only once."""

from __future__ import annotations

import doctest
import time
from types import ModuleType

import pytest

from cektautan.sources.claimreview import appearances, days, markup, sites, values, walking
from cektautan.sources.claimreview.markup import End, Start, tokens
from cektautan.sources.claimreview.microdata import read_microdata

SIZE = 400_000


def test_tags_attributes_and_text_are_told_apart() -> None:
    page = "<!doctype html><P Class='a' b=\"x > y\" c=d e>1 &lt; 2 &amp; 3</p ><br/>"
    assert list(tokens(page)) == [
        Start("p", {"class": "a", "b": "x > y", "c": "d", "e": ""}),
        "1 < 2 & 3",
        End("p"),
        Start("br"),
    ]


def test_a_script_is_taken_as_it_stands() -> None:
    page = '<script type=x>a < b && "</p>" &amp;</SCRIPT ><title>A &amp; B</title>'
    assert list(tokens(page)) == [
        Start("script", {"type": "x"}, 'a < b && "</p>" &amp;'),
        End("script"),
        Start("title", {}, "A & B"),
        End("title"),
    ]


def test_comments_are_left_out() -> None:
    assert list(tokens("<!-- <script>x</script> --><? php ?>a<!-- open <p>")) == ["a"]


def test_an_address_with_parameters_is_not_taken_for_entities() -> None:
    (link,) = tokens('<a href="?a=1&amp;b=2&copy=3&lt=4">')
    assert isinstance(link, Start)
    assert link.attributes["href"] == "?a=1&b=2&copy=3&lt=4"


@pytest.mark.parametrize(
    "page", ["<", "a <", "<a", "<a b", "<a b=", '<a b="', "</", "<!", "<!--", "<script>", "< a>", "<1>"]
)
def test_a_page_may_end_anywhere(page: str) -> None:
    list(tokens(page))


@pytest.mark.parametrize(
    "piece",
    ["<", "<a", "<!", "<!--", "</", '<a b="', "<?", "<![", "<a a ", "<div>", "</p>", "<![CDATA[", "=", "&#", "<script>",
     "<p><b>", "<div itemscope itemtype=x>", "<p itemprop=a>", "<meta itemprop='a b c d' content=1>"],
)  # fmt: skip
def test_a_page_made_for_the_purpose_takes_no_longer_than_another(piece: str) -> None:
    begun = time.perf_counter()
    page = "<div itemscope itemtype=x>" + piece * (SIZE // len(piece))
    for _ in tokens(page):
        pass
    read_microdata(page)
    assert time.perf_counter() - begun < 10


def test_a_tag_with_a_hundred_thousand_attributes_takes_seconds() -> None:
    begun = time.perf_counter()
    (tag,) = tokens("<a " + " ".join(f"a{number}=1" for number in range(100_000)) + ">")
    assert isinstance(tag, Start)
    assert len(tag.attributes) == markup.MOST_ATTRIBUTES
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize("module", [appearances, days, markup, sites, values, walking])
def test_the_examples_of_the_docstrings_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
