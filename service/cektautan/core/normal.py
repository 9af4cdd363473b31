"""Normal form: one spelling for every path and query that mean the same.

Decides how escapes, empty segments, the order of parameters, tracking parameters and the AMP and paging forms of named
sites are written. Follows docs/identity.md, step 4. It works on what the WHATWG parser serialised, which is pure ASCII,
and on bytes, so that no decoding can fail. One pass must be enough: the normal form of a normal form is itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cektautan.core.rules import Rules
    from cektautan.core.shelves import Site

PATH_LITERALS = "A-Za-z0-9\\-._~!$&'()*+,;=:@"
"""Characters of a segment that are never escaped, as a regular expression writes a set."""
QUERY_LITERALS = "A-Za-z0-9\\-._~!$'()*,;:@/?"
"""The same of a parameter's name or value."""

_ASCII_ESCAPE = re.compile("%[0-7][0-9A-Fa-f]")
_SLASHES = re.compile("//+")
_NONE: frozenset[str] = frozenset()


class _Spelling:
    """The one spelling of text whose literals are given: all else is an escape in upper case."""

    __slots__ = ("_is_settled", "_odd", "_table")

    def __init__(self, literals: str, separators: str, table: dict[str, str]) -> None:
        is_literal = re.compile(f"[{literals}]").fullmatch
        self._table = dict(table)
        settled: dict[str, str] = {}
        for byte in range(256):
            escape, char = f"%{byte:02X}", chr(byte)
            spelt = char if byte < 128 and is_literal(char) else escape
            high, low = escape[1], escape[2]
            if spelt == escape:
                settled[high] = settled.get(high, "") + low
                self._table.setdefault(char, escape)
            for written in (high + low, high.lower() + low, high + low.lower(), high.lower() + low.lower()):
                self._table[f"%{written}"] = spelt
        stays = f"%(?:{'|'.join(f'{high}[{lows}]' for high, lows in settled.items())})"
        plain = f"[{literals}{separators}]*"
        # Unrolled, so that there is one way only to match and a text that does not match fails at once.
        self._is_settled = re.compile(f"{plain}(?:{stays}{plain})*").fullmatch
        # What is to be spelt anew: an escape that does not stay, a stray %, a character that is not a literal.
        self._odd = re.compile(f"(?!{stays})(?:%[0-9A-Fa-f]{{2}}|[^{literals}{separators}])")

    def is_settled(self, text: str) -> bool:
        """Tell whether a text is spelt as it should be."""
        return self._is_settled(text) is not None

    def of(self, text: str) -> str:
        """Spell a text; spelling it again changes nothing."""
        if self._is_settled(text):
            return text
        return self._odd.sub(lambda odd: self._table[odd[0]], text)


_PATH = _Spelling(PATH_LITERALS, "/", {})
_TEXT = _Spelling(QUERY_LITERALS, "", {"+": "%20"})
_QUERY = _Spelling(QUERY_LITERALS, "&=", {})


def spelt_path(path: str) -> str:
    """Spell a path: literals as they are, all else escaped; its empty segments stay."""
    return _PATH.of(path)


def normal_path(path: str) -> str:
    """Remove the empty segments of a path that is spelt; `/` is the root."""
    if "//" in path:
        path = _SLASHES.sub("/", path)
    return path.rstrip("/") or "/"


def normal_query(query: str, rules: Rules, site: Site | None) -> str:
    """Spell a query: no empty pair, no tracking parameter, in the order of the names; equal names keep their order."""
    drops = _NONE if site is None else site.drop_query
    is_settled = _QUERY.is_settled(query)
    pairs: list[tuple[str, str]] = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if not is_settled:
            name, value = _TEXT.of(name), _TEXT.of(value)
        elif "=" in value:
            value = value.replace("=", "%3D")
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
        if path.endswith(site.strip_suffix):
            suffix = next(suffix for suffix in site.strip_suffix if path.endswith(suffix))
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
