"""What is noticed in a file: a code with values, told in both languages by `web/texts/*/console_imports.json`.

A finding about the whole file is either a refusal (`FileRefusedError`: nothing of it was read) or a notice. What is
wrong with one line names its field, so that whoever made the file finds the cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cektautan.sources.protocol import NotThisFormatError

Value = str | int


@dataclass(frozen=True)
class Finding:
    """One thing to tell, by its code."""

    code: str
    values: dict[str, Value] = field(default_factory=dict)

    def members(self) -> dict[str, Any]:
        """As it is kept with the batch."""
        return {"code": self.code, **self.values}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line is not taken, and which field of it says so."""

    field: str
    finding: Finding


class FileRefusedError(NotThisFormatError):
    """The file cannot be read as a list; nothing of it is taken."""

    def __init__(self, code: str, **values: Value) -> None:
        super().__init__(code, int(values.get("line", 0)))
        self.finding = Finding(code, values)
