"""What a format is written from: the listings in plain with what is said of each, and what stands above all of them.

Every format is a pure function of one `Sheet`. Nothing in it depends on when the set was signed again, so the same
lists give the same bytes. No name of a person is in it: a source is a publisher.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address, ip_address

from cektautan.core.exports import Gone
from cektautan.core.record import Check
from cektautan.core.vocabulary import Kind, Level, ReasonCode, Staleness


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One listing in plain."""

    id: str
    """The SHA-256 of its key."""
    key: str
    address: str
    """Empty where only its key can be told."""
    level: int
    """How strongly readers are told: of an old list less than was decided (docs/verdicts.md)."""
    decided: int
    """The level that was decided and signed."""
    verdict: str
    reason_code: str
    statement: Mapping[str, str]
    claim: str
    text: Mapping[str, str]
    about: tuple[str, ...]
    checks: tuple[Check, ...]
    listed: date
    review_by: date
    since: int
    """Unix seconds since when this is said."""
    warned: bool
    """True if readers are warned of it, or were."""
    first: int
    """Unix seconds since when it is told."""
    again: int
    """Since when readers are warned of it again after that had been taken back; 0 where they are not."""
    imitation: bool
    """True for a verified imitation of an official site (`publish.records.is_imposter_site`)."""

    @property
    def kind(self) -> Kind:
        """The kind of its key."""
        return Kind(self.key.partition(":")[0])

    @property
    def name(self) -> str:
        """The name of a host or domain; empty for any other kind."""
        return self.key.partition(":")[2] if self.kind in (Kind.HOST, Kind.DOMAIN) else ""

    @property
    def ip(self) -> IPv4Address | IPv6Address | None:
        """The address of a host that is named by one; None for any other."""
        try:
            return ip_address(self.name.removeprefix("[").removesuffix("]"))
        except ValueError:
            return None

    @property
    def is_warning(self) -> bool:
        """True if readers are warned before they see it, calmly or by a whole page."""
        return self.level >= Level.CAUTION

    @property
    def is_taken_back(self) -> bool:
        """True if readers were warned of it once and are not any more."""
        return self.warned and not self.is_warning

    @property
    def status(self) -> str:
        """listed, cleared or withdrawn."""
        if self.level > Level.CLEARED:
            return "listed"
        return "withdrawn" if self.reason_code == ReasonCode.WITHDRAWN else "cleared"

    @property
    def check(self) -> Check | None:
        """The newest check."""
        return max(self.checks, key=lambda each: each.date, default=None)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One publication, ready to be written in any format."""

    entries: tuple[Entry, ...]
    """In the order of their ids."""
    gone: Mapping[str, Gone]
    """By the SHA-256 of keys that are on the list no more."""
    left_out: Mapping[str, int]
    server: str
    """The address that readers use."""
    publisher: str
    licence: str
    staleness: Staleness = Staleness.FRESH
    notice_host: str = ""
    """Where a resolver may send whoever asks for an imitation; empty: nowhere."""
    namespace: uuid.UUID = field(init=False)
    """Of ids that other systems want: the same listing has the same id for ever."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "namespace", uuid.uuid5(uuid.NAMESPACE_URL, f"{self.server}/"))

    @property
    def changed(self) -> int:
        """When something of it changed last, in Unix seconds; 0 where nothing was ever listed."""
        return max((*(entry.since for entry in self.entries), *(each.since for each in self.gone.values())), default=0)

    @cached_property
    def imitations(self) -> tuple[Entry, ...]:
        """What may be blocked: imitations of official sites that two people verified and that a whole page warns of.

        Of an old list readers are warned calmly (docs/verdicts.md), so nothing of it is blocked: an exact page of a
        stale list excepted, as there.
        """
        return tuple(entry for entry in self.entries if entry.imitation and self._blocks(entry))

    def record(self, claim: str) -> str:
        """The public record of a claim."""
        return f"{self.server}/c/{claim}"

    def appeal(self, claim: str = "") -> str:
        """Where anybody objects to it."""
        return f"{self.server}/lapor?kind=wrong" + (f"&claim={claim}" if claim else "")

    def uuid(self, *parts: str) -> str:
        """An id for something of ours in another system."""
        return str(uuid.uuid5(self.namespace, "/".join(parts)))

    def told(self) -> Iterator[Entry]:
        """What is told as a finding to analysts: warnings, and those that were taken back."""
        return (entry for entry in self.entries if entry.is_warning or entry.is_taken_back)

    def _blocks(self, entry: Entry) -> bool:
        if self.staleness is Staleness.FRESH:
            return True
        return self.staleness is Staleness.STALE and entry.kind is Kind.URL


def utc(seconds: int) -> str:
    """A time as RFC 3339 writes it.

    >>> utc(1_792_000_800)
    '2026-10-14T18:00:00Z'
    """
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def one_line(text: str) -> str:
    """A text of others as part of a comment: in one line, without characters that nobody sees."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
