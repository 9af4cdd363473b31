"""Cells that a spreadsheet would run: how they are told, and how they are written in every table that leaves us.

A text of others that begins with one of these signs is a formula to a spreadsheet, which may fetch and send things. An
apostrophe before it makes it a text again, after the OWASP page on CSV injection.
"""

from __future__ import annotations

from typing import Any, Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: Any) -> str:
    """Return what stands in a cell; nothing for None.

    >>> guarded("=1+1"), guarded("kabar.example"), guarded(None)
    ("'=1+1", 'kabar.example', '')
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
