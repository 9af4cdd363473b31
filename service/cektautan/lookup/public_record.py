"""The public record of a set as values: what is said of each claim that is or was on the list, and its history.

For pages, feeds and people; no answer about an address is made from it. Shapes and words: docs/protocol.md, section 14.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.record import Check, Status, read_record


@dataclass(frozen=True)
class Event:
    """One change in the history of a claim."""

    date: date
    change: str
    """A word of `core.record.ChangeKind`, or one that a later publisher has added."""
    level: int | None
    """The level from then on; None where it is not known any more, and after a removal."""
    verdict: str | None
    note: Mapping[str, str] | None
    """Why, in `id` and `en`, where somebody wrote it down."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One claim of the record. Of a removed one only `id`, `status` and `history` are left."""

    id: str
    status: Status
    history: tuple[Event, ...]
    """Oldest first; never empty."""
    text: Mapping[str, str] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    reviews: tuple[Check, ...] = ()
    verdict: str | None = None
    level: int | None = None
    """What people decided. While the status is `review_due`, readers get a note at most."""
    reason_code: str | None = None
    statement: Mapping[str, str] = field(default_factory=dict)
    listed: date | None = None
    review_by: date | None = None
    listings: int = 0
    """At how many places it was found."""
    platforms: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)

    @property
    def removed(self) -> bool:
        """True where it is on the list no more, and nothing is told of it but its history."""
        return self.status is Status.REMOVED

    @property
    def level_for_readers(self) -> int | None:
        """How strongly readers are told now: a note at most while somebody has to look again."""
        if self.level is None or self.status is not Status.REVIEW_DUE:
            return self.level
        return min(self.level, 1)

    @property
    def changed(self) -> date:
        """The day of the last change."""
        return self.history[-1].date


def read_claims(data: bytes) -> dict[str, Claim]:
    """Return the claims of a record by id, in the order of their ids.

    Raises:
        FormatError: bad_format.

    """
    try:
        return {id_: _claim(id_, members) for id_, members in sorted(read_record(data).items())}
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        if isinstance(problem, FormatError):
            raise
        raise FormatError(ErrorCode.BAD_FORMAT, f"the record: {problem!r}") from None


def _claim(id_: str, members: Mapping[str, Any]) -> Claim:
    status = Status(members["status"])
    history = tuple(
        Event(
            date.fromisoformat(each["date"]),
            each["change"],
            each["level"],
            each["verdict"],
            each["note"],
        )
        for each in members["history"]
    )
    if status is Status.REMOVED:
        # Whatever the file still says: of what was removed, no page tells more than what happened on which day.
        return Claim(id=id_, status=status, history=tuple(Event(e.date, e.change, None, None, None) for e in history))
    return Claim(
        id=id_,
        status=status,
        history=history,
        text=members["text"],
        about=tuple(members["about"]),
        reviews=tuple(map(Check.of, members["reviews"])),
        verdict=members["verdict"],
        level=members["level"],
        reason_code=members["reason_code"],
        statement=members["statement"],
        listed=date.fromisoformat(members["listed"]),
        review_by=date.fromisoformat(members["review_by"]),
        listings=members["listings"]["total"],
        platforms=members["listings"]["platforms"],
        kinds=members["listings"]["kinds"],
    )
