"""On which terms each operation answers: what it costs, how long an answer holds, under which licence its data are.

The terms are data (terms.json) and stand in the description as headers of the answers and as `x-` members of the
operation, which /docs shows. A test holds the running service to every one of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

LICENCE: Final = "CC-BY-4.0"
_LIMITED: Final = ("RateLimit-Policy", "RateLimit", "CekTautan-Key")


@cache
def terms() -> dict[str, Any]:
    """The file."""
    found: dict[str, Any] = json.loads((files("cektautan.web.openapi") / "terms.json").read_text("utf-8"))
    return found


@cache
def recorded() -> dict[str, Any]:
    """What a running service answered to the example of each operation (`python -m tools.examples`)."""
    found: dict[str, Any] = json.loads((files("cektautan.web.openapi") / "examples.json").read_text("utf-8"))
    return found


def add_terms(operation: dict[str, Any]) -> None:
    """Put the terms of an operation on it and on its answers."""
    own: Mapping[str, Any] = terms()["operations"].get(operation["operationId"], {})
    if not own:
        return
    operation["x-cache"] = terms()["caches"][own["cache"]]
    if own["data"]:
        operation["x-licence"] = LICENCE
    limited = _headers(*_LIMITED) if "limit" in own else {}
    if limited:
        operation["x-limit"] = {"name": own["limit"], "cost": own["cost"]}
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            cached = {"description": operation["x-cache"], "required": True, "schema": {"const": own["cache"]}}
            answer["headers"] = {"Cache-Control": cached, **limited}
        elif status == "429":
            answer["headers"] = {**_headers("Retry-After"), **limited}
        elif status >= "400" and limited:
            # What is refused before anything was taken from the share says nothing of it.
            answer["headers"] = {name: {**each, "required": False} for name, each in limited.items()}


def add_example(operation: dict[str, Any], server: str, draft: str) -> None:
    """Put what was recorded on the answer that it is; `draft` is the address that stands in the file."""
    found = recorded().get(operation["operationId"])
    if found is not None:
        value = json.loads(json.dumps(found["value"]).replace(draft, server))
        operation["responses"][found["status"]]["content"][found["media"]]["example"] = value


def _headers(*names: str) -> dict[str, Any]:
    told = terms()["headers"]
    return {
        name: {
            "description": told[name]["description"],
            "required": told[name].get("required", True),
            "schema": {"type": "string", "pattern": told[name]["pattern"]},
        }
        for name in names
    }
