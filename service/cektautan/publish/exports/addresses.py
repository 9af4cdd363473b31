"""One address a key, made of the key and the rules alone: no name of an account is in it.

The rules say for each shape of a platform's address which canonical one it has. Where the canonical addresses of a key
that can be filled from the key alone come to exactly one, that is its address; `addresses.json` says it for keys that
have several, and which keys name an owner: those stand in no export. An ordinary page's key is its address. A profile,
a feed or an app's own link is nobody's finding and is left out whole.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final
from urllib.parse import unquote

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Kind, Surface

_NAME: Final = re.compile(r"\{([a-z_]+)\}")
_CLASS: Final = re.compile(r"\{([a-z_]+):[a-z0-9.-]+\}")


class LeftOut(StrEnum):
    """Why a listing stands in no export."""

    OWNER_IN_KEY = "owner_in_key"
    """Its key names an account or a channel."""
    NO_RULE = "no_rule"
    """Its key is of rules that are gone: nobody can say any more whether it names an owner."""
    PROFILE = "profile"
    """It is a profile, a feed or an app's own link, by the rules of today."""


@dataclass(frozen=True)
class _Shape:
    """A key's template, and the one address that can be filled from it; empty where there is none."""

    pattern: re.Pattern[str]
    address: str
    owner: bool


class Addresses:
    """Gives the address of keys by one bundle of rules. What a publication has no key for is not compiled."""

    def __init__(self, bundle: Mapping[str, Any]) -> None:
        self._bundle = bundle
        self._templates = _templates(bundle)
        self._compiled: dict[str, list[_Shape]] = {}
        feeds = {host for each in bundle["platforms"] if each.get("other") == "platform" for host in each["hosts"]}
        self._exact = frozenset(host for host in feeds if not host.startswith("*."))
        self._under = tuple(host[1:] for host in feeds if host.startswith("*."))

    @cached_property
    def _rules(self) -> Rules:
        return Rules.from_bundle(self._bundle)

    def of(self, key: str) -> str | LeftOut:
        """Return a key's address, empty where the key does not say one; or why it stands in no export."""
        address, why = self._found(key)
        return address if why is None else why

    def with_owner(self, key: str) -> str | None:
        """Return the address of a key that names an owner, for whoever may have it; None for any other key."""
        address, why = self._found(key)
        return address if why is LeftOut.OWNER_IN_KEY else None

    def _found(self, key: str) -> tuple[str, LeftOut | None]:
        """A key's address, and why it stands in no export."""
        kind, _, rest = key.partition(":")
        if kind == Kind.CONTENT:
            return self._of_content(rest)
        if "://" in rest or self._is_profile(rest):
            return "", LeftOut.PROFILE
        address = f"https://{rest}/" if kind in (Kind.HOST, Kind.DOMAIN) else f"https://{rest}"
        return address, _account(rest)

    def _of_content(self, rest: str) -> tuple[str, LeftOut | None]:
        first = rest.partition(":")[0]
        if first not in self._compiled:
            self._compiled[first] = [template.compiled() for template in self._templates.get(first, ())]
        for shape in self._compiled[first]:
            match = shape.pattern.fullmatch(rest)
            if match is not None:
                address = shape.address.format_map(match.groupdict())
                return address, LeftOut.OWNER_IN_KEY if shape.owner else None
        return "", LeftOut.NO_RULE

    def _is_profile(self, rest: str) -> bool:
        authority = rest.partition("/")[0]
        # Only a platform's own hosts have addresses that are no pages; to identify every key would take seconds.
        if authority not in self._exact and not authority.endswith(self._under):
            return False
        try:
            return identify(f"https://{rest}", self._rules).surface is Surface.PLATFORM
        except NotJudgeable:
            return True


def _account(rest: str) -> LeftOut | None:
    """Why a page's key is left out that has the shape of an account, or of something below one; None for others."""
    authority, _, path = rest.partition("?")[0].partition("/")
    parts = [part for part in unquote(path).split("/") if part]
    for shape in _data()["accounts"]:
        host, asked = shape["host"], shape["path"].split("/")
        here = host == "*" or authority == host or authority.endswith(f".{host}")
        if here and len(parts) >= len(asked) and all(map(_fits, asked, parts)):
            return LeftOut.PROFILE if len(parts) == len(asked) else LeftOut.OWNER_IN_KEY
    return None


def _fits(asked: str, part: str) -> bool:
    """True if a part of a path is what a shape asks for there: a word, any name, or one that begins with `@`."""
    start, is_name, _ = asked.partition("{")
    return part.startswith(start) and len(part) > len(start) if is_name else part == asked


@dataclass(frozen=True)
class _Template:
    """The same, not yet compiled."""

    key: str
    address: str
    owner: bool
    hosts: frozenset[str]

    def compiled(self) -> _Shape:
        return _Shape(_pattern(self.key, self.hosts), self.address, self.owner)


def _templates(bundle: Mapping[str, Any]) -> dict[str, list[_Template]]:
    """Return the templates of all keys by the word before their first colon, those with fewer captures first."""
    data = _data()
    owners = {each["key"] for each in data["owners"]}
    said = {each["key"]: each["address"] for each in data["addresses"]}
    canonical: dict[str, set[str]] = defaultdict(set)
    hosts: dict[str, set[str]] = defaultdict(set)
    for rule, at in _content_rules(bundle):
        canonical[rule["key"]].add(rule.get("canonical") or _own_address(rule, at))
        hosts[rule["key"]].update(at)
    found: dict[str, list[_Template]] = defaultdict(list)
    for key in sorted(canonical, key=lambda each: (each.count("{"), each)):
        names = set(_NAME.findall(key))
        fitting = sorted(each for each in canonical[key] if set(_NAME.findall(each)) <= names)
        address = said.get(key) or (fitting[0] if len(fitting) == 1 else "")
        found[key.partition(":")[0]].append(_Template(key, address, key in owners, frozenset(hosts[key])))
    return found


def _content_rules(bundle: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Sequence[str]]]:
    """Yield each rule that makes a key of an item, with the hosts that it holds for."""
    for platform in bundle["platforms"]:
        for rule in platform.get("content", ()):
            yield rule, rule.get("hosts") or platform["hosts"]
    for rule in bundle["opaque"]:
        yield rule, rule["hosts"]


def _own_address(rule: Mapping[str, Any], hosts: Sequence[str]) -> str:
    """The address of a code that has no other: its own, at the first host that has such codes."""
    path = _CLASS.sub(r"{\1}", rule["path"].removesuffix("/**"))
    host = "{host}" if "{host}" in rule["key"] else hosts[0]
    return f"https://{host}{path}" if "*" not in host + path else "{no_address}"


def _pattern(key: str, hosts: Iterable[str]) -> re.Pattern[str]:
    """What matches the keys of a template; one that names its host has only those of the rules."""
    here = "|".join(sorted(re.escape(host).replace(r"\*", "[a-z0-9_.-]+") for host in hosts))
    parts = re.split(r"(\{[a-z_]+\})", key)
    one = {"{host}": f"(?P<host>{here})"}
    return re.compile("".join(one.get(p, f"(?P<{p[1:-1]}>.+?)" if _NAME.fullmatch(p) else re.escape(p)) for p in parts))


@cache
def _data() -> Any:
    return json.loads((files("cektautan.publish.exports") / "addresses.json").read_text("utf-8"))
