"""What nobody sees: one table of characters, and what each question says of it."""

from __future__ import annotations

import pytest

from cektautan.core.unseen import hides, is_unreadable, without_unreadable, without_unseen

TURNS = ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"]
CONTROLS = ["\x00", "\x08", "\x0b", "\x1b", "\x7f", "\x85", "\x9f", "\ud800", "\udfff"]
WIDTHLESS = ["\u00ad", "\u061c", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff"]
SEEN = ["a", "\u00e9", "\u0644", "\u4e00", "\U0001f600", "\u0301", "\ufe0f", " ", "-"]


@pytest.mark.parametrize("letter", [*TURNS, *CONTROLS])
def test_what_could_not_be_shown_makes_a_text_unreadable(letter: str) -> None:
    assert is_unreadable(f"a{letter}b")
    assert not hides(f"a{letter}b")
    assert without_unreadable(f"a{letter}b") == "ab"


@pytest.mark.parametrize("letter", [*WIDTHLESS, "\u2028", "\u2029"])
def test_what_has_no_width_hides_and_is_kept_where_scripts_need_it(letter: str) -> None:
    assert hides(f"a{letter}b")
    assert without_unreadable(f"a{letter}b") == f"a{letter}b"


@pytest.mark.parametrize("letter", [*TURNS, *WIDTHLESS, *CONTROLS, "\ue000", "\U000e0041"])
def test_nothing_unseen_stays_in_a_strangers_text(letter: str) -> None:
    assert without_unseen(f"a{letter}{letter}b {letter} c").replace(" ", "") == "abc"


@pytest.mark.parametrize("letter", SEEN)
def test_what_is_seen_stays(letter: str) -> None:
    text = f"a{letter}b"
    assert (is_unreadable(text), hides(text), without_unseen(text), without_unreadable(text)) == (
        False, False, text, text,
    )  # fmt: skip


def test_breaks_and_tabs_are_blanks_of_one_line() -> None:
    assert without_unseen("satu\r\n dua\t\ttiga\u2028empat") == "satu dua tiga empat"
