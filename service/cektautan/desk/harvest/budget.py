"""How much of what a feed brings may become cases today. Pure.

A queue that one feed can flood is no queue. Each feed has a number of cases a day; what goes beyond, and the whole of a
feed that jumps, is held as one batch that a person looks at first. Nothing is thrown away.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """What becomes of so many new findings."""

    offered: int
    held: int
    jump: bool
    """Whether the feed brought abnormally much, so that all of it is held."""


def share(new: int, rows_before: int, left: int, *, times: int, floor: int) -> Share:
    """Return how many new findings become cases now.

    Args:
        new: findings that nobody saw before.
        rows_before: what the feed held when it was last good; 0 where it never was.
        left: cases that the feed may still open today.
        times: a feed with more than so many times its former rows jumps.
        floor: fewer new findings than that are never a jump.

    """
    jump = rows_before > 0 and new >= floor and new > rows_before * times
    offered = 0 if jump else max(0, min(new, left))
    return Share(offered, new - offered, jump)
