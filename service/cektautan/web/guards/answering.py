"""Whether Redis answers now, for health.

Anybody may ask, so Redis is asked every few seconds at most, whether it answers or not; nobody waits for it for long.
"""

from __future__ import annotations

import time
from typing import Final

import redis

from cektautan.web.guards.shared import FAILURES, Shared

KEPT_SECONDS: Final = 2.0
"""How long it is told that it does."""


class RedisAnswers:
    """Asks Redis."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._shared = Shared()
        self._answered_until = 0.0

    def __call__(self) -> bool:
        """Return whether it answers, or did when it was asked a moment ago."""
        if self._answered_until <= time.monotonic() and self._shared.usable():
            try:
                self._client.ping()
                self._shared.answers = True
                self._answered_until = time.monotonic() + KEPT_SECONDS
            except FAILURES:
                self._shared.failed()
        return self._shared.answers
