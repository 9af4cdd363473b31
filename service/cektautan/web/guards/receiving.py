"""Decides how many threads may be held by bodies that are still on their way.

Whoever reads a body waits for it, and nothing ends that wait but the sender: a client that sends the first half of many
bodies and never the rest would hold every thread. So three quarters of a worker's threads at most receive bodies at a
time, and one network holds half of those; the others go on answering what has no body. A body that has arrived takes
its place for a moment only, so whoever finds none waits a moment too before it is told to come back. It must never look
at what it receives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Lock
from typing import Final

from cektautan.web.guards.callers import Environ
from cektautan.web.problems import Problem

WAIT_SECONDS: Final = 0.25
ASK_AGAIN: Final = 2
"""Seconds until somebody asks again who found no place."""


class Receiving:
    """The places of one worker process."""

    def __init__(self, threads: int, network: Callable[[Environ], str], wait: float = WAIT_SECONDS) -> None:
        """Make as many places as a worker with so many threads can spare, one at least.

        Args:
            threads: of the worker.
            network: the name under which a request's network is counted.
            wait: seconds for which a request waits for a place.

        """
        self.places = max(1, threads * 3 // 4)
        self.each = max(1, self.places // 2)
        self._network = network
        self._wait = wait
        self._held: dict[str, int] = {}
        self._total = 0
        self._lock = Lock()
        self._free = Condition(self._lock)

    @contextmanager
    def place(self, environ: Environ) -> Iterator[None]:
        """Hold a place for the network of a request while the block reads its body. Raises Problem, as `take`."""
        name = self.take(environ)
        try:
            yield
        finally:
            self.give(name)

    def take(self, environ: Environ) -> str:
        """Take a place for the network of a request, and return the name under which it is to be given back.

        Raises:
            Problem: there is none.

        """
        name = self._network(environ)
        with self._lock:
            if not self._fits(name) and not self._free.wait_for(lambda: self._fits(name), self._wait):
                detail = "Too many bodies are on their way just now."
                raise Problem("busy", detail, headers={"Retry-After": str(ASK_AGAIN)})
            self._held[name] = self._held.get(name, 0) + 1
            self._total += 1
        return name

    def give(self, name: str) -> None:
        """Give a place back."""
        with self._lock:
            left = self._held.pop(name) - 1
            # A name that holds nothing is forgotten.
            if left:
                self._held[name] = left
            self._total -= 1
            self._free.notify_all()

    def _fits(self, name: str) -> bool:
        return self._total < self.places and self._held.get(name, 0) < self.each
