"""The pages' own style sheets, scripts and pictures, from memory, under addresses that change when they change.

A file has an address by its own digest. A folder is one program: its files share an address by the digest of them all,
so that one module finds the others beside it. The scripts that stand beside the folder belong to its program too, and
are found under its address as well: what the pages for readers and the desk both do is written once.
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


def read_assets() -> tuple[dict[str, str], dict[tuple[str, str], Body]]:
    """Read every static file.

    Returns:
        The version that stands in the address of each, by its name (`folder/name` in a folder); and what is answered
        with, by version and name.

    """
    versions: dict[str, str] = {}
    found: dict[tuple[str, str], Body] = {}
    folder = list((files("cektautan.web") / "static").iterdir())
    alone = {each.name: _read(each) for each in folder if not each.is_dir()}
    scripts = {name: body for name, body in alone.items() if name.endswith(".js")}
    for name, body in alone.items():
        versions[name] = body.digest[:12]
        found[versions[name], name] = body
    for each in folder:
        if each.is_dir():
            own = {f"{each.name}/{file.name}": _read(file) for file in each.iterdir()}
            program = {**own, **scripts}
            parts = [f"{name} {body.digest}" for name, body in sorted(program.items())]
            version = sha256("\n".join(parts).encode()).hexdigest()[:12]
            versions.update(dict.fromkeys(own, version))
            found.update({(version, name): body for name, body in program.items()})
    return versions, found


def make_blueprint() -> tuple[Blueprint, Callable[[str], str]]:
    """Make the endpoint, and the function that gives templates the address of a file."""
    blueprint = Blueprint("assets", __name__)
    versions, found = read_assets()

    def address(name: str) -> str:
        return f"/static/{versions[name]}/{name}"

    @blueprint.get("/static/<version>/<path:name>")
    def asset(version: str, name: str) -> Response:
        body = found.get((version, name))
        if body is None:
            raise Problem("not-found", KINDS["not-found"].means)
        return answer(request, body, FOR_EVER, [])

    return blueprint, address


def _read(file: Traversable) -> Body:
    body = Body.of(file.name, file.read_bytes())
    body.content_type = TYPES[file.name.rpartition(".")[2]]
    body.compressible = body.content_type != TYPES["png"]
    return body
