"""Walks through what a document holds and finds each ClaimReview, wherever it stands.

On top, in a list, in a graph, inside an article: schema.org's types are the same thing everywhere. The walk goes in the
order of the document, keeps no call open for a level, and ends at bounds that a fault names. A reference by `@id` to
something that stands elsewhere in the same document is followed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cektautan.sources.claimreview.limits import MOST_DEPTH

Node = Mapping[str, Any]

REVIEW: Final = "claimreview"


@dataclass(frozen=True, slots=True)
class Walked:
    """What was found."""

    reviews: tuple[Node, ...]
    named: Mapping[str, Node]
    """Nodes by their `@id`, for references."""
    limits: tuple[str, ...] = ()
    """The bounds at which the walk turned round: `too_deep`, `too_many_nodes`."""


def walk(values: Iterable[Any], most_nodes: int) -> Walked:
    """Return the reviews of a document, in its order."""
    waiting: list[tuple[Any, int]] = [(each, 0) for each in values][::-1]
    reviews: list[Node] = []
    named: dict[str, Node] = {}
    limits: dict[str, None] = {}
    seen = 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if seen > most_nodes:
            limits["too_many_nodes"] = None
            break
        if isinstance(value, dict):
            if is_a(value, REVIEW):
                reviews.append(value)
            name = value.get("@id")
            # What only refers is no node of its own.
            if isinstance(name, str) and len(value) > 1:
                named.setdefault(name, value)
            inside: list[Any] = [each for each in value.values() if isinstance(each, dict | list)]
        else:
            inside = [each for each in value if isinstance(each, dict | list)] if isinstance(value, list) else []
        if inside and depth >= MOST_DEPTH:
            limits["too_deep"] = None
        else:
            waiting += [(each, depth + 1) for each in reversed(inside)]
    return Walked(tuple(reviews), named, tuple(limits))


def is_a(node: Node, name: str) -> bool:
    """Return whether a node has a type, alone or among others, whatever stands before its name.

    >>> is_a({"@type": ["Review", "https://schema.org/ClaimReview"]}, "claimreview"), is_a({"@type": {}}, "claimreview")
    (True, False)
    """
    return any(isinstance(each, str) and _short(each) == name for each in many(node.get("@type")))


def _short(kind: str) -> str:
    for mark in "/#:":
        kind = kind.rpartition(mark)[2]
    return kind.strip().lower()


def many(value: Any) -> list[Any]:
    """Return a value as a list: schema.org allows one or several wherever it allows one.

    >>> many(None), many("a"), many(["a", "b"])
    ([], ['a'], ['a', 'b'])
    """
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def first(value: Any, named: Mapping[str, Node]) -> Node:
    """Return the first object of a value, a reference followed; an empty one where there is none."""
    for each in many(value):
        if isinstance(each, dict):
            name = each.get("@id")
            if len(each) == 1 and isinstance(name, str):
                return named.get(name, each)
            return each
    return {}
