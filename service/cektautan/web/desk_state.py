"""How the desk's database and its periodic work are, for those who watch the service.

Asking must never make anybody wait long.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from cektautan.desk.record.jobs import job_states
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.job_log import FAILED
from cektautan.store.migrate import SchemaError
from cektautan.store.transaction import Store

WAIT_SECONDS: Final = 0.5
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


class DeskState:
    """Asks the store of this process how it is."""

    def __init__(self, store: Store, rhythms: Mapping[str, int], clock: Callable[[], float]) -> None:
        self._store = store
        self._rhythms = rhythms
        self._clock = clock
        self._asking = threading.Lock()
        self._answer = Answer(AWAY)

    def ask(self) -> Answer:
        """Return the state; a database that takes its time counts as one that does not answer."""
        if not self._asking.acquire(blocking=False):
            # Somebody waits for it already, longer than anybody should.
            return self._answer
        thread = threading.Thread(target=self._look, name="ask-store", daemon=True)
        thread.start()
        thread.join(WAIT_SECONDS)
        return Answer(AWAY) if thread.is_alive() else self._answer

    def _look(self) -> None:
        self._answer = Answer(AWAY)
        try:
            states = job_states(self._store, self._rhythms, int(self._clock()))
            self._answer = Answer(
                OK,
                tuple(each.name for each in states if each.late),
                tuple(each.name for each in states if each.outcome == FAILED),
            )
        except StoreUnavailableError:
            pass
        except SchemaError:
            self._answer = Answer(NEWER)
        finally:
            self._asking.release()
