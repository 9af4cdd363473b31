"""The cards on how falsehoods work, which the site and the extension share, read once for the page that shows them all.

Their text is checked against a schema where it is written (extension/tools/techniques.schema.json) and not again here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cektautan.settings import CHECKOUT

CARDS = CHECKOUT / "extension" / "i18n" / "techniques.json"


@dataclass(frozen=True)
class Card:
    """One technique in one language."""

    id: str
    name: str
    how: str
    check: tuple[str, ...]
    example: str


def read_cards(path: Path = CARDS) -> dict[str, tuple[Card, ...]]:
    """All cards by language, in the order of the file."""
    cards = json.loads(path.read_text("utf-8"))["techniques"]
    return {language: tuple(_card(each, language) for each in cards) for language in ("id", "en")}


def _card(card: dict[str, Any], language: str) -> Card:
    return Card(
        id=card["id"],
        name=card["name"][language],
        how=card["how"][language],
        check=tuple(card["check"][language]),
        example=card["example"][language],
    )
