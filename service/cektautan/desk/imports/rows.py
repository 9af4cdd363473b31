"""A record -> what its line asks for, typed and checked for form; nothing is looked up here.

A cell that is empty takes the batch's default, and is marked as such: what a default asks for is fitted to the policy's
caps, what somebody wrote into the line is refused where it is above them. A cell that a spreadsheet would run as a
formula is kept as text and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from cektautan.blocklists.limits import LIMITS
from cektautan.desk.imports.columns import SEVERITIES, Header
from cektautan.desk.imports.findings import Finding, Value
from cektautan.desk.imports.limits import MAX_CELL, SHOWN
from cektautan.desk.imports.table import Record

SCOPES = ("content", "url", "path", "host", "domain")
LEVELS = ("1", "2", "3")
"""Nothing is cleared by an import: level 0 comes of a retraction, which has its reasons."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Defaults:
    """What empty cells mean in this batch."""

    claim: str = ""
    """The id of a known claim, or of the new one that comes with the batch."""
    scope: str = ""
    level: int | None = None
    verdict: str = ""
    source: str = ""
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line is not taken, and which field of it says so."""

    field: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Row:
    """What one line asks for."""

    line: int
    subject: str
    problem: Problem | None = None
    scope: str = ""
    level: int | None = None
    verdict: str = ""
    reason_code: str = ""
    claim: str = ""
    claim_text: str = ""
    claim_text_en: str = ""
    review_url: str = ""
    source: str = ""
    rating: str = ""
    review_date: date | None = None
    listed_at: date | None = None
    review_by: date | None = None
    public_note: str = ""
    written: frozenset[str] = frozenset()
    """The fields that stand in the line itself rather than in the defaults."""
    formulas: tuple[str, ...] = ()
    """The fields that a spreadsheet would run."""
    is_site: bool = False
    """From a list of whole sites (Mastodon's): the scope is the site's."""


@dataclass
class _Cells:
    """The cells of one record by name, and the first thing that is wrong with them."""

    values: dict[str, str]
    problem: Problem | None = None
    written: set[str] = field(default_factory=set)

    def refuse(self, name: str, code: str, **values: Value) -> None:
        if self.problem is None:
            self.problem = Problem(name, Finding(code, values))

    def word(self, name: str, known: tuple[str, ...], default: str) -> str:
        value = self.values.get(name, "").lower()
        if not value:
            return default
        self.written.add(name)
        if value not in known:
            self.refuse(name, "unknown_word", value=value[:SHOWN], known=", ".join(known))
            return ""
        return value

    def day(self, name: str) -> date | None:
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


def read_rows(header: Header, records: list[Record], defaults: Defaults) -> Iterator[Row]:
    """Yield what each record asks for, in the order of the file."""
    for record in records:
        yield _row(header, record, defaults)


def _row(header: Header, record: Record, defaults: Defaults) -> Row:
    names = header.names
    if record.problem or len(record.cells) != len(names):
        subject = _kept(record.cells[0])[:MAX_CELL] if record.cells else ""
        values: dict[str, Value] = {} if record.problem else {"cells": len(record.cells), "columns": len(names)}
        return Row(record.line, subject, Problem("", Finding(record.problem or "ragged", values)))
    pairs = [(name, cell) for name, cell in zip(names, record.cells, strict=True) if name is not None and cell]
    cells = _Cells({name: _kept(cell).strip() for name, cell in pairs})
    formulas = tuple(name for name, cell in pairs if cell.startswith(FORMULA_STARTS))
    subject = cells.values.get("subject", "")
    for name, cell in pairs:
        if len(cell) > MAX_CELL:
            cells.refuse(name, "long_cell", characters=MAX_CELL)
        elif _CONTROL.search(cell):
            cells.refuse(name, "control_character")
    if not subject:
        cells.refuse("subject", "no_subject")
    text = cells.values.get("claim_text", "")
    claim = cells.values.get("claim", "")
    if claim and text:
        cells.refuse("claim_text", "two_claims")
    if claim or text:
        cells.written.add("claim")
    return Row(
        line=record.line,
        subject=subject[:MAX_CELL],
        scope=cells.word("scope", SCOPES, defaults.scope),
        level=_level(cells, defaults),
        verdict=cells.word("verdict", tuple(LIMITS), defaults.verdict if not claim else ""),
        reason_code=cells.values.get("reason_code", ""),
        claim=claim if claim or text else defaults.claim,
        claim_text=text,
        claim_text_en=cells.values.get("claim_text_en", ""),
        review_url=cells.values.get("review_url", ""),
        source=cells.values.get("source", "") or defaults.source,
        rating=cells.values.get("rating", ""),
        review_date=cells.day("review_date"),
        listed_at=cells.day("listed_at"),
        review_by=cells.day("review_by") or defaults.review_by,
        public_note=cells.values.get("public_note", ""),
        formulas=formulas,
        is_site=header.is_mastodon,
        # These come last: reading the fields above is what fills them.
        written=frozenset(cells.written),
        problem=cells.problem,
    )


def _kept(cell: str) -> str:
    """Leave out what PostgreSQL cannot keep. A line that holds one is refused by it, in `_row`."""
    return cell.replace("\x00", "")


def _level(cells: _Cells, defaults: Defaults) -> int | None:
    severity = cells.values.get("severity", "")
    if severity:
        cells.written.add("severity")
        if severity.lower() not in SEVERITIES:
            cells.refuse("severity", "no_severity", value=severity[:SHOWN])
        return SEVERITIES.get(severity.lower())
    word = cells.word("level", LEVELS, "")
    return int(word) if word else defaults.level
