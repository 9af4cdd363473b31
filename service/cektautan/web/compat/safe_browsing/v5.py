"""Safe Browsing, version 5: hash lists and the search for full hashes.

Follows https://developers.google.com/safe-browsing/reference. A name that is not offered is left out of a batch, for a
client that asks for several would otherwise be left without any.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask import Blueprint, Response, request

from cektautan.core.safe_browsing.listed import Threat
from cektautan.core.safe_browsing.rice import V5_PARAMETERS, encode
from cektautan.core.safe_browsing.updates import PREFIX_BYTES, Update
from cektautan.lookup.published import PublishedSet
from cektautan.lookup.safe_browsing import Bounds
from cektautan.web.api.reading import loaded
from cektautan.web.compat.safe_browsing import dialects
from cektautan.web.compat.safe_browsing.bounds import too_many
from cektautan.web.compat.safe_browsing.lists import CACHE_SECONDS, NAMES, TYPES, UPDATE_SECONDS, lists_of
from cektautan.web.compat.safe_browsing.messages import new
from cektautan.web.compat.safe_browsing.v4 import MOST_LISTS
from cektautan.web.problems import KINDS, Problem
from cektautan.web.services import Services

MOST_PREFIXES: Final = 1000
DESCRIPTIONS: Final = {
    Threat.IMPOSTER: "Verified imposters of official sites.",
    Threat.HOAX: "Links whose claim a registered fact-checker found false, altered or misleading.",
}


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoints."""
    blueprint = Blueprint("safe_browsing_v5", __name__)
    spend, clock = services.limits.spend, services.clock

    def write(message: Any, headers: list[tuple[str, str]]) -> Response:
        return dialects.answer(message, dialects.is_binary_v5(request), headers)

    @blueprint.get("/v5/hashLists")
    def hash_lists() -> Response:
        headers = spend(services.lists_limit, request.environ)
        told = new("ListHashListsResponse", hash_lists=[{"name": name} for name in NAMES])
        # In binary the names alone: the numbers of the other fields are nowhere documented.
        described = [{"name": name, "metadata": _metadata(threat)} for name, threat in NAMES.items()]
        return dialects.answer(told, dialects.is_binary_v5(request), headers, {"hashLists": described})

    @blueprint.get("/v5/hashList/<name>")
    def hash_list(name: str) -> Response:
        headers = spend(services.lists_limit, request.environ)
        if name not in NAMES:
            raise Problem("not-found", KINDS["not-found"].means, field="name")
        version = dialects.decoded(request.args.get("version", ""), "version")
        return write(new("HashList", **_list(name, version, _bounds(), loaded(services), int(clock()))), headers)

    @blueprint.get("/v5/hashLists:batchGet")
    def batch() -> Response:
        headers = spend(services.lists_limit, request.environ)
        names = request.args.getlist("names")
        if len(names) > MOST_LISTS:
            raise too_many("names", MOST_LISTS)
        if len(set(names)) < len(names):
            raise Problem("bad-request", "Name each list once.", field="names", reason="repeated")
        headers = services.limits.spend_rest(services.lists_limit, request.environ, len(names), headers)
        given = [dialects.decoded(each, "version") for each in request.args.getlist("version")]
        versions = [*given, *[b""] * max(0, len(names) - len(given))]
        # Read also where no list is named: what is wrong is wrong then too.
        bounds, published, now = _bounds(), loaded(services), int(clock())
        lists = [
            _list(name, version, bounds, published, now)
            for name, version in zip(names, versions, strict=False)
            if name in NAMES
        ]
        return write(new("BatchGetHashListsResponse", hash_lists=lists), headers)

    @blueprint.get("/v5/hashes:search")
    def search() -> Response:
        headers = spend(services.check_limit, request.environ)
        wanted = request.args.getlist("hashPrefixes")
        if not 1 <= len(wanted) <= MOST_PREFIXES:
            raise too_many("hashPrefixes", MOST_PREFIXES)
        headers = services.limits.spend_rest(services.check_limit, request.environ, len(wanted), headers)
        prefixes = [dialects.decoded(each, "hashPrefixes") for each in wanted]
        if any(len(each) != PREFIX_BYTES for each in prefixes):
            raise Problem("bad-request", "A prefix has 4 bytes.", field="hashPrefixes")
        published = loaded(services)
        lists, staleness = lists_of(published), published.staleness(int(clock()))
        found = {full: threat for threat in Threat for each in prefixes for full in lists.find(threat, staleness, each)}
        told = new(
            "SearchHashesResponse",
            full_hashes=[
                {"full_hash": full, "full_hash_details": [{"threat_type": TYPES[threat]}]}
                for full, threat in sorted(found.items(), key=lambda each: each[0])
            ],
            cache_duration={"seconds": CACHE_SECONDS},
        )
        return write(told, headers)

    return blueprint


def _metadata(threat: Threat) -> dict[str, Any]:
    types = {"threatTypes": ["SOCIAL_ENGINEERING"]} if threat is Threat.IMPOSTER else {}
    return {**types, "description": DESCRIPTIONS[threat], "hashLength": "FOUR_BYTES"}


def _bounds() -> Bounds:
    """How much the client takes. Raises Problem."""
    return Bounds(_number("sizeConstraints.maxUpdateEntries"), _number("sizeConstraints.maxDatabaseEntries"))


def _list(name: str, version: bytes, bounds: Bounds, published: PublishedSet, now: int) -> dict[str, Any]:
    """Return the update of one list."""
    written = lists_of(published).written("v5", NAMES[name], published.staleness(now), version, bounds, _written)
    return {"name": name, "minimum_wait_duration": {"seconds": UPDATE_SECONDS}, **written}


def _written(told: Update, state: bytes) -> dict[str, Any]:
    additions = {"additions_four_bytes": _riced([int.from_bytes(each, "big") for each in told.additions])}
    removals = {"compressed_removals": _riced(told.removals)}
    return {
        "version": state,
        "partial_update": told.is_partial,
        "sha256_checksum": told.checksum,
        **(additions if told.additions else {}),
        **(removals if told.removals else {}),
    }


def _riced(numbers: Sequence[int]) -> dict[str, Any]:
    if not numbers:
        return {}
    riced = encode(numbers, V5_PARAMETERS)
    return {
        "first_value": riced.first,
        # Where there are no gaps the parameter says nothing, but it has to be one that is allowed.
        "rice_parameter": riced.parameter or V5_PARAMETERS[0],
        "entries_count": riced.count,
        "encoded_data": riced.data,
    }


def _number(name: str) -> int:
    text = request.args.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Problem("bad-request", f"`{name}` is a whole number.", field=name, reason="bad_value")
    return int(text)
