"""Links in pasted text: where each begins and ends."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.lookup import links
from cektautan.lookup.links import find_links


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("https://a.com", ["https://a.com"]),
        ("Lihat https://a.com/b, lalu bagikan!", ["https://a.com/b"]),
        ("(https://id.wikipedia.org/wiki/Pemilu_(2024))", ["https://id.wikipedia.org/wiki/Pemilu_(2024)"]),
        ("*https://a.com/x*", ["https://a.com/x"]),
        ("HTTPS://A.com/x", ["HTTPS://A.com/x"]),
        ("https://a.com https://a.com", ["https://a.com"]),
        ("youtu.be/abc dan s.id/x", ["https://youtu.be/abc", "https://s.id/x"]),
        ("tulis ke budi@contoh.com ya", []),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fb.com", ["https://l.facebook.com/l.php?u=https%3A%2F%2Fb.com"]),
        ("https://web.archive.org/web/2024/https://b.com/x", ["https://web.archive.org/web/2024/https://b.com/x"]),
        ("mailto:x@y.com", ["mailto:x@y.com"]),
        ("tg://resolve?domain=x&post=1", ["tg://resolve?domain=x&post=1"]),
        ("baris satu\nhttps://a.com/1\n\thttps://a.com/2", ["https://a.com/1", "https://a.com/2"]),
        ("selesai.Besok lagi", []),
    ],
)
def test_links_are_found_as_people_paste_them(text: str, found: list[str]) -> None:
    assert find_links(text) == found


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for link in find_links(text):
        assert link.strip() == link


def test_the_examples_hold() -> None:
    assert doctest.testmod(links).failed == 0
