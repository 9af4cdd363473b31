"""Whether the desk's database answers, for those who watch the service. Asking must never make anybody wait long."""

from __future__ import annotations

import threading
from typing import Final

from cektautan.store.migrate import SchemaError
from cektautan.store.transaction import Store, StoreUnavailableError

WAIT_SECONDS: Final = 0.5
OK: Final = "ok"
AWAY: Final = "the database does not answer"
NEWER: Final = "the database is of another version"


class DeskState:
    """Asks the store of this process how it is."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._asking = threading.Lock()
        self._answer = AWAY

    def ask(self) -> str:
        """Return the state; a database that takes its time counts as one that does not answer."""
        if not self._asking.acquire(blocking=False):
            # Somebody waits for it already, longer than anybody should.
            return self._answer
        thread = threading.Thread(target=self._look, name="ask-store", daemon=True)
        thread.start()
        thread.join(WAIT_SECONDS)
        return AWAY if thread.is_alive() else self._answer

    def _look(self) -> None:
        self._answer = AWAY
        try:
            self._store.head()
            self._answer = OK
        except StoreUnavailableError:
            pass
        except SchemaError:
            self._answer = NEWER
        finally:
            self._asking.release()
