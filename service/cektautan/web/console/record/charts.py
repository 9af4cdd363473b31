"""The geometry of the board's charts: numbers to places in a drawing, and nothing else.

Pure. A chart is drawn by a template as SVG without a style of its own; beside each stands a table with the same
numbers, so that nobody needs the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cektautan.web.texts import Texts

WIDTH: Final = 320
"""About as wide as a panel on a narrow phone, so that its letters keep their size there."""
HEIGHT: Final = 150
_TOP: Final = 16
_BOTTOM: Final = 20
_GAP: Final = 6


@dataclass(frozen=True)
class Segment:
    """One part of a column."""

    name: str
    y: float
    height: float


@dataclass(frozen=True)
class Column:
    """One column: its parts from the bottom up, and what stands below it."""

    x: float
    middle: float
    width: float
    segments: tuple[Segment, ...]
    label: str
    total: int
    top: float


def share(value: float, most: float) -> float:
    """Return how long a bar is, in hundredths; whatever there is can be seen.

    >>> share(5, 10), share(1, 100_000), share(0, 10), share(3, 0)
    (50.0, 0.5, 0.0, 0.0)
    """
    if value <= 0 or most <= 0:
        return 0.0
    return max(0.5, round(100 * value / most, 2))


def columns(found: Sequence[tuple[str, Mapping[str, int]]], order: Iterable[str]) -> tuple[Column, ...]:
    """Return stacked columns for labelled counts, the parts of each in a fixed order."""
    names = tuple(order)
    totals = [sum(counts.get(name, 0) for name in names) for _, counts in found]
    most = max(totals, default=0)
    room = HEIGHT - _TOP - _BOTTOM
    step = WIDTH / max(1, len(found))
    made = []
    for place, ((label, counts), total) in enumerate(zip(found, totals, strict=True)):
        y = float(HEIGHT - _BOTTOM)
        segments = []
        for name in names:
            if counts.get(name, 0):
                height = room * counts[name] / most
                y -= height
                segments.append(Segment(name, round(y, 2), round(height, 2)))
        x = place * step + _GAP / 2
        made.append(
            Column(round(x, 2), round(x + (step - _GAP) / 2, 2), round(step - _GAP, 2), tuple(segments), label, total,
                   round(y - 4, 2))
        )  # fmt: skip
    return tuple(made)


def number(value: int, texts: Texts) -> str:
    """Return a number as people write it.

    >>> from cektautan.web.texts import load
    >>> number(12_345, load("id")), number(12_345, load("en"))
    ('12.345', '12,345')
    """
    text = f"{value:,}"
    return text.replace(",", ".") if texts.language == "id" else text


def percent(value: float | None, texts: Texts) -> str:
    """Return a share as people write it; a dash where there is none.

    >>> from cektautan.web.texts import load
    >>> percent(0.975, load("id")), percent(1.0, load("en")), percent(None, load("en"))
    ('97,5%', '100%', '-')
    """
    if value is None:
        return "-"
    text = f"{100 * value:.1f}".removesuffix(".0")
    return f"{text.replace('.', ',') if texts.language == 'id' else text}%"
