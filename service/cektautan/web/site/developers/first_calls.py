"""The calls of the page for a developer's first ten minutes, with a service's own address in them.

They are data (`first_calls.json`), so that a test can run every one of them as it stands on the page. Nothing here
asks anybody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

SERVER: Final = "https://cek.example"
HOST: Final = SERVER.partition("://")[2]
ROOT_KEY: Final = "RW..."
WIDTH: Final = 76


@dataclass(frozen=True)
class Call:
    """One call, and what is answered to it."""

    id: str
    language: str
    environment: str
    code: str
    answer: str
    """Indented JSON, or lines in which `…` stands for anything."""
    shortened: bool
    """True if the answer is JSON of which the telling part is shown."""


@dataclass(frozen=True)
class CacheRule:
    """How long answers of some addresses may be kept."""

    id: str
    paths: tuple[str, ...]
    ask: str
    header: str


@dataclass(frozen=True)
class Step:
    """One section of the page."""

    id: str
    calls: tuple[Call, ...]
    caches: tuple[CacheRule, ...]
    problems: tuple[Mapping[str, Any], ...]
    limits: bool


def steps(server: str, root_key: str | None, *, desk: bool) -> tuple[Step, ...]:
    """Return the sections for a service.

    Args:
        server: the address that readers use.
        root_key: its root public key; None leaves the sign for it where it is.
        desk: whether it has a desk, without which some calls are not answered.

    """

    def filled(text: str) -> str:
        text = text.replace(SERVER, server).replace(HOST, server.partition("://")[2])
        return text.replace(ROOT_KEY, root_key or ROOT_KEY)

    return tuple(_steps(filled, desk))


def _steps(filled: Callable[[str], str], desk: bool) -> Iterator[Step]:
    for data in _data()["steps"]:
        if desk or not data.get("needs_desk"):
            calls = (_call(each, filled) for each in data["calls"] if desk or not each.get("needs_desk"))
            caches = (CacheRule(**{**each, "paths": tuple(each["paths"])}) for each in data.get("caches", ()))
            yield Step(
                data["id"], tuple(calls), tuple(caches), tuple(data.get("problems", ())), data.get("limits", False)
            )


def _call(data: Mapping[str, Any], filled: Callable[[str], str]) -> Call:
    told = data["answer"]
    answer = written(told["json"]) if "json" in told else "\n".join(told["lines"])
    return Call(
        data["id"], data["language"], data.get("environment", ""), filled("\n".join(data["code"])), filled(answer),
        "json" in told,
    )  # fmt: skip


def written(value: Any, margin: str = "") -> str:
    """JSON for a reader: what is short stands on one line.

    >>> written({"state": "unknown", "claims": []})
    '{"state": "unknown", "claims": []}'
    """
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(margin) + len(flat) <= WIDTH:
        return flat
    inner = f"{margin}  "
    if isinstance(value, dict):
        parts = [f"{json.dumps(name)}: {written(each, inner)}" for name, each in value.items()]
        first, last = "{}"
    else:
        parts, (first, last) = [written(each, inner) for each in value], "[]"
    return f"{first}\n{inner}" + f",\n{inner}".join(parts) + f"\n{margin}{last}"


@cache
def _data() -> Any:
    return json.loads((files("cektautan.web.site.developers") / "first_calls.json").read_text("utf-8"))
