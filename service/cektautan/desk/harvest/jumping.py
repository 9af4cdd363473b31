"""Whether a feed brings abnormally much. Pure.

A queue that one feed can flood is no queue. Each feed has a number of cases a day (`accepting`); the whole of a feed
that jumps is held as one batch, which a person looks at first. Nothing is thrown away.
"""

from __future__ import annotations


def jumps(new: int, rows_before: int, *, times: int, floor: int) -> bool:
    """Return whether a feed jumped.

    Args:
        new: what it brings that nobody saw before.
        rows_before: what it held when it was last good; 0 where it never was.
        times: more than so many times its former rows is a jump.
        floor: fewer new ones than that never are.

    >>> jumps(60, 5, times=10, floor=50), jumps(49, 1, times=10, floor=50), jumps(60, 0, times=10, floor=50)
    (True, False, False)

    """
    return rows_before > 0 and new >= floor and new > rows_before * times
