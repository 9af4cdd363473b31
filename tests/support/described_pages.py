"""The pages for people as an OpenAPI document of the tests' own, from contract/interface/pages.json.

Every page may refuse in the same ways, so those stand here and not beside each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.support.processes import ROOT

HTML = "text/html; charset=utf-8"
PROBLEM = "application/problem+json"
REFUSALS = {
    "400": "A text that is none.",
    "405": "No such method.",
    "413": "More than a form holds.",
    "429": "Too many requests.",
    "503": "Not now.",
}
"""What every page may answer besides what is its own; never 500."""
TEXT = {"type": "string"}


def pages() -> dict[str, Any]:
    """The file."""
    found: dict[str, Any] = json.loads((ROOT / "tests/contract/interface/pages.json").read_text("utf-8"))
    return found


def document(paths: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """The description of pages in the form of the file: paths, their methods, and what those take and answer."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pages", "version": "1"},
        "paths": {
            path: {method: _operation(path, method, each) for method, each in methods.items()}
            for path, methods in paths.items()
        },
    }


def _operation(path: str, method: str, each: Mapping[str, Any]) -> dict[str, Any]:
    given = [
        {"name": name, "in": "path", "required": True, "schema": TEXT, "example": value}
        for name, value in each.get("path", {}).items()
    ]
    given += [{"name": name, "in": "query", "schema": TEXT} for name in ("lang", *each.get("query", ()))]
    operation: dict[str, Any] = {
        "operationId": f"{method} {path}",
        "parameters": given,
        "responses": {
            status: _answer(status, media)
            for status, media in {**dict.fromkeys(REFUSALS, ""), **each["answers"]}.items()
        },
    }
    if "form" in each:
        fields = {name: {**TEXT, **schema} for name, schema in each["form"].items()}
        schema = {"type": "object", "properties": fields}
        operation["requestBody"] = {"content": {"application/x-www-form-urlencoded": {"schema": schema}}}
    return operation


def _answer(status: str, media: str | list[str]) -> dict[str, Any]:
    kinds = set(media) if isinstance(media, list) else {media} - {""}
    # An error has the form that the client takes.
    kinds |= {HTML, PROBLEM} if status >= "400" else set()
    return {"description": REFUSALS.get(status, "What is asked for."), "content": {kind: {} for kind in sorted(kinds)}}
