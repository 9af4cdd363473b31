"""The moment when a whole must be over, however many steps it takes."""

from __future__ import annotations

import time

from cektautan.outbound.errors import TooSlow


class Deadline:
    """So many seconds from now."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float = float("inf")) -> float:
        """Return the seconds that are left, at most so many.

        Raises:
            TooSlow: none are left.

        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TooSlow
        return min(left, most)
