"""Why an address may not be listed at all, or not this widely (docs/list-policy.md, "What is never listed").

The unit of reputation is the content item: platforms, profiles, home pages of platforms, legitimate sites, public
suffixes and hosts shared by many are refused, because a warning there would fall on people who said nothing false. Lint
asks for files, an import for each line; both are told the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from cektautan.blocklists.protected import ProtectedName, ProtectedNames
from cektautan.blocklists.scope import host_of
from cektautan.core.identity import Identity, identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Surface

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


@dataclass(frozen=True)
class Refusal:
    """A code of lint and what to write instead."""

    code: str
    message: str
    about: str = ""
    """The host or name that it is about."""


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
        while host not in self._above:
            _, dot, host = host.partition(".")
            if not dot:
                return None
        return host

    def name_below(self, domain: str) -> str | None:
        """A host of a service that a listing of the whole domain would cover, the first in the order of letters."""
        return min((name for name in self._hosts | self._above if name.endswith(f".{domain}")), default=None)


class Refusals:
    """Judges addresses by the services that the rules name and the protected names of one checkout."""

    def __init__(self, services: Services, names: ProtectedNames) -> None:
        self._services = services
        self._names = names

    def why_not(self, identity: Identity, scope: str | None, is_press_note: bool) -> Refusal | None:
        """The first reason why this address may not be listed at all, or not this widely.

        Args:
            identity: what the address is about.
            scope: url, path, host or domain; None for the most specific key.
            is_press_note: whether it would be noted as corrected or as true, and no more (`PRESS_VERDICTS`).

        """
        if identity.comment:
            return Refusal(
                "comment_link",
                "a comment's link opens the post of somebody else: give the post's own address if it is the hoax",
            )
        if identity.surface is Surface.PLATFORM:
            return Refusal(
                "whole_platform",
                "a platform's home, profile, search or feed is not one item: give the post or video itself",
            )
        if identity.surface is not Surface.PAGE:
            return None
        host = host_of(identity)
        if _is_own_network(host):
            return Refusal(
                "own_network",
                f"{host} is another machine for every reader: give an address of the public network",
                host,
            )
        legitimate = self._names.legitimate(host)
        if legitimate and not (legitimate.kind == "press" and is_press_note):
            return Refusal("legitimate_site", _why_legitimate(legitimate), legitimate.name)
        port = _port_of(identity)
        if port and self._services.name_at(host):
            return Refusal("whole_platform", f"{host} shows no item at port {port}: give the item's own address", host)
        if scope in ("host", "domain"):
            return self._too_wide(scope, host)
        if scope == "path":
            return self._too_shallow(identity, host)
        if identity.key == f"url:{host}{f':{port}' if port else ''}/":
            # The home page stands for the whole host, whose name the warning would show.
            return self._too_wide("host", host)
        return None

    def _too_wide(self, scope: str, host: str) -> Refusal | None:
        name = self._names.registrable_domain(host) if scope == "domain" else host
        if self._names.is_public_suffix(name or host):
            return Refusal(
                "public_suffix", f"anybody may register below {name or host}: give a narrower scope", name or host
            )
        shared = self._names.shared(name)
        if shared and (shared.tenants == "path" or shared.name == name):
            words = f"many share {shared.name} ({shared.reason}): list {_narrower(shared)}"
            return Refusal("shared_host", words, shared.name)
        if self._services.name_at(name):
            return Refusal("whole_platform", f"{name} serves what many others made: list the item itself", name)
        popular = self._names.popular(name)
        if popular:
            return Refusal(
                "popular_site",
                f"{popular.name} is used by very many ({popular.reason}): list the page itself",
                popular.name,
            )
        covered = self._names.below(name) if scope == "domain" else None
        if covered:
            return Refusal(
                "covers_protected",
                f"the domain {name} covers {covered.name} ({covered.reason}): give a narrower scope",
                covered.name,
            )
        service = self._services.name_below(name) if scope == "domain" else None
        if service:
            return Refusal(
                "covers_protected",
                f"the domain {name} covers {service}, where many publish: give a narrower scope",
                service,
            )
        return None

    def _too_shallow(self, identity: Identity, host: str) -> Refusal | None:
        shared = self._names.shared(host)
        segments = identity.key.partition("?")[0].count("/")
        if shared and (shared.tenants == "path" or shared.name == host) and segments < shared.depth:
            words = f"many share {shared.name} ({shared.reason}): list {_narrower(shared)}"
            return Refusal("shared_host", words, shared.name)
        return None


def without_account(url: str, identity: Identity, rules: Rules) -> str | None:
    """The same item's address without the name of its owner, where it has one and the number alone names the item."""
    if identity.surface is not Surface.CONTENT:
        return None
    for pattern, nameless in ACCOUNT_NAMES:
        shorter = pattern.sub(nameless, url, count=1)
        if shorter != url and identify(shorter, rules).key == identity.key:
            return shorter
    return None


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
