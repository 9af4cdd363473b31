"""The header of a file -> which column means what, with a hint for each name that is not known.

Ours, those of our own exports, and those of Mastodon's export of blocked domains by the mapping that docs/imports.md
states. A name that looks like a slip of ours refuses the file: to ignore it would drop what somebody wrote.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from cektautan.sources.lists.findings import FileRefusedError, Finding

COLUMNS = (
    "subject", "scope", "level", "verdict", "reason_code", "claim", "claim_text", "claim_text_en", "review_url",
    "source", "rating", "review_date", "listed_at", "review_by", "public_note",
)  # fmt: skip
"""In the order of the template."""

MASTODON = {
    "#domain": "subject",
    "#severity": "severity",
    "#public_comment": "public_note",
    "#reject_media": None,
    "#reject_reports": None,
    "#obfuscate": None,
}
"""Mastodon's names and what they become; None has no meaning for a warning."""

EXPORT = frozenset({"line", "class", "key", "problem", "column", "second", "excluded", "outcome"})
"""What an export of an import has besides: what came of each line there."""

PUBLISHED = frozenset({"status", "key", "since", "record", "appeal", "licence", "list"})
"""What the published table (docs/exports.md) has besides: it tells where a row comes from and is not read."""

SEVERITIES = {"suspend": 2, "silence": 1}
"""What Mastodon's severities become. `noop` says nothing that a reader could be told."""


@dataclass(frozen=True)
class Header:
    """The columns of one file, in its order."""

    names: tuple[str | None, ...]
    """Our name of each column; None for one that is not read."""
    notices: tuple[Finding, ...] = ()
    is_mastodon: bool = False
    is_export: bool = False
    """An export of an import: its cells carry the guard against formulas, and what was left out there."""


def read_header(cells: Sequence[str]) -> Header:
    """Return what the columns mean.

    Raises:
        FileRefusedError: the subject is missing, a name is given twice or looks like a slip.

    """
    names: list[str | None] = []
    notices: list[Finding] = []
    written = [cell.strip().lower().replace(" ", "_").replace("-", "_") for cell in cells]
    is_mastodon = "#domain" in written or {"domain", "severity"} <= set(written)
    is_export = {"class", "key", "excluded", "outcome"} <= set(written)
    for place, name in enumerate(written, 1):
        meaning: str | None = None
        if is_mastodon and (known := name if name.startswith("#") else f"#{name}") in MASTODON:
            meaning = MASTODON[known]
            notices.append(Finding("mastodon_column", {"name": known, "meaning": meaning or ""}))
        elif name in COLUMNS:
            meaning = name
        elif is_export and name in EXPORT:
            meaning = "excluded" if name == "excluded" else None
        elif name not in PUBLISHED or "since" not in written:
            _refuse_slips(name, place)
            notices.append(Finding("unknown_column", {"name": name[:60], "place": place}))
        if meaning is not None and meaning in names:
            raise FileRefusedError("duplicate_column", name=meaning)
        names.append(meaning)
    if "subject" not in names:
        raise FileRefusedError("missing_subject", first=(cells[0] if cells else "")[:60])
    return Header(tuple(names), tuple(notices), is_mastodon, is_export)


def known_names(cells: Sequence[str]) -> int:
    """Return how many cells are names of columns: what a delimiter is chosen by."""
    known = {*COLUMNS, *MASTODON, *(name.removeprefix("#") for name in MASTODON)}
    return sum(cell.strip().lower().replace(" ", "_").replace("-", "_") in known for cell in cells)


def _refuse_slips(name: str, place: int) -> None:
    close = difflib.get_close_matches(name, COLUMNS, 1, 0.75)
    if close:
        raise FileRefusedError("column_slip", name=name[:60], place=place, hint=close[0])
