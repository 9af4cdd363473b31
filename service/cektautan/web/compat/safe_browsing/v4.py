"""Safe Browsing, version 4: lists, updates of lists, full hashes and the lookup of addresses.

Follows https://developers.google.com/safe-browsing/v4. Lists that are not offered are answered as empty ones, for there
are clients that count the answers. `threatHits`, by which a client would tell what was opened, is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask import Blueprint, Response, request

from cektautan.core.safe_browsing.listed import Threat
from cektautan.core.safe_browsing.rice import V4_PARAMETERS, encode
from cektautan.core.safe_browsing.updates import PREFIX_BYTES, Update, update
from cektautan.lookup.published import PublishedSet
from cektautan.lookup.safe_browsing import Bounds
from cektautan.web.api.reading import loaded
from cektautan.web.compat.safe_browsing import dialects
from cektautan.web.compat.safe_browsing.asked import Asked
from cektautan.web.compat.safe_browsing.bounds import ENTRIES, refuse_no_types, refuse_too_many_of, too_many
from cektautan.web.compat.safe_browsing.lists import (
    ACCURACY_TIPS,
    ANY_PLATFORM,
    CACHE_SECONDS,
    SOCIAL_ENGINEERING,
    THREATS,
    UPDATE_SECONDS,
    URL,
    lists_of,
)
from cektautan.web.compat.safe_browsing.matching import (
    REQUEST,
    Matching,
    matches_of,
    offered_types,
)
from cektautan.web.compat.safe_browsing.messages import new, number_of
from cektautan.web.guards.limits import Headers, Limit
from cektautan.web.problems import Problem
from cektautan.web.services import Services

MOST_LISTS: Final = 64
MOST_OFFERED: Final = 16
"""Lists that are offered, in one request; whoever asks for more asks for the same under many names."""
MOST_DIFFERENT: Final = 6
"""Updates in one request that differ in more than their names: each has to be worked out. There are three types."""
_RAW: Final = number_of("CompressionType", "RAW")
_RICE: Final = number_of("CompressionType", "RICE")
_PARTIAL: Final = number_of("ResponseType", "PARTIAL_UPDATE")
_FULL: Final = number_of("ResponseType", "FULL_UPDATE")
_EMPTY_STATE: Final = b"\0"
"""The state of a list that is not offered. Firefox takes an answer without a state for a broken one."""


def make_blueprint(services: Services, matching: Matching) -> Blueprint:
    """Make the endpoints."""
    blueprint = Blueprint("safe_browsing_v4", __name__)
    spend, clock = services.limits.spend, services.clock

    @blueprint.get("/v4/threatLists")
    def threat_lists() -> Response:
        headers = spend(services.lists_limit, request.environ)
        lists = [
            {"threat_type": each, "platform_type": ANY_PLATFORM, "threat_entry_type": URL}
            for each in (SOCIAL_ENGINEERING, ACCURACY_TIPS)
        ]
        return dialects.write_v4(request, new("ListThreatListsResponse", threat_lists=lists), headers)

    def read(limit: Limit, name: str, encoded: str | None = None) -> tuple[Any, Headers]:
        """Take one from the share before anything is read: also what is refused was work."""
        headers = spend(limit, request.environ)
        asked = dialects.read(request, name) if encoded is None else dialects.read_encoded(encoded, name)
        return asked, headers

    def fetch(asked: Any, headers: Headers) -> Response:
        wanted = asked.list_update_requests
        _refuse_too_much(wanted)
        headers = services.limits.spend_rest(services.lists_limit, request.environ, len(wanted), headers)
        published = loaded(services)
        told = new(
            "FetchThreatListUpdatesResponse",
            list_update_responses=[_update(each, published, int(clock())) for each in wanted],
            minimum_wait_duration={"seconds": UPDATE_SECONDS},
        )
        return dialects.write_v4(request, told, headers)

    def find_hashes(asked: Any, headers: Headers) -> Response:
        info = asked.threat_info
        refuse_too_many_of(info)
        entries = info.threat_entries
        headers = services.limits.spend_rest(services.check_limit, request.environ, len(entries), headers)
        for place, each in enumerate(entries):
            if not PREFIX_BYTES <= len(each.hash) <= 32:
                raise Problem("bad-request", "A hash has 4 to 32 bytes.", field=f"{ENTRIES}[{place}].hash")
        refuse_no_types(len(entries), len(info.threat_types))
        published = loaded(services)
        lists, staleness = lists_of(published), published.staleness(int(clock()))
        seconds = {"seconds": CACHE_SECONDS}
        matches: list[dict[str, Any]] = []
        platforms = tuple(info.platform_types)
        for threat_type in offered_types(tuple(info.threat_types), tuple(info.threat_entry_types)):
            # A hash that is asked for twice, or by two prefixes of it, is answered once.
            found = {full for each in entries for full in lists.find(THREATS[threat_type], staleness, each.hash)}
            for full in sorted(found):
                matches += matches_of(platforms, threat_type, {"hash": full}, [])
        told = new("FindFullHashesResponse", matches=matches, negative_cache_duration=seconds)
        return dialects.write_v4(request, told, headers)

    @blueprint.post("/v4/threatListUpdates:fetch")
    @blueprint.get("/v4/threatListUpdates:fetch")
    def fetch_updates() -> Response:
        return fetch(*read(services.lists_limit, "FetchThreatListUpdatesRequest"))

    # Clients may write Base64 with a slash, which is one again by the time that it comes here, however it was escaped.
    @blueprint.get("/v4/encodedUpdates/<path:encoded>")
    def encoded_updates(encoded: str) -> Response:
        return fetch(*read(services.lists_limit, "FetchThreatListUpdatesRequest", encoded))

    @blueprint.post("/v4/fullHashes:find")
    @blueprint.get("/v4/fullHashes:find")
    def full_hashes() -> Response:
        return find_hashes(*read(services.check_limit, "FindFullHashesRequest"))

    @blueprint.get("/v4/encodedFullHashes/<path:encoded>")
    def encoded_hashes(encoded: str) -> Response:
        return find_hashes(*read(services.check_limit, "FindFullHashesRequest", encoded))

    @blueprint.post("/v4/threatMatches:find")
    def threat_matches() -> Response:
        headers = matching.pay(request.environ)
        asked = Asked.of(dialects.read(request, REQUEST))
        matches, headers = matching.find(asked, request.environ, headers)
        told = new("FindThreatMatchesResponse", matches=matches)
        return dialects.write_v4(request, told, headers)

    return blueprint


def _refuse_too_much(wanted: Sequence[Any]) -> None:
    """Refuse what no client asks for and many lists of many entries would have to be written for."""
    field = "listUpdateRequests"
    if len(wanted) > MOST_LISTS:
        raise too_many(field, MOST_LISTS)
    names = {(each.threat_type, each.platform_type, each.threat_entry_type) for each in wanted}
    if len(names) < len(wanted):
        raise Problem("bad-request", "Name each list once.", field=field, reason="repeated")
    offered = [each for each in wanted if _threat(each) is not None]
    different = {(_threat(each), each.state, _bounds(each), _is_riced(each)) for each in offered}
    if len(offered) > MOST_OFFERED or len(different) > MOST_DIFFERENT:
        detail = f"Ask for up to {MOST_OFFERED} lists, with up to {MOST_DIFFERENT} states or constraints."
        raise Problem("bad-request", detail, field=field, reason="wrong_count")


def _threat(asked: Any) -> Threat | None:
    return THREATS.get(asked.threat_type) if asked.threat_entry_type in (0, URL) else None


def _bounds(asked: Any) -> Bounds:
    constraints = asked.constraints
    return Bounds(max(0, constraints.max_update_entries), max(0, constraints.max_database_entries))


def _is_riced(asked: Any) -> bool:
    return _RICE in asked.constraints.supported_compressions


def _update(asked: Any, published: PublishedSet, now: int) -> dict[str, Any]:
    """Return the update of one list."""
    threat, is_riced = _threat(asked), _is_riced(asked)

    def write(told: Update, state: bytes) -> dict[str, Any]:
        return {
            "response_type": _PARTIAL if told.is_partial else _FULL,
            "additions": _additions(told, is_riced),
            "removals": _removals(told, is_riced),
            "new_client_state": state,
            "checksum": {"sha256": told.checksum},
        }

    if threat is None:
        written = write(update([] if asked.state == _EMPTY_STATE else None, []), _EMPTY_STATE)
    else:
        form, staleness = "v4 rice" if is_riced else "v4 raw", published.staleness(now)
        written = lists_of(published).written(form, threat, staleness, asked.state, _bounds(asked), write)
    return {
        "threat_type": asked.threat_type,
        "platform_type": asked.platform_type,
        "threat_entry_type": asked.threat_entry_type,
        **written,
    }


def _additions(told: Update, is_riced: bool) -> list[dict[str, Any]]:
    if not told.additions:
        return []
    if is_riced:
        numbers = sorted(int.from_bytes(prefix, "little") for prefix in told.additions)
        return [{"compression_type": _RICE, "rice_hashes": _riced(numbers)}]
    raw = {"prefix_size": PREFIX_BYTES, "raw_hashes": b"".join(told.additions)}
    return [{"compression_type": _RAW, "raw_hashes": raw}]


def _removals(told: Update, is_riced: bool) -> list[dict[str, Any]]:
    if not told.removals:
        return []
    if is_riced:
        return [{"compression_type": _RICE, "rice_indices": _riced(told.removals)}]
    return [{"compression_type": _RAW, "raw_indices": {"indices": told.removals}}]


def _riced(numbers: Sequence[int]) -> dict[str, Any]:
    riced = encode(numbers, V4_PARAMETERS)
    return {
        "first_value": riced.first,
        "rice_parameter": riced.parameter,
        "num_entries": riced.count,
        "encoded_data": riced.data,
    }
