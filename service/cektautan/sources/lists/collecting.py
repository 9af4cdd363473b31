"""Gathers what a list holds, within bounds: every adapter of this folder hands over its entries and faults here.

What PostgreSQL cannot keep or nobody can look through never leaves it: control characters and overlong cells are
faults, and more rows than an import may have refuse the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.limits import MAX_CELL, MAX_ROWS
from cektautan.sources.protocol import Fault, FoundEntry, Reading

SHOWN = 80
MOST_FACT = 200

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def printable(text: str) -> str:
    r"""Return a text without control characters, which PostgreSQL cannot keep and no page can show.

    >>> printable("kabar\x00.example")
    'kabar.example'
    """
    return _CONTROL.sub("", text)


def word(value: object) -> str:
    """Return a value that should be a text, or nothing where a stranger wrote something else."""
    return value if isinstance(value, str) else ""


class Collected:
    """What was read so far."""

    def __init__(self) -> None:
        self.entries: list[FoundEntry] = []
        self.faults: list[Fault] = []
        self.facts: dict[str, str] = {}

    def take(self, entry: FoundEntry) -> None:
        """Keep an entry.

        Raises:
            FileRefusedError: there are too many.

        """
        if len(entry.subject) > MAX_CELL:
            self.refuse(entry.line, "long_cell", entry.subject, "subject")
        elif _CONTROL.search(entry.subject):
            self.refuse(entry.line, "control_character", entry.subject, "subject")
        else:
            self._count()
            self.entries.append(entry)

    def refuse(self, line: int, code: str, shown: str = "", field: str = "") -> None:
        """Keep why a part is not taken.

        Raises:
            FileRefusedError: there are too many.

        """
        self._count()
        self.faults.append(Fault(line, code, field, printable(shown[:SHOWN])))

    def fact(self, name: str, value: object) -> None:
        """Keep what the document says of itself; the first of a name counts."""
        text = printable(str(value) if isinstance(value, int) else word(value)).strip()[:MOST_FACT]
        if text:
            self.facts.setdefault(name, text)

    def reading(self, encoding: str = "", pages: Sequence[str] = ()) -> Reading:
        """Return all of it.

        Raises:
            FileRefusedError: there is nothing in it.

        """
        if not (self.entries or self.faults or pages):
            raise FileRefusedError("no_rows")
        if encoding:
            self.facts["encoding"] = encoding
        return Reading((), tuple(self.entries), tuple(pages), tuple(self.faults), self.facts)

    def _count(self) -> None:
        if len(self.entries) + len(self.faults) >= MAX_ROWS:
            raise FileRefusedError("too_many_rows", rows=MAX_ROWS)
