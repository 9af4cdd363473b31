"""How the desk's database and its periodic work are, for those who watch the service.

Anybody may ask, as often as they like, so the database is asked at most once in `KEPT_SECONDS`, by one thread of this
process, whoever asks; what is told is that old at most, and says how old. Nobody waits longer than `WAIT_SECONDS`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from cektautan.desk.record.jobs import job_states
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.job_log import FAILED
from cektautan.store.migrate import SchemaError
from cektautan.store.transaction import Store

WAIT_SECONDS: Final = 0.5
"""How long the database may take; one that takes longer does not answer."""
KEPT_SECONDS: Final = 2.0
"""How long an answer is told to everybody."""
OK: Final = "ok"
AWAY: Final = "the database does not answer"
NEWER: Final = "the database is of another version"


@dataclass(frozen=True)
class Answer:
    """How the desk is."""

    store: str
    late: tuple[str, ...] | None = None
    """Jobs that stand still; None where the store cannot say."""
    failing: tuple[str, ...] | None = None
    """Jobs whose last run failed."""
    age: float = 0.0
    """Seconds since the database was asked."""


class _Look:
    """One question to the database, and what came of it."""

    def __init__(self, began: float) -> None:
        self.began = began
        self.answered = threading.Event()
        self.answer = Answer(AWAY)


class DeskState:
    """Asks the store of this process how it is."""

    def __init__(
        self,
        store: Store,
        rhythms: Mapping[str, int],
        clock: Callable[[], float],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._rhythms = rhythms
        self._clock = clock
        self._monotonic = monotonic
        self._look: _Look | None = None
        self._looking = threading.Lock()

    def ask(self) -> Answer:
        """Return the state; a database that takes its time counts as one that does not answer."""
        look, now = self._newest(), self._monotonic()
        # Whoever comes after the one who asked waits for the same answer, and no longer than that one.
        if not look.answered.wait(max(0.0, WAIT_SECONDS - (now - look.began))):
            return Answer(AWAY)
        return replace(look.answer, age=max(0.0, self._monotonic() - look.began))

    def _newest(self) -> _Look:
        """Return the look that is told; a new one where that is too old, but never a second one at a time."""
        with self._looking:
            now, look = self._monotonic(), self._look
            if look is None or (look.answered.is_set() and now - look.began >= KEPT_SECONDS):
                look = self._look = _Look(now)
                threading.Thread(target=self._ask, args=(look,), name="ask-store", daemon=True).start()
            return look

    def _ask(self, look: _Look) -> None:
        try:
            states = job_states(self._store, self._rhythms, int(self._clock()))
            look.answer = Answer(
                OK,
                tuple(each.name for each in states if each.late),
                tuple(each.name for each in states if each.outcome == FAILED),
            )
        except StoreUnavailableError:
            pass
        except SchemaError:
            look.answer = Answer(NEWER)
        finally:
            look.answered.set()
