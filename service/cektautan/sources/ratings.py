"""Gives a publisher's rating our verdict: by its word, else by its number where that publisher's direction is known.

The tables are data (`rules/ratings/`), the publisher's own before the general one. A rating is matched as a whole:
"tidak benar" holds "benar", so no part of a rating ever decides. What no table names is unknown, and a person chooses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from cektautan.core.vocabulary import Verdict
from cektautan.sources.protocol import RatingGiven

GENERAL: Final = "general"

_SIGNS: Final = re.compile(r"[\W_]+")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Rated:
    """What a rating means."""

    verdict: Verdict
    by: str = ""
    """`word` or `number`; empty where no table says anything."""
    table: str = ""
    """The table that says it."""


@dataclass(frozen=True, slots=True)
class _Table:
    id: str
    words: Mapping[str, Verdict]
    numbers: Mapping[Decimal, Verdict]
    scale: tuple[Decimal | None, Decimal | None]


class RatingTables:
    """All tables of an installation."""

    def __init__(self, tables: Iterable[Mapping[str, Any]]) -> None:
        """Compile tables that the schema has accepted.

        Raises:
            ValueError: two tables or two words contradict each other; the message says which.

        """
        self._general = _Table(GENERAL, {}, {}, (None, None))
        self._of_host: dict[str, _Table] = {}
        for data in tables:
            table = _Table(data["id"], _words(data), _numbers(data), _scale(data))
            if data["id"] == GENERAL:
                self._general = table
            for host in data["hosts"]:
                if host in self._of_host:
                    raise ValueError(f"{host} stands in two tables of ratings")
                self._of_host[host] = table

    def read(self, rating: RatingGiven, site: str = "") -> Rated:
        """Return what a rating means on a publisher's site, given by its host."""
        own = self._closest(site)
        word = plain(rating.text)
        for table in (own, self._general):
            if table is not None and word in table.words:
                return Rated(table.words[word], "word", table.id)
        value = _decimal(rating.value)
        # A number belongs to its scale: 1 of 5 and 1 of 6 need not mean the same, and a scale that is left out is none.
        if own is not None and value is not None and own.scale == (_decimal(rating.worst), _decimal(rating.best)):
            verdict = own.numbers.get(value)
            if verdict is not None:
                return Rated(verdict, "number", own.id)
        return Rated(Verdict.UNKNOWN)

    def _closest(self, host: str) -> _Table | None:
        return next((self._of_host[each] for each in _with_parents(host) if each in self._of_host), None)


def plain(text: str) -> str:
    """Return a rating as the tables write it.

    >>> plain(" [Tidak_Benar]! "), plain("Half-True")
    ('tidak benar', 'half true')
    """
    return _SIGNS.sub(" ", unicodedata.normalize("NFKC", text[:_LONGEST]).casefold()).strip()


def _words(data: Mapping[str, Any]) -> dict[str, Verdict]:
    found: dict[str, Verdict] = {}
    for row in data["words"]:
        for text in row["texts"]:
            if plain(text) != text or text in found:
                raise ValueError(f"table of ratings {data['id']}: {text!r} stands twice, or not as ratings are read")
            found[text] = Verdict.of(row["verdict"])
    return found


def _numbers(data: Mapping[str, Any]) -> dict[Decimal, Verdict]:
    rows = (data["numbers"] or {}).get("values", ())
    return {Decimal(row["value"]): Verdict.of(row["verdict"]) for row in rows}


def _scale(data: Mapping[str, Any]) -> tuple[Decimal | None, Decimal | None]:
    numbers = data["numbers"] or {}
    return _decimal(numbers.get("worst", "")), _decimal(numbers.get("best", ""))


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip()) if text.strip() else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None


def _with_parents(host: str) -> Iterator[str]:
    while host:
        yield host
        host = host.partition(".")[2]
