"""Shelves: the rules of a bundle, sorted by the host and the shape of path that they speak about.

Decides which of a host's rules a path may match, and in which order they are tried. Follows docs/identity.md, section
7: the exact pattern first, then the wildcards, the longest first; within a pattern the order of the bundle. It may only
leave out what cannot match, so that it never changes an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from cektautan.core.templates import (
    BadRule,
    CharClass,
    PathTemplate,
    ValueTemplate,
    check_text,
    compile_path,
    compile_value,
)
from cektautan.core.vocabulary import Surface

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wrapper:
    """An address that leads to another one."""

    sub_of: str
    path: PathTemplate
    query: tuple[str, ...]
    to: str
    relative: bool
    decode: str | None


@dataclass(frozen=True, slots=True)
class ContentRule:
    """A shape of the address of one item."""

    sub_of: str
    path: PathTemplate
    query: tuple[tuple[str, ValueTemplate], ...]
    key: str
    canonical: str | None
    surface: Surface
    comment: bool
    comment_query: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """How a site's several addresses of one article are made one."""

    strip_suffix: tuple[str, ...]
    strip_prefix: tuple[str, ...]
    drop_query: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """What the rules say about an address: by its host, and by the shape of its path."""

    wrappers: tuple[Wrapper, ...]
    """Those that the path may match, in their order."""
    content: tuple[ContentRule, ...]
    """Those that the path may match, in their order."""
    platform_pages: tuple[tuple[PathTemplate, ...], ...]
    """For each platform whose other addresses are no pages: those that are its operator's own pages."""
    site: Site | None
    is_page: bool = field(init=False)
    """Whether the address can be nothing but an ordinary page."""

    def __post_init__(self) -> None:
        """Sum up."""
        object.__setattr__(self, "is_page", not (self.wrappers or self.content or self.platform_pages))


class HostRules:
    """The rules of one host, by first segment and number of segments, so that only few of a platform's are tried."""

    __slots__ = ("_by_head", "_others", "always")

    def __init__(self, said: Said) -> None:
        rules: list[Wrapper | ContentRule] = [*said.wrappers, *said.content]
        self.always = None if rules else said
        """What is said whatever the path is, if that is so."""
        self._by_head = {rule.path.head: _by_count(said, rule.path.head) for rule in rules}
        self._others = _by_count(said, None)

    def for_path(self, path: str) -> Said:
        """Return what is said about a normal path."""
        end = path.find("/", 1)
        by_count = self._by_head.get(path[1:] if end < 0 else path[1:end], self._others)
        count = path.count("/")
        return by_count[count] if count < len(by_count) else by_count[-1]


def _by_count(said: Said, head: str | None) -> tuple[Said, ...]:
    """Return what is said for each number of slashes in a path; the last is for any larger number."""
    rules: list[Wrapper | ContentRule] = [*said.wrappers, *said.content]
    most = max((rule.path.depth for rule in rules), default=0) + 1
    return tuple(
        replace(
            said,
            wrappers=tuple(rule for rule in said.wrappers if _may_match(rule.path, head, count)),
            content=tuple(rule for rule in said.content if _may_match(rule.path, head, count)),
        )
        for count in range(most + 1)
    )


def _may_match(template: PathTemplate, head: str | None, slashes: int) -> bool:
    if template.head not in (None, head):
        return False
    # The root has a slash and no segment.
    return template.depth == slashes or (template.depth < slashes and (template.is_open or slashes == 1))


_NO_NAMES = frozenset({"host", "sub"})


class Shelves:
    """Sorts the rules by host pattern, in the order of the bundle."""

    def __init__(self, classes: Mapping[str, CharClass]) -> None:
        self._classes = classes
        self._wrappers: dict[str, list[Wrapper]] = {}
        self._content: dict[str, list[ContentRule]] = {}
        self._platform_pages: dict[str, list[tuple[PathTemplate, ...]]] = {}
        self._sites: dict[str, list[Site]] = {}

    def add_platform(self, data: Mapping[str, Any]) -> None:
        """Take an entry of platforms."""
        for rule in data["content"]:
            hosts = rule.get("hosts", data["hosts"])
            if not set(hosts) <= set(data["hosts"]):
                raise BadRule(f"{data['id']}: {rule['path']} names a host that the platform does not")
            self.add_content(rule, hosts, tuple(data.get("comment_query", ())))
        pages = tuple(compile_path(path, self._classes) for path in data.get("pages", ()))
        for host in data["hosts"] if data["other"] == "platform" else ():
            self._platform_pages.setdefault(host, []).append(pages)

    def add_content(self, rule: Mapping[str, Any], hosts: Iterable[str], comment_query: tuple[str, ...]) -> None:
        """Take a content rule of a platform, or an entry of opaque."""
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
        """Take an entry of wrappers."""
        path = compile_path(data.get("path", "/**"), self._classes)
        query = tuple(data.get("query", ()))
        to = check_text(data.get("to", "{url}"), _NO_NAMES | _names(path) | ({"url"} if query else frozenset()))
        for host in data["hosts"]:
            wrapper = Wrapper(_sub_of(host), path, query, to, data.get("relative", False), data.get("decode"))
            self._wrappers.setdefault(host, []).append(wrapper)

    def add_site(self, data: Mapping[str, Any]) -> None:
        """Take an entry of sites."""
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
        for pattern in {*self._wrappers, *self._content, *self._platform_pages, *self._sites}:
            rules = self._merge(_patterns_above(pattern))
            if pattern.startswith("*."):
                under[pattern[2:]] = rules
            else:
                exact[pattern] = rules
        return exact, under

    def _merge(self, patterns: list[str]) -> HostRules:
        sites = _gather(self._sites.get, patterns)
        site = Site(
            tuple(suffix for site in sites for suffix in site.strip_suffix),
            tuple(prefix for site in sites for prefix in site.strip_prefix),
            frozenset(name for site in sites for name in site.drop_query),
        )
        return HostRules(
            Said(
                _gather(self._wrappers.get, patterns),
                _gather(self._content.get, patterns),
                _gather(self._platform_pages.get, patterns),
                site if sites else None,
            )
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
    names = {name for _, name, _ in path.names} | {name for value in values for _, name, _ in value.names}
    if path.rest is not None:
        names.add(path.rest)
    return frozenset(names)
