"""Whether Redis answers now, for health.

While it does not, it is asked every few seconds at most; nobody waits for it for long.
"""

from __future__ import annotations

import redis

from cektautan.web.guards.shared import FAILURES, Shared


class RedisAnswers:
    """Asks Redis."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._shared = Shared()

    def __call__(self) -> bool:
        """Return whether it answers, or did when it was asked a moment ago."""
        if self._shared.usable():
            try:
                self._client.ping()
                self._shared.answers = True
            except FAILURES:
                self._shared.failed()
        return self._shared.answers
