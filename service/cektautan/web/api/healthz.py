"""`GET /healthz`: the process answers, where it keeps its limits, how the set travels and the keys of callers are
known, and how the desk's database and its jobs are.

Redis or the database being away is a remark here, not a failure: readers are answered all the same. What is told of
the desk and its jobs was asked two seconds ago at most, and `desk_age` says how many.
"""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Response

from cektautan.web.desk_state import DeskState
from cektautan.web.services import Services


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("healthz", __name__)
    store = services.store
    desk = None if store is None else DeskState(store, services.rhythms, services.clock)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        document: dict[str, Any] = {"status": "ok", "limits": services.limits.state}
        if services.set_state is not None:
            document["set"] = services.set_state()
        if services.keys is not None:
            document["api_keys"] = services.keys.state
        if desk is not None:
            answer = desk.ask()
            document["desk"], document["desk_age"] = answer.store, int(answer.age)
            document["jobs"] = {"shared": _shared(services), "late": answer.late, "failing": answer.failing}
        return Response(
            orjson.dumps(document), headers=[("Cache-Control", "no-store")], content_type="application/json"
        )

    return blueprint


def _shared(services: Services) -> str:
    """By what the nodes agree on who looks after the jobs; the store says in any case who runs one."""
    if services.redis_answers is None:
        return "store"
    return "redis" if services.redis_answers() else "store (Redis does not answer)"
