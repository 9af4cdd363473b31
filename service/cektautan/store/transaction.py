"""Reading and deciding: the ways into the store, and a narrow one beside them for notes that decide nothing.

A decision is one transaction. It holds the row that says where the log ends, so decisions are made one after another
and each sees what the one before did; its event and the public line about it (`unit_of_work`) are written with it or
not at all.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, UOWTransaction

from cektautan.store.availability import available
from cektautan.store.connect import DECIDES
from cektautan.store.migrate import migrate
from cektautan.store.models import ApiKeyUse, CarriedFile, CarriedSet, JobRun, LogHead
from cektautan.store.places import Places
from cektautan.store.sealing import Sealer
from cektautan.store.unit_of_work import UntracedError, Work
from cektautan.store.words import keeping as _keeping  # noqa: F401 -- listens from here on

_NOTES = (JobRun, CarriedFile, CarriedSet, ApiKeyUse)
"""What is written without a decision: the log of jobs, the signed set on its way to nodes, the day of a key's use."""


@dataclass
class Joined:
    """A step that is done with the next decision."""

    step: Callable[[Work], None]
    done: bool = False
    """Whether it was, and is committed."""


_joined: ContextVar[Joined | None] = ContextVar("joined", default=None)


class Store:
    """The store of one process."""

    def __init__(self, engine: Engine, sealer: Sealer) -> None:
        self.engine = engine
        self.sealer = sealer
        self.places = Places()
        self._reads: Engine = engine
        if engine.dialect.name == "postgresql":
            self._reads = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._decides = engine.execution_options(**{DECIDES: True})
        self._after: dict[str, Callable[[], None]] = {}
        self._prepared = False
        self._preparing = threading.Lock()

    def prepare(self) -> None:
        """Migrate the database; every first use does it too.

        Raises:
            StoreUnavailableError: the database does not answer.
            SchemaError: it belongs to a newer version of the service.

        """
        with self._preparing:
            if not self._prepared:
                with available(self.places):
                    migrate(self.engine)
                self._prepared = True

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read; everything in one block is of the same moment.

        Raises:
            StoreUnavailableError: the database does not answer.

        """
        with available(self.places), Session(self._reads, expire_on_commit=False) as session, _left_clean(session):
            self.prepare()
            yield session

    @contextmanager
    def deciding(self, actor: str, now: int) -> Iterator[Work]:
        """Decide; the block is done wholly, or raises and nothing of it is.

        Args:
            actor: `account:<number>`, `system`, `operator` or `reader`.
            now: Unix seconds.

        Raises:
            StoreUnavailableError: the database does not answer, or somebody else's decision takes too long.

        """
        with self._writing() as session:
            work = Work(session, self.sealer, actor, now)
            joined = _joined.get()
            if joined is not None and not joined.done:
                joined.step(work)
            yield work
            work.finish()
        if joined is not None:
            joined.done = True
        for kind in work.kinds & self._after.keys():
            self._after[kind]()

    def after(self, kind: str, tell: Callable[[], None]) -> None:
        """Have it told when this process committed a decision about a kind of object; it must not raise or wait."""
        self._after[kind] = tell

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """One transaction: what the block wrote is kept when it ends, and nothing of it where it raises."""
        with (
            available(self.places),
            Session(self._decides, expire_on_commit=False) as session,
            session.begin(),
            _left_clean(session),
        ):
            self.prepare()
            yield session

    @contextmanager
    def noting(self) -> Iterator[Session]:
        """Write what is no decision, such as the log of jobs: it waits for no decision, and none waits for it.

        Raises:
            StoreUnavailableError: the database does not answer.
            UntracedError: something else was written. Whatever the desk decides by needs `deciding`.

        """
        with self._writing() as session:
            event.listen(session, "before_flush", _only_notes)
            yield session

    @contextmanager
    def joined(self, step: Callable[[Work], None]) -> Iterator[Joined]:
        """Let a step begin the first decision of this block: both are done, or neither, whenever the process dies.

        Args:
            step: is called within the transaction. What it raises undoes the decision and goes to who asked for that.

        """
        joined = Joined(step)
        token = _joined.set(joined)
        try:
            yield joined
        finally:
            _joined.reset(token)

    def head(self) -> tuple[int, str]:
        """Return the number and hash of the newest event. Raises StoreUnavailableError."""
        with self.reading() as session:
            head = session.get_one(LogHead, 1)
            return head.seq, head.hash


def _only_notes(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    if any(not isinstance(each, _NOTES) for each in (*session.new, *session.dirty, *session.deleted)):
        raise UntracedError("something other than a note was written without a decision")


@contextmanager
def _left_clean(session: Session) -> Iterator[None]:
    """Give no connection back that an error left in the middle of an answer.

    SQLite would go on reading the moment at which that answer began, for whoever is given the connection next: a
    session that was revoked since would still be alive to it.
    """
    try:
        yield
    except BaseException:
        session.invalidate()
        raise
