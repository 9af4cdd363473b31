"""One measured figure with its goal, and the table that `make bench` prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A measured value: `unit` is `x` for a ratio; the goal is a bound from above (`<=`) or below (`>=`)."""

    name: str
    value: float
    unit: str
    sense: str
    goal: float
    detail: str = ""

    @property
    def reached(self) -> bool:
        """Say whether the value is on the right side of the goal."""
        return self.value <= self.goal if self.sense == "<=" else self.value >= self.goal


def table(figures: list[Figure]) -> str:
    """Return the figures as an aligned text table."""
    rows = [("figure", "measured", "goal", "", "detail")]
    for f in figures:
        goal = f"{f.sense} {f.goal:g} {f.unit}"
        rows.append((f.name, f"{f.value:.5g} {f.unit}", goal, "ok" if f.reached else "MISSED", f.detail))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
