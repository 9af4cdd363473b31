"""The sources: who may be cited, for what, and how often what rests on them had to be taken back.

A source that stands in blocklists/sources.yaml is kept there, under review like the lists, and is only shown here; one
that the desk entered is written here, each time with an event. A source's standing decides what its checks can carry
from then on, but no listing changes because of it: raising and lowering are decisions of their own.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session

from cektautan.store.models import Appeal, Claim, Listing, Review, Source
from cektautan.store.unit_of_work import Work

KINDS: Final = ("fact_checker", "official", "press", "list", "own")
GRADES: Final = ("A", "B", "C", "D", "E", "F")
STANDINGS: Final = ("good", "lapsed", "unknown")
DISTRUSTED: Final = "distrusted"
"""The standing that only withdrawing trust gives (`desk.harvest.distrust`); who writes a source may keep or end it."""
FIELDS: Final = (
    "name", "site", "other_sites", "kind", "reliability", "standing", "standing_basis", "standing_checked",
    "ifcn_until", "notes",
)  # fmt: skip

TAKEN_BACK: Final = ("granted", "partly")
WAS_TOLD: Final = ("active", "provisional", "suspended", "retracted", "expired")
"""Statuses of a listing that readers were told of at some time."""

NEW: Final = "baru"
"""The word that the page for a new source has in its address, and that no source may be called."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOST = re.compile(r"(?=.{3,190}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?")
_LONGEST: Final = {"name": 200, "standing_basis": 2_000, "notes": 2_000}
_MOST_SITES: Final = 20


class SourceError(ValueError):
    """A field that cannot be so: its name, and why as a code."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class KeptInFilesError(Exception):
    """The source stands in blocklists/ and is changed there."""


class SourceChangedError(Exception):
    """Somebody else changed the source meanwhile."""


@dataclass(frozen=True)
class Record:
    """How a source did: what rests on its checks, and what of that was taken back after an objection."""

    claims: int = 0
    listings: int = 0
    taken_back: int = 0

    @property
    def precision(self) -> float | None:
        """The share of its listings that stood; None where there was none."""
        return 1 - self.taken_back / self.listings if self.listings else None


@dataclass(frozen=True)
class Known:
    """A source with its record."""

    source: Source
    record: Record
    ifcn_over: bool
    """Whether its IFCN term has ended."""

    @property
    def in_files(self) -> bool:
        """Whether it is kept in blocklists/ and read-only here."""
        return self.source.origin == "blocklists"


def sources(session: Session, today: datetime.date) -> tuple[Known, ...]:
    """Return every source by name."""
    found = records(session)
    return tuple(
        Known(each, found.get(each.id, Record()), each.ifcn_until is not None and each.ifcn_until < today)
        for each in session.scalars(select(Source).order_by(func.lower(Source.name), Source.id))
    )


def records(session: Session) -> dict[str, Record]:
    """Return the record of each source that was cited.

    A listing counts for each source of its claim once, however many checks it has and however many objected.
    """
    taken_back = case((Appeal.outcome.in_(TAKEN_BACK), Listing.id))
    query = (
        select(
            Review.source_id,
            func.count(distinct(Claim.id)),
            func.count(distinct(Listing.id)),
            func.count(distinct(taken_back)),
        )
        .join(Claim, (Claim.id == Review.claim_id) & (Claim.status != "draft"))
        .outerjoin(Listing, (Listing.claim_id == Claim.id) & Listing.status.in_(WAS_TOLD))
        .outerjoin(Appeal, Appeal.listing_id == Listing.id)
        .group_by(Review.source_id)
    )
    return {source: Record(claims, listings, back) for source, claims, listings, back in session.execute(query)}


def write_source(
    work: Work, id_: str, values: Mapping[str, str], reason: str, version: int | None = None
) -> int | None:
    """Enter a source, or change one that the desk entered; return the number of its event, None where it is the same.

    Args:
        work: the decision.
        id_: its short name.
        values: the fields as a form gives them, all as text; `other_sites` spaced.
        reason: why, for the log.
        version: the version that was looked at; None for a new source.

    Raises:
        SourceError: a field cannot be so.
        KeptInFilesError: it is changed in blocklists/.
        SourceChangedError: it is not what was looked at any more.

    """
    fields = read_fields(values)
    if not reason.strip():
        raise SourceError("reason", "missing")
    if not _ID.fullmatch(id_) or len(id_) > 100 or id_ == NEW:
        raise SourceError("id", "not_a_name")
    found = work.session.get(Source, id_)
    if found is None:
        if version is not None:
            raise SourceChangedError
        found = Source(id=id_, origin="desk", version=0)
        work.session.add(found)
        before = None
    elif version is None:
        raise SourceError("id", "taken")
    elif found.origin == "blocklists":
        raise KeptInFilesError
    elif found.version != version:
        raise SourceChangedError
    else:
        before = state(found)
    if fields["standing"] == DISTRUSTED and found.standing != DISTRUSTED:
        # Withdrawing trust is an act of its own, which looks at what rests on the source.
        raise SourceError("standing", "unknown_value")
    for name, value in fields.items():
        setattr(found, name, value)
    after = state(found)
    if before != after:
        found.version += 1
        return work.record("source.written", ("source", id_), reason=reason.strip(), before=before, after=after).seq
    return None


def read_fields(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of a form as a source has them. Raises SourceError."""
    given = {name: values.get(name, "").strip() for name in FIELDS}
    for name, most in _LONGEST.items():
        if len(given[name]) > most:
            raise SourceError(name, "too_long")
    if not given["name"]:
        raise SourceError("name", "missing")
    others = given["other_sites"].lower().split()
    for name, hosts in (("site", [given["site"].lower()]), ("other_sites", others)):
        if not all(_HOST.fullmatch(each) for each in hosts) or len(hosts) > _MOST_SITES:
            raise SourceError(name, "not_a_host")
    for name, known in (("kind", KINDS), ("reliability", GRADES), ("standing", (*STANDINGS, DISTRUSTED))):
        if given[name] not in known:
            raise SourceError(name, "unknown_value")
    days = {name: _day(name, given[name]) for name in ("standing_checked", "ifcn_until")}
    if given["standing"] == "good" and given["kind"] == "fact_checker":
        # Good standing lets a check carry level 3, so it needs a basis that anybody can look up.
        for name in ("standing_basis", "standing_checked"):
            if not given[name]:
                raise SourceError(name, "needed_for_good")
    return {
        **given,
        "site": given["site"].lower(),
        "other_sites": others,
        "standing_basis": given["standing_basis"] or None,
        **days,
    }


def state(source: Source) -> dict[str, Any]:
    """Return a source as the log keeps it."""
    found = {name: getattr(source, name) for name in FIELDS}
    return {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in found.items()}


def _day(name: str, text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise SourceError(name, "not_a_day") from None
