"""The pages' own style sheets, scripts and pictures, from memory, under addresses that change when they change.

A file has an address by its own digest. A folder is one program: its files share an address by the digest of them all,
so that one module finds the others beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

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


def read_assets() -> dict[str, tuple[str, Body]]:
    """Every static file by its name (`folder/name` in a folder), with the version that stands in its address."""
    found: dict[str, tuple[str, Body]] = {}
    for each in (files("cektautan.web") / "static").iterdir():
        if each.is_dir():
            program = {f"{each.name}/{file.name}": _read(file) for file in each.iterdir()}
            parts = [f"{name} {body.digest}" for name, body in sorted(program.items())]
            version = sha256("\n".join(parts).encode()).hexdigest()[:12]
            found.update({name: (version, body) for name, body in program.items()})
        else:
            body = _read(each)
            found[each.name] = (body.digest[:12], body)
    return found


def make_blueprint() -> tuple[Blueprint, Callable[[str], str]]:
    """Make the endpoint, and the function that gives templates the address of a file."""
    blueprint = Blueprint("assets", __name__)
    found = read_assets()

    def address(name: str) -> str:
        return f"/static/{found[name][0]}/{name}"

    @blueprint.get("/static/<version>/<path:name>")
    def asset(version: str, name: str) -> Response:
        current, body = found.get(name, ("", None))
        if body is None or version != current:
            raise Problem("not-found", KINDS["not-found"].means)
        return answer(request, body, FOR_EVER, [])

    return blueprint, address


def _read(file: Traversable) -> Body:
    body = Body.of(file.name, file.read_bytes())
    body.content_type = TYPES[file.name.rpartition(".")[2]]
    body.compressible = body.content_type != TYPES["png"]
    return body
