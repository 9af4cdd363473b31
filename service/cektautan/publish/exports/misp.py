"""MISP (misp-project.org): a warninglist of known addresses, and a feed of a manifest, hashes and one event a claim.

The warninglist is of the category for what is known, not for what is harmless. In the feed an attribute is meant for
detection while readers are warned of it; one that was taken back stays as deleted, so that a MISP that has it learns of
it. A folder of a site and a whole domain have no type in MISP: a domain is told as its name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cektautan.core.exports import Gone
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
            "matching_attributes": ["url", "uri", "link", "domain", "hostname", "ip-dst", "ip-src"],
            "list": sorted(told),
        }
    )


def value_of(entry: Entry) -> str:
    """What MISP and STIX are told of an entry: its name or its exact address; nothing where there is none."""
    if entry.kind not in _TYPES:
        return ""
    return str(entry.ip or entry.name or entry.address)


def manifest(sheet: Sheet) -> bytes:
    """Which events there are."""
    return write_object({id_: _described(sheet, claim, held, gone) for id_, claim, held, gone in _claims(sheet)})


def hashes(sheet: Sheet) -> bytes:
    """The MD5 of each value with the event that holds it, as MISP's feeds have it for a first look."""
    lines = [
        f"{hashlib.md5(value_of(entry).encode(), usedforsecurity=False).hexdigest()},{id_}"
        for id_, _, held, _ in _claims(sheet)
        for entry in held
        if entry.is_warning
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def events(sheet: Sheet) -> Mapping[str, bytes]:
    """The events by their ids."""
    return {
        id_: write_object({"Event": _event(sheet, id_, claim, held, gone)}) for id_, claim, held, gone in _claims(sheet)
    }


def _claims(sheet: Sheet) -> Iterator[tuple[str, str, Sequence[Entry], Mapping[str, Gone]]]:
    """Yield each claim that MISP is told of: the id of its event, itself, its entries and what of it is gone."""
    gone = _gone(sheet)
    found: dict[str, list[Entry]] = {claim: [] for claim in gone}
    for entry in sheet.told():
        if value_of(entry):
            found.setdefault(entry.claim, []).append(entry)
    for id_, claim in sorted((sheet.uuid("misp", claim), claim) for claim in found):
        yield id_, claim, found[claim], gone.get(claim, {})


def _gone(sheet: Sheet) -> Mapping[str, Mapping[str, Gone]]:
    """What readers were warned of once and is on the list no more, by claim and by the SHA-256 of its key."""
    found: dict[str, dict[str, Gone]] = {}
    for id_, gone in sorted(sheet.gone.items()):
        if gone.warned and gone.claim:
            found.setdefault(gone.claim, {})[id_] = gone
    return found


def _described(sheet: Sheet, claim: str, held: Sequence[Entry], gone: Mapping[str, Gone]) -> dict[str, Any]:
    # An attribute that leaves is a change of the event too, or nobody would fetch it again.
    changed = max((*(entry.since for entry in held), *(each.since for each in gone.values())))
    days = [entry.listed.isoformat() for entry in held] or [utc(each.first)[:10] for each in gone.values()]
    return {
        "Orgc": {"name": sheet.publisher, "uuid": sheet.uuid("misp", "organisation")},
        "Tag": [
            {"name": "tlp:clear", "colour": "#ffffff"},
            *({"name": f'cektautan:verdict="{word}"', "colour": "#3b3b98"} for word in _verdicts(held)),
        ],
        "info": (one_line(held[0].text.get("id", "")) if held else "") or claim,
        "date": min(days),
        "analysis": "2",
        "threat_level_id": "4",
        "timestamp": str(changed),
    }


def _verdicts(held: Sequence[Entry]) -> list[str]:
    return sorted({entry.verdict for entry in held})


def _event(sheet: Sheet, id_: str, claim: str, held: Sequence[Entry], gone: Mapping[str, Gone]) -> dict[str, Any]:
    described = _described(sheet, claim, held, gone)
    links = {check.url: check for entry in held for check in entry.checks}
    told = described["timestamp"]
    return {
        **described,
        "uuid": id_,
        "published": True,
        "publish_timestamp": told,
        "Attribute": [
            *(_attribute(sheet, entry) for entry in held),
            *(_deleted(sheet, sha256, each) for sha256, each in gone.items()),
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
        "type": "ip-dst" if entry.ip else _TYPES[entry.kind],
        "category": "Network activity",
        "value": value_of(entry),
        "to_ids": entry.is_warning,
        "deleted": entry.is_taken_back,
        "distribution": _ELSEWHERE,
        "timestamp": str(entry.since),
        "comment": source,
    }


def _deleted(sheet: Sheet, id_: str, gone: Gone) -> dict[str, Any]:
    """What is told no more: its address is not said again, and whoever has it finds it by the id."""
    return {
        "uuid": sheet.uuid("misp", id_),
        "type": "url",
        "category": "Network activity",
        "value": f"urn:sha256:{id_}",
        "to_ids": False,
        "deleted": True,
        "distribution": _ELSEWHERE,
        "timestamp": str(gone.since),
        "comment": "",
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
