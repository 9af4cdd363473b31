"""An address is shown as text that can do nothing, with what nobody sees written out."""

from __future__ import annotations

import pytest

from cektautan.web.console.telling.addresses import LONGEST, show_address, show_text
from cektautan.web.texts import load

TEXTS = load("en")


def test_the_host_is_marked_and_the_whole_stays_as_it_was() -> None:
    shown = show_address("https://kabar.example/a?b=1", TEXTS)
    assert shown.pieces == (("text", "https://"), ("host", "kabar.example"), ("text", "/a?b=1"))
    assert shown.plain == "https://kabar.example/a?b=1"
    assert not shown.warned


@pytest.mark.parametrize(
    "address",
    ["https://kabar.example/\u202egnp.exe", "https://kabar.example/\u200b", "https://kabar.example/a\nb",
     "https://kabar\u2066.example/"],
    ids=["turned around", "no width", "line break", "isolate in the host"],
)  # fmt: skip
def test_what_nobody_sees_is_written_out(address: str) -> None:
    shown = show_address(address, TEXTS)
    assert any(kind == "mark" and text.startswith("U+") for kind, text in shown.pieces)
    assert not set("\u202e\u200b\u2066\n") & set(shown.plain)


def test_a_user_name_that_looks_like_a_host_is_a_mark() -> None:
    shown = show_address("https://kpu.go.id@jahat.example/", TEXTS)
    assert ("mark", "kpu.go.id@") in shown.pieces
    assert ("host", "jahat.example") in shown.pieces


def test_punycode_stands_beside_the_letters_it_stands_for() -> None:
    shown = show_address("https://xn--80ak6aa92e.com/", TEXTS)
    assert shown.letters == "аррӏе.com"  # noqa: RUF001 -- letters of another alphabet are the point
    assert shown.warned


def test_the_end_of_a_very_long_address_is_counted() -> None:
    shown = show_address("https://a.example/" + "a" * LONGEST, TEXTS)
    assert shown.pieces[-1] == ("mark", "… +18")


def test_words_of_strangers_keep_their_lines_and_lose_their_tricks() -> None:
    assert show_text("satu\ndua \u202etiga\x00") == "satu\ndua [U+202E]tiga[U+0000]"
