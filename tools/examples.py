"""Records what a running service answers to the examples of its own description (python -m tools.examples).

The examples in /openapi.json and /docs are these answers and nothing thought up; a test asks again and compares.
Long answers are shortened in the same way both times: the first entries of a list, the first lines of a text.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests
from tests.support.processes import ROOT, serving

from cektautan.web.openapi.document import DRAFT

FILE = ROOT / "service" / "cektautan" / "web" / "openapi" / "examples.json"
MOST_ENTRIES, MOST_MEMBERS, MOST_LINES, MOST_LETTERS = 2, 30, 8, 600
NOT_ASKED = {
    "resolve": "It would ask a host outside.",
    "openapi": "It is this document.",
    "exportMisp": "The order of its events comes from the address of the service.",
    "taxiiObjects": "As exportMisp; `taxiiManifest` shows an answer of the same shape.",
    "metrics": "Its numbers are of this process alone.",
}
"""Operations without an example of an answer, and why."""
SETTINGS = {"CEKTAUTAN_DESK": "on", "CEKTAUTAN_RESOLVE": "off"}

_VARIES = (
    (re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(?:Z|\+00:00)"), "<time>"),
    (re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"[0-9a-f]{16,}"), "<hash>"),
    (re.compile(r"[A-Za-z0-9+/_-]{22,}={0,2}"), "<bytes>"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "<day>"),
    (re.compile(r"\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [0-9:]{8} (?:GMT|\+0000)"), "<time>"),
    (re.compile(r"\b\d{9,}\b"), "<number>"),
)
"""What is another in every run: it comes from a key or from the clock."""
_COUNTED = {"age", "size", "keys", "entriesCount", "numEntries", "riceParameter", "firstValue", "seq", "event_seq"}


def ask(address: str) -> Iterator[tuple[str, requests.Response]]:
    """Ask a service for the example of each operation, in the order of the description."""
    document = requests.get(f"{address}/openapi.json", timeout=10).json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if operation["operationId"] in NOT_ASKED:
                continue
            given = [each for each in operation.get("parameters", ()) if "example" in each]
            where = path
            for each in given:
                where = where.replace(f"{{{each['name']}}}", str(each["example"]))
            query = [(each["name"], each["example"]) for each in given if each["in"] == "query"]
            yield (
                operation["operationId"],
                requests.request(
                    method, address + where, params=dict(query), json=_body(operation, document), timeout=30
                ),
            )


def shown(response: requests.Response, address: str) -> dict[str, Any]:
    """An answer as an example: its status, its type and its body, shortened."""
    media, text = response.headers["Content-Type"], response.text.replace(address, DRAFT)
    value: Any = text
    if "ndjson" in media:
        value = [json.loads(line) for line in text.splitlines()]
    elif "json" in media:
        value = json.loads(text)
    return {"status": str(response.status_code), "media": media, "value": shorten(value)}


def shorten(value: Any) -> Any:
    """The beginning of a long answer."""
    if isinstance(value, dict):
        members = list(value.items())
        return {name: shorten(each) for name, each in members[: MOST_ENTRIES if len(members) > MOST_MEMBERS else None]}
    if isinstance(value, list):
        return [shorten(each) for each in value[:MOST_ENTRIES]]
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
        folder = Path(name)
        places = {"CEKTAUTAN_VAR_DIR": str(folder), "CEKTAUTAN_EXTENSION_DIR": str(folder)}
        with serving({**SETTINGS, **places}) as (address, _):
            found = {operation: shown(response, address) for operation, response in ask(address)}
    FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
