"""Content: the item of a platform that an address names, whatever shape the address has.

Decides the content key, its canonical address and the surface. Follows docs/identity.md, step 3. A platform is never
judged by a page on it: an address that names no item is of the surface `platform`, about which nothing is ever said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cektautan.core.normal import first_value
from cektautan.core.templates import Captures, captures_of, fill
from cektautan.core.vocabulary import Surface

if TYPE_CHECKING:
    from cektautan.core.address import Address
    from cektautan.core.shelves import ContentRule, Said


@dataclass(slots=True)
class Content:
    """One item of a platform."""

    key: str
    canonical: str
    surface: Surface
    comment: bool


def find_content(address: Address, said: Said) -> Content | None:
    """Return the item that an address names by the first rule that matches."""
    path = address.path
    for rule in said.content:
        match = rule.path.pattern.fullmatch(path)
        if match is None:
            continue
        captures = captures_of(match, rule.path.names)
        if rule.query and not _query_matches(rule, address.query, captures):
            continue
        captures["host"] = address.host
        if rule.sub_of:
            captures["sub"] = address.host.removesuffix(rule.sub_of)
        return Content(
            f"content:{fill(rule.key, captures)}",
            f"https://{address.host}{path}" if rule.canonical is None else fill(rule.canonical, captures),
            rule.surface,
            rule.comment or (bool(rule.comment_query) and _has_any(address.query, rule.comment_query)),
        )
    return None


def _query_matches(rule: ContentRule, query: str, captures: Captures) -> bool:
    for name, template in rule.query:
        value = first_value(query, name)
        match = None if value is None else template.pattern.fullmatch(value)
        if match is None:
            return False
        captures.update(captures_of(match, template.names))
    return True


def _has_any(query: str, names: tuple[str, ...]) -> bool:
    return query != "" and any(first_value(query, name) is not None for name in names)


def other_surface(address: Address, said: Said) -> Surface:
    """Return the surface of an address that names no item."""
    for pages in said.platform_pages:
        if not any(page.pattern.fullmatch(address.path) for page in pages):
            return Surface.PLATFORM
    return Surface.PAGE
