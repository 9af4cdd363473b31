"""Assembles the OpenAPI 3.1 document once, when the application starts.

Operations are data (operations.json); schemas come from the models; every problem from problems.json. Nothing of this
runs at request time. Follows the OpenAPI Specification 3.1.0, whose schemas are JSON Schema 2020-12, as pydantic's are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from cektautan.web.compat.safe_browsing import described
from cektautan.web.compat.safe_browsing.dialects import PROTOBUF
from cektautan.web.models.changes import ChangeLine
from cektautan.web.models.checking import (
    BatchAnswer,
    BatchRequest,
    CheckAnswer,
    DomainAnswer,
    ResolveAnswer,
    ResolveRequest,
    TestCases,
)
from cektautan.web.models.claims_search import ClaimsSearchAnswer
from cektautan.web.models.errors import ProblemDetails, TaxiiError
from cektautan.web.models.reporting import ReportAnswer, ReportRequest, StatusAnswer, StatusRequest
from cektautan.web.openapi import security
from cektautan.web.openapi.terms import add_example, add_terms
from cektautan.web.problems import KINDS, MEDIA_TYPE

JSON = "application/json"
PUBLISHED: tuple[type[BaseModel], ...] = (
    CheckAnswer,
    BatchRequest,
    BatchAnswer,
    DomainAnswer,
    ResolveRequest,
    ResolveAnswer,
    TestCases,
    ReportRequest,
    ReportAnswer,
    StatusRequest,
    StatusAnswer,
    ChangeLine,
    ClaimsSearchAnswer,
    TaxiiError,
    ProblemDetails,
)
DRAFT = "http://127.0.0.1:8000"
"""The address of a service in the recorded examples."""
EVERYWHERE = ("bad-request", "method-not-allowed")
"""What every operation may answer: a query that is no text, and a method that it has not."""
OK = {200: "The answer.", 201: "Filed.", 503: "Not now."}


def assemble(server: str) -> dict[str, Any]:
    """Return the document for a server."""
    operations, safe_browsing = (
        json.loads((files("cektautan.web.openapi") / name).read_text("utf-8"))
        for name in ("operations.json", "safe_browsing.json")
    )
    _, schemas = models_json_schema(
        [(model, "validation") for model in PUBLISHED], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": operations["info"],
        "servers": [{"url": server}],
        "tags": [*operations["tags"], *safe_browsing["tags"]],
        # For whom each part is, as readers of OpenAPI by others group it (Redocly's vendor extension).
        "x-tagGroups": operations["groups"],
        "paths": {
            path: {method: _operation(data, security.of(path, data), server) for method, data in methods.items()}
            for path, methods in {**operations["paths"], **safe_browsing["paths"]}.items()
        },
        "components": {"schemas": {**schemas["$defs"], **described.schemas()}, "securitySchemes": security.SCHEMES},
    }


def _operation(data: dict[str, Any], keys: list[dict[str, list[str]]], server: str) -> dict[str, Any]:
    plain = ("operationId", "tags", "summary", "description", "parameters")
    operation = {name: data[name] for name in plain if name in data}
    if keys:
        operation["security"] = keys
    if "body" in data:
        operation["requestBody"] = {"required": True, "content": {JSON: {"schema": _reference(data["body"])}}}
    binary = {PROTOBUF: {"type": "string", "format": "binary"}} if data.get("protobuf") else {}
    if binary and "body" in data:
        operation["requestBody"]["content"][PROTOBUF] = {"schema": binary[PROTOBUF]}
    content = data.get("content") or {JSON: _reference(data["answer"]), **binary}
    answer = {"content": {media: {"schema": schema} for media, schema in content.items()}}
    responses: dict[str, Any] = {
        str(status): {"description": OK[status], **answer} for status in (200, *data.get("also", ()))
    }
    if data.get("conditional"):
        responses["304"] = {"description": "You have this already (`If-None-Match`)."}
    slugs = dict.fromkeys((*EVERYWHERE, *data["problems"], *(["key-refused"] if keys else []), "internal"))
    refusals = data.get("refusals")
    shape, media = (refusals["schema"], refusals["media"]) if refusals else (data.get("errors"), JSON)
    responses.update(_problems(slugs, shape, media, binary))
    if shape is None:
        for slug in slugs:
            problem = responses[str(KINDS[slug].status)]["content"].get(MEDIA_TYPE)
            if problem is not None:
                told = {"summary": KINDS[slug].title, "value": KINDS[slug].example(server)}
                problem.setdefault("examples", {})[slug] = told
    if refusals:
        responses |= _refusals(refusals)
    operation["responses"] = dict(sorted(responses.items()))
    add_terms(operation)
    add_example(operation, server, DRAFT)
    return operation


def _problems(slugs: Iterable[str], other: str | None, media: str, binary: dict[str, Any]) -> dict[str, Any]:
    """One response a status; a status may stand for several problems.

    `other` is the shape in another protocol, `media` its type, and `binary` the form beside it where there is one.
    """
    by_status: dict[int, list[str]] = {}
    for slug in slugs:
        by_status.setdefault(KINDS[slug].status, []).append(f"{KINDS[slug].title} (`{slug}`).")
    schemas = {media if other else MEDIA_TYPE: _reference(other or "ProblemDetails"), **binary}
    return {
        # Each status has its own: the examples of one are none of another's.
        str(status): {
            "description": " ".join(texts),
            "content": {form: {"schema": each} for form, each in schemas.items()},
        }
        for status, texts in by_status.items()
    }


def _refusals(data: dict[str, Any]) -> dict[str, Any]:
    """Errors in the shape of another system, whose clients read no problem details."""
    content = {data["media"]: {"schema": _reference(data["schema"])}}
    return {status: {"description": means, "content": content} for status, means in data["statuses"].items()}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
