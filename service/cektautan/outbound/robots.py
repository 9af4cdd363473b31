"""Whether a host wants its page read by programs: robots.txt as RFC 9309 has it, and its Crawl-delay.

A file that is not there (4xx) allows everything. A host that cannot say, because it does not answer, is overburdened
or answers with an error of its own, is left alone until it can; the error says which of these it is, and never that
the host refuses programs. What a host said holds for an hour.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from protego import Protego

from cektautan.outbound.deadline import Deadline
from cektautan.outbound.errors import NotWelcome, OutboundError, Troubled, UnknownName
from cektautan.outbound.protocol import Fetcher
from cektautan.outbound.target import Target

PATH: Final = "/robots.txt"
MOST_BYTES: Final = 512 * 1024
"""RFC 9309 asks for 500 KiB at least."""
MOST_SECONDS: Final = 10.0
HOLDS_SECONDS: Final = 3600.0
AGAIN_SECONDS: Final = 600.0
"""Until a host that could not say is asked again."""
OVERBURDENED: Final = 429
MOST_HOSTS: Final = 1_000


@dataclass(frozen=True)
class _Said:
    until: float
    rules: Protego | type[OutboundError]
    """Why the host could not say, where it could not."""


class Robots:
    """Remembers what hosts want. Used by all threads of a process."""

    def __init__(self, fetcher: Fetcher, agent: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Take what the files are fetched with; the rules that count are those for the first word of `agent`."""
        self._fetcher = fetcher
        self._name = agent.split("/", 1)[0]
        self._clock = clock
        self._known: dict[str, _Said] = {}
        self._lock = Lock()

    def pause(self, target: Target, deadline: Deadline) -> float:
        """Return the seconds that the host wants between two requests; 0 where it does not say.

        Raises:
            NotWelcome: it does not want the page to be read.
            UnknownName: there is no such host, and so nobody to be polite to.
            OutboundError: it cannot say, for this reason.

        """
        rules = self._rules(target, deadline)
        if isinstance(rules, type):
            raise rules
        if not rules.can_fetch(target.address, self._name):
            raise NotWelcome
        return rules.crawl_delay(self._name) or 0.0

    def _rules(self, target: Target, deadline: Deadline) -> Protego | type[OutboundError]:
        with self._lock:
            said, now = self._known.get(target.origin), self._clock()
        if said is not None and said.until > now:
            return said.rules
        rules = self._ask(target, deadline.left(MOST_SECONDS))
        with self._lock:
            if len(self._known) >= MOST_HOSTS:
                del self._known[next(iter(self._known))]
            self._known.pop(target.origin, None)
            holds = AGAIN_SECONDS if isinstance(rules, type) else HOLDS_SECONDS
            self._known[target.origin] = _Said(now + holds, rules)
        return rules

    def _ask(self, target: Target, seconds: float) -> Protego | type[OutboundError]:
        try:
            found = self._fetcher.fetch(
                target.origin + PATH, accept="text/plain", most_bytes=MOST_BYTES, seconds=seconds, polite=False
            )
        except UnknownName:
            raise
        except OutboundError as failed:
            return type(failed)
        if 400 <= found.status < 500 and found.status != OVERBURDENED:
            return Protego.parse("")
        if found.status != 200:
            return Troubled
        return Protego.parse(found.body.decode("utf-8", "replace"))
