"""The bytes of an upload -> rows and what was noticed of the file, in whichever form the list has.

The form is known by its content; whoever uploaded it may have said another one, and then that one is meant. Whatever
the form, the rows are judged alike afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from cektautan.desk.imports.rows import Defaults, Row, read_rows, rows_of
from cektautan.sources.lists import formats
from cektautan.sources.lists.decoding import Decoded, decode
from cektautan.sources.lists.findings import FileRefusedError, Finding
from cektautan.sources.lists.table import read_table
from cektautan.sources.protocol import Document, Reading

FACTS = ("title", "version", "updated", "expires", "homepage", "licence")
"""What a list says of itself that is told beside its rows."""

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}


@dataclass(frozen=True)
class Opened:
    """A file that could be read."""

    format: str
    rows: list[Row]
    notices: list[Finding]


def open_file(data: bytes | None, name: str, chosen: str, defaults: Defaults) -> Opened:
    """Return the rows of a file.

    Args:
        data: the file; None if it is not kept any more.
        name: how it was called.
        chosen: the form that somebody said; empty to know it by its content.
        defaults: what empty cells mean.

    Raises:
        FileRefusedError: it cannot be read, with what is wrong.

    """
    if data is None:
        raise FileRefusedError("file_gone")
    decoded = decode(data)
    document = Document(data, name=name)
    adapter = formats.BY_NAME.get(chosen) or formats.recognise(document)
    notices = [
        Finding(f"format_{adapter.name}"),
        *([Finding("format_chosen")] if chosen else []),
        Finding(f"encoding_{decoded.encoding.replace('-', '_')}"),
    ]
    if adapter.name == formats.CSV:
        rows, more = _table(decoded, defaults)
    else:
        reading = adapter.read(document)
        if not (reading.entries or reading.faults):
            raise FileRefusedError("manifest_only")
        rows, more = rows_of(reading, defaults), _told(reading)
        if reading.facts.get("kind") == "warninglist" and not chosen:
            # What it names is known to be harmless. Whoever means it otherwise has to say so of the file.
            rows = [replace(row, well_known=True) for row in rows]
    return Opened(adapter.name, rows, [*notices, *more])


def _table(decoded: Decoded, defaults: Defaults) -> tuple[list[Row], list[Finding]]:
    table = read_table(decoded.text)
    notices = [Finding(f"delimiter_{_DELIMITERS[table.delimiter]}"), *table.header.notices]
    return list(read_rows(table.header, table.records, defaults)), notices


def _told(reading: Reading) -> list[Finding]:
    facts = reading.facts
    found = [Finding(f"fact_{name}", {"value": facts[name]}) for name in FACTS if name in facts]
    if facts.get("kind") == "warninglist":
        found.insert(0, Finding("list_of_the_known"))
    if "hash" in facts:
        found.append(Finding("chain_read", {"first": facts.get("first", ""), "last": facts.get("last", "")}))
    return found
