"""`/v1alpha1/claims:search`: the checks of the public record, as Google's Fact Check Tools answer (v1alpha1).

Follows the discovery document of factchecktools in google-api-python-client, whose calls are answered unmodified. Each
check is told under its publisher's name and address; who is said to have made a claim is never told, for that may be
anybody, nor where it appeared. Asks no database, and costs no more than looking through words that are kept in order
(docs/adr/0163).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

import orjson
from flask import Blueprint, Response, request

from cektautan.core.days import day_of
from cektautan.core.errors import FormatError
from cektautan.lookup.checks import Checked, Checks, Wanted
from cektautan.lookup.published import PublishedSet
from cektautan.web.api.reading import loaded
from cektautan.web.compat.exported import age
from cektautan.web.compat.page_tokens import place_of, token_of
from cektautan.web.problems import Problem
from cektautan.web.services import Services

PATH: Final = "/v1alpha1/claims:search"
SHARES: Final = 4
"""What a search takes of the share: it looks through more than a file that is handed over."""
USUAL: Final = 10
MOST: Final = 100
MOST_LETTERS: Final = 500
LANGUAGES: Final = ("id", "en")
_ITS_OWN: Final = frozenset(
    {"query", "languageCode", "reviewPublisherSiteFilter", "maxAgeDays", "pageSize", "pageToken", "offset"}
)
_OF_ALL: Final = frozenset(
    {"key", "alt", "fields", "prettyPrint", "quotaUser", "callback", "access_token", "oauth_token", "uploadType",
     "upload_protocol", "$.xgafv", "$alt", "$key", "$fields", "$prettyPrint"}
)  # fmt: skip
"""What every interface of Google takes; nothing of it is read here but `alt`."""
_NUMBER: Final = re.compile(r"-?[0-9]{1,10}")
_SITE: Final = re.compile(r"[a-z0-9.-]{1,253}")


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("claims_search", __name__)
    shelf = _Shelf()

    @blueprint.get(PATH)
    def search() -> Response:
        headers = services.limits.spend(services.lists_limit, request.environ, SHARES)
        given = _read(request.args.to_dict(flat=False))
        language = given.get("languageCode", "").partition("-")[0].lower() or LANGUAGES[0]
        size, start = _page(given)
        wanted = _wanted(given, day_of(int(services.clock())))
        checks = shelf.of(loaded(services))
        found = checks.find(wanted) if language in LANGUAGES else ()
        told: dict[str, Any] = {}
        if shown := found[start : start + size]:
            told["claims"] = [_claim(each, language) for each in shown]
        if start + size < len(found):
            told["nextPageToken"] = token_of(start + size)
        answer = Response(orjson.dumps(told), content_type="application/json")
        answer.headers.extend([("Cache-Control", "no-store"), *headers, *age(services)])
        return answer

    return blueprint


class _Shelf:
    """What is made of the set in use, once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: tuple[PublishedSet, Checks] | None = None

    def of(self, published: PublishedSet) -> Checks:
        """Return the checks of a set.

        Raises:
            Problem: it has no record.

        """
        with self._lock:
            if self._of is None or self._of[0] is not published:
                try:
                    record = published.public_record
                except FormatError:
                    record = None
                if record is None:
                    raise Problem("no-list", "The set in use has no record.", headers={"Retry-After": "3600"})
                self._of = published, Checks(record.values())
            return self._of[1]


def _read(given: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the parameters, each once.

    Raises:
        Problem: one is unknown or repeated, or the form of the answer is not offered.

    """
    for name, values in given.items():
        if name not in _ITS_OWN | _OF_ALL:
            raise _wrong("query", "This method has no such parameter.")
        if len(values) > 1 and name in _ITS_OWN:
            raise _wrong(name, f"Give `{name}` once.")
    found = {name: values[0] for name, values in given.items()}
    if found.get("alt", "json") != "json" or found.get("$alt", "json") != "json":
        raise _wrong("alt", "Answers are JSON.")
    return found


def _wanted(given: Mapping[str, str], today: datetime.date) -> Wanted:
    text, site = given.get("query", "").strip(), given.get("reviewPublisherSiteFilter", "").strip().lower()
    if not text and not site:
        raise _wrong("query", "Give `query` or `reviewPublisherSiteFilter`.")
    if len(text) > MOST_LETTERS:
        raise _wrong("query", f"`query` has at most {MOST_LETTERS} letters.")
    if site and not _SITE.fullmatch(site):
        raise _wrong("reviewPublisherSiteFilter", "`reviewPublisherSiteFilter` is a host, such as turnbackhoax.id.")
    days = _number(given, "maxAgeDays")
    # No check is older than days are counted.
    since = today - datetime.timedelta(days=days) if 0 < days < today.toordinal() else None
    return Wanted(text, site.removeprefix("www."), since)


def _page(given: Mapping[str, str]) -> tuple[int, int]:
    """Return how many claims are asked for, and from which on."""
    size = min(_number(given, "pageSize") or USUAL, MOST)
    offset = _number(given, "offset")
    token = given.get("pageToken", "")
    return size, place_of(token) if token else offset


def _number(given: Mapping[str, str], name: str) -> int:
    text = given.get(name, "") or "0"
    if not _NUMBER.fullmatch(text) or not 0 <= int(text) < 1 << 31:
        raise _wrong(name, f"`{name}` is a whole number from 0 on.")
    return int(text)


def _wrong(name: str, detail: str) -> Problem:
    return Problem("bad-request", detail, field=name, reason="bad_value")


def _claim(told: Checked, language: str) -> dict[str, Any]:
    return {
        "text": told.claim.text[language],
        "claimReview": [
            {
                "publisher": {"name": each.check.publisher, "site": each.site},
                "url": each.check.url,
                "reviewDate": f"{each.check.date.isoformat()}T00:00:00Z",
                "textualRating": each.check.rating,
            }
            for each in told.checks
        ],
    }
