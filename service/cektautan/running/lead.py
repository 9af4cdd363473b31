"""Which node looks after the jobs: with Redis one of them, else everyone for themselves.

The lead is a lock in Redis that its holder renews; when it dies, another has it seconds later. It spares the database
the looking of all nodes and decides nothing: which node runs a job is decided by the store (`store.turns`), so neither
a Redis that restarts and has forgotten nor one that is away lets a slot be run twice or left out (docs/adr/0134).
A node that has the lead and cannot reach the database gives it up, or nobody would run anything.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol

import redis
from redis.exceptions import LockError

KEY: Final = "cektautan:jobs:"
"""What the lock is called, before the name of the installation: several may share one Redis."""
LEASE_SECONDS: Final = 15.0
"""How long the lead outlives a node that died."""
RENEWALS: Final = 5
"""How often it is renewed in that time."""
FAILURES: Final = (redis.RedisError, OSError)
"""What a Redis that is down, slow or wrong raises."""


class Lead(Protocol):
    """Whether this node looks after the jobs."""

    renew_seconds: float
    """How often `renew` is to be called."""

    def renew(self) -> None:
        """Take the lead, or go on having it."""
        ...

    def leads(self) -> bool:
        """Return whether this node had it when it was renewed last."""
        ...

    def release(self) -> None:
        """Let another have it."""
        ...

    def give_up(self) -> None:
        """Let another have it, and do not take it for a while: this node can do nothing with it."""
        ...


class Everyone:
    """Where there is no Redis: each process looks for itself."""

    renew_seconds = 60.0

    def renew(self) -> None:
        """There is nothing to renew."""

    def leads(self) -> bool:
        """Everyone does."""
        return True

    def release(self) -> None:
        """There is nothing to release."""

    def give_up(self) -> None:
        """There is nobody else."""


class RedisLead:
    """The lead in Redis. While that does not answer, each node looks for itself, and says so once."""

    def __init__(
        self, client: redis.Redis, installation: str, say: Callable[[str], None], lease: float = LEASE_SECONDS
    ) -> None:
        self.renew_seconds = lease / RENEWALS
        self._lease = lease
        self._out_until = 0.0
        self._say = say
        # One thread renews, another releases.
        self._lock = client.lock(KEY + installation, timeout=lease, blocking=False, thread_local=False)
        self._renewing = threading.Lock()
        self._leads = False
        self._away = False

    def renew(self) -> None:
        """Take the lead, or go on having it. A Redis that does not answer stops nobody."""
        with self._renewing:
            if time.monotonic() < self._out_until:
                return
            try:
                self._leads = self._keep() or self._take()
            except FAILURES:
                self._leads = True
                if not self._away:
                    self._say("Redis does not answer: each node looks after the jobs, the store says who runs them")
                self._away = True
                return
            if self._away:
                self._say("Redis answers again")
            self._away = False

    def leads(self) -> bool:
        """Return whether this node had it when it was renewed last."""
        return self._leads

    def release(self) -> None:
        """Let another have it at once."""
        with self._renewing:
            self._let_go()

    def give_up(self) -> None:
        """Let another have it at once, and sit out as long as a lease: long enough for each of them to try."""
        with self._renewing:
            self._out_until = time.monotonic() + self._lease
            self._let_go()

    def _let_go(self) -> None:
        self._leads = False
        with suppress(*FAILURES, LockError):
            self._lock.release()

    def _keep(self) -> bool:
        try:
            return bool(self._lock.reacquire())
        except LockError:
            # It was never ours, or it has run out.
            return False

    def _take(self) -> bool:
        # The library's own token would name the machine.
        return bool(self._lock.acquire(token=secrets.token_hex(16)))
