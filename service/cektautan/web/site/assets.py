"""The pages' own style sheet, script and pictures, from memory, under addresses that change when they change."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

from flask import Blueprint, Response, request

from cektautan.web.lists.bodies import Body
from cektautan.web.lists.negotiate import FOR_EVER, answer
from cektautan.web.problems import KINDS, Problem

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "png": "image/png",
    "svg": "image/svg+xml",
}


def read_assets() -> dict[str, Body]:
    """Every static file by name."""
    found: dict[str, Body] = {}
    for each in (files("cektautan.web") / "static").iterdir():
        body = Body.of(each.name, each.read_bytes())
        body.content_type = TYPES[each.name.rpartition(".")[2]]
        body.compressible = body.content_type != TYPES["png"]
        found[each.name] = body
    return found


def make_blueprint() -> tuple[Blueprint, Callable[[str], str]]:
    """Make the endpoint, and the function that gives templates the address of a file."""
    blueprint = Blueprint("assets", __name__)
    found = read_assets()

    def address(name: str) -> str:
        return f"/static/{found[name].digest[:12]}/{name}"

    @blueprint.get("/static/<version>/<name>")
    def asset(version: str, name: str) -> Response:
        body = found.get(name)
        if body is None or version != body.digest[:12]:
            raise Problem("not-found", KINDS["not-found"].means)
        return answer(request, body, FOR_EVER, [])

    return blueprint, address
