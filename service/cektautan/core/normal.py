"""Normal form: one spelling for every path and query that mean the same.

Decides how escapes, empty segments, the order of parameters, tracking parameters and the AMP and paging forms of named
sites are written. Follows docs/identity.md, step 4. It works on what the WHATWG parser serialised, which is pure ASCII,
and on bytes, so that no decoding can fail. One pass must be enough: the normal form of a normal form is itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cektautan.core.rules import Rules, Site

PATH_LITERALS = "A-Za-z0-9\\-._~!$&'()*+,;=:@"
"""Characters of a segment that are never escaped, as a regular expression writes a set."""
QUERY_LITERALS = "A-Za-z0-9\\-._~!$'()*,;:@/?"
"""The same of a parameter's name or value."""

_plain_path = re.compile(f"[{PATH_LITERALS}/]*").fullmatch
_plain_text = re.compile(f"[{QUERY_LITERALS}]*").fullmatch
_ESCAPE_OR_ODD_IN_PATH = re.compile(f"%[0-9A-Fa-f]{{2}}|[^{PATH_LITERALS}/]")
_ESCAPE_OR_ODD_IN_TEXT = re.compile(f"%[0-9A-Fa-f]{{2}}|[^{QUERY_LITERALS}]")
_ASCII_ESCAPE = re.compile("%[0-7][0-9A-Fa-f]")
_SLASHES = re.compile("//+")


def _spelling(literals: str, plus_is_space: bool) -> dict[str, str]:
    """Give the one spelling of every escape and of every character that is not a literal."""
    is_literal = re.compile(f"[{literals}]").fullmatch
    table: dict[str, str] = {}
    for byte in range(256):
        escape = f"%{byte:02X}"
        char = chr(byte)
        spelt = char if byte < 128 and is_literal(char) else escape
        high, low = escape[1], escape[2]
        for written in (high + low, high.lower() + low, high + low.lower(), high.lower() + low.lower()):
            table[f"%{written}"] = spelt
        if byte < 128 and spelt == escape:
            table[char] = escape
    if plus_is_space:
        table["+"] = "%20"
    return table


_PATH_SPELLING = _spelling(PATH_LITERALS, plus_is_space=False)
_TEXT_SPELLING = _spelling(QUERY_LITERALS, plus_is_space=True)


def normal_path(path: str) -> str:
    """Spell a path: literals as they are, all else escaped, no empty segment, `/` for the root."""
    if not _plain_path(path):
        path = _ESCAPE_OR_ODD_IN_PATH.sub(lambda found: _PATH_SPELLING[found[0]], path)
    if "//" in path:
        path = _SLASHES.sub("/", path)
    return path.rstrip("/") or "/"


def normal_text(text: str) -> str:
    """Spell a name or a value of a query, in which `+` is a space."""
    if _plain_text(text):
        return text
    return _ESCAPE_OR_ODD_IN_TEXT.sub(lambda found: _TEXT_SPELLING[found[0]], text)


def normal_query(query: str, rules: Rules, site: Site | None) -> str:
    """Spell a query: no empty pair, no tracking parameter, in the order of the names; equal names keep their order."""
    drops = site.drop_query if site is not None else frozenset[str]()
    pairs: list[tuple[str, str]] = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        name, value = normal_text(name), normal_text(value)
        lower = name.lower()
        if lower in rules.tracking_names or lower.startswith(rules.tracking_prefixes) or lower in drops:
            continue
        if value:
            pairs.append((name, f"{name}={value}"))
        elif name:
            pairs.append((name, name))
    if len(pairs) > 1:
        pairs.sort(key=_name)
    return "&".join([text for _, text in pairs])


def _name(pair: tuple[str, str]) -> str:
    return pair[0]


def site_path(path: str, site: Site) -> str:
    """Remove the affixes of a site from a normal path for as long as one of them is there."""
    before = ""
    while before != path:
        before = path
        for suffix in site.strip_suffix:
            if path.endswith(suffix):
                path = path[: -len(suffix)] or "/"
        for prefix in site.strip_prefix:
            if path == prefix or path.startswith(f"{prefix}/"):
                path = path[len(prefix) :] or "/"
    return path


def decode(text: str) -> str:
    """Percent-decode what stands for ASCII; other bytes stay escaped, for the parser spells them so anyway."""
    if "%" not in text:
        return text
    return _ASCII_ESCAPE.sub(lambda found: chr(int(found[0][1:], 16)), text)


def first_value(query: str, name: str) -> str | None:
    """Return the first value of a parameter, form-decoded; None when it is not there."""
    for pair in query.split("&"):
        given, _, value = pair.partition("=")
        if given == name or (("%" in given or "+" in given) and decode(given.replace("+", " ")) == name):
            return decode(value.replace("+", " "))
    return None
