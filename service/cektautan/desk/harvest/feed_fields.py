"""Reads what a form or a command line asks of a feed, field by field; a fault names its field and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from cektautan.core.unseen import is_unreadable
from cektautan.desk.errors import Invalid
from cektautan.desk.harvest.interfaces import Interface, interface_at
from cektautan.sources.lists.cells import SCOPES
from cektautan.sources.lists.formats import BY_NAME
from cektautan.store.models import Claim, Source

EVERY_MINUTES: Final = (15, 7 * 24 * 60)
"""The least and the most time between two readings."""

BUDGET: Final = (1, 500)

MOST_DAYS: Final = 730
"""A feed is confirmed by a person at least every two years."""

LONGEST_ADDRESS: Final = 2_000

DEFAULTS: Final = ("claim", "level", "scope")
"""What a list's entries are told with, where they do not say it themselves."""

_ADDRESS: Final = re.compile(r"https?://[^\s\x00-\x1f\x7f]+\Z")


@dataclass(frozen=True)
class FeedWritten:
    """What is asked for; every field as a form or a command line gives it."""

    id: str
    source: str
    adapter: str
    address: str
    licence: str = ""
    every_minutes: str = "60"
    budget: str = "20"
    expires: str = ""
    claim: str = ""
    """Of a list: the claim that its entries are told with, where they name none."""
    level: str = ""
    scope: str = ""


def read_fields(session: Session, wanted: FeedWritten, adapters: Collection[str], today: date) -> Mapping[str, Any]:
    """Return the columns of a feed that were asked for. Raises Invalid with the field and the code of its fault."""
    # PostgreSQL could not even look for a name with a zero character in it.
    if is_unreadable(wanted.source) or session.get(Source, wanted.source) is None:
        raise Invalid("source", "unknown")
    if wanted.adapter not in adapters:
        raise Invalid("adapter", "unknown")
    address = wanted.address.strip()
    if len(address) > LONGEST_ADDRESS:
        raise Invalid("address", "too_long")
    if not _ADDRESS.match(address):
        raise Invalid("address", "unknown")
    interface = interface_at(address)
    if interface is not None and (fault := _fault(interface, wanted.adapter, address)):
        raise Invalid(*fault)
    if len(wanted.licence) > 200:
        raise Invalid("licence", "too_long")
    if is_unreadable(wanted.licence):
        raise Invalid("licence", "unreadable")
    return {
        "source_id": wanted.source, "adapter": wanted.adapter, "address": address, "licence": wanted.licence.strip(),
        "every_minutes": _number(wanted.every_minutes, "every_minutes", EVERY_MINUTES),
        "budget": _number(wanted.budget, "budget", BUDGET), "expires": _day(wanted.expires, today),
        "defaults": _defaults(session, wanted),
    }  # fmt: skip


def _fault(interface: Interface, adapter: str, address: str) -> tuple[str, str] | None:
    """Why an address of an interface cannot be registered: the field, and the code."""
    if code := interface.fault(address):
        return "address", code
    return None if adapter == interface.adapter else ("adapter", "of_interface")


def _defaults(session: Session, wanted: FeedWritten) -> dict[str, Any]:
    """What an import of the feed begins with (`desk.imports.rows.Defaults`); checks have no such thing."""
    if wanted.adapter not in BY_NAME and (said := [name for name in DEFAULTS if getattr(wanted, name)]):
        raise Invalid(said[0], "of_lists_only")
    if wanted.claim and (is_unreadable(wanted.claim) or session.get(Claim, wanted.claim) is None):
        raise Invalid("claim", "unknown")
    if wanted.level not in ("", "1", "2", "3"):
        raise Invalid("level", "unknown")
    if wanted.scope not in ("", *SCOPES):
        raise Invalid("scope", "unknown")
    given = {"claim": wanted.claim, "level": int(wanted.level) if wanted.level else None, "scope": wanted.scope}
    return {name: value for name, value in given.items() if value}


def _number(text: str, field: str, limits: tuple[int, int]) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text.strip()) or not limits[0] <= int(text) <= limits[1]:
        raise Invalid(field, "out_of_range")
    return int(text)


def _day(text: str, today: date) -> date:
    if not text.strip():
        return today + timedelta(days=365)
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid("expires", "not_a_day") from None
    if not today <= found <= today + timedelta(days=MOST_DAYS):
        raise Invalid("expires", "out_of_range")
    return found
