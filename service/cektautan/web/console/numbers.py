"""Reads the whole numbers of forms and addresses, where whatever else stands there is none; and writes them."""

from __future__ import annotations

from cektautan.web.texts import Texts


def number(text: str) -> int | None:
    """A whole number from a form or an address; None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def thousands(texts: Texts, count: int) -> str:
    """A number with its thousands set apart as the language does it."""
    return f"{count:,}".replace(",", texts["desk_thousands"])
