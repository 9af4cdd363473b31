"""What stands for a key, and what is left out because it would say more than was listed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.core.safe_browsing.canonical import canonical
from cektautan.core.safe_browsing.expressions import expressions, spellings
from cektautan.core.safe_browsing.variants import SETTLED, Variants

VARIANTS = Variants(
    {
        "items": [{"key": "tube:{id}", "expressions": ["tube.test/watch?v={id}", "tu.be/{id}"]}],
        "scripts": [{"ending": "php"}],
    }
)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("content:tube:abc", ("tube.test/watch?v=abc", "tu.be/abc")),
        ("content:tube:a/b", ()),
        ("content:other:abc", ()),
        ("url:example.com/a", ("example.com/a",)),
        ("url:example.com/a?b=1", ("example.com/a?b=1", "example.com/a/?b=1")),
        ("url:example.com/?p=1", ("example.com/?p=1",)),
        ("url:example.com/a%C3%A9", ("example.com/a%C3%A9", "example.com/a%c3%a9")),
        ("url:example.com/index.php?id=4", ("example.com/index.php?id=4", "example.com/index.php/?id=4")),
        ("path:example.com/a/b", ("example.com/a/b", "example.com/a/b/")),
        ("host:www2.example.com", ("www2.example.com/",)),
        ("domain:example.com", ("example.com/",)),
        # Its expression would be the whole site, every page of the script, or another port as well.
        ("url:example.com/", ()),
        ("url:example.com/index.php", ()),
        ("url:example.com:8080/a", ()),
        ("path:example.com:8080/a", ()),
        ("url:tg://resolve/?domain=x", ()),
        # Clients unescape first, and so would be told of a whole site, a folder, a neighbour or a script.
        ("url:sites.example/x%2F..", ()),
        ("url:sites.example/x%2f..%2Fkpu", ()),
        ("url:sites.example/a/%252e", ()),
        ("url:sites.example/a/%252E%252e/b", ()),
        ("url:sites.example/a%25252F..?b=1", ()),
        ("url:sites.example/%2F", ()),
        ("url:sites.example//a", ()),
        ("url:sites.example/a%3Fb", ()),
        ("url:sites.example/a%3Fb?c=1", ()),
        ("url:sites.example/index%2Ephp", ()),
        ("url:sites.example/index%252Ephp", ()),
        ("path:sites.example/x%2F..", ()),
        ("path:sites.example/a/x%2F..%2F..", ()),
        ("content:tube:..", ("tube.test/watch?v=..",)),
        ("content:tube:x%2F..", ("tube.test/watch?v=x/..",)),
        ("content:tube:x?y", ()),
        # What is escaped within a query, or is no mark of a folder, stays what it is.
        ("url:example.com/a?u=b%2Fc%3F", ("example.com/a?u=b/c?", "example.com/a/?u=b/c?")),
        ("url:example.com/a%23b", ("example.com/a%23b",)),
        ("url:example.com/a/b/", ("example.com/a/b/",)),
    ],
)
def test_the_expressions_of_a_key(key: str, expected: tuple[str, ...]) -> None:
    assert VARIANTS.of(key) == expected


@pytest.mark.parametrize(
    "url", ["https://tube.test/watch?v=abc", "https://m.tube.test/watch?v=abc", "http://tu.be/abc?si=1"]
)
def test_a_client_finds_them(url: str) -> None:
    assert set(expressions(canonical(url))) & set(VARIANTS.of("content:tube:abc"))


@given(st.from_regex(SETTLED, fullmatch=True))
def test_what_is_taken_as_it_stands_is_canonical(text: str) -> None:
    assert spellings(canonical(text).whole) == (text,)


@given(st.lists(st.sampled_from(["a", "/", "..", ".", "%2F", "%2E", "%3F", "%25", "2F", "2E", "b", "?", "php"])))
def test_no_escape_makes_an_expression_wider_than_its_key(parts: list[str]) -> None:
    path, mark, _ = "".join(parts).partition("?")
    for each in VARIANTS.of(f"url:example.com/{path}{mark}"):
        listed = each.partition("?")[0].removesuffix("/")
        assert listed.count("/") == f"example.com/{path}".removesuffix("/").count("/")
        assert (listed.partition("/")[0], "?" in each) == ("example.com", bool(mark))


def test_a_home_page_lists_no_other_page_of_its_site() -> None:
    listed = set(VARIANTS.of("url:example.com/")) | set(VARIANTS.of("url:example.com/a"))
    assert not listed & set(expressions(canonical("https://example.com/b")))
