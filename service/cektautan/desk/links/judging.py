"""Judges an address before it is proposed: what it is about, how wide it could be listed, and what the lint says.

The same lint as for the reviewed files (docs/list-policy.md), so that the desk can list nothing that a file could not.
Pure but for the reference, which was read before. It must never fetch, and never widens a scope by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from cektautan.blocklists.entry import Appearance, ClaimEntry, Review, Text
from cektautan.blocklists.limits import LIMITS
from cektautan.blocklists.lint_subjects import SubjectLint
from cektautan.blocklists.scope import ScopeError, domain_of, scope_key
from cektautan.core.address import Address, NotJudgeable, parse
from cektautan.core.identity import Identity, identify
from cektautan.core.rules import Rules
from cektautan.core.unwrap import MAX_DEPTH, find_wrapper, target_of
from cektautan.core.vocabulary import Surface
from cektautan.desk.reference import Reference

SCOPES: Final = ("url", "path", "host", "domain")
"""How wide an ordinary page can be listed, the narrowest first; an item of a platform has one key alone."""

VERDICTS: Final[Mapping[str, int]] = {word: limit.max_level for word, limit in LIMITS.items()}
"""Every verdict that a claim may have, with the highest level that it allows."""

CAPS: Final = frozenset({"opaque_level", "opaque_only", "account_name"})
"""Findings that do not keep an address off the list: they cap its level, or name a shorter form of it."""

_DAY: Final = date(2000, 1, 1)


@dataclass(frozen=True)
class Scope:
    """One way to list an address."""

    name: str
    """`url`, `path`, `host` or `domain`; empty for the most specific key of an item."""
    key: str
    finding: str = ""
    """The lint's code that refuses it; empty where it may be listed."""


@dataclass(frozen=True)
class Judged:
    """An address that can be judged."""

    url: str
    """The canonical address."""
    key: str
    keys: tuple[str, ...]
    kind: str
    surface: Surface
    comment: bool
    hops: tuple[str, ...]
    """The addresses between what was pasted and what is meant, the outermost first."""
    domain: str
    scopes: tuple[Scope, ...]
    findings: tuple[str, ...]
    """The lint's codes for the most specific scope."""

    @property
    def opaque(self) -> bool:
        """Whether it is a code that does not show what it leads to."""
        return self.surface is Surface.OPAQUE

    @property
    def can_be_listed(self) -> bool:
        """Whether any scope of it can be listed."""
        return any(not each.finding for each in self.scopes)


def judge(url: str, reference: Reference, verdict: str = "false", checks: Iterable[str] = ()) -> Judged:
    """Return what an address is about; `checks` are addresses of fact-checks, which are never listed themselves.

    Raises:
        NotJudgeable: it cannot be judged, and why.

    """
    identity = identify(url, reference.rules)
    findings = lint(url, reference, verdict, checks=checks)
    if identity.surface is Surface.PAGE:
        scopes = tuple(_scopes(url, identity, reference, verdict, checks))
    else:
        scopes = (Scope("", identity.key, next((each for each in findings if each not in CAPS), "")),)
    return Judged(
        url=identity.url,
        key=identity.key,
        keys=identity.keys,
        kind=identity.kind.value,
        surface=identity.surface,
        comment=identity.comment,
        hops=hops(url, reference.rules),
        domain=domain_of(identity, reference.names),
        scopes=scopes,
        findings=findings,
    )


def lint(
    url: str, reference: Reference, verdict: str = "false", scope: str | None = None, checks: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return the codes of what the lint finds about listing an address, none twice."""
    appearance = Appearance(url, 1, scope)
    entry = _entry(verdict, (appearance,), checks)
    found = SubjectLint(reference.rules, reference.services, reference.names).check([entry])
    return tuple(dict.fromkeys(each.code for each in found))


def hops(url: str, rules: Rules) -> tuple[str, ...]:
    """Return the addresses behind the wrappers of an address, one by one."""
    found: list[str] = []
    try:
        address = parse(url, rules.pseudo_hosts)
    except NotJudgeable:
        return ()
    for _ in range(MAX_DEPTH):
        said = rules.of(address)
        wrapper = find_wrapper(address, said) if said is not None else None
        target = target_of(*wrapper, address, rules) if wrapper else None
        if target is None:
            break
        address = target
        found.append(_text(address))
    return tuple(found)


def _scopes(url: str, identity: Identity, reference: Reference, verdict: str, checks: Iterable[str]) -> Iterable[Scope]:
    for name in SCOPES:
        try:
            key = scope_key(Appearance(url, 1, name), identity, reference.names)
        except ScopeError:
            continue
        found = [each for each in lint(url, reference, verdict, name, checks) if each not in CAPS]
        yield Scope(name, key, found[0] if found else "")


def _entry(verdict: str, appearances: tuple[Appearance, ...], checks: Iterable[str]) -> ClaimEntry:
    reviews = tuple(Review("", check, "", verdict, _DAY, 1) for check in checks)
    nothing = Text("", "")
    return ClaimEntry(
        id="", text=nothing, verdict=verdict, level=3, reason_code="", statement=nothing, reviews=reviews,
        appearances=appearances, listed=_DAY, review_by=_DAY, about=(), file="", line=1,
    )  # fmt: skip


def _text(address: Address) -> str:
    port = f":{address.port}" if address.port else ""
    query = f"?{address.query}" if address.query else ""
    return f"{address.scheme}://{address.host}{port}{address.full_path}{query}"
