"""MISP (misp-project.org): a warninglist of known addresses, and a feed of a manifest, hashes and one event a claim.

The warninglist is of the category for what is known, not for what is harmless. In the feed an attribute is meant for
detection while readers are warned of it; one that was taken back stays as deleted, so that a MISP that has it learns of
it. A folder of a site and a whole domain have no type in MISP: a domain is told as its name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cektautan.core.signed_json import write_object
from cektautan.core.vocabulary import Kind
from cektautan.publish.exports.sheet import Entry, Sheet, one_line, utc

_TYPES: Final = {Kind.HOST: "hostname", Kind.DOMAIN: "domain", Kind.URL: "url", Kind.CONTENT: "url"}
_ELSEWHERE: Final = "5"
"""MISP's word for "as far as the event itself"."""


def warninglist(sheet: Sheet) -> bytes:
    """The names and addresses that readers are warned of, as strings that are compared whole."""
    told = [value for entry in sheet.entries if entry.is_warning and (value := value_of(entry))]
    return write_object(
        {
            "name": "CekTautan: links that fact-checkers rated as hoaxes",
            "description": (
                f"What named fact-checkers found, not an allowlist: a hit is a known hoax link. {len(told)} of "
                f"{sum(entry.is_warning for entry in sheet.entries)} warnings have an address. Changed "
                f"{utc(sheet.changed)}; the list is {sheet.staleness.value}. {sheet.licence}. "
                f"Objections: {sheet.appeal()}"
            ),
            "version": sheet.changed,
            "type": "string",
            "category": "known",
            "matching_attributes": ["url", "uri", "link", "domain", "hostname"],
            "list": sorted(told),
        }
    )


def value_of(entry: Entry) -> str:
    """What MISP and STIX are told of an entry: its name or its exact address; nothing where there is none."""
    if entry.kind not in _TYPES:
        return ""
    return entry.name or entry.address


def manifest(sheet: Sheet) -> bytes:
    """Which events there are."""
    return write_object({id_: _described(sheet, claim, held) for id_, claim, held in _claims(sheet)})


def hashes(sheet: Sheet) -> bytes:
    """The MD5 of each value with the event that holds it, as MISP's feeds have it for a first look."""
    lines = [
        f"{hashlib.md5(value_of(entry).encode(), usedforsecurity=False).hexdigest()},{id_}"
        for id_, _, held in _claims(sheet)
        for entry in held
        if entry.is_warning
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def events(sheet: Sheet) -> Mapping[str, bytes]:
    """The events by their ids."""
    return {id_: write_object({"Event": _event(sheet, id_, claim, held)}) for id_, claim, held in _claims(sheet)}


def _claims(sheet: Sheet) -> Iterator[tuple[str, str, Sequence[Entry]]]:
    """Yield each claim that MISP is told of with the id of its event and its entries, in the order of their ids."""
    found: dict[str, list[Entry]] = {}
    for entry in sheet.told():
        if value_of(entry):
            found.setdefault(entry.claim, []).append(entry)
    yield from sorted((sheet.uuid("misp", claim), claim, held) for claim, held in found.items())


def _described(sheet: Sheet, claim: str, held: Sequence[Entry]) -> dict[str, Any]:
    first = held[0]
    return {
        "Orgc": {"name": sheet.publisher, "uuid": sheet.uuid("misp", "organisation")},
        "Tag": [
            {"name": "tlp:clear", "colour": "#ffffff"},
            *({"name": f'cektautan:verdict="{word}"', "colour": "#3b3b98"} for word in _verdicts(held)),
        ],
        "info": one_line(first.text.get("id", "")) or claim,
        "date": min(entry.listed for entry in held).isoformat(),
        "analysis": "2",
        "threat_level_id": "4",
        "timestamp": str(max(entry.since for entry in held)),
    }


def _verdicts(held: Sequence[Entry]) -> list[str]:
    return sorted({entry.verdict for entry in held})


def _event(sheet: Sheet, id_: str, claim: str, held: Sequence[Entry]) -> dict[str, Any]:
    described = _described(sheet, claim, held)
    links = {check.url: check for entry in held for check in entry.checks}
    told = described["timestamp"]
    return {
        **described,
        "uuid": id_,
        "published": True,
        "publish_timestamp": told,
        "Attribute": [
            *(_attribute(sheet, entry) for entry in held),
            *(
                _link(sheet, claim, url, f"{one_line(check.publisher)}, {check.date.isoformat()}", told)
                for url, check in sorted(links.items())
            ),
            _link(sheet, claim, sheet.record(claim), "Catatan (record)", told),
            _link(sheet, claim, sheet.appeal(claim), "Keberatan (objections)", told),
        ],
    }


def _attribute(sheet: Sheet, entry: Entry) -> dict[str, Any]:
    check = entry.check
    source = f"{one_line(check.publisher)}, {check.date.isoformat()}: {one_line(check.rating)}" if check else ""
    return {
        "uuid": sheet.uuid("misp", entry.id),
        "type": _TYPES[entry.kind],
        "category": "Network activity",
        "value": value_of(entry),
        "to_ids": entry.is_warning,
        "deleted": entry.is_taken_back,
        "distribution": _ELSEWHERE,
        "timestamp": str(entry.since),
        "comment": source,
    }


def _link(sheet: Sheet, claim: str, url: str, comment: str, told: str) -> dict[str, Any]:
    return {
        "uuid": sheet.uuid("misp", claim, url),
        "type": "link",
        "category": "External analysis",
        "value": url,
        "to_ids": False,
        "deleted": False,
        "distribution": _ELSEWHERE,
        "timestamp": told,
        "comment": comment,
    }
