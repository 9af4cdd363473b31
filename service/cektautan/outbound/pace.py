"""Keeps a pause between two requests to one host, for all threads of a process.

Decides only how long to wait. Whoever has no time to wait is told so and asks later; nobody waits for another host.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Final

from cektautan.outbound.deadline import Deadline
from cektautan.outbound.errors import TooSlow, TooSoon

LEAST_SECONDS: Final = 2.0
"""Between two requests to one host, however little it asks for."""
MOST_SECONDS: Final = 30.0
"""However much it asks for: a host that wants more would never be seen at all."""
MOST_HOSTS: Final = 10_000


class Pace:
    """Knows when each host may be asked next."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Take the clock that it goes by and what it waits with."""
        self._clock = clock
        self._sleep = sleep
        self._next: dict[str, float] = {}
        self._lock = Lock()

    def keep(self, host: str, pause: float, deadline: Deadline) -> None:
        """Wait until the host may be asked, and count this request.

        Raises:
            TooSoon: that would take longer than there is time.

        """
        try:
            left = deadline.left()
        except TooSlow:
            raise TooSoon from None
        with self._lock:
            now = self._clock()
            start = max(now, self._next.get(host, now))
            if start - now >= left:
                raise TooSoon
            if len(self._next) >= MOST_HOSTS:
                self._next = {name: at for name, at in self._next.items() if at > now}
            self._next[host] = start + min(max(pause, LEAST_SECONDS), MOST_SECONDS)
        if start > now:
            self._sleep(start - now)
