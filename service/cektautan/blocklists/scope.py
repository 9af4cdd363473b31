"""An entry's appearances -> the keys it lists and the level each really gets.

The scope of an appearance is the most specific key of its identity unless `scope:` says otherwise (docs/identity.md,
step 5). Levels only ever fall here: an opaque code and a listing whose `review_by` has passed are capped (`limits`). It
must never widen a scope on its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cektautan.blocklists.entry import Appearance, ClaimEntry
from cektautan.blocklists.limits import DUE_MAX_LEVEL, OPAQUE_MAX_LEVEL
from cektautan.blocklists.protected import ProtectedNames
from cektautan.core.identity import Identity, identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Surface


class ScopeError(ValueError):
    """The appearance has no key of the wanted scope; the message says why and what to write."""


@dataclass(frozen=True)
class Subject:
    """One key to be listed, because of one appearance of one entry."""

    key: str
    level: int
    entry: ClaimEntry
    appearance: Appearance
    identity: Identity


def subjects(entry: ClaimEntry, rules: Rules, names: ProtectedNames, as_of: date) -> Iterator[Subject]:
    """What a clean entry lists on the given day. Raises NotJudgeable or ScopeError where lint would have refused."""
    for appearance in entry.appearances:
        identity = identify(appearance.url, rules)
        yield Subject(
            scope_key(appearance, identity, names),
            level(entry, appearance, identity, as_of),
            entry,
            appearance,
            identity,
        )


def level(entry: ClaimEntry, appearance: Appearance, identity: Identity, as_of: date) -> int:
    """The level that an appearance really gets: the lowest of what the entry, the appearance and the caps allow."""
    limits = [entry.level]
    if appearance.level is not None:
        limits.append(appearance.level)
    if identity.surface is Surface.OPAQUE:
        limits.append(OPAQUE_MAX_LEVEL)
    if as_of > entry.review_by:
        limits.append(DUE_MAX_LEVEL)
    return min(limits)


def scope_key(appearance: Appearance, identity: Identity, names: ProtectedNames) -> str:
    """The key that an appearance lists."""
    if appearance.scope is None:
        return identity.key
    if identity.surface is not Surface.PAGE:
        raise ScopeError(
            f"a platform item or a code has no {appearance.scope}: leave scope out, and it alone is listed"
        )
    match appearance.scope:
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


def _path_key(identity: Identity) -> str:
    key = next((key for key in identity.keys if key.startswith("path:")), None)
    # The first path key is the address itself only if it has no query and at most four segments; else it would be wider
    # than what the proposer wrote.
    if key is None or key.removeprefix("path:") != identity.key.removeprefix("url:"):
        raise ScopeError("for scope path give the address of the folder itself: one to four path segments and no query")
    return key


def _domain_key(identity: Identity, names: ProtectedNames) -> str:
    domain = names.registrable_domain(host_of(identity))
    if not domain:
        raise ScopeError("no domain that somebody registered: it is an IP address or a public suffix")
    return f"domain:{domain}"


def _key_of_kind(identity: Identity, kind: str) -> str:
    return next(key for key in identity.keys if key.startswith(f"{kind}:"))
