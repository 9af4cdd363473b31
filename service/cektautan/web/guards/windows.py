"""Counts of fixed windows in memory: a storage for the `limits` library, under the scheme `windows://`.

The library's own memory storage starts a thread every 10 ms while requests come and walks through every key in it: 5 of
100 microseconds of a request at one caller, and more than the request itself at 100,000. The keys of `Limits` carry the
number of their window and are never asked for later, so nothing needs to be walked through: two generations of counts
are kept, and the older one is dropped whole.
"""

from __future__ import annotations

import threading
import time

from limits.storage import Storage


class WindowStorage(Storage):
    """Two generations of counts. `limits` finds the class by its scheme."""

    STORAGE_SCHEME = ["windows"]  # noqa: RUF012 -- the library's own convention

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: str) -> None:
        super().__init__(uri, wrap_exceptions, **options)
        self._lock = threading.Lock()
        self._new: dict[str, int] = {}
        self._old: dict[str, int] = {}
        self._length = 0.0
        self._turns = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        """What this storage may raise: nothing."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to a count and return it. It is kept for `expiry` seconds at least and twice that at most."""
        now = time.monotonic()
        with self._lock:
            if expiry > self._length:
                self._length = expiry
            if now >= self._turns:
                self._old, self._new, self._turns = self._new, {}, now + self._length
            count = self._new.get(key)
            if count is None:
                count = self._old.get(key, 0)
            count += amount
            self._new[key] = count
            return count

    def get(self, key: str) -> int:
        """Return a count."""
        return self._new.get(key, self._old.get(key, 0))

    def get_expiry(self, key: str) -> float:
        """Return until when the counts of this generation are kept, whatever the key."""
        return time.time() + max(0.0, self._turns - time.monotonic())

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int:
        """Forget everything and return how many counts that were."""
        with self._lock:
            forgotten = len(self._new.keys() | self._old.keys())
            self._new, self._old = {}, {}
            return forgotten

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._lock:
            self._new.pop(key, None)
            self._old.pop(key, None)
