"""Rules: the published data that turns an address into a key, compiled and indexed by host.

Decides which rules speak about an address. Follows docs/identity.md, section 7; the bundle is what
publish/rules_bundle.py makes of rules/*.json, and it is signed and published with the list, so that the keys of a list
and the rules that made them never part. It must not know any platform by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cektautan.core.address import Address
from cektautan.core.shelves import HostRules, Said, Shelves
from cektautan.core.templates import BadRule, compile_class

FORMAT = 1


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
        shelves = Shelves({data["id"]: compile_class(data) for data in bundle["classes"]})
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

    def of(self, address: Address) -> Said | None:
        """Return what is said about an address, if anything is.

        An address with a port of its own is no platform's, whatever its host, unless a rule names host and port.
        """
        found = self._exact.get(f"{address.host}:{address.port}") if address.port else self.named(address.host)
        return None if found is None else found.always or found.for_path(address.path)

    def named(self, host: str) -> HostRules | None:
        """Return the rules of a host; None, and quickly, for most hosts."""
        found = self._exact.get(host)
        if found is not None:
            return found
        dot = host.find(".")
        # A wildcard has at least two labels, so that the last one is never looked up alone.
        while (next_dot := host.find(".", dot + 1)) > 0:
            found = self._under.get(host[dot + 1 :])
            if found is not None:
                return found
            dot = next_dot
        return None
