"""One spelling for every path and query that mean the same; spelling it again changes nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.core.normal import decode, first_value, normal_path, normal_query, site_path, spelt_path
from cektautan.core.rules import Rules
from cektautan.core.shelves import Site

BUNDLE: Mapping[str, Any] = {
    "format": 1,
    "classes": [],
    "platforms": [],
    "wrappers": [],
    "opaque": [],
    "sites": [],
    "parameters": [{"name": "fbclid"}, {"prefix": "utm_"}],
}
RULES = Rules.from_bundle(BUNDLE)
SITE = Site(("/amp", "/all"), ("/amp",), frozenset({"page"}))

ascii_texts = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E)) | st.lists(
    st.sampled_from(["%", "%2", "%2F", "%2f", "%41", "%e9", "%C3%A9", "+", "=", "&", "/", "//", "a", "~", "|"])
).map("".join)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", "/"),
        ("/", "/"),
        ("///", "/"),
        ("/a//b/", "/a/b"),
        ("/a%2Fb/%2f/", "/a%2Fb/%2F"),
        ("/%41%7e%21", "/A~!"),
        ("/%c3%a9%C3%A9", "/%C3%A9%C3%A9"),
        ("/100%/%zz/%4", "/100%25/%25zz/%254"),
        ("/%%34", "/%254"),
        ("/a|b[c]", "/a%7Cb%5Bc%5D"),
        ("/a+b&c=d;e:@f", "/a+b&c=d;e:@f"),
        ("/%3F%23%25", "/%3F%23%25"),
    ],
)
def test_path(path: str, expected: str) -> None:
    assert normal_path(spelt_path(path)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ""),
        ("&&", ""),
        ("=", ""),
        ("a=&b", "a&b"),
        ("b=2&a=1&b=1", "a=1&b=2&b=1"),
        ("a=b+c%20d", "a=b%20c%20d"),
        ("a==b=", "a=%3Db%3D"),
        ("a=%3D%26%2B%23", "a=%3D%26%2B%23"),
        ("%61=%62", "a=b"),
        ("a=%zz", "a=%25zz"),
        ("utm_x=1&UTM_Y=2&FBCLID=3&%66bclid=4&utm=5&fbclid2=6", "fbclid2=6&utm=5"),
        ("a=/?:@", "a=/?:@"),
        ("PAGE=2&id=7", "PAGE=2&id=7"),
    ],
)
def test_query(query: str, expected: str) -> None:
    assert normal_query(query, RULES, None) == expected


def test_a_site_drops_its_own_parameters_whatever_their_case() -> None:
    assert normal_query("PAGE=2&id=7&fbclid=x", RULES, SITE) == "id=7"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a/amp", "/a"),
        ("/a/amp/all/amp", "/a"),
        ("/amp/a", "/a"),
        ("/amp", "/"),
        ("/amp/amp/amp", "/"),
        ("/a/champ", "/a/champ"),
        ("/ample/a", "/ample/a"),
    ],
)
def test_affixes_of_a_site_are_whole_segments_and_removed_while_there(path: str, expected: str) -> None:
    assert site_path(path, SITE) == expected


@given(ascii_texts)
def test_spelling_twice_changes_nothing(text: str) -> None:
    path = normal_path(spelt_path(f"/{text}"))
    query = normal_query(text, RULES, SITE)

    assert normal_path(spelt_path(path)) == path
    assert normal_query(query, RULES, SITE) == query


@given(ascii_texts)
def test_a_value_means_the_same_after_spelling(text: str) -> None:
    given_value = first_value(f"v={text}", "v")
    spelt_value = first_value(normal_query(f"v={text}", RULES, None), "v")

    # Escapes beyond ASCII stay, and only their case may change.
    assert (spelt_value or "").upper() == (given_value or "").upper()


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("a=1&v=x&v=y", "x"),
        ("v", ""),
        ("v=", ""),
        ("%76=a+b%2B", "a b+"),
        ("V=x", None),
        ("", None),
        ("v=a=b", "a=b"),
        ("v=%C3%A9%e9%0A", "%C3%A9%e9\n"),
    ],
)
def test_first_value_of_a_parameter(query: str, value: str | None) -> None:
    assert first_value(query, "v") == value


def test_only_escapes_of_ascii_are_decoded_and_only_once() -> None:
    assert decode("%2541%7F%80+%4") == "%41\x7f%80+%4"


@pytest.mark.parametrize(
    "text", ["%C3" * 2700 + "|", "a" * 8000 + "|", "%2" * 4000, "=" * 8000, "&" * 8000, "/" * 8000]
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    start = time.perf_counter()

    normal_path(spelt_path(text))
    normal_query(text, RULES, SITE)

    assert time.perf_counter() - start < 0.5
