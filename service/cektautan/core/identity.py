"""Identity: what an address is about, as keys that a list can hold.

Decides the canonical address, the keys and the surface by a list of named steps: parse, unwrap, content, normal form,
expressions (docs/identity.md). extension/core/identity.js does exactly the same, and tests/vectors hold them together.
It must never touch the network or guess.
"""

from __future__ import annotations

from typing import NamedTuple

from cektautan.core.address import Address, parse
from cektautan.core.content import find_content, other_surface
from cektautan.core.expressions import page_keys
from cektautan.core.normal import normal_path, normal_query, site_path
from cektautan.core.rules import Rules
from cektautan.core.unwrap import unwrap
from cektautan.core.vocabulary import Kind, Surface

_CONTENT, _URL, _PAGE, _OPAQUE, _PLATFORM = Kind.CONTENT, Kind.URL, Surface.PAGE, Surface.OPAQUE, Surface.PLATFORM


class Identity(NamedTuple):
    """What an address is about."""

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
    if host_rules is None:
        return _page(address, normal_path(address.path), _query(address, rules), _PAGE)
    address, host_rules, stuck = unwrap(address, host_rules, rules)
    path = normal_path(address.path)
    if host_rules is None:
        return _page(address, path, _query(address, rules), _PAGE)
    item = find_content(address, path, host_rules)
    if item is not None:
        surface = _OPAQUE if stuck else item.surface
        return Identity(item.canonical, item.key, _CONTENT, (item.key,), surface, item.comment)
    surface = _OPAQUE if stuck else other_surface(path, host_rules)
    query = normal_query(address.query, rules, host_rules.site) if address.query else ""
    if host_rules.site is not None:
        path = site_path(path, host_rules.site)
    return _page(address, path, query, surface)


def _query(address: Address, rules: Rules) -> str:
    return normal_query(address.query, rules, None) if address.query else ""


def _page(address: Address, path: str, query: str, surface: Surface) -> Identity:
    """Return the identity of an address that names no item of a platform."""
    scheme, host, port, _, _ = address
    if "://" in host:
        # An app's link: its scheme is part of the pseudo-host, and it is never an ordinary page.
        authority, canonical, surface = host, host, _PLATFORM
    elif port:
        authority = f"{host}:{port}"
        canonical = f"{scheme}://{authority}"
    else:
        authority, canonical = host, f"https://{host}"
    if surface is _PAGE:
        keys = page_keys(authority, host, path, query)
    else:
        keys = (f"url:{authority}{path}?{query}" if query else f"url:{authority}{path}",)
    canonical += f"{path}?{query}" if query else path
    return Identity(canonical, keys[0], _URL, keys, surface, False)
