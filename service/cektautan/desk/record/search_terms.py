"""The words of a search: how they are asked of the database, and where in a text they were found.

Both engines must find alike, so nothing depends on their own idea of letters: patterns fold the letters of ASCII, and
any other letter is matched by its place. Signs that mean something in a pattern are escaped; nobody searches with a
wildcard by accident. Pure: what is found is given as pieces of text, and never as markup.
"""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_

MOST_TERMS: Final = 6
LONGEST: Final = 500
SNIPPET: Final = 160
NUMBER: Final = re.compile(r"[0-9]{1,15}")
"""The number of a case or a batch, as somebody types it."""

Pieces = tuple[tuple[bool, str], ...]
"""A text in pieces, each with whether it was searched for."""


def terms_of(text: str) -> tuple[str, ...]:
    """Return the words of a search, each once, and an address without its scheme.

    >>> terms_of("  Pemilu  pemilu 2029 https://kabar.example/1")
    ('pemilu', '2029', 'kabar.example/1')
    """
    words = (re.sub("^https?://", "", each) for each in text[:LONGEST].lower().split())
    return tuple(dict.fromkeys(each for each in words if each))[:MOST_TERMS]


def pattern(term: str) -> str:
    r"""Return a term as a pattern of LIKE, with ``\`` as its escape.

    >>> pattern("100%_é")
    '%100\\%\\__%'
    """
    signs = (f"\\{each}" if each in "\\%_" else each if each.isascii() else "_" for each in term)
    return f"%{''.join(signs)}%"


def matches(terms: tuple[str, ...], *columns: Any) -> ColumnElement[bool]:
    """Return the condition that each term stands in one of the columns."""
    return and_(*(or_(*(func.lower(each).like(pattern(term), escape="\\") for each in columns)) for term in terms))


def without_scheme(address: Any) -> ColumnElement[str]:
    """Return an address's column without what stands before its host: `tps`, above all, stands in every `https`."""
    return func.replace(func.replace(address, "https://", ""), "http://", "")


def marked(text: str, terms: tuple[str, ...]) -> Pieces:
    """Return a text in pieces, with what was searched for told apart.

    >>> marked("Surat suara palsu", ("suara",))
    ((False, 'Surat '), (True, 'suara'), (False, ' palsu'))
    """
    if not terms:
        return ((False, text),) if text else ()
    longest_first = sorted(terms, key=len, reverse=True)
    found = re.split(f"({'|'.join(map(re.escape, longest_first))})", text, flags=re.IGNORECASE)
    return tuple((bool(place % 2), piece) for place, piece in enumerate(found) if piece)


def snippet(text: str, terms: tuple[str, ...]) -> Pieces:
    """Return the part of a long text around the first thing that was searched for, in pieces."""
    flat = " ".join(text.split())
    if len(flat) <= SNIPPET:
        return marked(flat, terms)
    hit = re.search("|".join(map(re.escape, terms)), flat, re.IGNORECASE) if terms else None
    begin = max(0, (hit.start() if hit else 0) - SNIPPET // 3)
    end = begin + SNIPPET
    part = f"{'…' if begin else ''}{flat[begin:end]}{'…' if end < len(flat) else ''}"
    return marked(part, terms)
