"""What a blocklist file says, as values: claims, reviews, appearances and sources, each with the line it stands on.

The words are those of docs/verdicts.md (verdict, level, reason code). Nothing here decides whether an entry may be
listed: that is `lint`; nor which keys it lists: that is `scope`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cektautan.blocklists.problems import Problem


@dataclass(frozen=True)
class Text:
    """The same sentence in Indonesian and in English."""

    id: str
    en: str


@dataclass(frozen=True)
class Review:
    """One publisher's check of the claim; `rating` is the publisher's own word, `verdict` ours."""

    source: str
    url: str
    rating: str
    verdict: str
    date: date
    line: int
    lines: dict[str, int] = field(default_factory=dict, compare=False)
    """The line of each field, for messages."""


@dataclass(frozen=True)
class Appearance:
    """An address where the claim appeared, as found. Without `scope` it means the most specific key of its identity."""

    url: str
    line: int
    scope: str | None = None
    level: int | None = None
    """A lower level than the entry's, for this appearance only."""


@dataclass(frozen=True)
class Change:
    """What was done to an entry on a day, and why, for its public history."""

    date: date
    change: str
    note: Text
    line: int


@dataclass(frozen=True)
class ClaimEntry:
    """One file of `blocklists/claims/`."""

    id: str
    text: Text
    verdict: str
    level: int
    reason_code: str
    statement: Text
    reviews: tuple[Review, ...]
    appearances: tuple[Appearance, ...]
    listed: date
    review_by: date
    about: tuple[str, ...]
    file: str
    line: int
    imitates: str | None = None
    """The protected name that an imposter imitates."""
    changes: tuple[Change, ...] = ()
    """In the order of their days."""
    lines: dict[str, int] = field(default_factory=dict, compare=False)
    """The line of each field, for messages."""

    def line_of(self, name: str) -> int:
        """The line where a field stands; the first line of the entry where it is absent."""
        return self.lines.get(name, self.line)


@dataclass(frozen=True)
class Source:
    """A registered publisher: who may be cited, and for what (`blocklists/sources.yaml`)."""

    id: str
    name: str
    site: str
    kind: str
    reliability: str
    standing: str
    notes: str
    line: int
    other_sites: tuple[str, ...] = ()
    standing_basis: str | None = None
    standing_checked: date | None = None
    ifcn_until: date | None = None

    @classmethod
    def of_row(cls, row: Any) -> Source:
        """Take over a row that has the same fields, as the desk's store keeps it; it stands on no line of a file."""
        kept = {each.name: getattr(row, each.name) for each in fields(cls) if each.name != "line"}
        return cls(**{**kept, "other_sites": tuple(row.other_sites)}, line=1)

    @property
    def can_support_level_3(self) -> bool:
        """True if its checks may put a claim on the warning page (docs/list-policy.md)."""
        return self.kind == "fact_checker" and self.standing == "good"

    @property
    def sites(self) -> tuple[str, ...]:
        """Every host on which this publisher's checks lie."""
        return (self.site, *self.other_sites)


@dataclass(frozen=True)
class Blocklists:
    """Everything that could be read, and every reason why something could not."""

    claims: tuple[ClaimEntry, ...]
    sources: dict[str, Source]
    problems: tuple[Problem, ...]
    """Reading and schema errors. An entry with an error is not among the claims; the others are."""
