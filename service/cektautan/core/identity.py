"""Identity: what an address is about, as keys that a list can hold.

Decides the canonical address, the keys and the surface by a list of named steps: parse, unwrap, content, normal form,
expressions (docs/identity.md). extension/core/identity.js does exactly the same, and tests/vectors hold them together.
It must never touch the network or guess.
"""

from __future__ import annotations

from dataclasses import dataclass

from cektautan.core.address import SURELY_SHORT, Address, parse_any, plain_address
from cektautan.core.content import find_content, other_surface
from cektautan.core.expressions import page_keys
from cektautan.core.normal import normal_query, site_path
from cektautan.core.plain import plain
from cektautan.core.rules import Rules
from cektautan.core.shelves import Said
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
    surface: Surface
    comment: bool
    """Whether the address is the link of a comment, which opens the item but is never a listing of it."""
    host: str = ""
    """The host of an ordinary page; empty for all else, which has one key only."""
    authority: str = ""
    """The same with its port."""
    path: str = ""
    """The normal path of an ordinary page."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key, the most specific first. They are made when they are asked for, which for most links is never."""
        key = self.key
        return page_keys(key, self.authority, self.host, self.path) if self.host else (key,)


def identify(url: str, rules: Rules) -> Identity:
    """Return what an address is about.

    Raises NotJudgeable, and nothing else.
    """
    found = plain(url) if len(url) <= SURELY_SHORT else None
    if found is None:
        address = parse_any(url, rules.pseudo_hosts)
        return _identity(address, rules.of(address), rules)
    host, path, slash, query = found.groups("")
    named, site = rules.named(host), None
    if named is not None:
        said = named.always or named.for_path(path or "/")
        if not said.is_page:
            return _identity(plain_address(host, path, slash, query), said, rules)
        site = said.site
        if site is not None and (site.strip_suffix or site.strip_prefix):
            path = site_path(path or "/", site)
    # An ordinary page, as most links are: all that is left to do is its normal form.
    path = path or "/"
    whole = host + path
    if query:
        query = normal_query(query, rules, site)
        if query:
            whole = f"{whole}?{query}"
    return Identity("https://" + whole, "url:" + whole, _URL, _PAGE, False, host, host, path)


def _identity(address: Address, said: Said | None, rules: Rules) -> Identity:
    """Return the identity of an address that may be more than an ordinary page."""
    is_stuck = False
    if said is not None and said.wrappers:
        behind, is_stuck = unwrap(address, said, rules)
        if behind is not address:
            address, said = behind, rules.of(behind)
    path = address.path
    surface, site = _PAGE, None
    if said is not None:
        item = find_content(address, said) if said.content else None
        if item is not None:
            return Identity(item.canonical, item.key, _CONTENT, item.surface, item.comment)
        surface = _OPAQUE if is_stuck else other_surface(address, said)
        site = said.site
        if site is not None and (site.strip_suffix or site.strip_prefix):
            path = site_path(path, site)
    query = normal_query(address.query, rules, site) if address.query else ""
    return _without_item(address, path, query, surface)


def _without_item(address: Address, path: str, query: str, surface: Surface) -> Identity:
    """Return the identity of an address that names no item of a platform."""
    host = authority = address.host
    origin = "https://"
    if address.port:
        authority = f"{host}:{address.port}"
        origin = f"{address.scheme}://"
    elif "://" in host:
        # An app's link: its scheme is part of the pseudo-host, and it is never an ordinary page.
        origin, surface = "", _PLATFORM
    whole = authority + path
    if query:
        whole = f"{whole}?{query}"
    if surface is _PAGE:
        return Identity(origin + whole, "url:" + whole, _URL, surface, False, host, authority, path)
    return Identity(origin + whole, "url:" + whole, _URL, surface, False)
