"""The list in plain: which listings other systems are told by name, and its reader (docs/protocol.md, section 17).

A snapshot holds hashes; block lists, feeds and bundles of other systems need the addresses themselves. No client that
judges addresses reads this file. What may stand in it is decided where it is written (`publish.exports`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.signed_json import as_object, digest, inner, items, read_object, whole, write_object

MAX_EXPORTS_BYTES: Final = 64 << 20
MAX_ROWS: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """One listing in plain."""

    key: str
    address: str
    """One address that leads to the subject; empty where its key alone does not say one."""
    since: int
    """Unix seconds of the publication that first said of it what is said now."""
    mark: str
    """Names what is said of it: another mark, another `since`."""
    warned: bool
    """Whether readers are warned of it, or were since it first stood here."""
    imitation: bool = False
    """Whether it is a verified imitation of an official site, which a list that blocks may name."""
    first: int = 0
    """Unix seconds of the publication that first told of it."""
    again: int = 0
    """Of the one that warned of it again after it had been taken back; 0 where none did."""
    claim: str = ""
    warns: bool = False
    """Whether readers are warned of it now."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What is known of a listing that stands here no more: neither its key nor its address."""

    since: int
    """Unix seconds of the publication that left it out."""
    first: int = 0
    again: int = 0
    warned: bool = False
    claim: str = ""


@dataclass(frozen=True)
class Exports:
    """The file."""

    rows: tuple[Row, ...] = ()
    """In the order of the SHA-256 of their keys."""
    gone: Mapping[str, Gone] = field(default_factory=dict)
    """By the SHA-256 of keys that were exported and are on the list no more."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many listings stand in no export, by reason."""

    def to_bytes(self) -> bytes:
        """Return the file: the same values, the same bytes."""
        listings = [
            {
                "key": row.key,
                "address": row.address or None,
                "since": row.since,
                "mark": row.mark,
                "warned": row.warned,
                "imitation": row.imitation,
                "first": row.first,
                "again": row.again,
                "claim": row.claim,
                "warns": row.warns,
            }
            for row in self.rows
        ]
        gone = [{"sha256": sha256, **asdict(each)} for sha256, each in sorted(self.gone.items())]
        return write_object({"format": 1, "listings": listings, "gone": gone, "left_out": dict(self.left_out)})


def read_exports(data: bytes) -> Exports:
    """Return what a file says.

    Raises:
        FormatError: bad_format.

    """
    members = read_object(data, "the exports")
    gone = [as_object(each, "what is gone") for each in items(members, "gone", 0, MAX_ROWS)]
    left_out = inner(members, "left_out")
    return Exports(
        tuple(_row(as_object(each, "an exported listing")) for each in items(members, "listings", 0, MAX_ROWS)),
        {digest(each, "sha256"): _gone(each) for each in gone},
        {reason: whole(left_out, reason) for reason in left_out},
    )


def _row(members: Mapping[str, Any]) -> Row:
    key, address, mark = members.get("key"), members.get("address"), members.get("mark")
    if not isinstance(key, str) or ":" not in key or not isinstance(mark, str):
        raise FormatError(ErrorCode.BAD_FORMAT, "an exported listing lacks its key or its mark")
    if address is not None and not isinstance(address, str):
        raise FormatError(ErrorCode.BAD_FORMAT, "the address of an exported listing is no text")
    return Row(
        key,
        address or "",
        whole(members, "since"),
        mark,
        members.get("warned") is True,
        members.get("imitation") is True,
        *_story(members),
        members.get("warns", members.get("warned")) is True,
    )


def _gone(members: Mapping[str, Any]) -> Gone:
    first, again, claim = _story(members)
    return Gone(whole(members, "since"), first, again, members.get("warned") is True, claim)


def _story(members: Mapping[str, Any]) -> tuple[int, int, str]:
    """When it was first told, when again, and of which claim. An older publisher said nothing of them."""
    claim = members.get("claim", "")
    if not isinstance(claim, str):
        raise FormatError(ErrorCode.BAD_FORMAT, "the claim of an exported listing is no text")
    first = whole(members, "first") if "first" in members else whole(members, "since")
    return first, whole(members, "again") if "again" in members else 0, claim
