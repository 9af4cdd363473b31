"""threatMatches:find of Safe Browsing, version 4: what is known about addresses that a client sends.

`Matching` is the work, which the route and `web.front` share: the front reads and answers the JSON that clients write,
the route every dialect. Nothing about an address is kept.
"""

from __future__ import annotations

import json
from typing import Any, Final

from google.protobuf import json_format

from cektautan.core.address import NotJudgeable
from cektautan.lookup.answer import Answer, check
from cektautan.lookup.threats import threat_of
from cektautan.web.api.reading import loaded
from cektautan.web.compat.safe_browsing import dialects
from cektautan.web.compat.safe_browsing.asked import Asked, read_plain
from cektautan.web.compat.safe_browsing.bounds import MOST_PLATFORMS, refuse_no_types, refuse_too_long, refuse_too_many
from cektautan.web.compat.safe_browsing.lists import ANY_PLATFORM, CACHE_SECONDS, THREATS, URL
from cektautan.web.compat.safe_browsing.messages import new
from cektautan.web.guards.callers import Environ
from cektautan.web.guards.limits import Headers
from cektautan.web.lists.negotiate import Reply
from cektautan.web.services import Services

REQUEST: Final = "FindThreatMatchesRequest"


class Matching:
    """Looks up addresses for clients of Safe Browsing."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._spend, self._limit = services.limits.spend, services.check_limit
        self._judged, self._clock = services.metrics.judged, services.clock
        self._receiving = services.receiving

    def pay(self, environ: Environ) -> Headers:
        """Take one from the share before anything is read: also what is refused was work. Raises Problem."""
        return self._spend(self._limit, environ)

    def find(self, asked: Asked, environ: Environ, headers: Headers) -> tuple[list[dict[str, Any]], Headers]:
        """Return the matches, as members of a FindThreatMatchesResponse, and the headers of the answer.

        Args:
            asked: what is asked.
            environ: the request; of the share of whoever asks in it the rest is taken, for one is paid.
            headers: what `pay` gave.

        Raises:
            Problem: too much is asked at once, the share is used up, or there is no list yet.

        """
        count = len(asked.urls)
        named = {"threatTypes": asked.types, "platformTypes": asked.platforms, "threatEntryTypes": asked.kinds}
        refuse_too_many(count, {field: len(each) for field, each in named.items()})
        refuse_no_types(count, len(asked.types))
        refuse_too_long(asked.urls, len(set(asked.platforms)))
        headers = self._services.limits.spend_rest(self._limit, environ, count, headers)
        published, now, types = loaded(self._services), int(self._clock()), offered_types(asked.types, asked.kinds)
        staleness = published.staleness(now)
        matches: list[dict[str, Any]] = []
        for url in asked.urls:
            try:
                found = check(url, published, now)
            except NotJudgeable:
                # The protocol has no word for it; docs/safe-browsing.md says so.
                self._judged("error")
                continue
            self._judged(found.counted)
            threat = threat_of(found, url, published.safe_browsing, staleness)
            if threat is None:
                continue
            for threat_type in types:
                if THREATS[threat_type] is threat:
                    # The address comes back exactly as it was sent, by which clients find their answer.
                    matches += matches_of(asked.platforms, threat_type, {"url": url}, self._metadata(found))
        return matches, headers

    def answer(self, environ: Environ) -> Reply:
        """Answer a request in JSON of known length. Raises Problem."""
        headers = self.pay(environ)
        place = self._receiving.take(environ)
        try:
            data = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        finally:
            self._receiving.give(place)
        asked = read_plain(data) or Asked.of(dialects.parse_json(REQUEST, data))
        matches, headers = self.find(asked, environ, headers)
        body = b"{}"
        if matches:
            body = json.dumps(json_format.MessageToDict(new("FindThreatMatchesResponse", matches=matches))).encode()
        return Reply(200, [*dialects.FIXED, ("Content-Type", dialects.JSON), *headers], body)

    def _metadata(self, found: Answer) -> list[dict[str, bytes]]:
        """What was found and where its record is, for clients that show it."""
        told = {"verdict": found.verdict.word}
        record = found.record
        if record is not None and record.claims:
            claim = record.claims[0]
            # A test page has no record of its own, and its made-up check says what it is.
            told["record"] = (
                claim["reviews"][0]["url"] if record.test else f"{self._services.settings.server_url}/c/{claim['id']}"
            )
            if record.test:
                told["test"] = "true"
        return [{"key": name.encode(), "value": value.encode()} for name, value in told.items()]


def offered_types(types: tuple[int, ...], kinds: tuple[int, ...]) -> list[int]:
    """The types that are asked for and offered; none where only something else than addresses is asked for."""
    if kinds and URL not in kinds:
        return []
    return [each for each in dict.fromkeys(types) if each in THREATS]


def matches_of(
    platforms: tuple[int, ...], threat_type: int, threat: dict[str, Any], metadata: list[dict[str, bytes]]
) -> list[dict[str, Any]]:
    """One match for each platform that is asked for: what is listed is so on every one."""
    return [
        {
            "threat_type": threat_type,
            "platform_type": platform,
            "threat_entry_type": URL,
            "threat": threat,
            # Present also where it is empty, for gglsbl reads it unasked.
            "threat_entry_metadata": {"entries": metadata},
            "cache_duration": {"seconds": CACHE_SECONDS},
        }
        for platform in list(dict.fromkeys(platforms) or [ANY_PLATFORM])[:MOST_PLATFORMS]
    ]
