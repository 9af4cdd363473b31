"""Tickets: read whatever people make of them, kept as a hash alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.desk.readers import tickets

WHOLE = "01ABCDEFGHJKMNPQRSTVWXYZ01"


@given(st.binary(min_size=16, max_size=16))
def test_what_is_made_and_shown_is_read_again(random: bytes) -> None:
    made = tickets.make(random)
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", made)
    assert tickets.read(tickets.show(made)) == made
    assert tickets.read(tickets.show(made).lower()) == made


@pytest.mark.parametrize(
    "written",
    [
        "01ABC-DEFGH-JKMNP-QRSTV-WXYZ01",
        "  01abc defgh jkmnp qrstv wxyz01\n",
        "OlABC\u2013DEFGH\u2013JKMNP\u2013QRSTV\u2013WXYZoI",
        "01ABC\u200b-DEFGH-JKMNP-QRSTV-WXYZ01",
    ],
)
def test_hyphens_spaces_case_and_mistaken_letters_do_not_matter(written: str) -> None:
    assert tickets.read(written) == WHOLE


@pytest.mark.parametrize("written", ["", "01ABC", WHOLE + "0", WHOLE[:-1] + "U", WHOLE[:-1] + "\u0131", "0" * 500])
def test_anything_else_is_no_ticket(written: str) -> None:
    assert tickets.read(written) is None


def test_the_hash_needs_the_secret() -> None:
    assert tickets.ticket_hash(WHOLE, "a" * 32) != tickets.ticket_hash(WHOLE, "b" * 32)
    assert re.fullmatch("[0-9a-f]{64}", tickets.ticket_hash(WHOLE, "a" * 32))
