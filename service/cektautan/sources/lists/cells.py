"""A record of a table -> its cells by name, checked for form; nothing is looked up here.

A cell that a spreadsheet would run as a formula is kept as text and marked. In an export of ours the apostrophe that
guards such a cell is taken off again, so that what went out comes back as it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from cektautan.core.spreadsheets import FORMULA_STARTS
from cektautan.sources.lists.columns import SEVERITIES, Header
from cektautan.sources.lists.findings import Finding, Problem, Value
from cektautan.sources.lists.limits import MAX_CELL, SHOWN
from cektautan.sources.lists.table import Record

SCOPES = ("content", "url", "path", "host", "domain")
LEVELS = ("1", "2", "3")
"""Nothing is cleared by an import: level 0 comes of a retraction, which has its reasons."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass
class Cells:
    """The cells of one record by name, and the first thing that is wrong with them."""

    values: dict[str, str]
    problem: Problem | None = None
    written: set[str] = field(default_factory=set)
    """The fields that stand in the line itself."""
    formulas: tuple[str, ...] = ()
    """The fields that a spreadsheet would run."""

    @property
    def subject(self) -> str:
        """The address or name, as far as it can be kept."""
        return self.values.get("subject", "")[:MAX_CELL]

    def refuse(self, name: str, code: str, **values: Value) -> None:
        """Say what is wrong; the first thing counts."""
        if self.problem is None:
            self.problem = Problem(name, Finding(code, values))

    def word(self, name: str, known: tuple[str, ...], default: str = "") -> str:
        """Return a cell that has to be one of some words."""
        value = self.values.get(name, "").lower()
        if not value:
            return default
        self.written.add(name)
        if value not in known:
            self.refuse(name, "unknown_word", value=value[:SHOWN], known=", ".join(known))
            return ""
        return value

    def day(self, name: str) -> date | None:
        """Return a cell that has to be a day in the order of ISO 8601: in any other it could be two days."""
        value = self.values.get(name, "")
        if not value:
            return None
        self.written.add(name)
        try:
            if _DATE.match(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.refuse(name, "bad_date", value=value[:SHOWN])
        return None

    def level(self, default: int | None = None) -> int | None:
        """Return the level, or what Mastodon's severity becomes."""
        severity = self.values.get("severity", "")
        if severity:
            self.written.add("severity")
            if severity.lower() not in SEVERITIES:
                self.refuse("severity", "no_severity", value=severity[:SHOWN])
            return SEVERITIES.get(severity.lower())
        word = self.word("level", LEVELS)
        return int(word) if word else default


def read_cells(header: Header, record: Record) -> Cells:
    """Return the cells of a record."""
    names = header.names
    if record.problem or len(record.cells) != len(names):
        values: dict[str, Value] = {} if record.problem else {"cells": len(record.cells), "columns": len(names)}
        first = _kept(record.cells[0]) if record.cells else ""
        return Cells({"subject": first}, Problem("", Finding(record.problem or "ragged", values)))
    pairs = [(name, cell) for name, cell in zip(names, record.cells, strict=True) if name is not None and cell]
    if header.is_export:
        pairs = [(name, _unguarded(cell)) for name, cell in pairs]
    cells = Cells({name: _kept(cell).strip() for name, cell in pairs})
    cells.formulas = tuple(name for name, cell in pairs if cell.startswith(FORMULA_STARTS))
    for name, cell in pairs:
        if len(cell) > MAX_CELL:
            cells.refuse(name, "long_cell", characters=MAX_CELL)
        elif _CONTROL.search(cell):
            cells.refuse(name, "control_character")
    if not cells.values.get("subject"):
        cells.refuse("subject", "no_subject")
    if cells.values.get("excluded"):
        cells.refuse("excluded", "left_out_there")
    if cells.values.get("claim") and cells.values.get("claim_text"):
        cells.refuse("claim_text", "two_claims")
    return cells


def _kept(cell: str) -> str:
    """Leave out what PostgreSQL cannot keep. A line that holds one is refused by it, in `read_cells`."""
    return cell.replace("\x00", "")


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(tuple(f"'{each}" for each in FORMULA_STARTS)) else cell
