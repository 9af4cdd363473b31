"""STIX 2.1 bundles and TAXII envelopes (OASIS STIX 2.1, sections 4.7 and 9): indicators of addresses and names.

Of the pattern language we can mean one thing: this address or this name, or several of them. A pattern that asks for
more (AND, NOT, LIKE, FOLLOWEDBY, a file, a time) is a fault. `revoked` takes an entry back, of several versions of an
object the newest counts, and an object that was merely observed accuses nobody. A name of `domain-name:value` is that
name; it has scope `host`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from cektautan.sources.lists.collecting import Collected, printable, word
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.json_text import items, load, members
from cektautan.sources.lists.limits import MAX_CELL
from cektautan.sources.lists.lines import beginning, host
from cektautan.sources.protocol import Document, FoundEntry, Reading

MOST_PATTERN: Final = 8 * MAX_CELL
OBSERVED = ("url", "domain-name", "observed-data")

_BEGINNING = re.compile(r'\s*\{[^{\[]*(?:"type"\s*:\s*"bundle"|"objects"\s*:\s*\[\s*\{\s*")')
_TOKEN = re.compile(
    r"""\s*(?:(?P<path>url:value|domain-name:value)\s*(?:=|(?P<set>IN\b))|(?P<text>'(?:[^'\\]|\\['\\])*')"""
    r"""|(?P<or>OR\b)|(?P<mark>[\[\](),]))"""
)
_SHAPE = re.compile(
    r"\[C(?:OC)*\](?:O\[C(?:OC)*\])*\Z"
)  # C is a comparison, O is OR: the whole grammar that we can mean.


class Stix:
    """Reads bundles."""

    name = "stix"

    def recognises(self, document: Document) -> bool:
        """Return whether a bundle or an envelope of objects begins."""
        return _BEGINNING.match(beginning(document)) is not None

    def read(self, document: Document) -> Reading:
        """Return what the indicators name.

        Raises:
            FileRefusedError: it is no JSON, or no bundle.

        """
        value, encoding = load(document)
        whole, found = members(value), Collected()
        if not isinstance(whole.get("objects"), list):
            raise FileRefusedError("no_bundle")
        for place, each in _newest(items(whole["objects"])):
            kind = word(each.get("type"))
            if kind == "indicator":
                _take(place, each, found)
            elif kind in OBSERVED:
                found.refuse(place, "stix_observed", word(each.get("value")) or kind)
        found.fact("version", whole.get("id"))
        return found.reading(encoding)


def _newest(objects: list[Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The newest version of each object with its place, in the order of the places."""
    latest: dict[str, tuple[str, int]] = {}
    for place, each in enumerate(map(members, objects), 1):
        id_, changed = word(each.get("id")) or f"#{place}", word(each.get("modified"))
        if id_ not in latest or changed >= latest[id_][0]:
            latest[id_] = (changed, place)
    for place in sorted(place for _, place in latest.values()):
        yield place, members(objects[place - 1])


def _take(place: int, indicator: dict[str, Any], found: Collected) -> None:
    pattern = word(indicator.get("pattern"))
    if word(indicator.get("pattern_type")) not in ("", "stix"):
        found.refuse(place, "stix_language", word(indicator.get("pattern_type")))
        return
    if "benign" in items(indicator.get("indicator_types")):
        found.refuse(place, "said_reliable", pattern)
        return
    named = list(comparisons(pattern))
    if not named:
        found.refuse(place, "stix_pattern", pattern)
    flags: list[str] = []
    listed, until = (_day(indicator.get(name), flags) for name in ("valid_from", "valid_until"))
    note = printable(word(indicator.get("description")) or word(indicator.get("name")))[:500]
    for path, value in named:
        subject = host(value) if path == "domain-name:value" else value
        if not subject:
            found.refuse(place, "no_name", value, "subject")
            continue
        found.take(
            FoundEntry(
                place,
                subject,
                "host" if path == "domain-name:value" else "",
                review_url=_reference(indicator),
                listed=listed,
                until=until,
                note=note,
                retracted=indicator.get("revoked") is True,
                flags=tuple(flags),
            )
        )


def comparisons(pattern: str) -> Iterator[tuple[str, str]]:
    r"""Yield what a pattern names, or nothing where it asks for anything else.

    >>> list(comparisons("[url:value = 'https://kabar.example/a' OR domain-name:value = 'palsu.example']"))
    [('url:value', 'https://kabar.example/a'), ('domain-name:value', 'palsu.example')]
    >>> list(comparisons("[domain-name:value = 'a.example' AND url:value = 'https://a.example/']"))
    []
    """
    named: list[tuple[str, str]] = []
    shape, place, path, is_set = "", 0, "", False
    if len(pattern) > MOST_PATTERN:
        return
    pattern = pattern.strip()
    while place < len(pattern):
        token = _TOKEN.match(pattern, place)
        if token is None:
            return
        place = token.end()
        if token["path"]:
            path, is_set = token["path"], token["set"] is not None
            shape += "S" if is_set else "P"
        elif token["text"]:
            named.append((path, re.sub(r"\\(.)", r"\1", token["text"][1:-1])))
            shape += "T"
        else:
            shape += "O" if token["or"] else token["mark"]
    shape = re.sub(r"S\(T(?:,T)*\)|PT", "C", shape)
    if _SHAPE.match(shape):
        yield from named


def _reference(indicator: dict[str, Any]) -> str:
    """The first address that the indicator rests on."""
    for each in items(indicator.get("external_references")):
        if (url := word(members(each).get("url"))).startswith(("https://", "http://")):
            return url[:MAX_CELL]
    return ""


def _day(value: Any, flags: list[str]) -> date | None:
    """The day of a time as STIX writes it; one in another order is told and not guessed."""
    text = word(value)
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        flags.append("day_not_read")
        return None
