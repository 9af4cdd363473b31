"""Keeps the newest few of what takes long to make, for threads that ask for the same at once.

Whoever asks while one is being made waits and is given that one. It must never keep more than it was told to, whatever
is asked for; what could not be made is asked for again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """The `most` values that were asked for last, by key."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[K, tuple[V]] = OrderedDict()
        # Making one value may take another of the same thread.
        self._lock = threading.RLock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of a key, which is made where it is not there. What `make` raises is raised."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                found = self._values[key] = (make(),)
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
            return found[0]
