"""`GET /healthz`: the process answers, where it keeps its limits, and whether the desk's database answers.

Redis or the database being away is a remark here, not a failure: readers are answered all the same.
"""

from __future__ import annotations

import orjson
from flask import Blueprint, Response

from cektautan.web.desk_state import DeskState
from cektautan.web.services import Services


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("healthz", __name__)
    desk = None if services.store is None else DeskState(services.store)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        document = {"status": "ok", "limits": services.limits.state}
        if desk is not None:
            document["desk"] = desk.ask()
        return Response(
            orjson.dumps(document), headers=[("Cache-Control", "no-store")], content_type="application/json"
        )

    return blueprint
