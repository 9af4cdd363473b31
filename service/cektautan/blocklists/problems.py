"""What is wrong with a list, and where: the one shape in which reading and lint report it.

A problem names its file, line and field, so that an editor or a pull request can point at it. Texts are written for the
person who proposed the entry: they say what is wrong and, where there is one, what to write instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Errors keep an entry out of the list; warnings do not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Problem:
    """One finding, printed as `file:line: code: message`.

    >>> str(Problem("a.yaml", 3, "no_review", "reviews: an entry rests on at least one fact-check"))
    'a.yaml:3: no_review: reviews: an entry rests on at least one fact-check'
    """

    file: str
    line: int
    code: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        mark = "warning: " if self.severity is Severity.WARNING else ""
        return f"{self.file}:{self.line}: {mark}{self.code}: {self.message}"
