"""An item of a platform is one key in all its shapes, and a platform is never judged by a page on it."""

from __future__ import annotations

import pytest
from tests.support.small_rules import RULES

from cektautan.core.identity import identify
from cektautan.core.vocabulary import Kind, Surface


@pytest.mark.parametrize(
    "url",
    [
        "https://media.example/anna/post/7",
        "http://www.media.example//anna/post/7/?utm_source=x#y",
        "https://m.media.example/%61nna/%70ost/7",
        "https://media.example/show?kind=post&id=7&x=y",
        "https://media.example/show?%69d=%37&kind=post",
        "app://open?id=7",
    ],
)
def test_an_item_has_one_key_and_nothing_wider(url: str) -> None:
    found = identify(url, RULES)

    assert found.keys == ("content:media:7",)
    assert found.url == "https://media.example/x/post/7"
    assert (found.kind, found.surface, found.comment) == (Kind.CONTENT, Surface.CONTENT, False)


@pytest.mark.parametrize(
    "url",
    [
        "https://media.example/anna",
        "https://media.example/anna/post/7a",
        "https://media.example/anna/POST/7",
        "https://media.example/anna/post/7/likes",
        "https://media.example/show?id=7",
        "https://media.example/show?id=7&kind=other",
        "https://media.example/show?id=8x&id=7&kind=post",
        "https://media.example/aboutx",
        "app://open?id=x",
    ],
)
def test_everything_else_on_a_platform_is_the_platform(url: str) -> None:
    found = identify(url, RULES)

    assert found.surface is Surface.PLATFORM
    assert found.keys == (found.key,)
    assert found.kind is Kind.URL


def test_the_operators_own_pages_and_a_host_of_sites_are_pages() -> None:
    assert identify("https://media.example/about/us", RULES).surface is Surface.PAGE
    assert identify("https://blogs.example/x", RULES).surface is Surface.PAGE


@pytest.mark.parametrize("url", ["https://media.example/x/post/7?c=9", "https://media.example/x/post/7/reply/9"])
def test_the_link_of_a_comment_opens_the_item_and_says_so(url: str) -> None:
    found = identify(url, RULES)

    assert (found.key, found.comment) == ("content:media:7", True)


def test_codes_are_keys_of_their_own_and_opaque() -> None:
    share = identify("https://media.example/share/Ab1?x=y", RULES)
    short = identify("https://s.example/Ab1?x=y", RULES)

    assert (share.keys, share.surface) == (("content:media-share:Ab1",), Surface.OPAQUE)
    assert (short.keys, short.surface) == (("content:short:s.example/Ab1",), Surface.OPAQUE)
    assert short.url == "https://s.example/Ab1"
    assert identify("https://s.example/ab1", RULES).key != short.key


def test_what_a_wildcard_stands_for_can_be_part_of_a_key() -> None:
    found = identify("https://a.b.media.example/in/5", RULES)

    assert (found.key, found.url) == ("content:media-in:a.b/5", "https://a.b.media.example/in/5")
