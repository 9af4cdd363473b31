"""STIX 2.1 (OASIS): who says it, and an indicator for each name or exact address that readers are warned of.

An indicator says that a page carries a claim that a named checker rated; it accuses nobody, so its type is `unknown`
and its labels say the verdict. What was taken back stays as `revoked`. Ids are those of our keys for ever. Every member
that readers of the format would fill in by themselves is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cektautan.core.signed_json import write_object
from cektautan.publish.exports.misp import value_of
from cektautan.publish.exports.sheet import Entry, Sheet, one_line, utc

BEGINNING = "2026-01-01T00:00:00.000Z"
"""Since when there is our identity: it never changes, and an object has to say so."""


@dataclass(frozen=True)
class Object:
    """One object and since when it stands in the collection."""

    since: int
    members: dict[str, Any]

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.members["id"])

    @property
    def version(self) -> str:
        """Its version, which is the time of its last change."""
        return str(self.members["modified"])


def objects(sheet: Sheet) -> list[Object]:
    """All objects, in the order in which they came or changed; of one time, by id."""
    made = [Object(0, identity(sheet)), *_indicators(sheet)]
    return sorted(made, key=lambda each: (each.since, each.id))


def bundle(sheet: Sheet) -> bytes:
    """All objects as one bundle, in the order of their ids."""
    held = sorted(objects(sheet), key=lambda each: each.id)
    name = sheet.uuid("stix", "bundle", str(sheet.changed), str(len(held)))
    return write_object({"type": "bundle", "id": f"bundle--{name}", "objects": [each.members for each in held]})


def identity(sheet: Sheet) -> dict[str, Any]:
    """Who says it."""
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": _identity_id(sheet),
        "created": BEGINNING,
        "modified": BEGINNING,
        "name": sheet.publisher,
        "identity_class": "organization",
        "contact_information": sheet.appeal(),
    }


def _identity_id(sheet: Sheet) -> str:
    return f"identity--{sheet.uuid('stix', 'identity')}"


def _indicators(sheet: Sheet) -> Iterator[Object]:
    for entry in sheet.told():
        if value_of(entry):
            yield Object(entry.since, _indicator(sheet, entry))
            if entry.again:
                yield Object(entry.again, _revoked(sheet, entry.id, 0, entry.first, entry.again))
    for id_, gone in sheet.gone.items():
        if gone.warned:
            yield Object(gone.since, _revoked(sheet, id_, gone.again, gone.again or gone.first, gone.since))


def _id(sheet: Sheet, id_: str, again: int) -> str:
    """The id of an indicator. What is revoked stays so for ever, so a warning that came again has one of its own."""
    return f"indicator--{sheet.uuid('stix', id_, str(again)) if again else sheet.uuid('stix', id_)}"


def _revoked(sheet: Sheet, id_: str, again: int, created: int, since: int) -> dict[str, Any]:
    """An indicator of what is told no more. Its address is not said again, and the pattern fits nothing."""
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": _id(sheet, id_, again),
        "created_by_ref": _identity_id(sheet),
        "created": _time(created),
        "modified": _time(since),
        "revoked": True,
        "indicator_types": ["unknown"],
        "labels": ["cektautan"],
        "pattern": f"[url:value = 'urn:sha256:{id_}']",
        "pattern_type": "stix",
        "pattern_version": "2.1",
        "valid_from": _time(created),
        "external_references": [
            {"source_name": "CekTautan", "url": sheet.appeal(), "description": "Keberatan (objections)"},
        ],
    }


def _time(seconds: int) -> str:
    return f"{utc(seconds)[:-1]}.000Z"


def _indicator(sheet: Sheet, entry: Entry) -> dict[str, Any]:
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": _id(sheet, entry.id, entry.again),
        "created_by_ref": _identity_id(sheet),
        "created": _time(entry.again or entry.first),
        "modified": _time(entry.since),
        "revoked": entry.is_taken_back,
        "lang": "id",
        "name": one_line(entry.text.get("id", "")),
        "description": one_line(entry.statement.get("id", "")),
        "indicator_types": ["unknown"],
        "labels": sorted({"cektautan", f"verdict-{entry.verdict}", f"level-{entry.decided}", *entry.about}),
        "pattern": f"[{_property(entry)} = '{_quoted(value_of(entry))}']",
        "pattern_type": "stix",
        "pattern_version": "2.1",
        "valid_from": f"{entry.listed.isoformat()}T00:00:00Z",
        "valid_until": f"{max(entry.review_by, entry.listed).isoformat()}T23:59:59Z",
        "external_references": [
            *(
                {
                    "source_name": one_line(check.publisher),
                    "url": check.url,
                    "description": f"{one_line(check.rating)}, {check.date.isoformat()}",
                }
                for check in entry.checks
            ),
            {"source_name": "CekTautan", "url": sheet.record(entry.claim), "description": "Catatan (record)"},
            {"source_name": "CekTautan", "url": sheet.appeal(entry.claim), "description": "Keberatan (objections)"},
        ],
    }


def _property(entry: Entry) -> str:
    """What a value is to STIX."""
    if entry.ip is not None:
        return f"ipv{entry.ip.version}-addr:value"
    return "domain-name:value" if entry.name else "url:value"


def _quoted(text: str) -> str:
    r"""A text inside the quotation marks of a pattern.

    >>> print(_quoted("it's a\\b"))
    it\'s a\\b
    """
    return text.replace("\\", "\\\\").replace("'", "\\'")
