"""Safe Browsing, version 5: hash lists and the search for full hashes.

Follows https://developers.google.com/safe-browsing/reference. A name that is not offered is left out of a batch, for a
client that asks for several would otherwise be left without any; a batch of nothing else is an error, as the name alone
is, or a misspelt one would look like a list without hashes. The versions of a batch may come in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask import Blueprint, Response, request

from cektautan.core.safe_browsing.listed import Threat
from cektautan.core.safe_browsing.rice import V5_PARAMETERS, encode
from cektautan.core.safe_browsing.updates import PREFIX_BYTES, Update
from cektautan.lookup.published import PublishedSet
from cektautan.lookup.safe_browsing import Bounds, list_of
from cektautan.web.api.reading import loaded
from cektautan.web.compat.page_tokens import place_of, token_of
from cektautan.web.compat.safe_browsing import dialects
from cektautan.web.compat.safe_browsing.bounds import none_or_too_many
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
        size, start = _number("pageSize") or len(NAMES), place_of(request.args.get("pageToken", ""))
        shown = list(NAMES.items())[start : start + size]
        more = {"next_page_token": token_of(start + size)} if start + size < len(NAMES) else {}
        told = new("ListHashListsResponse", hash_lists=[{"name": name} for name, _ in shown], **more)
        # In binary the names alone: the numbers of the other fields are nowhere documented.
        described = [{"name": name, "metadata": _metadata(threat)} for name, threat in shown]
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
        if not 1 <= len(names) <= MOST_LISTS:
            raise none_or_too_many("names", MOST_LISTS)
        if len(set(names)) < len(names):
            raise Problem("bad-request", "Name each list once.", field="names", reason="repeated")
        headers = services.limits.spend_rest(services.lists_limit, request.environ, len(names), headers)
        offered = [name for name in names if name in NAMES]
        if not offered:
            raise Problem("not-found", KINDS["not-found"].means, field="names")
        versions, bounds, published, now = _versions(), _bounds(), loaded(services), int(clock())
        lists = [_list(name, versions.get(NAMES[name], b""), bounds, published, now) for name in offered]
        return write(new("BatchGetHashListsResponse", hash_lists=lists), headers)

    @blueprint.get("/v5/hashes:search")
    def search() -> Response:
        headers = spend(services.check_limit, request.environ)
        wanted = request.args.getlist("hashPrefixes")
        if not 1 <= len(wanted) <= MOST_PREFIXES:
            raise none_or_too_many("hashPrefixes", MOST_PREFIXES)
        headers = services.limits.spend_rest(services.check_limit, request.environ, len(wanted), headers)
        prefixes = [dialects.decoded(each, f"hashPrefixes[{place}]") for place, each in enumerate(wanted)]
        for place, each in enumerate(prefixes):
            if len(each) != PREFIX_BYTES:
                raise Problem("bad-request", "A prefix has 4 bytes.", field=f"hashPrefixes[{place}]")
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


def _versions() -> dict[Threat, bytes]:
    """What the client has, by its list: the protocol lets it send versions in any order, and fewer or more than names.

    Raises:
        Problem: one cannot be read, or there are two of a list.

    """
    found: dict[Threat, bytes] = {}
    for place, text in enumerate(request.args.getlist("version")):
        field = f"version[{place}]"
        version = dialects.decoded(text, field)
        threat = list_of(version)
        if threat in found:
            raise Problem("bad-request", "Send one version of each list.", field=field, reason="repeated")
        if threat is not None:
            found[threat] = version
    return found


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
