"""Identity: what an address is about, as keys that a list can hold.

Decides the canonical address, the keys and the surface by a list of named steps: parse, unwrap, content, normal form,
expressions (docs/identity.md). extension/core/identity.js does exactly the same, and tests/vectors hold them together.
It must never touch the network or guess.
"""

from __future__ import annotations

from dataclasses import dataclass

from cektautan.core.address import Address, parse
from cektautan.core.content import find_content, other_surface
from cektautan.core.expressions import page_keys
from cektautan.core.normal import normal_query, site_path
from cektautan.core.rules import Rules
from cektautan.core.unwrap import unwrap
from cektautan.core.vocabulary import Kind, Surface

_CONTENT, _URL, _PAGE, _OPAQUE, _PLATFORM = Kind.CONTENT, Kind.URL, Surface.PAGE, Surface.OPAQUE, Surface.PLATFORM


@dataclass(slots=True)
class Identity:
    """What an address is about; never changed, see `Address`."""

    url: str
    """The canonical address."""
    key: str
    """The most specific key."""
    kind: Kind
    keys: tuple[str, ...]
    """Every key, the most specific first."""
    surface: Surface
    comment: bool
    """Whether the address is the link of a comment, which opens the item but is never a listing of it."""


def identify(url: str, rules: Rules) -> Identity:
    """Return what an address is about.

    Raises NotJudgeable, and nothing else.
    """
    address = parse(url, rules.pseudo_hosts)
    host_rules = rules.of(address)
    stuck = False
    if host_rules is not None and host_rules.wrappers is not None:
        address, stuck = unwrap(address, host_rules, rules)
        host_rules = rules.of(address)
    path = address.path
    if host_rules is None:
        surface, site = _PAGE, None
    else:
        item = find_content(address, host_rules)
        if item is not None:
            return Identity(item.canonical, item.key, _CONTENT, (item.key,), item.surface, item.comment)
        surface = _OPAQUE if stuck else other_surface(address, host_rules)
        site = host_rules.site
        if site is not None:
            path = site_path(path, site)
    query = normal_query(address.query, rules, site) if address.query else ""
    return _without_item(address, path, query, surface)


def _without_item(address: Address, path: str, query: str, surface: Surface) -> Identity:
    """Return the identity of an address that names no item of a platform."""
    host = address.host
    if address.port:
        authority = f"{host}:{address.port}"
        origin = f"{address.scheme}://"
    elif "://" in host:
        # An app's link: its scheme is part of the pseudo-host, and it is never an ordinary page.
        authority, origin, surface = host, "", _PLATFORM
    else:
        authority, origin = host, "https://"
    whole = f"{authority}{path}?{query}" if query else f"{authority}{path}"
    keys = page_keys(whole, authority, host, path) if surface is _PAGE else (f"url:{whole}",)
    return Identity(f"{origin}{whole}", keys[0], _URL, keys, surface, False)
