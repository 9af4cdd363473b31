"""Lists that block: filters, hosts, plain names, a response-policy zone, dnsmasq.

Whoever uses one sees nothing of the page and no reason, so only verified imitations of official sites stand in them,
whatever else is listed. Each begins with what it is, how many listings it cannot express, and where to object; each
entry names checker, day, record and where to object to it. What a form cannot say exactly stands in docs/exports.md: a
hosts file knows single names only, and dnsmasq takes in what lies below a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from cektautan.core.vocabulary import Kind, Level, Staleness, Verdict
from cektautan.publish.exports.inside import around
from cektautan.publish.exports.sheet import Entry, Sheet, one_line, utc

TTL_SECONDS: Final = 300
_DOMAIN: Final = f"{Kind.DOMAIN}:"
_NAME: Final = re.compile(r"(?=[a-z0-9_.-]*[a-z])(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}")
"""A name that a resolver is asked for; an address of the IP never is."""
_FILTER_SIGNS: Final = re.compile(r"[*^|$,#\s]")
"""What means something else in a filter."""


def adblock(sheet: Sheet) -> bytes:
    """Filters for the page itself, whole; nothing inside other pages is touched."""
    blocked = [(entry, rules) for entry in sheet.imitations if (rules := _filters(entry))]
    lines = ["[Adblock Plus 2.0]", *_head(sheet, "!", len(blocked))]
    for entry, rules in blocked:
        lines += [f"! {_why(entry, sheet)}", *rules]
    return _text(lines)


def hosts(sheet: Sheet) -> bytes:
    """Names that lead nowhere. A name with `www.` is the same host to us and another one to a resolver."""

    def write(entry: Entry) -> Iterator[str]:
        yield from (f"0.0.0.0 {name}" for name in (entry.name, f"www.{entry.name}"))

    return _names(sheet, "#", write)


def domains(sheet: Sheet) -> bytes:
    """One name a line."""
    return _names(sheet, "#", lambda entry: iter((entry.name,)))


def dnsmasq(sheet: Sheet) -> bytes:
    """Names that are answered with "there is none", with all below them: dnsmasq knows nothing narrower.

    So a host is left out where something that is listed below its name is not to be blocked.
    """
    open_below = frozenset(name for entry in sheet.entries if _stays_open(entry) for name in _names_above(entry))
    return _names(sheet, "#", lambda entry: iter((f"address=/{entry.name}/",)), skip=open_below)


def rpz(sheet: Sheet) -> bytes:
    """A response-policy zone; its serial is the time of the last change."""
    target = f"{sheet.notice_host}." if sheet.notice_host else "."

    def write(entry: Entry) -> Iterator[str]:
        below = "*" if entry.kind is Kind.DOMAIN else "www"
        yield from (f"{name} CNAME {target}" for name in (entry.name, f"{below}.{entry.name}"))

    start = [
        f"$TTL {TTL_SECONDS}",
        f"@ SOA localhost. hostmaster.localhost. {sheet.changed} 3600 600 604800 {TTL_SECONDS}",
        "@ NS localhost.",
    ]
    return _names(sheet, ";", write, start)


def _names(
    sheet: Sheet,
    mark: str,
    write: Callable[[Entry], Iterator[str]],
    start: list[str] | None = None,
    skip: frozenset[str] = frozenset(),
) -> bytes:
    """A list of names; those to skip are left out and counted as what it cannot express."""
    names = (entry for entry in sheet.imitations if _NAME.fullmatch(entry.name) and len(entry.name) < 250)
    blocked = [entry for entry in names if entry.name not in skip]
    lines = [*_head(sheet, mark, len(blocked)), *(start or ())]
    for entry in blocked:
        lines += [f"{mark} {_why(entry, sheet)}", *write(entry)]
    return _text(lines)


def _stays_open(entry: Entry) -> bool:
    """True for a page or a name that is listed as something else than an imposter that a whole page warns of."""
    return entry.kind is not Kind.CONTENT and (entry.level < Level.WARNING or entry.verdict != Verdict.IMPOSTER.word)


def _names_above(entry: Entry) -> Iterator[str]:
    """The names whose whole zones hold an entry: of a host or a page those above its own, of a domain its own too."""
    return (key.partition(":")[2] for key in (entry.key, *around(entry.key)) if key.startswith(_DOMAIN))


def _head(sheet: Sheet, mark: str, count: int) -> Iterator[str]:
    other = sum(entry.is_warning for entry in sheet.entries) - count
    facts = [
        "Title: CekTautan: tiruan situs resmi (imitations of official sites)",
        f"Homepage: {sheet.server}/unduh",
        f"License: {sheet.licence}",
        f"Last modified: {utc(sheet.changed)}",
        "Expires: 1 hours",
        f"Count: {count}. Only imitations of official sites that two people verified; this list blocks.",
        f"Left out: {other} other warnings. Hoaxes are posts and pages; a list that blocks names cannot express them,",
        f"and nobody should be kept from reading them unwarned. They are in {sheet.server}/exports/list.ndjson",
        f"Keberatan (objections): {sheet.appeal()}",
    ]
    if sheet.staleness is not Staleness.FRESH:
        facts.append(f"This list is {sheet.staleness.value}: no name of it is blocked until it is signed again.")
    return (f"{mark} {fact}" for fact in facts)


def _why(entry: Entry, sheet: Sheet) -> str:
    check = entry.check
    who = f"{one_line(check.publisher)}, {check.date.isoformat()}: " if check else ""
    return f"{who}{sheet.record(entry.claim)} · keberatan (objections): {sheet.appeal(entry.claim)}"


def _filters(entry: Entry) -> list[str]:
    """The filters of an entry, no wider than its key; none where a sign of it means something else in a filter."""
    rest = entry.key.partition(":")[2]
    if _FILTER_SIGNS.search(rest) or ":" in rest:
        return []
    if entry.kind is Kind.DOMAIN:
        return [f"||{rest}^$document"]
    # A key holds for both schemes and for `www.`, and for no other name below it, which `||` would take in.
    www = ("",) if _is_number(rest.partition("/")[0]) else ("", "www.")
    end = "|" if entry.kind is Kind.URL else "^"
    return [f"|{scheme}://{start}{rest}{end}$document" for scheme in ("https", "http") for start in www]


def _is_number(authority: str) -> bool:
    """True for the address of a machine, which has no other name."""
    return authority.replace(".", "").isdigit()


def _text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
