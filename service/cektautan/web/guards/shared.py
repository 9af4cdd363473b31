"""What several nodes share through Redis: the counts of the limits, and the secret of the day.

Redis down is declared here and nowhere else: counting goes on in this process, the secret of this process takes over,
and after a few seconds Redis is tried again. Health says so (`Shared.state`). Nothing is ever refused because Redis
could not be asked.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

import redis
from limits.storage import Storage

from cektautan.web.guards.callers import DAY, LocalSecrets

RETRY_SECONDS = 5.0
FAILURES = (redis.RedisError, OSError)
"""What a Redis that is down, slow or wrong raises; `limits` passes it on unchanged."""


class Shared:
    """Whether Redis answers. One refusal opens the circuit for a few seconds, so that nobody waits for a dead host."""

    answers = True
    """Whether it did when it was asked last."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._closed_until = 0.0

    def usable(self) -> bool:
        """True unless Redis failed within the last seconds."""
        return self._monotonic() >= self._closed_until

    def failed(self) -> None:
        """Remember that Redis just failed."""
        self.answers = False
        self._closed_until = self._monotonic() + RETRY_SECONDS


class SharedCounts:
    """Counts in Redis, and in this process while Redis is away."""

    def __init__(self, far: Storage, near: Storage, shared: Shared) -> None:
        self._far = far
        self._near = near
        self._shared = shared

    def incr(self, key: str, expiry: int, amount: int) -> int:
        """Add to the count of a key and return it."""
        if self._shared.usable():
            try:
                count = int(self._far.incr(key, expiry, amount=amount))
                self._shared.answers = True
                return count
            except FAILURES:
                self._shared.failed()
        return int(self._near.incr(key, expiry, amount=amount))

    @property
    def state(self) -> str:
        """Return where counts are kept now, in health's words."""
        return "redis" if self._shared.answers else "local (Redis does not answer)"


class SharedSecrets:
    """The secret of the day, made by whichever node asks first and forgotten by Redis after the day."""

    def __init__(self, client: redis.Redis, shared: Shared) -> None:
        self._client = client
        self._shared = shared
        self._local = LocalSecrets()
        self._known: tuple[int, bytes] = (-1, b"")

    def of_day(self, day: int) -> bytes:
        """Return the secret of the day that all nodes share, or this process's own while Redis is away."""
        known_day, secret = self._known
        if known_day == day:
            return secret
        key = f"cektautan:limit-secret:{day}"
        if self._shared.usable():
            try:
                self._client.set(key, secrets.token_bytes(32), nx=True, ex=DAY)
                found = self._client.get(key)
                if isinstance(found, bytes):
                    self._known = (day, found)
                    return found
            except FAILURES:
                self._shared.failed()
        return self._local.of_day(day)
