"""Where the claim appeared, judged: whether each appearance may be listed, and by this entry alone.

Follows docs/list-policy.md ("What is never listed"). The unit of reputation is the content item: platforms, profiles,
home pages of platforms, legitimate sites, public suffixes and hosts shared by many are refused, because a warning there
would fall on people who said nothing false.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from cektautan.blocklists.entry import Appearance, ClaimEntry
from cektautan.blocklists.limits import OPAQUE_MAX_LEVEL
from cektautan.blocklists.problems import Problem
from cektautan.blocklists.protected import ProtectedName, ProtectedNames
from cektautan.blocklists.scope import ScopeError, host_of, scope_key
from cektautan.core.address import NotJudgeable
from cektautan.core.identity import Identity, identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Surface

PRESS_VERDICTS = frozenset({"corrected", "true"})
"""A press article may be noted as corrected or as checked and true; anything else goes by the right of reply first."""

ACCOUNT_NAMES = (
    (re.compile(r"/@(?!_/)[^/]+/"), "/@_/"),
    (re.compile(r"(facebook\.com)/(?!_/|groups/)[^/]+/(?=(?:posts|videos|photos)/)"), r"\1/_/"),
    (re.compile(r"((?:twitter|x)\.com)/(?!i/)[^/]+/(?=status/)"), r"\1/i/"),
    (re.compile(r"(instagram\.com)/[^/]+/(?=(?:p|reel|tv)/)"), r"\1/"),
)
"""Where platforms put the owner's name, and what stands there in a list. A guess is harmless: it counts only if the
shorter address has the same key."""

_OWN_BLOCKS_4 = "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16"
_OWN_BLOCKS_6 = "::/127 fc00::/7 fe80::/10"
OWN_NETWORKS = tuple(map(ip_network, f"{_OWN_BLOCKS_4} {_OWN_BLOCKS_6}".split()))
OWN_NAMES = ("localhost", ".local", ".localhost", ".internal", ".lan", ".home.arpa")
"""Addresses and names that mean another machine in every house, so that a listing would warn of the reader's own."""


class Services:
    """The hosts of platforms, redirectors, archives and short links: there one address says nothing about another."""

    def __init__(self, bundle: Mapping[str, Any]) -> None:
        rules = (*bundle["platforms"], *bundle["wrappers"], *bundle["opaque"])
        named = {host for rule in rules for host in rule["hosts"]}
        self._hosts = frozenset(host for host in named if not host.startswith("*.") and "://" not in host)
        self._above = frozenset(host.removeprefix("*.") for host in named if host.startswith("*."))

    def name_at(self, host: str) -> str | None:
        """The name under which the rules hold this host, if they do."""
        if host in self._hosts:
            return host
        return next((name for name in self._above if host == name or host.endswith(f".{name}")), None)

    def name_below(self, domain: str) -> str | None:
        """A host of a service that a listing of the whole domain would cover, the first in the order of letters."""
        return min((name for name in self._hosts | self._above if name.endswith(f".{domain}")), default=None)


class SubjectLint:
    """Judges the appearances of many entries, so that what two of them share is seen."""

    def __init__(self, bundle: Mapping[str, Any], names: ProtectedNames) -> None:
        self._rules = Rules.from_bundle(bundle)
        self._services = Services(bundle)
        self._names = names
        self._owners: dict[str, tuple[ClaimEntry, Appearance]] = {}

    def check(self, entries: Iterable[ClaimEntry]) -> Iterator[Problem]:
        """Every fault of the appearances, entry by entry."""
        entries = list(entries)
        reviews = {key: entry for entry in entries for key in self._review_keys(entry)}
        for entry in entries:
            for appearance in entry.appearances:
                yield from self._appearance(entry, appearance, reviews)

    def _review_keys(self, entry: ClaimEntry) -> Iterator[str]:
        for review in entry.reviews:
            try:
                yield identify(review.url, self._rules).key
            except NotJudgeable:
                continue  # `foreign_review` has said so already.

    def _appearance(
        self, entry: ClaimEntry, appearance: Appearance, reviews: dict[str, ClaimEntry]
    ) -> Iterator[Problem]:
        try:
            identity = identify(appearance.url, self._rules)
        except NotJudgeable as error:
            yield self._problem(entry, appearance, "not_judgeable", f"cannot be judged as an address ({error.reason})")
            return
        refusal = self._refusal(entry, appearance, identity, reviews)
        if refusal:
            yield self._problem(entry, appearance, *refusal)
            return
        try:
            key = scope_key(appearance, identity, self._names)
        except ScopeError as error:
            yield self._problem(entry, appearance, "no_such_scope", str(error))
            return
        yield from self._opaque(entry, appearance, identity)
        yield from self._account_name(entry, appearance, identity)
        yield from self._duplicate(key, entry, appearance)

    def _refusal(
        self, entry: ClaimEntry, appearance: Appearance, identity: Identity, reviews: dict[str, ClaimEntry]
    ) -> tuple[str, str] | None:
        """The first reason why this address may not be listed at all, or not this widely."""
        if identity.key in reviews:
            return "review_as_appearance", "this is the address of a fact-check; give the hoax's own address"
        if identity.comment:
            return (
                "comment_link",
                "a comment's link opens the post of somebody else: give the post's own address if it is the hoax",
            )
        if identity.surface is Surface.PLATFORM:
            return (
                "whole_platform",
                "a platform's home, profile, search or feed is not one item: give the post or video itself",
            )
        if identity.surface is not Surface.PAGE:
            return None
        host = host_of(identity)
        if _is_own_network(host):
            return "own_network", f"{host} is another machine for every reader: give an address of the public network"
        legitimate = self._names.legitimate(host)
        if legitimate and not (legitimate.kind == "press" and _is_press_note(entry, appearance)):
            return "legitimate_site", _why_legitimate(legitimate)
        port = _port_of(identity)
        if port and self._services.name_at(host):
            return "whole_platform", f"{host} shows no item at port {port}: give the item's own address"
        if appearance.scope in ("host", "domain"):
            return self._too_wide(appearance.scope, host)
        if appearance.scope == "path":
            return self._too_shallow(identity, host)
        if identity.key == f"url:{host}{f':{port}' if port else ''}/":
            # The home page stands for the whole host, whose name the warning would show.
            return self._too_wide("host", host)
        return None

    def _too_wide(self, scope: str, host: str) -> tuple[str, str] | None:
        name = self._names.registrable_domain(host) if scope == "domain" else host
        if self._names.is_public_suffix(name or host):
            return "public_suffix", f"anybody may register below {name or host}: give a narrower scope"
        shared = self._names.shared(name)
        if shared and (shared.tenants == "path" or shared.name == name):
            return "shared_host", f"many share {shared.name} ({shared.reason}): list {_narrower(shared)}"
        if self._services.name_at(name):
            return "whole_platform", f"{name} serves what many others made: list the item itself"
        covered = self._names.below(name) if scope == "domain" else None
        if covered:
            return (
                "covers_protected",
                f"the domain {name} covers {covered.name} ({covered.reason}): give a narrower scope",
            )
        service = self._services.name_below(name) if scope == "domain" else None
        if service:
            return "covers_protected", f"the domain {name} covers {service}, where many publish: give a narrower scope"
        return None

    def _too_shallow(self, identity: Identity, host: str) -> tuple[str, str] | None:
        shared = self._names.shared(host)
        segments = identity.key.partition("?")[0].count("/")
        if shared and (shared.tenants == "path" or shared.name == host) and segments < shared.depth:
            return "shared_host", f"many share {shared.name} ({shared.reason}): list {_narrower(shared)}"
        return None

    def _opaque(self, entry: ClaimEntry, appearance: Appearance, identity: Identity) -> Iterator[Problem]:
        if identity.surface is not Surface.OPAQUE:
            return
        if appearance.level is not None and appearance.level > OPAQUE_MAX_LEVEL:
            yield self._problem(
                entry,
                appearance,
                "opaque_level",
                "a short, share or archive code is at most level 1, whatever it leads to",
            )
        elif entry.level > OPAQUE_MAX_LEVEL and all(self._is_opaque(other) for other in entry.appearances):
            yield self._problem(
                entry,
                appearance,
                "opaque_only",
                f"level {entry.level} needs an address that shows the item; a code alone is level 1. "
                "Open it and add the full address, or write level: 1",
            )

    def _is_opaque(self, appearance: Appearance) -> bool:
        try:
            return identify(appearance.url, self._rules).surface is Surface.OPAQUE
        except NotJudgeable:
            return False

    def _account_name(self, entry: ClaimEntry, appearance: Appearance, identity: Identity) -> Iterator[Problem]:
        """Where the id alone names the item, the owner's name has no business in a public list."""
        if identity.surface is not Surface.CONTENT:
            return
        for pattern, nameless in ACCOUNT_NAMES:
            shorter = pattern.sub(nameless, appearance.url, count=1)
            if shorter != appearance.url and identify(shorter, self._rules).key == identity.key:
                message = f"the address names an account; write {shorter}, which is the same item"
                yield self._problem(entry, appearance, "account_name", message)
                return

    def _duplicate(self, key: str, entry: ClaimEntry, appearance: Appearance) -> Iterator[Problem]:
        owner = entry, appearance
        first = self._owners.setdefault(key, owner)
        if first is not owner:
            where = f"{first[0].file}:{first[1].line}"
            yield self._problem(
                entry,
                appearance,
                "duplicate_key",
                f"{key} is listed already in {where}; keep one (two checks of one claim share an entry)",
            )

    @staticmethod
    def _problem(entry: ClaimEntry, appearance: Appearance, code: str, message: str) -> Problem:
        return Problem(entry.file, appearance.line, code, f"appearances: {message}")


def _port_of(identity: Identity) -> str:
    """The port in the key of a page, or nothing."""
    authority = identity.key.removeprefix("url:").partition("/")[0]
    return authority.rpartition(":")[2] if authority.rpartition("]")[2].count(":") else ""


def _is_own_network(host: str) -> bool:
    """True for 192.168.1.1, router.local and the like."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return host.endswith(OWN_NAMES)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in OWN_NETWORKS)


def _is_press_note(entry: ClaimEntry, appearance: Appearance) -> bool:
    return entry.verdict in PRESS_VERDICTS and entry.level <= 1 and appearance.scope in (None, "url")


def _why_legitimate(name: ProtectedName) -> str:
    match name.kind:
        case "press":
            return (
                f"{name.name} is press: a hoax often only borrows its name. Ask for a correction of an error; an exact "
                "article can then be noted as corrected"
            )
        case "fact_checker":
            return f"{name.name} is a fact-checker ({name.reason}): its pages are reviews, never appearances"
        case _:
            return f"{name.name} is an official site ({name.reason}): a hoax only borrows its name"


def _narrower(shared: ProtectedName) -> str:
    if shared.tenants == "path":
        return f"the page itself, or a path of at least {shared.depth} segment{'s' if shared.depth > 1 else ''}"
    return f"the tenant's own host (name.{shared.name}) or the page itself"
