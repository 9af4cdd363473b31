"""Names that a listing may not cover: official, press and fact-checkers' hosts, popular sites, shared hosts, public
suffixes.

Data in `blocklists/protected/*.json`; registrable domains and public suffixes (private section included) from
tldextract's offline snapshot. It must never fetch a newer list and never write a cache: the answer depends on the
checkout alone, so that lint says the same everywhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tldextract import TLDExtract

from cektautan.blocklists.document import Node
from cektautan.blocklists.problems import Problem
from cektautan.blocklists.schema import check_schema


@dataclass(frozen=True)
class ProtectedName:
    """A host that covers itself and every host below it."""

    name: str
    kind: str
    """official, press, fact_checker, popular or shared."""
    reason: str
    tenants: str = ""
    """Shared hosts only: `path` or `subdomain`, whichever tells one tenant from another."""
    depth: int = 1
    """Shared hosts with path tenants: how many path segments name one tenant."""


class ProtectedNames:
    """The protected names of one checkout, and the public suffixes."""

    def __init__(self, names: list[ProtectedName]) -> None:
        self._shared = {entry.name: entry for entry in names if entry.kind == "shared"}
        self._popular = {entry.name: entry for entry in names if entry.kind == "popular"}
        self._legitimate = {entry.name: entry for entry in names if entry.kind not in ("shared", "popular")}
        # A name with all names below it, for the question whether a domain covers one.
        self._above: dict[str, ProtectedName] = {}
        for entry in (*self._legitimate.values(), *self._shared.values()):
            labels = entry.name.split(".")
            for i in range(1, len(labels)):
                self._above.setdefault(".".join(labels[i:]), entry)
        # Offline: no address to fetch from, no directory to write to, the snapshot that the lock file pins.
        self._suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)

    def legitimate(self, host: str) -> ProtectedName | None:
        """The official, press or fact-checker's name that covers a host, the closest one."""
        return _closest(self._legitimate, host)

    def legitimate_names(self) -> tuple[ProtectedName, ...]:
        """All official, press and fact-checkers' names."""
        return tuple(self._legitimate.values())

    def named(self, name: str) -> ProtectedName | None:
        """Exactly this name, as `imitates:` gives it."""
        return self._legitimate.get(name)

    def shared(self, host: str) -> ProtectedName | None:
        """The shared host that covers a host, the closest one."""
        return _closest(self._shared, host)

    def popular(self, host: str) -> ProtectedName | None:
        """The site of many visitors that covers a host: a list that holds the whole of it holds it by mistake."""
        return _closest(self._popular, host)

    def below(self, domain: str) -> ProtectedName | None:
        """A protected name that a listing of the whole domain would cover."""
        return self._above.get(domain)

    def is_public_suffix(self, host: str) -> bool:
        """True for `co.id`, `github.io` and the like: names below which anybody may register."""
        parts = self._suffixes.extract_str(host)
        return (not parts.domain and parts.suffix == host) or not ("." in host or host.startswith("["))

    def registrable_domain(self, host: str) -> str:
        """The domain that somebody registered, or nothing for addresses and suffixes."""
        parts = self._suffixes.extract_str(host)
        if parts.suffix or parts.ipv4 or parts.ipv6:
            return parts.top_domain_under_public_suffix
        # The list's own default rule: of a name that no rule covers the last label is the suffix.
        return ".".join(host.split(".")[-2:]) if "." in host else ""

    def registered_name(self, host: str) -> str:
        """The name that a registry knows: of a site below a shared host, such as blogspot.com, the shared host's."""
        parts = self._suffixes.extract_str(host, include_psl_private_domains=False)
        return parts.top_domain_under_public_suffix if parts.suffix else ""


def load_protected(root: Path) -> tuple[ProtectedNames, list[Problem]]:
    """The names under `root/protected/`, and what is wrong with those files."""
    names: list[ProtectedName] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for file in sorted((root / "protected").glob("*.json")):
        path = file.as_posix()
        try:
            data = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            problems.append(Problem(path, getattr(error, "lineno", 1), "unreadable", f"cannot be read: {error}"))
            continue
        wrong = check_schema(path, _without_lines(data), root / "schema" / "protected.schema.json")
        problems += wrong
        if wrong:
            continue
        for item in data["names"]:
            if item["name"] in seen:
                problems.append(Problem(path, 1, "duplicate_name", f"{item['name']}: also in {seen[item['name']]}"))
            seen[item["name"]] = path
            names.append(ProtectedName(kind=data["kind"], **item))
    return ProtectedNames(names), problems


def _closest(names: dict[str, ProtectedName], host: str) -> ProtectedName | None:
    labels = host.split(".")
    return next((names[name] for i in range(len(labels)) if (name := ".".join(labels[i:])) in names), None)


def _without_lines(value: object) -> Node:
    """A JSON document as a tree for the schema check; JSON's reader keeps no lines, so all stand in line 1."""
    if isinstance(value, dict):
        return Node({name: _without_lines(child) for name, child in value.items()}, 1)
    if isinstance(value, list):
        return Node([_without_lines(child) for child in value], 1)
    if value is None or isinstance(value, str | int | float | bool):
        return Node(value, 1, str(value))
    raise TypeError(f"not a JSON value: {type(value).__name__}")
