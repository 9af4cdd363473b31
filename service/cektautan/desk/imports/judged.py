"""What a line of an import comes to: its class, what it would list, and what stands against it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cektautan.desk.imports.known import KnownListing
from cektautan.desk.imports.rows import Row
from cektautan.sources.lists.findings import Finding, Problem


class RowClass(StrEnum):
    """What a line comes to."""

    NEW = "new"
    CHANGED = "changed"
    COVERED = "covered"
    PROTECTED = "protected"
    SHARED_HOST = "shared_host"
    POPULAR = "popular"
    PUBLIC_SUFFIX = "public_suffix"
    OWN_NETWORK = "own_network"
    PLATFORM = "platform"
    DUPLICATE = "duplicate"
    IMMUNE = "immune"
    RETRACTED = "retracted"
    INVALID = "invalid"


TAKEN = frozenset({RowClass.NEW, RowClass.CHANGED})
"""What applying a batch does something about."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What would be listed."""

    claim: str
    level: int
    listed: date
    review_by: date
    url: str
    scope: str
    """As chosen; empty for the most specific key."""
    domain: str
    opaque: bool


@dataclass(slots=True)
class Judged:
    """One line with its class. Not changed once it was judged."""

    row: Row
    class_: RowClass
    key: str = ""
    problem: Problem | None = None
    terms: Terms | None = None
    second: str = ""
    """Why a second person has to agree (desk.rules.answers.Why), whoever applies it."""
    listing: KnownListing | None = None
    """What a changed one was before."""
    notes: list[Finding] = field(default_factory=list)
