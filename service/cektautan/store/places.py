"""Decides how many threads of a process the database may hold at a time.

A database that stands still without refusing (a machine that swaps, a network that swallows) holds whoever asks it, and
in a worker of the server whoever checks an address would find no thread. So a worker gives it a part of its threads; a
thread that finds no place waits a moment, and where none comes free the database counts as one that does not answer.
From then on nobody waits, until somebody has come back from it. A thread that has a place needs no second one. See
ADR 0112.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

WAIT_SECONDS: Final = 2.0
"""How long a thread waits for a place: as long as a burst of decisions takes, which are made one after another."""


class NoPlaceError(Exception):
    """The database holds as many threads as it may."""


class Places:
    """The places of one process."""

    def __init__(self, most: int = sys.maxsize) -> None:
        """Make as many places; without a number there is no end to them, as in a process that answers nobody."""
        self._left = most
        self._stands_still = False
        self._free = threading.Condition()
        self._here = threading.local()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place while the block runs.

        Raises:
            NoPlaceError: none comes free.

        """
        if getattr(self._here, "held", False):
            yield
            return
        self._take()
        self._here.held = True
        try:
            yield
        finally:
            self._here.held = False
            self._give_back()

    def _take(self) -> None:
        with self._free:
            if not self._left and (self._stands_still or not self._free.wait_for(lambda: self._left, WAIT_SECONDS)):
                self._stands_still = True
                raise NoPlaceError
            self._left -= 1

    def _give_back(self) -> None:
        with self._free:
            self._left += 1
            self._stands_still = False
            self._free.notify()
