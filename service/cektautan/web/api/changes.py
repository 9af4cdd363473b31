"""`GET /v1/changes`: the public chain of what changed for readers, as NDJSON from any line on.

Whoever keeps it has every listing, correction and retraction in order, and can prove that none was altered or left out
afterwards. It holds hashes of keys and never an address.
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, request

from cektautan.desk.record.changes import BeyondTheEndError, page
from cektautan.store.transaction import StoreUnavailableError
from cektautan.web.api.reading import desk_of, unavailable
from cektautan.web.lists.bodies import Body
from cektautan.web.lists.negotiate import ASK_FIRST, answer
from cektautan.web.problems import KINDS, Problem
from cektautan.web.services import Services

USUAL = 1000
MOST = 10_000
FARTHEST = 999_999_999_999_999
NDJSON = "application/x-ndjson"

_WHOLE = re.compile("[0-9]{1,15}")


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("changes", __name__)

    @blueprint.get("/v1/changes")
    def changes() -> Response:
        after, limit = read_query(request.args.to_dict(flat=False))
        store = desk_of(services).store
        headers = services.limits.spend(services.lists_limit, request.environ)
        try:
            with store.reading() as session:
                found = page(session, after, limit)
        except StoreUnavailableError:
            raise unavailable() from None
        except BeyondTheEndError:
            raise Problem("beyond-the-end", KINDS["beyond-the-end"].means, headers=dict(headers)) from None
        if found.more:
            headers.append(("Link", f'</v1/changes?after={found.last}&limit={limit}>; rel="next"'))
        body = Body.of("changes.ndjson", found.lines)
        body.content_type, body.compressible = NDJSON, True
        return answer(request, body, ASK_FIRST, headers)

    return blueprint


def read_query(given: dict[str, list[str]]) -> tuple[int, int]:
    """After which line, and how many at most.

    Raises:
        Problem: a parameter is unknown, repeated or no whole number in its range.

    """
    for name in given:
        if name not in ("after", "limit"):
            raise Problem("invalid", "Only `after` and `limit` are known.", field="query", reason="unknown_parameter")
    return _whole(given, "after", 0, 0, FARTHEST), _whole(given, "limit", USUAL, 1, MOST)


def _whole(given: dict[str, list[str]], name: str, default: int, low: int, high: int) -> int:
    values = given.get(name)
    if values is None:
        return default
    if len(values) > 1:
        raise Problem("invalid", f"Give `{name}` once.", field=name, reason="repeated")
    if not _WHOLE.fullmatch(values[0]) or not low <= int(values[0]) <= high:
        raise Problem("invalid", f"`{name}` is a whole number from {low} to {high}.", field=name, reason="not_a_number")
    return int(values[0])
