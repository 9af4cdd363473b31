"""Decides whether what a reader wants to send can be filed: a report, a wish for a check, or an objection.

Pure: it reads fields and says which one is wrong and why, as a code that the interface and the form put into words. It
must never repeat an address in an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.reported import reported
from cektautan.core.rules import Rules
from cektautan.core.unseen import without_unreadable
from cektautan.desk.readers import tickets

REPORT: Final = "report"
CHECK: Final = "check"
WRONG: Final = "wrong"

REASONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        REPORT: ("hoax", "imposter", "scam", "altered", "other"),
        CHECK: (),
        WRONG: ("not_false", "other_content", "corrected", "satire", "my_site", "other"),
    }
)
"""The reasons that each kind may give, or leave out; a wish for a check has none."""

KINDS: Final = tuple(REASONS)
SIDES: Final = ("reader", "owner")
LANGUAGES: Final = ("id", "en")
FIELDS: Final = ("ticket", "kind", "url", "reason", "text", "contact", "lang", "claim", "as")

LONGEST_TEXT: Final = 2000
LONGEST_CONTACT: Final = 200
LONGEST_CLAIM: Final = 100

_CLAIM = re.compile(f"[a-z0-9-]{{1,{LONGEST_CLAIM}}}")


class Unfit(ValueError):  # noqa: N818 -- it is an answer to the reader and not a fault of ours
    """A field that cannot be filed: its name and why, as a code."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.field = name
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What a reader sends. The address is already the one that is kept, and no other is."""

    ticket: str = field(repr=False)
    kind: str
    url: str = field(repr=False)
    keys: tuple[str, ...] = field(repr=False)
    """The keys of the address, the most specific first."""
    reason: str | None = None
    text: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    language: str = "id"
    claim: str | None = None
    owner: bool = False

    @property
    def key(self) -> str:
        """The most specific key."""
        return self.keys[0]

    @property
    def personal(self) -> dict[str, str]:
        """The fields that are sealed, and erased later."""
        return {name: text for name, text in (("text", self.text), ("contact", self.contact)) if text}


def read_filing(values: Mapping[str, Any], rules: Rules, *, from_record: bool = False) -> Filing:
    """Return what can be filed of the fields of a request.

    `from_record` says that an objection may come from a record's own page, where no address is known but the claim.

    Raises:
        Unfit: a field is missing, unknown, or has a value that it cannot have.

    """
    for name in values:
        if name not in FIELDS:
            raise Unfit(name if name.isascii() and name.isidentifier() and len(name) < 40 else "body", "unknown_field")
    kind = _one_of(values, "kind", KINDS)
    if kind is None:
        raise Unfit("kind", "missing")
    ticket = tickets.read(_text(values, "ticket", tickets.LONGEST))
    if ticket is None:
        raise Unfit("ticket", "not_a_ticket" if values.get("ticket") else "missing")
    claim = _text(values, "claim", LONGEST_CLAIM)
    if values.get("claim") is not None and not _CLAIM.fullmatch(claim):
        raise Unfit("claim", "not_a_claim")
    if from_record and kind == WRONG and claim and values.get("url") is None:
        url, keys = _record(claim)
    else:
        url, keys = _address(values, rules)
    return Filing(
        ticket=ticket,
        kind=kind,
        url=url,
        keys=keys,
        reason=_one_of(values, "reason", REASONS[kind]),
        text=_text(values, "text", LONGEST_TEXT),
        contact=_text(values, "contact", LONGEST_CONTACT),
        language=_one_of(values, "lang", LANGUAGES) or LANGUAGES[0],
        claim=claim or None,
        owner=_one_of(values, "as", SIDES) == "owner",
    )


def _record(claim: str) -> tuple[str, tuple[str, ...]]:
    """Return what stands for an address and its keys where the objection is to a whole record."""
    return "", (f"claim:{claim}",)


def _address(values: Mapping[str, Any], rules: Rules) -> tuple[str, tuple[str, ...]]:
    """Return the address as it is kept, and its keys."""
    given = values.get("url")
    if given is None:
        raise Unfit("url", "missing")
    if not isinstance(given, str):
        raise Unfit("url", "not_a_text")
    try:
        url = reported(given, rules).url
        return url, identify(url, rules).keys
    except NotJudgeable as refused:
        raise Unfit("url", refused.reason) from None


def _one_of(values: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str | None:
    value = values.get(name)
    if value is not None and (not isinstance(value, str) or value not in known):
        raise Unfit(name, "unknown_value")
    return value


def _text(values: Mapping[str, Any], name: str, longest: int) -> str:
    value = values.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unfit(name, "not_a_text")
    if len(value) > longest:
        raise Unfit(name, "too_long")
    return without_unreadable(value.replace("\r\n", "\n")).strip()
