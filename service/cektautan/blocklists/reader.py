"""Files of `blocklists/` -> claims and sources, every bad file reported and none taking another down.

Reads `claims/**/*.yaml` and `sources.yaml` below one directory, checks each against its schema and builds the values of
`entry`. It never judges an entry (that is `lint`) and never reads anything outside the directory.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import cast

from cektautan.blocklists.document import Node, read_document
from cektautan.blocklists.entry import Appearance, Blocklists, Change, ClaimEntry, Review, Source, Text
from cektautan.blocklists.problems import Problem
from cektautan.blocklists.schema import check_schema


def read_blocklists(path: Path) -> Blocklists:
    """All entries and sources under `path`, in the order of their file names."""
    claims, problems = read_claims(sorted((path / "claims").rglob("*.yaml")), path)
    sources, source_problems = read_sources(path)
    # The other usual suffix would be left out in silence, and its author would wonder for a day.
    strays = [
        Problem(stray.as_posix(), 1, "file_name", "rename it to .yaml: only files ending so are read")
        for stray in sorted((path / "claims").rglob("*"))
        if stray.is_file() and stray.suffix != ".yaml"
    ]
    return Blocklists(tuple(claims), sources, (*problems, *source_problems, *strays))


def read_claims(files: Iterable[Path], root: Path) -> tuple[list[ClaimEntry], list[Problem]]:
    """The entries of the given files, and what is wrong with the files that gave none."""
    claims: list[ClaimEntry] = []
    problems: list[Problem] = []
    for file in files:
        document = _load(file, root / "schema" / "claim.schema.json")
        if isinstance(document, list):
            problems += document
            continue
        dates = _DateReader(file.as_posix())
        entry = _claim(file, document, dates)
        if dates.problems:
            problems += dates.problems
        else:
            claims.append(entry)
    return claims, problems


def read_sources(root: Path) -> tuple[dict[str, Source], list[Problem]]:
    """The registered sources by id."""
    file = root / "sources.yaml"
    document = _load(file, root / "schema" / "sources.schema.json")
    if isinstance(document, list):
        return {}, document
    dates = _DateReader(file.as_posix())
    sources: dict[str, Source] = {}
    for node in _items(document, "sources"):
        source = _source(node, dates)
        if source.id in sources:
            dates.problems.append(
                Problem(file.as_posix(), node.line, "duplicate_source", f"id: {source.id} is registered twice")
            )
        else:
            sources[source.id] = source
    return sources, dates.problems


def _load(file: Path, schema: Path) -> Node | list[Problem]:
    try:
        data = file.read_bytes()
    except OSError as error:
        return [Problem(file.as_posix(), 1, "unreadable", f"cannot be read: {error.strerror}")]
    document = read_document(file.as_posix(), data)
    if isinstance(document, Problem):
        return [document]
    return check_schema(file.as_posix(), document, schema) or document


class _DateReader:
    """Turns schema-checked date texts into dates and keeps what the calendar does not have (2024-02-30)."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def read(self, node: Node, name: str) -> date:
        text = _text(node, name)
        try:
            return date.fromisoformat(text)
        except ValueError:
            line = _field(node, name).line
            self.problems.append(Problem(self.file, line, "wrong_value", f"{name}: the calendar has no {text}"))
            return date.min

    def read_optional(self, node: Node, name: str) -> date | None:
        return self.read(node, name) if _has(node, name) else None


def _claim(file: Path, node: Node, dates: _DateReader) -> ClaimEntry:
    return ClaimEntry(
        id=_text(node, "id"),
        text=_both(node, "claim"),
        verdict=_text(node, "verdict"),
        level=_level(node),
        reason_code=_text(node, "reason_code"),
        statement=_both(node, "statement"),
        reviews=tuple(_review(item, dates) for item in _items(node, "reviews")),
        appearances=tuple(_appearance(item) for item in _items(node, "appearances")),
        listed=dates.read(node, "listed"),
        review_by=dates.read(node, "review_by"),
        about=tuple(str(item.value) for item in _items(node, "about")) if _has(node, "about") else (),
        file=file.as_posix(),
        line=node.line,
        imitates=_text(node, "imitates") if _has(node, "imitates") else None,
        changes=tuple(_change(item, dates) for item in _items(node, "changes")) if _has(node, "changes") else (),
        lines={name: child.line for name, child in _fields(node).items()},
    )


def _change(node: Node, dates: _DateReader) -> Change:
    return Change(date=dates.read(node, "date"), change=_text(node, "change"), note=_both(node, "note"), line=node.line)


def _review(node: Node, dates: _DateReader) -> Review:
    return Review(
        source=_text(node, "source"),
        url=_text(node, "url"),
        rating=_text(node, "rating"),
        verdict=_text(node, "verdict"),
        date=dates.read(node, "date"),
        line=node.line,
        lines={name: child.line for name, child in _fields(node).items()},
    )


def _appearance(node: Node) -> Appearance:
    if isinstance(node.value, str):
        return Appearance(url=node.value, line=node.line)
    return Appearance(
        url=_text(node, "url"),
        line=node.line,
        scope=_text(node, "scope") if _has(node, "scope") else None,
        level=_level(node) if _has(node, "level") else None,
    )


def _source(node: Node, dates: _DateReader) -> Source:
    return Source(
        id=_text(node, "id"),
        name=_text(node, "name"),
        site=_text(node, "site"),
        kind=_text(node, "kind"),
        reliability=_text(node, "reliability"),
        standing=_text(node, "standing"),
        notes=_text(node, "notes"),
        line=node.line,
        other_sites=tuple(str(item.value) for item in _items(node, "other_sites")) if _has(node, "other_sites") else (),
        standing_basis=_text(node, "standing_basis") if _has(node, "standing_basis") else None,
        standing_checked=dates.read_optional(node, "standing_checked"),
        ifcn_until=dates.read_optional(node, "ifcn_until"),
    )


# The schema has been checked before any of these runs, so each cast states what it has already proved.


def _fields(node: Node) -> dict[str, Node]:
    return cast("dict[str, Node]", node.value)


def _field(node: Node, name: str) -> Node:
    return _fields(node)[name]


def _has(node: Node, name: str) -> bool:
    return name in _fields(node)


def _items(node: Node, name: str) -> list[Node]:
    return cast("list[Node]", _field(node, name).value)


def _text(node: Node, name: str) -> str:
    return cast(str, _field(node, name).value)


def _level(node: Node) -> int:
    return cast(int, _field(node, "level").value)


def _both(node: Node, name: str) -> Text:
    return Text(id=_text(_field(node, name), "id"), en=_text(_field(node, name), "en"))
