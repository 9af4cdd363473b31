"""OpenSources (2017): sites with up to three types each, as JSON and as CSV, typed in by hand and never cleaned.

Types are read without regard to case, spaces and two old slips. A type is a word about a whole site and no check of a
claim: it is kept as a note. `satire` is kept as a verdict, so that no satirist is listed with a claim that is false,
and who is called reliable is a fault. A part of a site stays that part.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cektautan.sources.lists.collecting import Collected, printable, word
from cektautan.sources.lists.decoding import decode
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.json_text import load, members
from cektautan.sources.lists.lines import beginning, host
from cektautan.sources.protocol import Document, FoundEntry, Reading

TYPES = ("type", "2nd type", "3rd type")
NOTES = "Source Notes (things to know?)"
SLIPS = {"fake news": "fake", "satirical": "satire", "unrealiable": "unreliable"}
RELIABLE = frozenset({"reliable", "credible"})

_JSON = re.compile(r'\s*\{\s*"[^"]+"\s*:\s*\{[^{}]*"2nd type"')
_CSV = re.compile(r"[^\n]*\btype,2nd type\b")


class OpenSources:
    """Reads OpenSources."""

    name = "opensources"

    def recognises(self, document: Document) -> bool:
        """Return whether its peculiar names of columns stand at the beginning."""
        start = beginning(document)
        return (_JSON if start.lstrip().startswith("{") else _CSV).match(start) is not None

    def read(self, document: Document) -> Reading:
        """Return its sites.

        Raises:
            FileRefusedError: it is neither the JSON nor the CSV.

        """
        found = Collected()
        rows: Iterator[tuple[int, str, Mapping[str, Any]]]
        if beginning(document).lstrip().startswith(("{", "[")):
            value, encoding = load(document)
            rows = ((place, site, members(each)) for place, (site, each) in enumerate(members(value).items(), 1))
        else:
            decoded = decode(document.body)
            rows, encoding = _records(decoded.text), decoded.encoding
        for place, site, columns in rows:
            _take(place, site.strip(), columns, found)
        return found.reading(encoding)


def _records(text: str) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        for cells in reader:
            if any(cells):
                yield reader.line_num, cells[0], dict(zip(names[1:], cells[1:], strict=False))
    except csv.Error:
        raise FileRefusedError("bad_quoting", line=reader.line_num) from None


def _take(place: int, site: str, columns: Mapping[str, Any], found: Collected) -> None:
    types = [SLIPS.get(kind, kind) for name in TYPES if (kind := word(columns.get(name)).strip().lower())]
    if RELIABLE & set(types):
        found.refuse(place, "said_reliable", site)
        return
    bare = host(site.removesuffix("/"))
    if not bare and (" " in site or "." not in site.partition("/")[0]):
        found.refuse(place, "no_name", site, "subject")
        return
    notes = word(columns.get(NOTES)).strip()
    found.take(
        FoundEntry(
            place,
            bare or site,
            "host" if bare else "",
            verdict="satire" if "satire" in types else "",
            note=printable(f"{', '.join(types)}: {notes}" if notes else ", ".join(types))[:500],
            flags=() if types else ("no_type",),
        )
    )
