"""The short links through which one came to an address: each may be listed beside what it leads to.

A short link travels without the address behind it, so whoever meets it alone should be told too. It decides nothing and
asks nobody: the links were resolved before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Surface
from cektautan.desk.links.paste import matches
from cektautan.outbound.shortlinks import MOST_HOPS


@dataclass(frozen=True)
class Passed:
    """One short link."""

    url: str
    """The canonical address."""
    key: str
    listed: bool
    """Whether readers are told something about it already."""


def passed(session: Session, rules: Rules, urls: Sequence[str], now: int) -> tuple[Passed, ...]:
    """Return what is known of the links, in order; what is none is left out."""
    found: dict[str, Passed] = {}
    for url in urls[:MOST_HOPS]:
        try:
            identity = identify(url, rules)
        except NotJudgeable:
            continue
        if identity.surface is Surface.OPAQUE:
            told = any(each.level for each in matches(session, [identity.key], identity.key, now))
            found[identity.key] = Passed(identity.url, identity.key, told)
    return tuple(found.values())
