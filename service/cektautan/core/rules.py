"""Rules: the published data that turns an address into a key, compiled and indexed by host.

Decides which rules speak about a host. Follows docs/identity.md, section 7; the bundle is what publish/rules_bundle.py
makes of rules/*.json, and it is signed and published with the list, so that the keys of a list and the rules that made
them never part. It must not know any platform by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from cektautan.core.address import Address
from cektautan.core.templates import (
    BadRule,
    CharClass,
    PathTemplate,
    ValueTemplate,
    check_text,
    compile_class,
    compile_path,
    compile_value,
)
from cektautan.core.vocabulary import Surface

FORMAT = 1

T = TypeVar("T")


class Wrapper(NamedTuple):
    """An address that leads to another one."""

    sub_of: str
    path: PathTemplate
    query: tuple[str, ...]
    to: str
    relative: bool
    decode: str | None


class ContentRule(NamedTuple):
    """A shape of the address of one item."""

    sub_of: str
    path: PathTemplate
    query: tuple[tuple[str, ValueTemplate], ...]
    key: str
    canonical: str | None
    surface: Surface
    comment: bool
    comment_query: tuple[str, ...]


class Operator(NamedTuple):
    """What a platform says of the addresses that name no item."""

    is_platform: bool
    pages: tuple[PathTemplate, ...]


class Site(NamedTuple):
    """How a site's several addresses of one article are made one."""

    strip_suffix: tuple[str, ...]
    strip_prefix: tuple[str, ...]
    drop_query: frozenset[str]


R = TypeVar("R", Wrapper, ContentRule)


class ByHead(Generic[R]):
    """Rules in their order, by the first segment of their path, so that only few of a platform's are tried."""

    __slots__ = ("_by_head", "_others")

    def __init__(self, rules: tuple[R, ...]) -> None:
        self._others: tuple[R, ...] = tuple(rule for rule in rules if rule.path.head is None)
        heads = {rule.path.head for rule in rules if rule.path.head is not None}
        self._by_head: dict[str | None, tuple[R, ...]] = {
            head: tuple(rule for rule in rules if rule.path.head in (None, head)) for head in heads
        }

    def __bool__(self) -> bool:
        return bool(self._others or self._by_head)

    def for_path(self, path: str) -> tuple[R, ...]:
        """Return the rules that a normal path may match."""
        end = path.find("/", 1)
        return self._by_head.get(path[1:] if end < 0 else path[1:end], self._others)


class HostRules(NamedTuple):
    """Everything that the rules say about one host."""

    wrappers: ByHead[Wrapper] | None
    content: ByHead[ContentRule] | None
    operators: tuple[Operator, ...]
    site: Site | None


class Rules:
    """A compiled bundle."""

    __slots__ = ("_exact", "_under", "pseudo_hosts", "tracking_names", "tracking_prefixes")

    def __init__(self) -> None:
        self._exact: dict[str, HostRules] = {}
        self._under: dict[str, HostRules] = {}
        self.pseudo_hosts: frozenset[str] = frozenset()
        self.tracking_names: frozenset[str] = frozenset()
        self.tracking_prefixes: tuple[str, ...] = ()

    @classmethod
    def from_bundle(cls, bundle: Mapping[str, Any]) -> Rules:
        """Compile a bundle.

        Raises BadRule for a template or a class that is not understood.
        """
        if bundle["format"] != FORMAT:
            raise BadRule(f"format {bundle['format']} of the rules is not known")
        rules = cls()
        shelves = _Shelves({data["id"]: compile_class(data) for data in bundle["classes"]})
        for data in bundle["platforms"]:
            shelves.add_platform(data)
        for data in bundle["opaque"]:
            shelves.add_content({"canonical": None, **data, "surface": "opaque"}, data["hosts"], ())
        for data in bundle["wrappers"]:
            shelves.add_wrapper(data)
        for data in bundle["sites"]:
            shelves.add_site(data)
        rules._exact, rules._under = shelves.merged()
        rules.pseudo_hosts = frozenset(host for host in rules._exact if "://" in host)
        rules.tracking_names = frozenset(data["name"] for data in bundle["parameters"] if "name" in data)
        rules.tracking_prefixes = tuple(data["prefix"] for data in bundle["parameters"] if "prefix" in data)
        return rules

    def of(self, address: Address) -> HostRules | None:
        """Return what is said about the host of an address; None, and quickly, for most hosts.

        An address with a port of its own is no platform's, whatever its host.
        """
        if address.port:
            return None
        host = address.host
        found = self._exact.get(host)
        if found is not None:
            return found
        under = self._under
        dot = host.find(".")
        # A wildcard has at least two labels, so that the last one is never looked up alone.
        while (next_dot := host.find(".", dot + 1)) > 0:
            found = under.get(host[dot + 1 :])
            if found is not None:
                return found
            dot = next_dot
        return None


_NO_NAMES = frozenset({"host", "sub"})


class _Shelves:
    """Sorts the rules by host pattern, in the order of the bundle."""

    def __init__(self, classes: Mapping[str, CharClass]) -> None:
        self._classes = classes
        self._wrappers: dict[str, list[Wrapper]] = {}
        self._content: dict[str, list[ContentRule]] = {}
        self._operators: dict[str, list[Operator]] = {}
        self._sites: dict[str, list[Site]] = {}

    def add_platform(self, data: Mapping[str, Any]) -> None:
        for rule in data["content"]:
            hosts = rule.get("hosts", data["hosts"])
            if not set(hosts) <= set(data["hosts"]):
                raise BadRule(f"{data['id']}: {rule['path']} names a host that the platform does not")
            self.add_content(rule, hosts, tuple(data.get("comment_query", ())))
        pages = tuple(compile_path(path, self._classes) for path in data.get("pages", ()))
        for host in data["hosts"]:
            self._operators.setdefault(host, []).append(Operator(data["other"] == "platform", pages))

    def add_content(self, rule: Mapping[str, Any], hosts: Iterable[str], comment_query: tuple[str, ...]) -> None:
        path = compile_path(rule["path"], self._classes)
        query = tuple((name, compile_value(text, self._classes)) for name, text in rule.get("query", {}).items())
        names = _NO_NAMES | _names(path, *(value for _, value in query))
        if path.rest is not None:
            raise BadRule(f"{rule['path']}: only a wrapper may take the rest of an address")
        key = check_text(rule["key"], names)
        canonical = None if rule["canonical"] is None else check_text(rule["canonical"], names)
        for host in hosts:
            self._content.setdefault(host, []).append(
                ContentRule(
                    _sub_of(host),
                    path,
                    query,
                    key,
                    canonical,
                    Surface(rule.get("surface", Surface.CONTENT)),
                    rule.get("comment", False),
                    comment_query,
                )
            )

    def add_wrapper(self, data: Mapping[str, Any]) -> None:
        path = compile_path(data.get("path", "/**"), self._classes)
        query = tuple(data.get("query", ()))
        to = check_text(data.get("to", "{url}"), _NO_NAMES | _names(path) | ({"url"} if query else frozenset()))
        for host in data["hosts"]:
            wrapper = Wrapper(_sub_of(host), path, query, to, data.get("relative", False), data.get("decode"))
            self._wrappers.setdefault(host, []).append(wrapper)

    def add_site(self, data: Mapping[str, Any]) -> None:
        site = Site(
            tuple(data.get("strip_suffix", ())),
            tuple(data.get("strip_prefix", ())),
            frozenset(data.get("drop_query", ())),
        )
        for host in data["hosts"]:
            self._sites.setdefault(host, []).append(site)

    def merged(self) -> tuple[dict[str, HostRules], dict[str, HostRules]]:
        """Join for each pattern what it says itself and what wider patterns say, nearest first."""
        exact: dict[str, HostRules] = {}
        under: dict[str, HostRules] = {}
        for pattern in {*self._wrappers, *self._content, *self._operators, *self._sites}:
            rules = self._merge(_patterns_above(pattern))
            if pattern.startswith("*."):
                under[pattern[2:]] = rules
            else:
                exact[pattern] = rules
        return exact, under

    def _merge(self, patterns: list[str]) -> HostRules:
        sites = _gather(self._sites.get, patterns)
        return HostRules(
            ByHead(_gather(self._wrappers.get, patterns)) or None,
            ByHead(_gather(self._content.get, patterns)) or None,
            _gather(self._operators.get, patterns),
            Site(
                tuple(suffix for site in sites for suffix in site.strip_suffix),
                tuple(prefix for site in sites for prefix in site.strip_prefix),
                frozenset(name for site in sites for name in site.drop_query),
            )
            if sites
            else None,
        )


def _gather(get: Callable[[str], list[T] | None], patterns: list[str]) -> tuple[T, ...]:
    return tuple(rule for pattern in patterns for rule in get(pattern) or ())


def _patterns_above(pattern: str) -> list[str]:
    """List a pattern and the wider ones that also hold for its hosts: a.b.c, *.b.c, *.c."""
    labels = pattern.removeprefix("*.").split(".")
    return [pattern, *("*." + ".".join(labels[cut:]) for cut in range(1, len(labels)))]


def _sub_of(pattern: str) -> str:
    return pattern[1:] if pattern.startswith("*.") else ""


def _names(path: PathTemplate, *values: ValueTemplate) -> frozenset[str]:
    names = {name for name, _ in path.names} | {name for value in values for name, _ in value.names}
    if path.rest is not None:
        names.add(path.rest)
    return frozenset(names)
