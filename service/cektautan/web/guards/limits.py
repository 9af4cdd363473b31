"""Decides whether a network may have one more answer now.

Flask-Limiter holds the configuration, the storage and the strategy (fixed windows). Its own request hooks cost more
than the answer itself (2.3 times a bare Flask route, measured), so they are off, and each view spends from its limit
with one increment. Windows are aligned to the clock and the window's number is part of the key, so the time to the
next window is known without asking the storage, and all nodes agree on it.

Headers follow draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy` and `RateLimit`. They stand on every answer to a
program that cost something, on a refusal too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from flask import Flask
from flask_limiter import Limiter
from limits import RateLimitItem
from limits.storage import Storage

from cektautan.core.api_keys import Scope, Tier
from cektautan.web.guards.caller import Caller
from cektautan.web.guards.callers import DAY, Callers, Environ
from cektautan.web.guards.spent import note
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
    scope: Scope | None = None
    """The scope of the keys for which it is larger; None where it is alike for everybody."""

    @classmethod
    def of(cls, name: str, item: RateLimitItem, scope: Scope | None = None) -> Limit:
        """Take what the settings say."""
        return cls(name, item.amount, item.get_expiry(), scope)


@dataclass(frozen=True)
class Shares:
    """How much more a key has than a network, by its tier."""

    multiples: Mapping[Tier, int] = field(default_factory=dict)
    """How many times a limit's amount."""
    quotas: Mapping[Tier, int] = field(default_factory=dict)
    """What it may spend in a day, of all limits together; 0 for no end."""

    def amount(self, limit: Limit, caller: Caller) -> int:
        """What a caller may spend in one window."""
        return limit.amount * self.multiples.get(caller.tier, 1) if limit.scope in caller.scopes else limit.amount

    def quota(self, caller: Caller) -> int:
        """What a caller may spend in a day; 0 for no end."""
        return self.quotas.get(caller.tier, 0) if caller.quota is None else caller.quota


Headers = list[tuple[str, str]]


NO_SHARES = Shares()

KEY_UNCHECKED: Final = ("CekTautan-Key", "unchecked")
"""Told to whoever shows a key that this node cannot know just now: the answer is that to a caller without one."""


class Limits:
    """Spends a caller's share."""

    def __init__(
        self,
        counts: Counts,
        callers: Callers,
        clock: Callable[[], float],
        refused: Callable[[str], None],
        days: Counts | None = None,
        shares: Shares = NO_SHARES,
    ) -> None:
        """Spend from counts.

        Args:
            counts: of the limits' windows.
            callers: say who asks.
            clock: the time in Unix seconds.
            refused: is told the name of each limit that refuses.
            days: of the keys' days, apart from the others: in memory, what is kept as long as the longest window is
                kept for all, and no network's count may be kept for a day.
            shares: what keys have.

        """
        self._counts = counts
        self._days = counts if days is None else days
        self._shares = shares
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

    def network(self, environ: Environ) -> str:
        """The name under which the network of a request is counted, whatever key is shown."""
        return self._callers.network(environ).name

    def spend(self, limit: Limit, asks: Caller | Environ, cost: int = 1) -> Headers:
        """Take `cost` from the caller's share and return the headers that tell what is left.

        Where less is left than that, the request is refused and what is left stays: whoever asked for too much at once
        can still ask for less.

        Args:
            limit: what is spent from.
            asks: the request, or who asks where that is known otherwise, as at the desk.
            cost: how much of the share the answer is worth.

        Raises:
            Problem: less than that is left of the share of this window or of the day.

        """
        caller = asks if isinstance(asks, Caller) else self._known(limit, asks)
        now = int(self._clock())
        policy, left = self._of_window(limit, caller, cost, now)
        if caller.tier is not Tier.ANONYMOUS:
            quota = self._shares.quota(caller)
            if quota:
                # The limit comes first: what it refuses is not taken from the day.
                try:
                    of_day, left_of_day = self._of_day(quota, caller, cost, now)
                except Problem:
                    if cost > 1:
                        self._counts.incr(_key(limit, caller, now), limit.seconds, -cost)
                    raise
                policy, left = f"{policy}, {of_day}", f"{left}, {left_of_day}"
        headers = [("RateLimit-Policy", policy), ("RateLimit", left)]
        if caller.unchecked:
            headers.append(KEY_UNCHECKED)
        if not isinstance(asks, Caller):
            note(asks, headers)
        return headers

    def spend_rest(self, limit: Limit, environ: Environ, count: int, headers: Headers) -> Headers:
        """Take what is still owed for `count` entries of a request, of which one was paid before the request was read.

        What is refused was work too, so a malformed request is not free; and no entry is paid for twice.

        Args:
            limit: what is spent from.
            environ: the request.
            count: how many entries it has; for none at all nothing more is owed.
            headers: what the first `spend` gave, for where no more is owed.

        Raises:
            Problem: the share is used up.

        """
        return self.spend(limit, environ, count - 1) if count > 1 else headers

    def _known(self, limit: Limit, environ: Environ) -> Caller:
        try:
            return self._callers.of(environ)
        except Problem:
            # Whoever guesses keys pays for it as a network.
            self._of_window(limit, self._callers.network(environ), 1, int(self._clock()))
            raise

    def _of_window(self, limit: Limit, caller: Caller, cost: int, now: int) -> tuple[str, str]:
        """Take from a limit, and return its policy and what is left as the headers have them. Raises Problem."""
        amount = limit.amount if caller.tier is Tier.ANONYMOUS else self._shares.amount(limit, caller)
        left = amount - _take(self._counts, _key(limit, caller, now), limit.seconds, amount, cost)
        return self._told(limit.name, amount, limit.seconds, left, limit.seconds - now % limit.seconds, caller, cost)

    def _of_day(self, quota: int, caller: Caller, cost: int, now: int) -> tuple[str, str]:
        """Take from what a key has for a day (UTC). Raises Problem."""
        left = quota - _take(self._days, f"day:{now // DAY}:{caller.name}", DAY, quota, cost)
        return self._told("day", quota, DAY, left, DAY - now % DAY, caller, cost)

    def _told(
        self, name: str, amount: int, seconds: int, left: int, reset: int, caller: Caller, cost: int
    ) -> tuple[str, str]:
        policy = f'"{name}";q={amount};w={seconds}'
        if left >= 0:
            return policy, f'"{name}";r={left};t={reset}'
        self._refused(name)
        still = max(0, left + cost)
        who = "network" if caller.tier is Tier.ANONYMOUS else "key"
        less = f", of which {still} are left and this would take more" if still else ""
        detail = f"Your {who} may use {amount} in {seconds} seconds{less}; try again in {reset}."
        told = f'"{name}";r={still};t={reset}'
        headers = {"RateLimit-Policy": policy, "RateLimit": told, "Retry-After": str(reset)}
        if caller.unchecked:
            headers |= [KEY_UNCHECKED]
        raise Problem("too-many-requests", detail, headers=headers)


def _key(limit: Limit, caller: Caller, now: int) -> str:
    """Under which name the window of a time is counted."""
    return f"{limit.name}:{now // limit.seconds}:{caller.name}"


def _take(counts: Counts, key: str, expiry: int, amount: int, cost: int) -> int:
    """Take from a count, and return what would be used by now; what is left stays where that is more than there is."""
    used = counts.incr(key, expiry, cost)
    if used > amount > used - cost:
        counts.incr(key, expiry, -cost)
    return used


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
