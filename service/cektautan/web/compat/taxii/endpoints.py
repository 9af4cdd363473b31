"""`/taxii2/…`: the indicators as a collection of TAXII 2.1 (OASIS), to be read and not to be written.

Objects are in the order of the publications in which they came or changed, so `added_after` tells whoever polls each
change once, a retraction too. A request that does not take TAXII's media type is 406 with TAXII's own error message, as
every error here; everything is written once a set, and a page is at most 1,000 objects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final, TypeVar

import orjson
from flask import Blueprint, Response, g, request

from cektautan.publish.exports.stix import objects
from cektautan.web.compat.exported import Exported
from cektautan.web.compat.taxii.asked import MEDIA, Refused, read_query, takes_taxii
from cektautan.web.compat.taxii.collection import COLLECTION, Held, collection_of, described
from cektautan.web.problems import Kind
from cektautan.web.services import Services

View = TypeVar("View", bound=Callable[..., Response])

ROOT: Final = "/taxii2/list/"
PATHS: Final = "/taxii2"


def make_blueprint(services: Services, exported: Exported) -> Blueprint:
    """Make the endpoints."""
    blueprint = Blueprint("taxii", __name__)
    server = services.settings.server_url

    def spend() -> None:
        g.told_of_limits = services.limits.spend(services.lists_limit, request.environ)
        if not takes_taxii(request):
            raise Refused(HTTPStatus.NOT_ACCEPTABLE, f"Send Accept: {MEDIA}")

    def held(collection: str) -> Held:
        if collection != COLLECTION:
            raise Refused(HTTPStatus.NOT_FOUND, "There is no such collection.")
        return exported.made("taxii", lambda sheet: Held(objects(sheet)))

    @blueprint.after_request
    def with_limits(response: Response) -> Response:
        """What is left of the share stands on every answer, an error too."""
        response.headers.extend(g.pop("told_of_limits", ()))
        return response

    @blueprint.errorhandler(Refused)
    def refused(problem: Refused) -> Response:
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
        return told(page.members([described(each.object) for each in page.objects]), page.headers)

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


def told(members: dict[str, Any], headers: Sequence[tuple[str, str]] = (), status: int = HTTPStatus.OK) -> Response:
    """An answer in TAXII's media type."""
    answer = Response(orjson.dumps(members), status, content_type=MEDIA)
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Vary"] = "Accept"
    answer.headers.extend(headers)
    return answer
