"""How an error looks to clients of Google's interfaces, Safe Browsing and Fact Check Tools: google.rpc.Status.

It names the field that is at fault. Follows https://cloud.google.com/apis/design/errors. Nothing of a request but the
name of that field is repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import orjson
from flask import Response, request

from cektautan.web.compat.safe_browsing import dialects
from cektautan.web.compat.safe_browsing.messages import new
from cektautan.web.problems import Kind

PATHS: Final = ("/v4/", "/v5/", "/v1alpha1/")
_HEADERS: Final = {"Cache-Control": "no-store"}
_STATUS: Final = {
    400: (3, "INVALID_ARGUMENT"),
    401: (16, "UNAUTHENTICATED"),
    403: (7, "PERMISSION_DENIED"),
    404: (5, "NOT_FOUND"),
    405: (12, "UNIMPLEMENTED"),
    429: (8, "RESOURCE_EXHAUSTED"),
    500: (13, "INTERNAL"),
    503: (14, "UNAVAILABLE"),
}


def status(kind: Kind, detail: str, extra: Mapping[str, Any]) -> Response | None:
    """Return an error of a path of this protocol; None for every other path."""
    if not request.path.startswith(PATHS):
        return None
    # Fact Check Tools speak JSON alone.
    binary = (request.path.startswith("/v4/") and dialects.is_binary_v4(request)) or (
        request.path.startswith("/v5/") and dialects.is_binary_v5(request)
    )
    if binary:
        body = new("Status", code=_named(kind)[0], message=detail).SerializeToString()
        return Response(body, kind.status, _HEADERS, content_type=dialects.PROTOBUF)
    return Response(status_json(kind, detail, extra), kind.status, _HEADERS, content_type=dialects.JSON)


def status_json(kind: Kind, detail: str, extra: Mapping[str, Any]) -> bytes:
    """Return an error of this protocol in JSON."""
    error: dict[str, Any] = {"code": kind.status, "message": detail, "status": _named(kind)[1]}
    if "field" in extra:
        violation = {"field": extra["field"], "description": detail}
        error["details"] = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    return orjson.dumps({"error": error})


def _named(kind: Kind) -> tuple[int, str]:
    """The number and the name of a code."""
    return _STATUS.get(kind.status, _STATUS[400] if kind.status < 500 else _STATUS[500])
