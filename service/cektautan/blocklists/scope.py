"""An entry's appearances -> the keys it lists, each with the terms of its listing and the level it really gets.

The scope of an appearance is the most specific key of its identity unless `scope:` says otherwise (docs/identity.md,
step 5). Levels only ever fall here: an opaque code and a listing whose `review_by` has passed are capped (`limits`). It
must never widen a scope on its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cektautan.blocklists.entry import Appearance, ClaimEntry, Text
from cektautan.blocklists.limits import DUE_MAX_LEVEL, OPAQUE_MAX_LEVEL
from cektautan.blocklists.protected import ProtectedNames
from cektautan.core.identity import Identity, identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Surface


class ScopeError(ValueError):
    """The appearance has no key of the wanted scope; the message says why and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One key to be listed for one claim, with the terms of its listing: whoever publishes it need look up nothing."""

    key: str
    level: int
    claim: ClaimEntry
    verdict: str
    reason_code: str
    statement: Text
    listed: date
    review_by: date
    domain: str = ""
    """The registrable domain of an ordinary page; empty for what has none of its own."""
    url: str = ""
    """The address as found, for the people who list it. It is never published."""
    provisional: bool = False
    """In force for a day on one person's word: readers are warned, and nothing is blocked by it."""


def subjects(entry: ClaimEntry, rules: Rules, names: ProtectedNames, as_of: date) -> Iterator[Subject]:
    """What a clean entry lists on the given day. Raises NotJudgeable or ScopeError where lint would have refused."""
    for appearance in entry.appearances:
        identity = identify(appearance.url, rules)
        yield Subject(
            key=scope_key(appearance, identity, names),
            level=in_force(level(entry, appearance, identity), entry.review_by, as_of),
            claim=entry,
            verdict=entry.verdict,
            reason_code=entry.reason_code,
            statement=entry.statement,
            listed=entry.listed,
            review_by=entry.review_by,
            domain=domain_of(identity, names),
            url=appearance.url,
        )


def level(entry: ClaimEntry, appearance: Appearance, identity: Identity) -> int:
    """The level that an appearance is listed with: the lowest of what entry, appearance and kind of address allow."""
    limits = [entry.level]
    if appearance.level is not None:
        limits.append(appearance.level)
    if identity.surface is Surface.OPAQUE:
        limits.append(OPAQUE_MAX_LEVEL)
    return min(limits)


def in_force(listed_level: int, review_by: date, as_of: date) -> int:
    """The level on a day: past its `review_by` a listing is no more than a note."""
    return min(listed_level, DUE_MAX_LEVEL) if as_of > review_by else listed_level


def scope_key(appearance: Appearance, identity: Identity, names: ProtectedNames) -> str:
    """The key that an appearance lists."""
    return key_of_scope(appearance.scope, identity, names)


def key_of_scope(scope: str | None, identity: Identity, names: ProtectedNames) -> str:
    """The key of an identity at a scope: url, path, host or domain; None for the most specific one."""
    if scope is None:
        return identity.key
    if identity.surface is not Surface.PAGE:
        raise ScopeError(f"a platform item or a code has no {scope}: leave scope out, and it alone is listed")
    match scope:
        case "url":
            return identity.key
        case "path":
            return _path_key(identity)
        case "host":
            return _key_of_kind(identity, "host")
        case _:
            return _domain_key(identity, names)


def host_of(identity: Identity) -> str:
    """The host of an ordinary page, without a port; empty for platform items, which have none of their own."""
    return next((key.removeprefix("host:") for key in identity.keys if key.startswith("host:")), "")


def domain_of(identity: Identity, names: ProtectedNames) -> str:
    """The domain that somebody registered and on which an ordinary page lies; empty for everything else."""
    host = host_of(identity)
    return names.registrable_domain(host) if host else ""


def _path_key(identity: Identity) -> str:
    key = next((key for key in identity.keys if key.startswith("path:")), None)
    # The first path key is the address itself only if it has no query and at most four segments; else it would be wider
    # than what the proposer wrote.
    if key is None or key.removeprefix("path:") != identity.key.removeprefix("url:"):
        raise ScopeError("for scope path give the address of the folder itself: one to four path segments and no query")
    return key


def _domain_key(identity: Identity, names: ProtectedNames) -> str:
    domain = domain_of(identity, names)
    if not domain:
        raise ScopeError("no domain that somebody registered: it is an IP address or a public suffix")
    return f"domain:{domain}"


def _key_of_kind(identity: Identity, kind: str) -> str:
    return next(key for key in identity.keys if key.startswith(f"{kind}:"))
