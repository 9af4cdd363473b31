"""Stacked columns, month by month, as numbers for an SVG that the page draws without a script or a style attribute.

The same figures stand in a table below, so the drawing carries nothing that a reader of it alone would miss.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEIGHT = 120
STEP = 40
WIDTH = 26
LABELS = 22
"""Room below the columns."""


@dataclass(frozen=True)
class Part:
    """One part of a column."""

    name: str
    x: int
    y: float
    height: float


@dataclass(frozen=True)
class Columns:
    """A drawing."""

    width: int
    height: int
    base: int
    parts: tuple[Part, ...]
    labels: tuple[tuple[int, str], ...]
    """Where the middle of a column is, and what stands below it."""


def draw(columns: Sequence[tuple[str, Mapping[str, int]]], order: Sequence[str]) -> Columns:
    """Return the drawing of labelled columns whose parts are stacked in an order.

    >>> draw([("Nov", {"list": 2, "retract": 1})], ("list", "retract")).parts
    (Part(name='list', x=7, y=40.0, height=80.0), Part(name='retract', x=7, y=0.0, height=40.0))
    """
    most = max((sum(each.values()) for _, each in columns), default=0) or 1
    parts = []
    for number, (_, values) in enumerate(columns):
        top = float(HEIGHT)
        for name in order:
            height = round(HEIGHT * values.get(name, 0) / most, 1)
            if height:
                top = round(top - height, 1)
                parts.append(Part(name, number * STEP + (STEP - WIDTH) // 2, max(top, 0.0), height))
    return Columns(
        width=STEP * len(columns),
        height=HEIGHT + LABELS,
        base=HEIGHT,
        parts=tuple(parts),
        labels=tuple((number * STEP + STEP // 2, label) for number, (label, _) in enumerate(columns)),
    )
