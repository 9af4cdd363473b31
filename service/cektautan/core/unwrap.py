"""Unwrap: from a redirector, an archive copy or a cached copy to the address behind it.

Decides which address is judged. Follows docs/identity.md, step 2. Only the hosts that the rules name are unwrapped, and
only eight times; the `?url=` of an unknown host never is, for anybody could then borrow a listing. It must never fetch.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cektautan.core.address import Address, NotJudgeable, parse
from cektautan.core.normal import decode, first_value, normal_path
from cektautan.core.templates import Captures, captures_of, fill

if TYPE_CHECKING:
    from cektautan.core.rules import Rules
    from cektautan.core.shelves import Said, Wrapper
    from cektautan.core.templates import PathTemplate

MAX_DEPTH = 8
"""How many wrappers are taken off."""

_ESCAPED_SCHEME = re.compile("https?:%2F", re.IGNORECASE)
_HTTP = re.compile("https?:", re.IGNORECASE)
_OTHER_SCHEME = re.compile("[a-z][a-z0-9+.-]*:(?:[/?]|\\Z)", re.IGNORECASE)
_DASHES = re.compile("--?")
_SEGMENT = re.compile("/+[^/]+")


def unwrap(address: Address, said: Said, rules: Rules) -> tuple[Address, bool]:
    """Return the address behind all wrappers, and whether it is itself a wrapper without a target.

    `said` is what the rules say about the address.
    """
    outermost = address
    for _ in range(MAX_DEPTH):
        found = find_wrapper(address, said)
        if found is None:
            return address, False
        target = target_of(*found, address, rules)
        if target is None:
            return address, True
        address = target
        next_said = rules.of(address)
        if next_said is None:
            return address, False
        said = next_said
    if find_wrapper(address, said) is None:
        return address, False
    # Too many wrappers: what was given stays what it is, and another layer changes nothing about that.
    return outermost, True


def find_wrapper(address: Address, said: Said) -> tuple[Wrapper, Captures] | None:
    """Return the first wrapper whose path matches."""
    for wrapper in said.wrappers:
        captures = match_path(wrapper.path, address)
        if captures is not None:
            captures["host"] = address.host
            captures["sub"] = address.host.removesuffix(wrapper.sub_of) if wrapper.sub_of else ""
            return wrapper, captures
    return None


def match_path(template: PathTemplate, address: Address) -> Captures | None:
    """Match a template against the normal path, or against its head where the template takes the rest."""
    if template.rest is None:
        match = template.pattern.fullmatch(address.path)
        return None if match is None else captures_of(match, template.names)
    end = 0
    for _ in range(template.depth):
        segment = _SEGMENT.match(address.full_path, end)
        if segment is None:
            return None
        end = segment.end()
    match = template.pattern.fullmatch(normal_path(address.full_path[:end]))
    if match is None:
        return None
    captures = captures_of(match, template.names)
    # The rest keeps its empty segments and takes the query, for both belong to the address that it holds.
    captures[template.rest] = address.full_path[end:].lstrip("/") + (f"?{address.query}" if address.query else "")
    return captures


def target_of(wrapper: Wrapper, captures: Captures, address: Address, rules: Rules) -> Address | None:
    """Return the address behind a wrapper; None when there is none that could be judged."""
    if wrapper.query:
        url = _first_present(address.query, wrapper.query)
        if url is None:
            return None
        captures["url"] = url
    elif wrapper.path.rest is not None and wrapper.to == "{url}":
        url = _with_scheme(captures["url"])
        if url is None:
            return None
        captures["url"] = url
    if wrapper.decode == "translate-goog":
        captures["sub"] = _DASHES.sub(lambda dash: "." if dash[0] == "-" else "-", captures["sub"])
    try:
        return parse(fill(wrapper.to, captures), rules.pseudo_hosts, _base(address) if wrapper.relative else None)
    except NotJudgeable:
        return None


def _first_present(query: str, names: tuple[str, ...]) -> str | None:
    return next((value for name in names if (value := first_value(query, name))), None)


def _with_scheme(rest: str) -> str | None:
    """Read the rest of an archive's path, which may hold an address with an escaped scheme or with none."""
    if _ESCAPED_SCHEME.match(rest):
        rest = decode(rest)
    if _HTTP.match(rest):
        return rest
    if not rest or rest[0] == "?" or _OTHER_SCHEME.match(rest):
        return None
    return f"http://{rest}"


def _base(address: Address) -> str:
    return f"https://{address.host}{address.full_path}"
