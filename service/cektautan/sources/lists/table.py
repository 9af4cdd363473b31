"""Text -> a header and records with the line that each begins on (RFC 4180).

Delimiters are comma, semicolon and tab, chosen by which of them makes the header's names known ones. A record that
breaks the quoting is told and the next one is read; a quotation mark that is never closed refuses the file, because
everything behind it would be one cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from cektautan.sources.lists.columns import Header, known_names, read_header
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.limits import MAX_ROWS

DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the file."""

    line: int
    cells: list[str]
    problem: str | None = None
    """Why its cells could not be read."""


@dataclass(frozen=True)
class Table:
    """A file whose header was understood."""

    header: Header
    delimiter: str
    records: list[Record]


def read_table(text: str) -> Table:
    """Return the header and all records.

    Raises:
        FileRefusedError: the header cannot be used, a quotation mark is never closed, or there are too many records.

    """
    delimiter = _delimiter(text)
    records = _records(text, delimiter)
    first = next((record for record in records if record.cells or record.problem), None)
    if first is not None and first.problem is None and _names_the_delimiter(first.cells, delimiter):
        first = next((record for record in records if record.cells or record.problem), None)
    if first is None or first.problem is not None:
        raise FileRefusedError("missing_subject", first="")
    # PostgreSQL cannot keep a zero character, and a notice repeats the name of a column that is not known.
    header = read_header([cell.replace("\x00", "") for cell in first.cells])
    found: list[Record] = []
    for record in records:
        if not record.problem and not any(cell.strip() for cell in record.cells):
            continue
        if len(found) == MAX_ROWS:
            raise FileRefusedError("too_many_rows", rows=MAX_ROWS)
        found.append(record)
    if not found:
        raise FileRefusedError("no_rows")
    return Table(header, delimiter, found)


def _delimiter(text: str) -> str:
    for line in io.StringIO(text):
        if line.strip().lower().startswith("sep=") and len(line.strip()) <= len("sep=") + 1:
            named = line.rstrip("\r\n")[len("sep=") :]
            return named if named and named in DELIMITERS else "\t"
        if line.strip():
            counts = [(known_names(first_cells(line, each)), each) for each in DELIMITERS]
            most = max(count for count, _ in counts)
            return next(each for count, each in counts if count == most)
    return ","


def first_cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line that may be a header; none where it breaks the quoting or is too long for one."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _names_the_delimiter(cells: list[str], delimiter: str) -> bool:
    """True for the line `sep=;` that spreadsheets write before the header."""
    return cells[0].strip().lower() in ("sep=", f"sep={delimiter}") and not any(cell.strip() for cell in cells[1:])


def _records(text: str, delimiter: str) -> Iterator[Record]:
    # Lines end as csv wants to see them: a line break inside quotation marks belongs to the cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield Record(line, next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                raise FileRefusedError("open_quote", line=line) from None
            if "field larger" in str(error):
                raise FileRefusedError("huge_cell", line=line) from None
            yield Record(line, [], "bad_quoting")
