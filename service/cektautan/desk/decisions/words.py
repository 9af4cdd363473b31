"""What a person writes with a decision: a reason is asked for, has a length, and holds nothing that could not be shown.

It stands in the log for ever, so the pages say that nobody's name belongs into it. What is for readers is judged more
strictly: it leads nowhere and holds nothing by which somebody could be found.
"""

from __future__ import annotations

import re
import unicodedata

from cektautan.core.unseen import hides, is_unreadable
from cektautan.desk.errors import Invalid

MOST_REASON = 1000
MOST_TOLD = 2000

_GAP = r"[ .()/\u2010-\u2015\u2212-]{0,3}"
"""What people write between the parts of a number."""

_GROUPS = r"(?!\d{1,3}(?:\.\d{3})+(?!\d))"
"""No amount in thousands, such as 62.812.345.678 rupiah."""

_FINDS_SOMEBODY = re.compile(
    rf"""
    [^\s@]+@[^\s@]+\.[^\s@]+                                    # an e-mail address
    | (?<!\d)(?<!\d[.,]){_GROUPS}(?:\+?62{_GAP}0?|0){_GAP}8\d(?:{_GAP}\d){{6,11}}(?!\d)    # a mobile telephone
    | \+62(?:{_GAP}\d){{7,12}}(?!\d)                            # any telephone of the country, as one calls from abroad
    | (?<!\d)(?<!\d[.,])\(?0[2-79]\d{{1,2}}(?:\)[ ]?|[ ]?-[ ]?|[ ])\d(?:[ -]?\d){{5,7}}(?![\d.,]\d)(?!\d)    # at home
    | (?<!\d)\d{{16}}(?!\d)                                     # an identity card
    | (?<!\d)(?!(?:(?:19|20)\d\d\D{{1,3}}){{4}})\d{{4}}[ .-]{{1,3}}\d{{4}}[ .-]{{1,3}}\d{{4}}[ .-]{{1,3}}\d{{4}}(?!\d)
    | (?<!\d)\d{{6}}[ .-]{{1,3}}\d{{6}}[ .-]{{1,3}}\d{{4}}(?!\d)
    | (?<!\d)\d{{2}}[ .-]\d{{2}}[ .-]\d{{2}}[ .-]\d{{6}}[ .-]\d{{4}}(?!\d)
    """,
    re.VERBOSE,
)
"""An e-mail address, the number of a telephone, or one of an identity card, in the groups in which people write it."""

_LEADS_AWAY = re.compile(
    r"""
    \b[a-z][a-z0-9+.-]*://
    | \bwww\.
    | (?<![\w@])(?:[^\W_](?:[\w-]*[^\W_])?[.\u3002])+(?:[^\W\d_]{2,}|xn--[a-z0-9-]+)(?::\d+)?[/?#][\w%~@]
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A link, with a scheme or not. The bare name of a site, such as a publisher's, names it and leads to no page."""


def read_told(text: str, field: str, *, needed: bool = False) -> str:
    """Return words for readers with single spaces; empty where there are none and none are needed.

    Raises:
        Invalid: they are missing, too long, unreadable, lead to an address, or hold what finds somebody.

    """
    words = read_words(text, field, MOST_TOLD, 1 if needed else 0)
    if hides(words):
        raise Invalid(field, "unreadable")
    # Wide digits and dots read like others, and a browser takes them for others.
    plain = unicodedata.normalize("NFKC", words)
    if _LEADS_AWAY.search(plain):
        raise Invalid(field, "has_address")
    if _FINDS_SOMEBODY.search(plain):
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
