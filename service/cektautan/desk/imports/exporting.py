"""A batch as CSV again, and the template for a new one.

Whoever opens an export in a spreadsheet must not run what somebody else wrote: a cell that begins like a formula is
written with an apostrophe before it (OWASP, "CSV Injection"). Lines end with CRLF (RFC 4180), in UTF-8 with a mark, so
that spreadsheets read the letters as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select

from cektautan.core.spreadsheets import guarded
from cektautan.sources.lists.columns import COLUMNS
from cektautan.store.models import BatchRow
from cektautan.store.transaction import Store

MARK = "\ufeff"
CHUNK = 2000

EXPORTED = (
    "line", "class", "subject", "key", "level", "claim", "scope", "listed_at", "review_by", "problem", "column",
    "second", "excluded", "outcome", "public_note",
)  # fmt: skip


def template() -> bytes:
    """Return a file with the columns' names and one line to copy."""
    example = {
        "subject": "https://kabar.example/2026/11/contoh",
        "level": "2",
        "claim": "nama-klaim-2026",
        "review_by": "",
    }
    return (MARK + _lines([COLUMNS, [example.get(name, "") for name in COLUMNS]])).encode()


def export(store: Store, batch_id: int) -> Iterator[bytes]:
    """Yield the lines of a batch with what came of each."""
    yield (MARK + _lines([EXPORTED])).encode()
    last = 0
    while True:
        with store.reading() as session:
            asked = select(BatchRow).where(BatchRow.batch_id == batch_id, BatchRow.id > last).order_by(BatchRow.id)
            rows = session.scalars(asked.limit(CHUNK)).all()
        if not rows:
            return
        last = rows[-1].id
        yield _lines(_cells(row) for row in rows).encode()


def _cells(row: BatchRow) -> list[Any]:
    terms = row.terms
    return [
        row.line, row.verdict, row.subject, row.key, row.level, terms.get("claim"), terms.get("scope"),
        terms.get("listed"), terms.get("review_by"), row.problem, row.field, row.second,
        "yes" if row.excluded else "", row.act, row.details.get("public_note"),
    ]  # fmt: skip


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return file.getvalue()
