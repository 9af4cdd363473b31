"""Our own table and Mastodon's export of blocked domains, as entries for whoever follows a list.

The desk's import reads the same table by itself (`table`, `cells`), because a person may write more into it than an
entry of a list holds: a new claim with its check. What both understand of a cell is decided in `cells`.
"""

from __future__ import annotations

import io

from cektautan.sources.lists.cells import SCOPES, read_cells
from cektautan.sources.lists.collecting import Collected
from cektautan.sources.lists.columns import known_names
from cektautan.sources.lists.decoding import decode
from cektautan.sources.lists.lines import beginning
from cektautan.sources.lists.table import DELIMITERS, first_cells, read_table
from cektautan.sources.protocol import Document, FoundEntry, Reading


class OwnCsv:
    """Reads tables."""

    name = "csv"

    def recognises(self, document: Document) -> bool:
        """Return whether the first line names our columns or Mastodon's."""
        for line in io.StringIO(beginning(document)):
            if line.strip() and not line.lower().startswith("sep="):
                return any(_names_a_subject(line, delimiter) for delimiter in DELIMITERS)
        return False

    def read(self, document: Document) -> Reading:
        """Return what each record names.

        Raises:
            FileRefusedError: the header cannot be used, or the file cannot be read.

        """
        decoded, found = decode(document.body), Collected()
        table = read_table(decoded.text)
        for record in table.records:
            cells = read_cells(table.header, record)
            scope, level, verdict = cells.word("scope", SCOPES), cells.level(), cells.values.get("verdict", "").lower()
            listed, until = cells.day("listed_at"), cells.day("review_by")
            if cells.problem is not None:
                found.refuse(record.line, cells.problem.finding.code, cells.subject, cells.problem.field)
                continue
            found.take(
                FoundEntry(
                    record.line,
                    cells.subject,
                    scope,
                    level,
                    verdict,
                    reason_code=cells.values.get("reason_code", ""),
                    claim=cells.values.get("claim", "") or cells.values.get("claim_text", ""),
                    review_url=cells.values.get("review_url", ""),
                    listed=listed,
                    until=until,
                    note=cells.values.get("public_note", ""),
                )
            )
        return found.reading(decoded.encoding)


def _names_a_subject(line: str, delimiter: str) -> bool:
    cells = [cell.strip().lower() for cell in first_cells(line, delimiter)]
    return "subject" in cells or "#domain" in cells or known_names(cells) > 1
