"""The one collection: the objects of a set in the order in which they came or changed, filtered and in pages.

Written once a set and then only looked through, with no more work than what is found: of the filters the one that
passes fewest comes first. It asks nobody and knows no request but what `asked` read of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from http import HTTPStatus
from itertools import islice
from typing import Any, Final

import orjson

from cektautan.publish.exports.sheet import Sheet
from cektautan.publish.exports.stix import Object
from cektautan.web.compat.taxii.asked import MATCHED, Asked, Refused

COLLECTION: Final = "5b0c1d0e-6c1f-5e0a-9d0a-2f4be8f1c9a4"
"""The one collection of every service: its address is part of the interface."""
_ANY_VERSION: Final = frozenset({"all", "first", "last"})


@dataclass(frozen=True)
class Kept:
    """One object, written once a set."""

    object: Object
    written: orjson.Fragment
    place: tuple[int, str]


@dataclass(frozen=True)
class Page:
    """A page of objects."""

    objects: Sequence[Kept]
    more: bool

    @property
    def headers(self) -> list[tuple[str, str]]:
        """When its first and its last object came."""
        if not self.objects:
            return []
        return [
            ("X-TAXII-Date-Added-First", added(self.objects[0].object)),
            ("X-TAXII-Date-Added-Last", added(self.objects[-1].object)),
        ]

    def members(self, held: list[Any]) -> dict[str, Any]:
        """Return the envelope around what is told of them."""
        envelope: dict[str, Any] = {"objects": held} if held else {}
        if self.more:
            last = self.objects[-1].object
            envelope |= {"more": True, "next": f"{last.since}-{last.id}"}
        return envelope


class Held:
    """The objects of a set in their order, found by what clients ask for without looking at each."""

    def __init__(self, all_: Sequence[Object]) -> None:
        self._all = [Kept(each, orjson.Fragment(orjson.dumps(each.members)), (each.since, each.id)) for each in all_]
        self._by: dict[tuple[str, str], list[Kept]] = {}
        for kept in self._all:
            for name in MATCHED:
                self._by.setdefault((name, _value(kept.object, name)), []).append(kept)

    def only(self, id_: str) -> Held:
        """Return the collection of one object. Raises Refused where there is no such object."""
        found = self._by.get(("id", id_))
        if found is None:
            raise Refused(HTTPStatus.NOT_FOUND, "There is no such object.")
        return Held([each.object for each in found])

    def page(self, asked: Asked) -> Page:
        """The page that was asked for. One version of an object is kept: the first, the last and all are the same."""
        fewest = min((self._all, *self._groups(asked.matches)), key=len)
        start = bisect_right(fewest, max(asked.place, (asked.after, "\uffff")), key=lambda each: each.place)
        fitting = (each for each in islice(fewest, start, None) if _matches(each.object, asked.matches))
        found = list(islice(fitting, asked.limit + 1))
        return Page(found[: asked.limit], len(found) > asked.limit)

    def _groups(self, matches: Mapping[str, frozenset[str]]) -> Iterator[list[Kept]]:
        """For each filter all that passes it, in order."""
        for name, values in matches.items():
            if name != "version" or not values & _ANY_VERSION:
                groups = [group for value in values if (group := self._by.get((name, value)))]
                yield groups[0] if len(groups) == 1 else list(merge(*groups, key=lambda each: each.place))


def collection_of(sheet: Sheet) -> dict[str, Any]:
    """The one collection."""
    return {
        "id": COLLECTION,
        "title": "CekTautan",
        "description": f"What named fact-checkers found about links. {sheet.licence}. Objections: {sheet.appeal()}. "
        f"The list is {sheet.staleness.value}.",
        "can_read": True,
        "can_write": False,
        "media_types": ["application/stix+json;version=2.1"],
    }


def added(each: Object) -> str:
    """When an object came into the collection."""
    return datetime.fromtimestamp(each.since, UTC).strftime("%Y-%m-%dT%H:%M:%S.000000Z")


def described(each: Object) -> dict[str, str]:
    """Return what the manifest of the collection says of an object."""
    return {
        "id": each.id,
        "date_added": added(each),
        "version": each.version,
        "media_type": "application/stix+json;version=2.1",
    }


def _value(each: Object, name: str) -> str:
    return each.version if name == "version" else str(each.members[name])


def _matches(each: Object, wanted: Mapping[str, frozenset[str]]) -> bool:
    return all(
        _value(each, name) in values or (name == "version" and bool(values & _ANY_VERSION))
        for name, values in wanted.items()
    )
