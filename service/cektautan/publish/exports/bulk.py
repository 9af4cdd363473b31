"""The whole list for whoever keeps their own: one JSON object a line (NDJSON), and a table (CSV, RFC 4180).

The fields are described at /unduh and in docs/data-dictionary.md, which a test compares. The table has the columns that
our own import reads, so a list that went out comes back as it was; a cell that a spreadsheet would run has an
apostrophe before it, as in every export of ours.
"""

from __future__ import annotations

import csv
import io
from typing import Any

import orjson

from cektautan.core.record import Check
from cektautan.core.spreadsheets import guarded
from cektautan.publish.exports.sheet import Entry, Sheet, utc

COLUMNS = (
    "subject", "scope", "level", "verdict", "reason_code", "claim", "review_url", "source", "rating", "review_date",
    "listed_at", "review_by", "public_note", "status", "key", "since", "record", "appeal", "licence", "list",
)  # fmt: skip

FIELDS = (
    "id", "status", "kind", "key", "address", "level", "list", "verdict", "reason_code", "statement", "claim.id",
    "claim.text", "claim.about", "checks[].source", "checks[].url", "checks[].rating", "checks[].verdict",
    "checks[].date", "listed", "review_by", "since", "record", "appeal", "licence",
)  # fmt: skip
"""Of an object, as they are described."""


def ndjson(sheet: Sheet) -> bytes:
    """One object a listing in the order of their ids, then one for each that is gone."""
    lines = [orjson.dumps(_members(entry, sheet), option=orjson.OPT_APPEND_NEWLINE) for entry in sheet.entries]
    lines += [
        orjson.dumps({"id": id_, "status": "removed", "since": utc(each.since)}, option=orjson.OPT_APPEND_NEWLINE)
        for id_, each in sorted(sheet.gone.items())
    ]
    return b"".join(lines)


def owned(sheet: Sheet) -> bytes:
    """One object a listing whose key names an owner, for whoever may have them; since when is not kept of these."""
    lines = []
    for entry in sheet.entries:
        members = _members(entry, sheet)
        del members["since"]
        lines.append(orjson.dumps(members, option=orjson.OPT_APPEND_NEWLINE))
    return b"".join(lines)


def table(sheet: Sheet) -> bytes:
    """The same as a table; what is gone has no row, because a row has a subject."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for entry in sheet.entries:
        writer.writerow([guarded(cell) for cell in _cells(entry, sheet)])
    return target.getvalue().encode()


def _members(entry: Entry, sheet: Sheet) -> dict[str, Any]:
    return {
        "id": entry.id,
        "status": entry.status,
        "kind": entry.kind.value,
        "key": entry.key,
        "address": entry.address or None,
        "level": entry.level,
        "list": sheet.staleness.value,
        "verdict": entry.verdict,
        "reason_code": entry.reason_code,
        "statement": entry.statement,
        "claim": {"id": entry.claim, "text": entry.text, "about": entry.about},
        "checks": [
            {
                "source": each.publisher,
                "url": each.url,
                "rating": each.rating,
                "verdict": each.verdict,
                "date": each.date.isoformat(),
            }
            for each in entry.checks
        ],
        "listed": entry.listed.isoformat(),
        "review_by": entry.review_by.isoformat(),
        "since": utc(entry.since),
        "record": sheet.record(entry.claim),
        "appeal": sheet.appeal(entry.claim),
        "licence": sheet.licence,
    }


def _cells(entry: Entry, sheet: Sheet) -> list[str]:
    check = entry.check or Check("", "", "", "", entry.listed)
    return [
        entry.name or entry.address or entry.key,
        entry.kind.value,
        str(entry.level),
        entry.verdict,
        entry.reason_code,
        entry.claim,
        check.url,
        check.publisher,
        check.rating,
        check.date.isoformat() if entry.check else "",
        entry.listed.isoformat(),
        entry.review_by.isoformat(),
        entry.statement.get("id", ""),
        entry.status,
        entry.key,
        utc(entry.since),
        sheet.record(entry.claim),
        sheet.appeal(entry.claim),
        sheet.licence,
        # A file that was kept says by itself whether its levels are those of an old list.
        sheet.staleness.value,
    ]
