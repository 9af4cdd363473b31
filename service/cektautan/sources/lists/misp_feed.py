"""MISP feeds (misp-project.org, "MISP core format"): a manifest that leads to events, and the events.

An attribute of type `domain`, `hostname`, `url` or `uri` becomes an entry if it is meant for detection (`to_ids`); a
deleted one is taken back. `link` points to what somebody wrote about the event, and hashes, addresses of machines and
the like are no pages: both are faults. A manifest holds no entries, only where the events are.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from cektautan.sources.lists.collecting import Collected, printable, word
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.json_text import items, load, members
from cektautan.sources.lists.lines import beginning, host
from cektautan.sources.protocol import Document, FoundEntry, Reading

NAMES = ("domain", "hostname", "domain|ip", "hostname|port")
ADDRESSES = ("url", "uri")

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)
_BEGINNING = re.compile(
    r"""\s*(?:\[\s*)?\{\s*(?:"response"\s*:\s*\[?\s*\{?\s*)?"Event"\s*:|"""
    r"""\s*\{\s*"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"\s*:\s*\{""",
    re.IGNORECASE,
)


class MispFeed:
    """Reads manifests and events."""

    name = "misp_feed"

    def recognises(self, document: Document) -> bool:
        """Return whether an event or a manifest begins."""
        return _BEGINNING.match(beginning(document)) is not None

    def read(self, document: Document) -> Reading:
        """Return the attributes of events, or where the events are.

        Raises:
            FileRefusedError: it is no JSON, or neither event nor manifest.

        """
        value, encoding = load(document)
        found = Collected()
        if events := _events(value):
            place = 0
            for event in events:
                found.fact("title", event.get("info"))
                found.fact("version", event.get("uuid"))
                found.fact("updated", event.get("date"))
                for attribute in _attributes(event):
                    place += 1
                    _take(place, attribute, event, found)
            return found.reading(encoding)
        if pages := _pages(value, document.address):
            found.fact("kind", "manifest")
            return found.reading(encoding, pages)
        raise FileRefusedError("no_misp_feed")


def _events(value: Any) -> list[dict[str, Any]]:
    inner = members(value).get("response", value)
    wrapped = inner if isinstance(inner, list) else [inner]
    return [event for each in wrapped if (event := members(members(each).get("Event")))]


def _attributes(event: dict[str, Any]) -> list[dict[str, Any]]:
    """The event's own attributes, then those of its objects, in their order."""
    groups = [event, *map(members, items(event.get("Object")))]
    return [members(each) for group in groups for each in items(group.get("Attribute"))]


def _pages(value: Any, address: str) -> list[str]:
    """Where the events of a manifest are: beside it, each by its name."""
    folder = address.rpartition("/")[0]
    return [f"{folder}/{id_}.json".lstrip("/") for id_ in members(value) if _UUID.match(id_)]


def _take(place: int, attribute: dict[str, Any], event: dict[str, Any], found: Collected) -> None:
    kind, value = word(attribute.get("type")), word(attribute.get("value")).strip()
    if kind not in (*NAMES, *ADDRESSES):
        found.refuse(place, "misp_attribute", f"{kind}: {value}")
        return
    if attribute.get("to_ids") not in (True, 1, "1") and not attribute.get("deleted"):
        found.refuse(place, "misp_no_detection", value)
        return
    # A composite type holds two values; the second one is an address of a machine or a port.
    subject = value.partition("|")[0] if kind in NAMES else value
    scope = "host" if kind in NAMES else ""
    if kind in NAMES and not (subject := host(subject)):
        found.refuse(place, "no_name", value, "subject")
        return
    day, flags = _day(event.get("date"))
    found.take(
        FoundEntry(
            place,
            subject,
            scope,
            listed=day,
            note=printable(word(attribute.get("comment")) or word(event.get("info")))[:500],
            retracted=attribute.get("deleted") in (True, 1, "1"),
            flags=flags,
        )
    )


def _day(value: Any) -> tuple[date | None, tuple[str, ...]]:
    """A day as MISP writes it, and a flag where it stands in another order."""
    text = word(value)
    if not text:
        return None, ()
    try:
        return date.fromisoformat(text), ()
    except ValueError:
        return None, ("day_not_read",)
