"""Content: the item of a platform that an address names, whatever shape the address has.

Decides the content key, its canonical address and the surface. Follows docs/identity.md, step 3. A platform is never
judged by a page on it: an address that names no item is of the surface `platform`, about which nothing is ever said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cektautan.core.normal import decode, first_value, normal_text
from cektautan.core.templates import Captures, captures_of, fill
from cektautan.core.vocabulary import Surface

if TYPE_CHECKING:
    from cektautan.core.address import Address
    from cektautan.core.rules import ContentRule, HostRules


class Content(NamedTuple):
    """One item of a platform."""

    key: str
    canonical: str
    surface: Surface
    comment: bool


def find_content(address: Address, path: str, host_rules: HostRules) -> Content | None:
    """Return the item that an address names by the first rule that matches; `path` is its normal path."""
    for rule in host_rules.content:
        captures = _match(rule, address, path)
        if captures is not None:
            canonical = f"https://{address.host}{path}" if rule.canonical is None else fill(rule.canonical, captures)
            surface = Surface.OPAQUE if rule.opaque else Surface.CONTENT
            comment = rule.comment or any(first_value(address.query, name) is not None for name in rule.comment_query)
            return Content(f"content:{fill(rule.key, captures)}", canonical, surface, comment)
    return None


def _match(rule: ContentRule, address: Address, path: str) -> Captures | None:
    match = rule.path.pattern.fullmatch(path)
    if match is None:
        return None
    captures = captures_of(match, rule.path.names)
    for name, template in rule.query:
        value = first_value(address.query, name)
        match = None if value is None else template.pattern.fullmatch(value)
        if match is None:
            return None
        captures.update(captures_of(match, template.names))
    captures["host"] = address.host
    captures["sub"] = address.host.removesuffix(rule.sub_of) if rule.sub_of else ""
    return captures


def other_surface(path: str, host_rules: HostRules) -> Surface:
    """Return the surface of an address that names no item."""
    for operator in host_rules.operators:
        if operator.is_platform and not any(page.pattern.fullmatch(path) for page in operator.pages):
            return Surface.PLATFORM
    return Surface.PAGE
