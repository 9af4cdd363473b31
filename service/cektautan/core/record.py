"""The words and limits of the public record, and its reader (docs/protocol.md, section 14).

The record says of every claim that is or was on the list what is said of it and how that came about, for people to read
and cite. No client decides anything by it. What is not of the described shape is `bad_format`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.signed_json import as_object, inner, read_object

MAX_RECORD_BYTES: Final = 32 << 20


class ChangeKind(StrEnum):
    """What happened to a claim on the list, in the order in which it is told where much happened on one day."""

    LISTED = "listed"
    REVIEWED = "reviewed"
    """The checks are others than before: one was added, or one was rated anew by its publisher."""
    REWORDED = "reworded"
    VERDICT_CHANGED = "verdict_changed"
    RAISED = "raised"
    LOWERED = "lowered"
    EXTENDED = "extended"
    UPHELD = "upheld"
    """An objection was rejected: nothing changed, and why is told."""
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    REMOVED = "removed"


class Status(StrEnum):
    """Where a claim stands."""

    ACTIVE = "active"
    REVIEW_DUE = "review_due"
    """Its `review_by` has passed: readers get a note at most until somebody has looked again."""
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    """It is on the list no more, and nothing of it is told but that it was there and until when."""


@dataclass(frozen=True, slots=True)
class Check:
    """One publisher's check of a claim, as the public record and the details of a listing tell it."""

    publisher: str
    url: str
    rating: str
    verdict: str
    date: date

    @classmethod
    def of(cls, told: Mapping[str, str]) -> Check:
        """Take one of `reviews`, whose shape its reader has seen to."""
        return cls(told["publisher"], told["url"], told["rating"], told["verdict"], date.fromisoformat(told["date"]))


_MEMBERS: Final = {
    "text": dict, "about": list, "reviews": list, "verdict": str, "level": int, "reason_code": str, "statement": dict,
    "listed": str, "review_by": str, "listings": dict,
}  # fmt: skip
"""What is told of a claim that was not removed."""


def read_record(data: bytes) -> dict[str, Mapping[str, Any]]:
    """Return the claims of a record by id.

    Raises:
        FormatError: bad_format.

    """
    claims = inner(read_object(data, "the record"), "claims")
    for id_, value in claims.items():
        claim = as_object(value, f"the record of {id_}")
        if claim.get("status") not in set(Status):
            raise FormatError(ErrorCode.BAD_FORMAT, f"the record of {id_} lacks its status")
        history = claim.get("history")
        if not (isinstance(history, list) and history and all(map(_is_event, history))):
            raise FormatError(ErrorCode.BAD_FORMAT, f"the record of {id_} lacks its history")
        missing = [name for name, kind in _MEMBERS.items() if not isinstance(claim.get(name), kind)]
        if missing and claim["status"] != Status.REMOVED:
            raise FormatError(ErrorCode.BAD_FORMAT, f"the record of {id_} lacks {', '.join(missing)}")
    return claims


def _is_event(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("date"), str) and isinstance(value.get("change"), str)
