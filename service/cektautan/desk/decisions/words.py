"""What a person writes with a decision: a reason is asked for, has a length, and holds nothing that could not be shown.

It stands in the log for ever, so the pages say that nobody's name belongs into it. What is for readers is judged more
strictly: it leads nowhere and holds nothing by which somebody could be found.
"""

from __future__ import annotations

import re

from cektautan.desk.errors import Invalid

MOST_REASON = 1000
MOST_TOLD = 2000

_NEVER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no sentence needs and what could make a line read otherwise than it is."""


_HIDDEN = re.compile(r"[\u00ad\u200b\u2028\u2029\u2060\ufeff]")
_FINDS_SOMEBODY = re.compile(
    r"[^\s@]+@[^\s@]+\.[^\s@]+|(?<!\d)(?:\+?62|0)8\d(?:[ .-]?\d){6,11}(?!\d)|(?<!\d)\d{16}(?!\d)"
)
"""An e-mail address, the number of a mobile telephone, or one of an identity card."""
_LEADS_AWAY = re.compile(r"\b[a-z][a-z0-9+.-]*://|\bwww\.", re.IGNORECASE)


def read_told(text: str, field: str, *, needed: bool = False) -> str:
    """Return words for readers with single spaces; empty where there are none and none are needed.

    Raises:
        Invalid: they are missing, too long, unreadable, lead to an address, or hold what finds somebody.

    """
    words = read_words(text, field, MOST_TOLD, 1 if needed else 0)
    if _HIDDEN.search(words):
        raise Invalid(field, "unreadable")
    if _LEADS_AWAY.search(words):
        raise Invalid(field, "has_address")
    if _FINDS_SOMEBODY.search(words):
        raise Invalid(field, "finds_somebody")
    return words


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
    if is_unreadable(words):
        raise Invalid(field, "unreadable")
    return words


def is_unreadable(text: str) -> bool:
    """True of a text that holds what could not be shown, or would make it read otherwise than it is."""
    return _NEVER.search(text) is not None
