"""Decides whether a network may have one more answer now.

Flask-Limiter holds the configuration, the storage and the strategy (fixed windows). Its own request hooks cost more
than the answer itself (2.3 times a bare Flask route, measured), so they are off, and each view spends from its limit
with one increment. Windows are aligned to the clock and the window's number is part of the key, so the time to the
next window is known without asking the storage, and all nodes agree on it.

Headers follow draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy` and `RateLimit`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from flask import Flask
from flask_limiter import Limiter
from limits import RateLimitItem
from limits.storage import Storage

from cektautan.web.guards.callers import Caller, Callers, Environ
from cektautan.web.problems import Problem


class Counts(Protocol):
    """Where counts are kept."""

    def incr(self, key: str, expiry: int, amount: int) -> int:
        """Add to the count of a key, which is forgotten after `expiry` seconds, and return it. Must not raise."""
        ...

    @property
    def state(self) -> str:
        """Return where counts are kept now, in health's words."""
        ...


class LocalCounts:
    """Counts of this process."""

    state = "memory"

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def incr(self, key: str, expiry: int, amount: int) -> int:
        """Add to the count of a key and return it."""
        return int(self._storage.incr(key, expiry, amount=amount))


@dataclass(frozen=True)
class Limit:
    """One limit: how much in how long, under a name that is also its policy's name."""

    name: str
    amount: int
    seconds: int

    @classmethod
    def of(cls, name: str, item: RateLimitItem) -> Limit:
        """Take what the settings say."""
        return cls(name, item.amount, item.get_expiry())


Headers = list[tuple[str, str]]


class Limits:
    """Spends a caller's share."""

    def __init__(
        self, counts: Counts, callers: Callers, clock: Callable[[], float], refused: Callable[[str], None]
    ) -> None:
        self._counts = counts
        self._callers = callers
        self._clock = clock
        self._refused = refused

    @property
    def state(self) -> str:
        """Return where counts are kept now."""
        return self._counts.state

    def account(self, account_id: int) -> Caller:
        """Who asks at the desk, by the account and from whichever network."""
        return Caller(self._callers.name(f"account:{account_id}"))

    def caller(self, environ: Environ) -> Caller:
        """Who asks in a request, for what is counted beside the shares."""
        return self._callers.of(environ)

    def spend(self, limit: Limit, asks: Caller | Environ, cost: int = 1) -> Headers:
        """Take `cost` from the caller's share and return the headers that tell what is left.

        Args:
            limit: what is spent from.
            asks: the request, or who asks where that is known otherwise, as at the desk.
            cost: how much of the share the answer is worth.

        Raises:
            Problem: the share of this window is used up.

        """
        caller = asks if isinstance(asks, Caller) else self._callers.of(asks)
        window, passed = divmod(int(self._clock()), limit.seconds)
        key = f"{limit.name}:{window}:{caller.name}"
        used = self._counts.incr(key, limit.seconds, cost)
        left, reset = limit.amount - used, limit.seconds - passed
        headers = [
            ("RateLimit-Policy", f'"{limit.name}";q={limit.amount};w={limit.seconds}'),
            ("RateLimit", f'"{limit.name}";r={left if left > 0 else 0};t={reset}'),
        ]
        if left < 0:
            self._refused(limit.name)
            detail = f"Your network may use {limit.amount} in {limit.seconds} seconds; try again in {reset}."
            raise Problem("too-many-requests", detail, headers={**dict(headers), "Retry-After": str(reset)})
        return headers


def make_limiter(app: Flask, storage_uri: str, options: dict[str, str | int]) -> Limiter:
    """Configure Flask-Limiter for its storage, without its request hooks.

    An application that already knows the extension gets no hooks from `init_app`, so it is made known first; a test
    holds this true of the installed version.
    """
    limiter = Limiter(
        key_func=lambda: "",  # never called: views spend through `Limits`
        storage_uri=storage_uri,
        storage_options=options,
        strategy="fixed-window",
        headers_enabled=False,
    )
    app.extensions.setdefault("limiter", set()).add(limiter)
    limiter.init_app(app)
    return limiter
