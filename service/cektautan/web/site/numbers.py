"""Writes numbers as people do in the language of a page."""

from __future__ import annotations


def thousands(number: int, language: str) -> str:
    """A number as people write it.

    >>> thousands(2000, "id")
    '2.000'
    """
    return f"{number:,}".replace(",", "." if language == "id" else ",")
