"""Wakes nodes when the database holds something new for them: through Redis at once, and every two seconds anyway.

A notice is never believed: whoever gets one looks into the database, as it would have done a moment later. So a notice
that is lost, forged, repeated or of another installation changes nothing but when it is looked, and the names of the
channels need no secret.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol

import redis
from redis.client import PubSub

SETS: Final = "cektautan:set"
"""The channel on which a publisher tells of a new set."""
KEYS: Final = "cektautan:keys"
"""That on which whoever made, renewed or ended a key tells of it."""
POLL_SECONDS: Final = 2.0
"""How often a node looks where nobody wakes it."""
APART_SECONDS: Final = 0.1
"""At least this long between two looks, so that a flood of notices is no flood of questions."""
FAILURES: Final = (redis.RedisError, OSError)
_SLICE_SECONDS: Final = 0.5


class Notices(Protocol):
    """How nodes hear of something new."""

    def tell(self) -> None:
        """Tell the others."""
        ...

    def wait(self, stop: threading.Event) -> None:
        """Return when it is time to look."""
        ...


class Polling:
    """Where there is no Redis: nobody is told, and everybody looks in time."""

    def tell(self) -> None:
        """There is nobody to tell it."""

    def wait(self, stop: threading.Event) -> None:
        """Wait until it is time."""
        stop.wait(POLL_SECONDS)


class RedisNotices:
    """Notices through a channel of Redis, and looking in time beside them."""

    def __init__(self, client: redis.Redis, channel: str) -> None:
        self._client = client
        self._channel = channel
        self._heard: PubSub | None = None

    def tell(self) -> None:
        """Tell the others; those who do not hear it look in time."""
        with suppress(*FAILURES):
            self._client.publish(self._channel, b"")

    def wait(self, stop: threading.Event) -> None:
        """Wait for a notice, or until it is time."""
        until = time.monotonic() + POLL_SECONDS
        try:
            while not stop.is_set() and (left := until - time.monotonic()) > 0:
                if self._hear(min(left, _SLICE_SECONDS)):
                    break
        except FAILURES:
            self._close()
            stop.wait(max(0.0, until - time.monotonic()))
        if stop.is_set():
            self._close()
        stop.wait(APART_SECONDS)

    def _hear(self, seconds: float) -> bool:
        """Listen for so long; True where there was a notice."""
        if self._heard is None:
            self._heard = PubSub(self._client.connection_pool, ignore_subscribe_messages=True)
            self._heard.subscribe(self._channel)
        return self._heard.get_message(timeout=seconds) is not None

    def _close(self) -> None:
        if self._heard is not None:
            with suppress(*FAILURES):
                self._heard.close()
        self._heard = None


def saying_once(say: Callable[[str], None]) -> Callable[[str, str], None]:
    """Return what tells a trouble when it begins, and what was well again when it ends."""
    told = ""

    def tell(trouble: str, over: str) -> None:
        nonlocal told
        if trouble != told:
            say(trouble or over)
        told = trouble

    return tell
