"""A record of our table, or an entry of any other list -> what its line asks for; nothing is looked up here.

A cell that is empty takes the batch's default, and is marked as such: what a default asks for is fitted to the policy's
caps, what somebody wrote into the line is refused where it is above them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cektautan.blocklists.limits import LIMITS
from cektautan.sources.lists.cells import SCOPES, read_cells
from cektautan.sources.lists.columns import Header
from cektautan.sources.lists.findings import Finding, Problem, Value
from cektautan.sources.lists.limits import MAX_CELL
from cektautan.sources.lists.table import Record
from cektautan.sources.protocol import Fault, FoundEntry, Reading


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
    retracted: bool = False
    """The list takes it back: nothing is listed by it."""
    flags: tuple[str, ...] = ()
    """What was doubtful about it in the list."""
    well_known: bool = False
    """The list itself calls it well known and harmless."""


def read_rows(header: Header, records: list[Record], defaults: Defaults) -> Iterator[Row]:
    """Yield what each record asks for, in the order of the file."""
    for record in records:
        yield _row(header, record, defaults)


def _row(header: Header, record: Record, defaults: Defaults) -> Row:
    cells = read_cells(header, record)
    if cells.problem is not None and not cells.problem.field:
        return Row(record.line, cells.subject, cells.problem)
    text = cells.values.get("claim_text", "")
    claim = cells.values.get("claim", "")
    if claim or text:
        cells.written.add("claim")
    return Row(
        line=record.line,
        subject=cells.subject,
        scope=cells.word("scope", SCOPES, defaults.scope),
        level=cells.level(defaults.level),
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
        formulas=cells.formulas,
        is_site=header.is_mastodon,
        # These come last: reading the fields above is what fills them.
        written=frozenset(cells.written),
        problem=cells.problem,
    )


def rows_of(reading: Reading, defaults: Defaults) -> list[Row]:
    """Return what the entries of a list ask for and why its faults are not taken, in the order of its lines.

    A level of another list is never taken over: it was given by other rules. Its note is kept with the import. The day
    until which it stands by an entry fits the day of review, and never makes it later than the policy allows.
    """
    rows = [_row_of_entry(entry, defaults) for entry in reading.entries]
    rows += [_row_of_fault(fault) for fault in reading.faults]
    return sorted(rows, key=lambda row: row.line)


def _row_of_entry(entry: FoundEntry, defaults: Defaults) -> Row:
    return Row(
        line=entry.line,
        subject=entry.subject,
        scope=entry.scope or defaults.scope,
        level=defaults.level,
        verdict=entry.verdict or defaults.verdict,
        claim=defaults.claim,
        source=defaults.source,
        review_by=min((day for day in (entry.until, defaults.review_by) if day), default=None),
        public_note=entry.note,
        written=frozenset(name for name, value in (("scope", entry.scope), ("verdict", entry.verdict)) if value),
        retracted=entry.retracted,
        flags=entry.flags,
    )


def _row_of_fault(fault: Fault) -> Row:
    values: dict[str, Value] = {"characters": MAX_CELL} if fault.code == "long_cell" else {}
    return Row(fault.line, fault.shown, Problem(fault.field, Finding(fault.code, values)))
