"""What a person writes with a decision: a reason is asked for, has a length, and holds nothing that could not be shown.

It stands in the log for ever, so the pages say that nobody's name belongs into it.
"""

from __future__ import annotations

import re

from cektautan.desk.errors import Invalid

MOST_REASON = 1000

_NEVER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no sentence needs and what could make a line read otherwise than it is."""


def read_reason(text: str, field: str = "reason") -> str:
    """Return a reason as it is kept. Raises Invalid where there is none, or it cannot be kept."""
    return read_words(text, field, MOST_REASON)


def read_words(text: str, field: str, most: int, least: int = 1) -> str:
    """Return a text with single spaces. Raises Invalid."""
    words = " ".join(text.split())
    if len(words) < least:
        raise Invalid(field, "empty" if not words else "too_short")
    if len(words) > most:
        raise Invalid(field, "too_long")
    if _NEVER.search(words):
        raise Invalid(field, "unreadable")
    return words
