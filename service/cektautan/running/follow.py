"""Publishes as soon as a decision has changed what readers are told, and keeps the set fresh beside that.

The parent looks at the end of the log four times a second. A decision that changes a listing is published at once;
what no reader could see, such as a case that was opened, waits a little, so that a burst of reports does not make
a burst of sets. What changes by time is published at its time: a provisional listing that ends, a day that begins. A
failure is told once and tried again; what was published still stands.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from cektautan.publish.errors import PublishError
from cektautan.running.renewal import Head
from cektautan.running.resign import Renewal, Resigner

LOOK_SECONDS: Final = 0.25

APART_SECONDS: Final = 1
"""At least this long between two sets: readers who have just begun to fetch one must still find its files."""

RETRY_SECONDS: Final = 2
"""Between two attempts while something is wrong."""

UNSEEN_SECONDS: Final = 10
"""How long an event that changes nothing for readers may be missing from the manifest."""


class Following(Renewal, Protocol):
    """How a set is renewed, where there is a log to follow."""

    published: Head | None
    """Where the store stood when it was published last."""

    def head(self, now: int) -> Head:
        """Return where the store stands. Raises PublishError."""
        ...


@dataclass
class Follower:
    """Follows the log of one store."""

    renewal: Following
    resigner: Resigner
    clock: Callable[[], float]
    say: Callable[[str], None]
    monotonic: Callable[[], float] = time.monotonic
    """Waits are measured by it, so that a clock that is set back does not hold anything up."""
    _not_before: float = 0.0
    _moved_at: float | None = None
    _trouble: str = ""

    def step(self) -> None:
        """Publish if something has changed, or sign again if it is time."""
        if self.monotonic() >= self._not_before:
            self._follow(int(self.clock()))
        self.resigner.step()

    def run(self, stop: threading.Event) -> None:
        """Look until told to stop."""
        while not stop.wait(LOOK_SECONDS):
            self.step()

    def _follow(self, now: int) -> None:
        try:
            if self._due(self.renewal.head(now), now):
                self._not_before = self.monotonic() + APART_SECONDS
                self.renewal.publish(now)
                self._moved_at = None
                self.resigner.signed_at = now
        except PublishError as problem:
            self._not_before = self.monotonic() + RETRY_SECONDS
            self._tell(str(problem))
        else:
            self._tell("")

    def _due(self, head: Head, now: int) -> bool:
        before = self.renewal.published
        if before is None or head.change != before.change:
            return True
        if before.lapse is not None and now >= before.lapse:
            return True
        if head.event == before.event:
            self._moved_at = None
            return False
        self._moved_at = self.monotonic() if self._moved_at is None else self._moved_at
        return self.monotonic() - self._moved_at >= UNSEEN_SECONDS

    def _tell(self, trouble: str) -> None:
        """Tell what is wrong when it begins, and that it is over when it ends."""
        if trouble == self._trouble:
            return
        self.say(f"what the desk decided cannot be published: {trouble}" if trouble else "the desk is published again")
        self._trouble = trouble
