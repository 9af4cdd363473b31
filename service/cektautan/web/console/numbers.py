"""Reads the whole numbers that stand in forms and addresses; whatever else stands there is none."""

from __future__ import annotations


def number(text: str) -> int | None:
    """A whole number from a form or an address; None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
