"""Which expressions of Safe Browsing's clients stand for a key of ours.

Decides by the kind of the key, and for items of platforms by data (rules/safe_browsing.json). An expression may match
more than it says, so a key is left out where that would be more than was listed: a home page (its expression is the
whole site), a script whose query chooses the page, an address with a port (clients drop it), one in which clients see
other folders than it has (they read an escaped slash as a slash, and dots after it as a way up). What is left out is
never warned of by such a client, and docs/safe-browsing.md says so; it must never be made up for by a wider expression.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final, NamedTuple

from cektautan.core.safe_browsing.canonical import Canonical, canonical, keeps_folders
from cektautan.core.safe_browsing.expressions import spellings
from cektautan.core.vocabulary import Kind

# What nearly every expression looks like: it is canonical as it stands, and has no escape. Working that out anew would
# be most of what the hashes of tens of thousands of keys cost.
_SEGMENT: Final = "[A-Za-z0-9_~@=+-][A-Za-z0-9._~@=+-]*"
SETTLED: Final = re.compile(
    rf"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*/(?:{_SEGMENT}/)*(?:{_SEGMENT})?(?:\?[A-Za-z0-9._~@=&+-]*)?"
)
_NAME: Final = re.compile(r"\{([a-z_]+)\}")


class _Item(NamedTuple):
    pattern: re.Pattern[str]
    expressions: tuple[str, ...]


class Variants:
    """The data, compiled."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._items = [_Item(_compile(each["key"]), tuple(each["expressions"])) for each in data["items"]]
        self._scripts = tuple(f".{each['ending']}" for each in data["scripts"])

    def of(self, key: str) -> tuple[str, ...]:
        """Return the expressions that stand for a key; none where no client could say what is listed.

        >>> Variants({"items": [], "scripts": []}).of("domain:example.com")
        ('example.com/',)
        """
        kind, _, name = key.partition(":")
        return tuple(dict.fromkeys(each for text in self._of_kind(Kind(kind), name) for each in _spelt(text)))

    def addresses(self, key: str, hosts: Collection[str]) -> tuple[Canonical, ...]:
        """Return the addresses that a key itself names on or below hosts, also where no expression may stand for it."""
        kind, _, name = key.partition(":")
        texts = self._of_item(name) if kind == Kind.CONTENT else () if "://" in name else (name,)
        return tuple(canonical(text) for text in texts if _is_on(text, hosts))

    def _of_kind(self, kind: Kind, name: str) -> tuple[str, ...]:
        if kind is Kind.CONTENT:
            return self._of_item(name)
        authority, slash, rest = name.partition("/")
        # An app's link has a scheme; an address with a port is another one than the same without.
        if "://" in name or re.search(r":[0-9]+\Z", authority):
            return ()
        if kind in (Kind.HOST, Kind.DOMAIN):
            return (f"{name}/",)
        if kind is Kind.PATH:
            return (name, f"{name}/")
        path, mark, query = (slash + rest).partition("?")
        if mark:
            slashed = path if path.endswith("/") else f"{path}/"
            return tuple(dict.fromkeys((f"{authority}{path}?{query}", f"{authority}{slashed}?{query}")))
        spelt = canonical(name).path if "%" in path else path
        if spelt == "/" or spelt.lower().endswith(self._scripts):
            return ()
        return (name,)

    def _of_item(self, name: str) -> tuple[str, ...]:
        for item in self._items:
            found = item.pattern.fullmatch(name)
            if found is not None:
                return tuple(text.format_map(found.groupdict()) for text in item.expressions)
        return ()


def _is_on(text: str, hosts: Collection[str]) -> bool:
    host, dot = text.partition("/")[0].partition(":")[0], "."
    # An address of IPv6 holds colons; it is spelt out and compared as it is.
    while dot and host not in hosts and host != "[":
        _, dot, host = host.partition(".")
    return bool(dot) or host in hosts or host == "["


def _spelt(text: str) -> tuple[str, ...]:
    if SETTLED.fullmatch(text):
        return (text,)
    host, slash, rest = text.partition("/")
    if not keeps_folders(slash + rest.partition("?")[0]):
        return ()
    address = canonical(text)
    return spellings(address.whole) if address.host == host else ()


def _compile(key: str) -> re.Pattern[str]:
    """Compile the text of a key; each {name} of it is a run of what neither ends a folder nor a path."""
    parts = enumerate(_NAME.split(key))
    return re.compile("".join(f"(?P<{part}>[^/?#]+)" if at % 2 else re.escape(part) for at, part in parts))
