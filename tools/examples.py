"""Records what a running service answers to the examples of its own description (python -m tools.examples).

The examples in /openapi.json and /docs are these answers and nothing thought up; a test asks again and compares.
Long answers are shortened in the same way both times: the first entries of a list, the first lines of a text. The one
operation that asks a host outside is answered by a service whose host outside is here as well, and the one that needs a
key by a service that has given one out.
"""

from __future__ import annotations

import json
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from flask import Flask
from pytest_httpserver import HTTPServer
from tests.support.api_keys import bearer, new_key
from tests.support.desk import add, add_sources, claim, listing
from tests.support.exported import OWNER, Exporting
from tests.support.far import Authority, World
from tests.support.processes import ROOT, serving
from tests.support.service import HOAX, Service
from tests.support.stores import sqlite_database
from werkzeug import Response
from werkzeug.serving import make_server

from cektautan.core.api_keys import Scope
from cektautan.store.opening import open_store
from cektautan.web.openapi.document import DRAFT

FILE = ROOT / "service" / "cektautan" / "web" / "openapi" / "examples.json"
MOST_ENTRIES, MOST_MEMBERS, MOST_LINES, MOST_LETTERS = 2, 30, 8, 600
DEEPEST = 20
SHALLOW = {"openapi": 3}
"""Of these operations so many levels are shown; the description holds every example, its own among them."""
FAR, SHORT = "s.id", "/contoh"
"""The short link of the example, as models.ResolveRequest has it."""
# The address stands in what is exported, and the names of events and objects come from it.
SETTINGS = {"CEKTAUTAN_DESK": "on", "CEKTAUTAN_RESOLVE": "off", "CEKTAUTAN_PUBLIC_URL": DRAFT}


@dataclass(frozen=True)
class Told:
    """What a service says of itself, and what it answered."""

    document: dict[str, Any]
    answers: dict[str, requests.Response]
    """By the operation."""


_VARIES = (
    (re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|\+00:00)"), "<time>"),
    (re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"[0-9a-f]{16,}"), "<hash>"),
    (re.compile(r"[A-Za-z0-9+/_-]{22,}={0,2}"), "<bytes>"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "<day>"),
    (re.compile(r"\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [0-9:]{8} (?:GMT|\+0000)"), "<time>"),
    (re.compile(r"\b\d{9,}\b"), "<number>"),
    (re.compile(r"(?m)^(\w+(?:\{[^}\n]*\})?) [0-9.e+-]+$"), r"\1 <count>"),
)
"""What is another in every run: it comes from a key or from the clock."""
_COUNTED = {
    "age",
    "desk_age",
    "size",
    "keys",
    "entriesCount",
    "numEntries",
    "riceParameter",
    "firstValue",
    "seq",
    "event_seq",
}


def ask(folder: Path) -> Told:
    """Ask for the example of each operation, in the order of the description; `folder` is empty and may be filled."""
    places = {"CEKTAUTAN_VAR_DIR": str(folder / "served"), "CEKTAUTAN_EXTENSION_DIR": str(folder)}
    with (
        serving({**SETTINGS, **places}) as (address, _),
        _resolving(folder / "resolving") as resolving,
        _with_owners(folder / "owners") as (owners, key),
    ):
        document = requests.get(f"{address}/openapi.json", timeout=10).json()
        found = _found(address)
        answers = {
            operation["operationId"]: _ask(
                {"resolve": resolving, "ownerAddresses": owners}.get(operation["operationId"], address),
                method, path, {**operation, "found": found.get(operation["operationId"])}, document,
                bearer(key) if operation["operationId"] == "ownerAddresses" else {},
            )
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        }  # fmt: skip
    return Told(document, answers)


def _found(address: str) -> dict[str, str]:
    """Names that come from what a service publishes, by the operation: they are others in every run."""
    manifest = requests.get(f"{address}/lists/manifest.json", timeout=10).json()
    collection = requests.get(f"{address}/taxii2/list/collections/", timeout=10).json()["collections"][0]["id"]
    objects = requests.get(f"{address}/taxii2/list/collections/{collection}/objects/", timeout=10).json()["objects"]
    first = next(each["id"] for each in objects if each["type"] == "indicator")
    return {"listFile": Path(manifest["rules"]["path"]).name, "taxiiObject": first, "taxiiVersions": first}


def _ask(
    address: str, method: str, path: str, operation: dict[str, Any], document: dict[str, Any], headers: dict[str, str]
) -> requests.Response:
    given = {
        (each["in"], each["name"]): each["example"] for each in operation.get("parameters", ()) if "example" in each
    }
    if operation["found"]:
        given["path", "name"] = operation["found"]
    where = path
    for (_, name), value in given.items():
        where = where.replace(f"{{{name}}}", str(value))
    query = {name: value for (place, name), value in given.items() if place == "query"}
    body = _body(operation, document)
    return requests.request(method, address + where, params=query, json=body, headers=headers, timeout=30)


@contextmanager
def _resolving(folder: Path) -> Iterator[str]:
    """Run a service for which the host of short links is a server here, and give its address."""
    folder.mkdir()
    authority = Authority(folder)
    with HTTPServer(host="127.0.0.1", ssl_context=authority.server(FAR)) as far:
        far.expect_request(SHORT).respond_with_response(Response(status=301, headers={"Location": HOAX}))
        service = Service(folder / "var", hops=World.make(authority, far.port, [FAR]).client)
        service.publish()
        with _served(service.app()) as address:
            yield address


@contextmanager
def _with_owners(folder: Path) -> Iterator[tuple[str, str]]:
    """Run a service that lists a post whose key names a channel, and give its address and a key for it."""
    folder.mkdir()
    sqlite_database(folder)
    store, _ = open_store("", folder)
    add_sources(store)
    add(store, claim(OWNER.claim), listing(OWNER.claim, OWNER.key))
    service = Exporting(folder, settings={**SETTINGS, "CEKTAUTAN_PUBLISH": "off"})
    service.publish([OWNER])
    key = new_key(store, int(service.clock()), scopes=[Scope.OWNER_ADDRESSES])
    with _served(service.client().application) as address:
        yield address, key.text
    store.engine.dispose()


@contextmanager
def _served(app: Flask) -> Iterator[str]:
    """Serve an application that stands in this process, and give its address."""
    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def shown(operation: str, response: requests.Response) -> dict[str, Any]:
    """An answer as an example: its status, its type and its body, shortened."""
    media, text = response.headers["Content-Type"], response.text
    if operation == "metrics":
        # How often it was asked whether it is ready before it was, nobody can say.
        text = "\n".join(line for line in text.split("\n") if "/readyz" not in line)
    value: Any = text
    if "ndjson" in media:
        value = [json.loads(line) for line in text.splitlines()]
    elif "json" in media:
        value = json.loads(text)
    value = shorten(value, SHALLOW.get(operation, DEEPEST))
    return {"status": str(response.status_code), "media": media, "value": value}


def shorten(value: Any, levels: int = DEEPEST) -> Any:
    """The beginning of a long answer, and so many levels of it."""
    if isinstance(value, dict):
        members = list(value.items())[: MOST_ENTRIES if len(value) > MOST_MEMBERS else None] if levels else []
        return {name: shorten(each, levels - 1) for name, each in members}
    if isinstance(value, list):
        return [shorten(each, levels - 1) for each in value[:MOST_ENTRIES]] if levels else []
    return "\n".join(value.split("\n")[:MOST_LINES])[:MOST_LETTERS] if isinstance(value, str) else value


def steady(value: Any) -> Any:
    """An example without what is another in every run."""
    if isinstance(value, dict):
        return {steady(name): 0 if name in _COUNTED else steady(each) for name, each in value.items()}
    if isinstance(value, list):
        return [steady(each) for each in value]
    if isinstance(value, str):
        for pattern, word in _VARIES:
            value = pattern.sub(word, value)
        return value
    return 0 if isinstance(value, int) and not isinstance(value, bool) and value > 10**8 else value


def _body(operation: dict[str, Any], document: dict[str, Any]) -> Any:
    if "requestBody" not in operation:
        return None
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    schema = document["components"]["schemas"][name]
    whole = schema.get("examples")
    return whole[0] if whole else {name: each["examples"][0] for name, each in schema["properties"].items()}


def main() -> None:
    """Record them."""
    with tempfile.TemporaryDirectory() as name:
        found = {operation: shown(operation, response) for operation, response in ask(Path(name)).answers.items()}
    FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
