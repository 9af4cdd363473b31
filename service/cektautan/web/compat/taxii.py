"""`/taxii2/…`: the indicators as a collection of TAXII 2.1 (OASIS), to be read and not to be written.

Objects are in the order of the publications in which they came or changed, so `added_after` tells whoever polls each
change once, a retraction too. A request that does not take TAXII's media type is 406 with TAXII's own error message, as
every error here; everything is written once a set, and a page is at most 1,000 objects.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from http import HTTPStatus
from itertools import islice
from typing import Any, Final, TypeVar

import orjson
from flask import Blueprint, Request, Response, g, request
from werkzeug.http import parse_accept_header

from cektautan.publish.exports.sheet import Sheet
from cektautan.publish.exports.stix import Object, objects
from cektautan.web.compat.exported import Exported
from cektautan.web.lists.negotiate import MOST_ACCEPTED
from cektautan.web.problems import Kind
from cektautan.web.services import Services

View = TypeVar("View", bound=Callable[..., Response])

MEDIA: Final = "application/taxii+json;version=2.1"
ROOT: Final = "/taxii2/list/"
COLLECTION: Final = "5b0c1d0e-6c1f-5e0a-9d0a-2f4be8f1c9a4"
"""The one collection of every service: its address is part of the interface."""
MOST: Final = 1000
_TAKEN: Final = ("application/taxii+json", "application/*", "*/*")
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z\Z")
_NEXT: Final = re.compile(r"(\d{1,15})-([a-z-]{1,30}--[0-9a-f-]{36})\Z")
PATHS: Final = "/taxii2"
_ANY_VERSION: Final = frozenset({"all", "first", "last"})
_MATCHED: Final = ("id", "type", "version", "spec_version")


class _Refused(Exception):  # noqa: N818 -- an answer, as TAXII words it
    def __init__(self, status: int, title: str) -> None:
        super().__init__(title)
        self.status = status


@dataclass(frozen=True)
class Asked:
    """What a request wants of the collection."""

    after: int
    """Objects that came later than this second."""
    place: tuple[int, str]
    """Behind which object the page begins."""
    limit: int
    matches: dict[str, frozenset[str]]


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


def make_blueprint(services: Services, exported: Exported) -> Blueprint:
    """Make the endpoints."""
    blueprint = Blueprint("taxii", __name__)
    server = services.settings.server_url

    def spend() -> None:
        g.told_of_limits = services.limits.spend(services.lists_limit, request.environ)
        if not takes_taxii(request):
            raise _Refused(HTTPStatus.NOT_ACCEPTABLE, f"Send Accept: {MEDIA}")

    def held(collection: str) -> Held:
        if collection != COLLECTION:
            raise _Refused(HTTPStatus.NOT_FOUND, "There is no such collection.")
        return exported.made("taxii", lambda sheet: Held(objects(sheet)))

    @blueprint.after_request
    def with_limits(response: Response) -> Response:
        """What is left of the share stands on every answer, an error too."""
        response.headers.extend(g.pop("told_of_limits", ()))
        return response

    @blueprint.errorhandler(_Refused)
    def refused(problem: _Refused) -> Response:
        return told({"title": str(problem), "http_status": str(problem.status)}, status=problem.status)

    def get(rule: str) -> Callable[[View], View]:
        # Whoever leaves the last slash out means the same: a redirect would name a host that nobody asked.
        return blueprint.get(rule, strict_slashes=False)

    @get("/taxii2/")
    def discovery() -> Response:
        spend()
        root = f"{server}{ROOT}"
        return told({"title": "CekTautan", "contact": f"{server}/tentang", "default": root, "api_roots": [root]})

    @get(ROOT)
    def root() -> Response:
        spend()
        return told({"title": "CekTautan", "versions": [MEDIA], "max_content_length": 0})

    @get(f"{ROOT}collections/")
    def collections() -> Response:
        spend()
        return told({"collections": [exported.made("collection", collection_of)]})

    @get(f"{ROOT}collections/<collection>/")
    def one(collection: str) -> Response:
        spend()
        held(collection)
        return told(exported.made("collection", collection_of))

    @get(f"{ROOT}collections/<collection>/objects/")
    def of_collection(collection: str) -> Response:
        spend()
        page = held(collection).page(read_query(request))
        return told(page.members([each.written for each in page.objects]), page.headers)

    @get(f"{ROOT}collections/<collection>/manifest/")
    def manifest(collection: str) -> Response:
        spend()
        page = held(collection).page(read_query(request))
        return told(page.members([_described(each.object) for each in page.objects]), page.headers)

    @get(f"{ROOT}collections/<collection>/objects/<name>/")
    def one_object(collection: str, name: str) -> Response:
        spend()
        page = held(collection).only(name).page(read_query(request))
        return told(page.members([each.written for each in page.objects]), page.headers)

    @get(f"{ROOT}collections/<collection>/objects/<name>/versions/")
    def versions(collection: str, name: str) -> Response:
        spend()
        page = held(collection).only(name).page(read_query(request))
        return told({"versions": [each.object.version for each in page.objects]} if page.objects else {}, page.headers)

    return blueprint


def status(kind: Kind, detail: str, extra: Mapping[str, Any]) -> Response | None:
    """Return an error of the service as TAXII words it; None for a path that is not TAXII's."""
    if not request.path.startswith(PATHS):
        return None
    return told({"title": kind.title, "description": detail, "http_status": str(kind.status)}, status=kind.status)


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


def takes_taxii(asked: Request) -> bool:
    """True if the client takes TAXII 2.1, or says nothing about what it takes. A list without an end is not read."""
    accept = asked.headers.get("Accept", "")
    if len(accept) > MOST_ACCEPTED:
        return False
    for media, weight in parse_accept_header(accept):
        name, *parameters = (part.strip() for part in media.lower().split(";"))
        versions = [part for part in parameters if part.startswith("version")]
        if weight > 0 and name in _TAKEN and versions in ([], ["version=2.1"]):
            return True
    return not accept.strip()


def read_query(asked: Request) -> Asked:
    """What the query asks for. A parameter that TAXII does not know is ignored, as it says.

    Raises:
        _Refused: a parameter has a value that it cannot have.

    """
    given = asked.args
    limit = given.get("limit", str(MOST))
    if not (limit.isascii() and limit.isdigit() and 0 < len(limit) < 10 and int(limit) > 0):
        raise _Refused(HTTPStatus.BAD_REQUEST, "limit is a whole number above zero")
    return Asked(
        _seconds(given["added_after"]) if "added_after" in given else -1,
        _place(given["next"]) if "next" in given else (-1, ""),
        min(int(limit), MOST),
        {name: frozenset(given[key].split(",")) for name in _MATCHED if (key := f"match[{name}]") in given},
    )


class Held:
    """The objects of a set in their order, found by what clients ask for without looking at each."""

    def __init__(self, all_: Sequence[Object]) -> None:
        self._all = [Kept(each, orjson.Fragment(orjson.dumps(each.members)), (each.since, each.id)) for each in all_]
        self._by: dict[tuple[str, str], list[Kept]] = {}
        for kept in self._all:
            for name in _MATCHED:
                self._by.setdefault((name, _value(kept.object, name)), []).append(kept)

    def only(self, id_: str) -> Held:
        """Return the collection of one object. Raises _Refused where there is no such object."""
        found = self._by.get(("id", id_))
        if found is None:
            raise _Refused(HTTPStatus.NOT_FOUND, "There is no such object.")
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


def added(each: Object) -> str:
    """When an object came into the collection."""
    return datetime.fromtimestamp(each.since, UTC).strftime("%Y-%m-%dT%H:%M:%S.000000Z")


def told(members: dict[str, Any], headers: Sequence[tuple[str, str]] = (), status: int = HTTPStatus.OK) -> Response:
    """An answer in TAXII's media type."""
    answer = Response(orjson.dumps(members), status, content_type=MEDIA)
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Vary"] = "Accept"
    answer.headers.extend(headers)
    return answer


def _described(each: Object) -> dict[str, str]:
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


def _seconds(text: str) -> int:
    match = _TIME.match(text)
    try:
        if match is not None:
            return int(datetime.fromisoformat(f"{match[1]}+00:00").timestamp())
    except ValueError:
        pass
    raise _Refused(HTTPStatus.BAD_REQUEST, "added_after is a time such as 2026-10-14T18:00:00Z")


def _place(text: str) -> tuple[int, str]:
    match = _NEXT.match(text)
    if match is None:
        raise _Refused(HTTPStatus.BAD_REQUEST, "next is what the page before gave")
    return int(match[1]), match[2]
