"""Expressions and hashes, by the examples that the protocol's own documentation gives."""

from __future__ import annotations

import pytest

from cektautan.core.safe_browsing.canonical import canonical
from cektautan.core.safe_browsing.expressions import expressions, full_hash, spellings


# https://developers.google.com/safe-browsing/v4/urls-hashing, "Suffix/Prefix Expressions".
@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "http://a.b.c/1/2.html?param=1",
            ["a.b.c/1/2.html?param=1", "a.b.c/1/2.html", "a.b.c/", "a.b.c/1/", "b.c/1/2.html?param=1", "b.c/1/2.html",
             "b.c/", "b.c/1/"],
        ),
        (
            "http://a.b.c.d.e.f.g/1.html",
            ["a.b.c.d.e.f.g/1.html", "a.b.c.d.e.f.g/", "c.d.e.f.g/1.html", "c.d.e.f.g/", "d.e.f.g/1.html", "d.e.f.g/",
             "e.f.g/1.html", "e.f.g/", "f.g/1.html", "f.g/"],
        ),
        ("http://1.2.3.4/1/", ["1.2.3.4/1/", "1.2.3.4/"]),
    ],
)  # fmt: skip
def test_the_documented_examples(url: str, expected: list[str]) -> None:
    assert list(expressions(canonical(url))) == expected


def test_there_are_thirty_at_most() -> None:
    assert len(expressions(canonical("http://a.b.c.d.e.f.g.h/1/2/3/4/5/6?q"))) == 30


# The same page, "Hash Computations": test vectors of SHA-256 whose texts stand in FIPS 180-2.
def test_a_hash_is_sha_256_of_the_text() -> None:
    assert full_hash("abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_an_escape_is_spelt_in_both_cases_and_nothing_else_is() -> None:
    assert spellings("example.com/A%C3b%20c") == ("example.com/A%C3b%20c", "example.com/A%c3b%20c")
    assert spellings("example.com/A%20c") == ("example.com/A%20c",)
