"""Which published set answers come from now, and how a newer one takes its place.

A publication replaces the symbolic link `current` by one rename. Four times a second a worker looks at the link (one
system call), as does a request that comes first; where it has changed, a thread loads and verifies the new set while
everybody else goes on with the old one, and one assignment swaps them. A set that cannot be loaded never replaces one
that could: the last good one stays, and `error` says so, which /readyz reports.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from cektautan.lookup.loading import LoadError
from cektautan.lookup.published import PublishedSet

LOOK_SECONDS = 0.25


class CurrentSet:
    """Holds the set in use."""

    def __init__(
        self,
        public_dir: Path,
        load: Callable[[], PublishedSet],
        monotonic: Callable[[], float] = time.monotonic,
        target: Callable[[], str | None] | None = None,
    ) -> None:
        """Take how a set is loaded and, where no symbolic link says it, what says which one is current."""
        self._target = target or partial(_linked, public_dir / "current")
        self._load = load
        self._monotonic = monotonic
        self._published: PublishedSet | None = None
        self._seen: str | None = None
        self._looked = -LOOK_SECONDS
        self._loading = threading.Lock()
        self._turned = threading.Condition()
        self._turn = 0
        self.error: str | None = None

    @property
    def turn(self) -> int:
        """How many sets this process has taken up."""
        return self._turn

    def wait(self, turn: int, seconds: float) -> bool:
        """Sleep until there has been another set than at that turn, and return whether there was one in time.

        Only where somebody follows or asks (`follow`, `get`) is a new set noticed.
        """
        with self._turned:
            return self._turned.wait_for(lambda: self._turn != turn, seconds)

    def get(self) -> PublishedSet | None:
        """Return the set in use; None while none could ever be loaded."""
        now = self._monotonic()
        if now - self._looked >= LOOK_SECONDS:
            self._looked = now
            self._look()
        return self._published

    def refresh(self) -> None:
        """Load what is current now, before returning; for the start and for tests."""
        with self._loading:
            self._reload(self._target())

    def forked(self) -> None:
        """Go on in a process that was just forked: whoever was loading a set is not in it, and gives no lock back."""
        self._loading, self._turned = threading.Lock(), threading.Condition()

    def follow(self) -> None:
        """Look for as long as this process lives.

        Without it the first request after a quiet time would be answered from the set before the newest one.
        """
        threading.Thread(target=self._follow, name="follow-set", daemon=True).start()

    def _follow(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            self.get()

    def _look(self) -> None:
        target = self._target()
        # A set that failed is tried again at each look: the file may only have been missing for a moment.
        if target == self._seen and self.error is None:
            return
        if not self._loading.acquire(blocking=False):
            return
        threading.Thread(target=self._reload_and_release, args=(target,), name="load-set", daemon=True).start()

    def _reload_and_release(self, target: str | None) -> None:
        try:
            self._reload(target)
        finally:
            self._loading.release()

    def _reload(self, target: str | None) -> None:
        try:
            published = self._load()
        except LoadError as problem:
            self.error = str(problem)
        except Exception as fault:
            # A fault of ours must not take the last good set away, nor pass in silence.
            self.error = f"a fault while loading: {type(fault).__name__}"
        else:
            with self._turned:
                self._published, self.error, self._turn = published, None, self._turn + 1
                self._turned.notify_all()
        self._seen = target


def _linked(link: Path) -> str | None:
    try:
        return os.readlink(link)  # noqa: PTH115 -- the text is compared, no Path is needed
    except OSError:
        return None
