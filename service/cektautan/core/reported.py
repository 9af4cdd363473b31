"""Reported: the address of a report, as it is shown to the reader and sent.

Decides what of an address leaves the device: its canonical address (docs/identity.md), so that what surrounds an item,
who shared it, names, passwords and fragments stay with the reader. What only one network can open is refused, for
nobody else could look at it, and it may say where the reader is. extension/core/reported.js does exactly the same, and
tests/vectors/reported_addresses.json holds them together. It must never touch the network, and a second cleaning must
change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from cektautan.core.address import MAX_BYTES, TOO_LONG, NotJudgeable, parse
from cektautan.core.identity import identify
from cektautan.core.ip import is_ip
from cektautan.core.rules import Rules

NOT_PUBLIC = "not_public"

_AT_HOME = (".home.arpa", ".internal", ".lan", ".local", ".localhost")
"""Names that mean another thing in each network: RFC 6761, 6762 and 8375, what ICANN keeps, and what routers use."""


@dataclass(frozen=True)
class Reported:
    """What is sent, and the most specific key of it, under which reports of one item meet."""

    url: str
    key: str


def reported(text: str, rules: Rules) -> Reported:
    """Return what a report of this address says.

    Raises NotJudgeable, with one reason more than identify() has: `not_public`.
    """
    found = identify(text, rules)
    # Escapes make a text longer, and what is sent is read once more by whoever gets it.
    if len(found.url) > MAX_BYTES:
        raise NotJudgeable(TOO_LONG)
    if not _is_public(parse(found.url, rules.pseudo_hosts).host):
        raise NotJudgeable(NOT_PUBLIC)
    return Reported(found.url, found.key)


def _is_public(host: str) -> bool:
    if "://" in host:
        # An app's link.
        return True
    if not is_ip(host):
        return "." in host and not host.endswith(_AT_HOME)
    if host.startswith("["):
        # What the public has been given of IPv6 is 2000::/3.
        return host.index(":") == len("[2001") and host[1] in "23"
    first, second = (int(part) for part in host.split(".")[:2])
    return not (
        first in {0, 10, 127}
        or first >= 224
        or (first, second) in {(169, 254), (192, 168)}
        or (first == 100 and 64 <= second < 128)
        or (first == 172 and 16 <= second < 32)
    )
