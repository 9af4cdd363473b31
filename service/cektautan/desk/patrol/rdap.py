"""Asks the registry of a name when the name was registered (RDAP, RFC 9082 and 9083).

Which registry answers for an ending says IANA's bootstrap file (rules/rdap.json); for .id it is PANDI. Only the days of
registration are read, nothing about who holds the name.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cektautan.core.days import day_of
from cektautan.outbound.errors import OutboundError
from cektautan.outbound.protocol import Fetcher

MOST_BYTES: Final = 512 * 1024
SECONDS: Final = 30.0
ACCEPT: Final = "application/rdap+json, application/json;q=0.9"
BEGINS: Final = frozenset({"registration", "reregistration"})
"""Events with which a name begins to be somebody's (RFC 9083, section 10.2.3). A transfer between registrars is none,
nor is the return of an expired name to its holder."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What a registry says of a name."""

    outcome: str
    """known, free (nobody holds it), no_day, no_registry, or why it could not be asked."""
    day: datetime.date | None = None
    """Since when somebody holds it, by Jakarta's day."""


def registration(fetcher: Fetcher, registries: Mapping[str, str], domain: str) -> Registration:
    """Return when a name was registered. Never raises for what is far."""
    server = registries.get(domain.rpartition(".")[2])
    if server is None:
        return Registration("no_registry")
    try:
        fetched = fetcher.fetch(
            f"{server}domain/{domain}", accept=ACCEPT, most_bytes=MOST_BYTES, seconds=SECONDS, polite=True
        )
    except OutboundError as failed:
        return Registration(failed.reason)
    if fetched.status == 404:
        return Registration("free")
    if fetched.status != 200:
        return Registration("status")
    try:
        said = json.loads(fetched.body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or said.get("objectClassName") != "domain" or not _is_of(said, domain):
        return Registration("bad_answer")
    days = list(_days(said.get("events")))
    return Registration("known", max(days)) if days else Registration("no_day")


def _is_of(said: Mapping[str, Any], domain: str) -> bool:
    """An answer about another name says nothing about this one."""
    name = said.get("ldhName")
    return isinstance(name, str) and name.rstrip(".").lower() == domain


def _days(events: Any) -> Iterable[datetime.date]:
    for each in events if isinstance(events, list) else ():
        if not isinstance(each, dict) or each.get("eventAction") not in BEGINS:
            continue
        try:
            at = datetime.datetime.fromisoformat(str(each.get("eventDate")))
        except ValueError:
            continue
        try:
            yield day_of(int((at if at.tzinfo else at.replace(tzinfo=datetime.UTC)).timestamp()))
        except (OverflowError, ValueError):
            continue
