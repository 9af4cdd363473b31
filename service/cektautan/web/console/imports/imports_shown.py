"""The lines of a batch and what was noticed of its file, in words. Whatever a file says is shown as text alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cektautan.store.models import BatchRow
from cektautan.web.console.telling.addresses import Shown, show_address, show_text
from cektautan.web.texts import Texts

TONES = {
    "new": "caution", "changed": "note", "covered": "good", "protected": "stop", "popular": "stop",
    "shared_host": "stop", "invalid": "stop",
}  # fmt: skip


@dataclass(frozen=True)
class ShownRow:
    """One line."""

    id: int
    line: int
    subject: Shown
    key: Shown | None
    class_: str
    tone: str
    field: str
    problem: str
    notes: tuple[str, ...]
    second: str
    becomes: str
    excluded: bool
    outcome: str


class _Values(dict[str, Any]):
    """Values of a text; one that is missing is nothing rather than an error."""

    def __missing__(self, name: str) -> str:
        return ""


def say(texts: Texts, members: Mapping[str, Any]) -> str:
    """Return the words of a finding that a batch keeps."""
    code = str(members["code"])
    values = _Values({name: show_text(str(value)) for name, value in members.items()})
    pattern = texts.texts.get(code if code.startswith("ruling_") else f"import_problem_{code}", show_text(code))
    return pattern.format_map(values)


def show_row(row: BatchRow, texts: Texts) -> ShownRow:
    """Return a line as the page shows it."""
    terms = row.terms
    becomes = ""
    if terms and row.verdict in ("new", "changed"):
        becomes = texts.say(
            "import_becomes", level=row.level or 0, claim=terms["claim"], day=texts.date(terms["review_by"])
        )
    return ShownRow(
        id=row.id,
        line=row.line,
        subject=show_address(row.subject, texts),
        key=None if row.key is None else show_address(row.key, texts),
        class_=texts[f"import_class_{row.verdict}"],
        tone=TONES.get(row.verdict, "plain"),
        field=row.field or "",
        problem="" if row.problem is None else say(texts, {**row.details, "code": row.problem}),
        notes=tuple(say(texts, note) for note in row.details.get("notes", ())),
        second="" if row.second is None else texts[f"ruling_{row.second}"],
        becomes=becomes,
        excluded=row.excluded,
        outcome="" if row.act is None else texts[f"import_did_{row.act}"],
    )


def findings(members: Mapping[str, Any], texts: Texts) -> list[str]:
    """Return what was noticed of the file as a whole."""
    refused = members.get("refused")
    return [say(texts, each) for each in ([refused] if refused else members.get("notices", ()))]


def failure(members: Mapping[str, Any], texts: Texts) -> str:
    """Return why the desk could not do what it was asked to with a batch, or nothing."""
    failed = members.get("failed")
    return say(texts, failed) if failed else ""
