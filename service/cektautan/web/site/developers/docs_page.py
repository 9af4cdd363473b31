"""`/docs`: the HTTP interface for a reader, from the same document as /openapi.json, without scripts.

What it says is in English, as the interface is; the page around it speaks the reader's language.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request

from cektautan.web import texts as words
from cektautan.web.lists.bodies import Body
from cektautan.web.lists.negotiate import ASK_FIRST, answer
from cektautan.web.problems import KINDS


@dataclass(frozen=True)
class Row:
    """One field of a schema, or one parameter."""

    name: str
    type: str
    means: str
    required: bool


@dataclass(frozen=True)
class OperationShown:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Row, ...]
    body: str | None
    answer: str | None
    responses: tuple[tuple[str, str], ...]
    curl: str
    terms: tuple[tuple[str, str], ...]
    """What it costs, how long an answer holds, and under which licence its data are."""
    example: str
    """What a running service answered to the request above, shortened; empty where none was recorded."""


@dataclass(frozen=True)
class Group:
    """The parts of the interface that are for the same programs or people."""

    name: str
    sections: tuple[tuple[dict[str, str], tuple[OperationShown, ...]], ...]
    """Each tag with its operations."""


def type_of(schema: dict[str, Any]) -> str:
    """A schema's type in a few words.

    >>> type_of({"anyOf": [{"type": "integer"}, {"type": "null"}]})
    'integer or null'
    >>> type_of({"type": "array", "items": {"$ref": "#/components/schemas/Claim"}})
    'list of Claim'
    """
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(type_of(each) for each in schema[several])
    if "enum" in schema or "const" in schema:
        return "one of " + ", ".join(str(each) for each in schema.get("enum", [schema.get("const")]))
    kind = schema.get("type", "anything")
    return f"list of {type_of(schema['items'])}" if kind == "array" and schema.get("items") else str(kind)


def operations(document: dict[str, Any], tag: str) -> Iterator[OperationShown]:
    """Every operation of a tag in order."""
    server = document["servers"][0]["url"]
    for path, methods in document["paths"].items():
        for method, data in methods.items():
            if tag not in data["tags"]:
                continue
            body = data.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            schema = data["responses"]["200"]["content"].get("application/json", {}).get("schema", {})
            yield OperationShown(
                id=data["operationId"],
                method=method.upper(),
                path=path,
                summary=data["summary"],
                description=data.get("description", ""),
                parameters=tuple(
                    Row(each["name"], type_of(each["schema"]), each.get("description", ""), each.get("required", False))
                    for each in data.get("parameters", [])
                ),
                body=type_of(body) if body else None,
                answer=type_of(schema) if "$ref" in schema else None,
                responses=tuple((code, each["description"]) for code, each in data["responses"].items()),
                curl=_curl(server, path, data, document),
                terms=tuple(_terms(data)),
                example=_example(data),
            )


def _terms(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    limit = data.get("x-limit")
    yield "Limit", f"`{limit['name']}` in `RateLimit-Policy`. {limit['cost']}" if limit else "None."
    if "x-cache" in data:
        yield "Caching", data["x-cache"]
    if "x-licence" in data:
        yield "Licence of the data", data["x-licence"]


def _example(data: dict[str, Any]) -> str:
    """The recorded answer as text."""
    for response in data["responses"].values():
        for content in response.get("content", {}).values():
            if "example" in content:
                value = content["example"]
                return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
    return ""


def _curl(server: str, path: str, data: dict[str, Any], document: dict[str, Any]) -> str:
    query = []
    for each in data.get("parameters", []):
        if each["in"] == "path":
            path = path.replace("{" + each["name"] + "}", each["example"])
        elif "example" in each:
            values = each["example"] if isinstance(each["example"], list) else [each["example"]]
            query += [f"  --data-urlencode '{each['name']}={value}'" for value in values]
    if "requestBody" in data:
        schema = document["components"]["schemas"][
            type_of(data["requestBody"]["content"]["application/json"]["schema"])
        ]
        # What may be sent in several forms has an example of its own.
        whole = schema.get("examples")
        example = whole[0] if whole else {name: each["examples"][0] for name, each in schema["properties"].items()}
        return f"curl -s {server}{path} -H 'Content-Type: application/json' \\\n  -d '{json.dumps(example)}'"
    return " \\\n".join([f"curl -s {'-G ' if query else ''}{server}{path}", *query])


def groups(document: dict[str, Any]) -> Iterator[Group]:
    """For whom each part of the interface is, in order, with its operations."""
    tags = {tag["name"]: tag for tag in document["tags"]}
    for group in document["x-tagGroups"]:
        sections = tuple((tags[name], tuple(operations(document, name))) for name in group["tags"])
        yield Group(group["name"], sections)


def schemas(document: dict[str, Any]) -> Iterator[tuple[str, str, tuple[Row, ...]]]:
    """Every schema: name, meaning, fields."""
    for name, schema in document["components"]["schemas"].items():
        required = set(schema.get("required", ()))
        rows = tuple(
            Row(each, type_of(data), data.get("description", ""), each in required)
            for each, data in schema.get("properties", {}).items()
        )
        yield name, schema.get("description", ""), rows


def make_blueprint(document: dict[str, Any]) -> Blueprint:
    """Make the page from the assembled document; it is rendered once a language, when it is first asked for."""
    blueprint = Blueprint("docs_page", __name__)
    made: dict[str, Body] = {}

    @blueprint.get("/docs")
    def docs() -> Response:
        language = words.choose(request.args.get("lang"), request.accept_languages)
        if language not in made:
            html = render_template(
                "docs.html", t=words.load(language), document=document, groups=list(groups(document)),
                schemas=list(schemas(document)), problems=KINDS.values(), list_date=None,
            )  # fmt: skip
            body = Body.of("docs.html", html.encode())
            body.content_type, body.compressible = "text/html; charset=utf-8", True
            made[language] = body
        said = [("Content-Language", "en")]
        return answer(request, made[language], ASK_FIRST, said, vary="Accept-Encoding, Accept-Language")

    return blueprint
