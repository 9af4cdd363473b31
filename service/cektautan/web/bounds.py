"""How much one request of each public route may ask for, and what work that is (bounds.json).

Bodies end where the file says, which the application asks before any view reads one. The other bounds stand in the
code that keeps them; tests make the largest request of each route, count its work and hold the table in
docs/operations.md to the file. The desk keeps bounds of its own (`console/access/guard.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Line:
    """What holds for a few routes alike."""

    routes: tuple[str, ...]
    """Method and rule, as the application knows it."""
    most: str
    work: str
    beyond: str
    """How more is answered."""
    body: int = 0
    """Bytes; 0 where none is read."""


@cache
def lines() -> tuple[Line, ...]:
    """The lines of the file."""
    data = json.loads((files("cektautan.web") / "bounds.json").read_text("utf-8"))
    return tuple(Line(**{**each, "routes": tuple(each["routes"])}) for each in data["lines"])


@cache
def largest_bodies() -> Mapping[str, int]:
    """The bytes that a body may have, by the rule of the route that reads it."""
    routes = [(route.partition(" "), line.body) for line in lines() for route in line.routes]
    return {rule: body for (method, _, rule), body in routes if method == "POST"}
