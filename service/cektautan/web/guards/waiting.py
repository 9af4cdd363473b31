"""Decides who may wait for news while a thread of the server is held for it.

An answer that waits holds a thread, and threads are what checks are answered with. So only a quarter of a worker's
threads may wait at a time, and one network may hold only half of those; who finds no place is answered at once and told
when to ask again. The other long waits, those for the hosts of short links, hold half of the threads at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Waiting:
    """The places of one worker process."""

    def __init__(self, threads: int) -> None:
        """Make as many places as a worker with so many threads can spare: none where it has fewer than four."""
        self.places = threads // 4
        self._each = max(1, self.places // 2)
        self._held: Counter[str] = Counter()
        self._lock = Lock()

    @contextmanager
    def place(self, caller: str) -> Iterator[bool]:
        """Hold a place for a caller while the block runs; False where there is none."""
        found = self._take(caller)
        try:
            yield found
        finally:
            if found:
                self._give_back(caller)

    def _take(self, caller: str) -> bool:
        with self._lock:
            if self._held.total() >= self.places or self._held[caller] >= self._each:
                return False
            self._held[caller] += 1
            return True

    def _give_back(self, caller: str) -> None:
        with self._lock:
            self._held[caller] -= 1
            # A name that holds nothing is forgotten.
            self._held += Counter()
