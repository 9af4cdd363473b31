"""Decides when a running publisher publishes again, and does it.

A list expires 72 hours after it was signed, so it is signed every few hours; and when a day begins (Jakarta's), because
a listing whose `review_by` has passed loses its level from that day on (architecture.md, decision 4). The job runs in
the one process that holds the online key. A failure is told in one line and tried again; what was published stands.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cektautan.core.days import day_of
from cektautan.publish.errors import PublishError

RETRY_SECONDS = 600
LOOK_SECONDS = 30.0


class Renewal(Protocol):
    """How a set is renewed."""

    def publish(self, now: int) -> int:
        """Publish the lists as they are now and return the number of the set.

        Raises:
            PublishError: nothing was published.

        """
        ...

    def sign_again(self, now: int) -> int:
        """Sign what is published once more and return its number. Raises as `publish`."""
        ...


@dataclass
class Resigner:
    """Keeps a published set fresh."""

    renewal: Renewal
    clock: Callable[[], float]
    say: Callable[[str], None]
    period: int
    signed_at: int
    """When the set was last signed."""
    tried_at: int = 0

    def due(self, now: int) -> bool:
        """Return whether the set is to be renewed now."""
        if now - self.tried_at < RETRY_SECONDS:
            return False
        return now - self.signed_at >= self.period or day_of(now) > day_of(self.signed_at)

    def step(self) -> None:
        """Renew the set if it is due."""
        now = int(self.clock())
        if not self.due(now):
            return
        self.tried_at = now
        try:
            self.say(f"published again: {self.renewal.publish(now)}")
            self.signed_at = now
        except PublishError as problem:
            self.say(f"the lists cannot be published: {problem}")
            self._keep_alive(now)

    def run(self, stop: threading.Event) -> None:
        """Look every half minute until told to stop. Short waits, because a machine that slept does not count time."""
        while not stop.wait(LOOK_SECONDS):
            self.step()

    def _keep_alive(self, now: int) -> None:
        """Sign the old content, so that a slip in a list does not let the warnings of all the others expire."""
        if now - self.signed_at < self.period:
            return
        try:
            self.say(f"the lists before it are signed again: {self.renewal.sign_again(now)}")
            self.signed_at = now
        except PublishError as problem:
            self.say(f"nor can the old ones be signed again: {problem}")
