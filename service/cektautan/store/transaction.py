"""Reading and deciding: the ways into the store, and a narrow one beside them for notes that decide nothing.

A decision is one transaction. It holds the row that says where the log ends, so decisions are made one after another
and each sees what the one before did; its event and the public line about it are written with it or not at all. A
transaction that changes what readers are told and records no event is refused: nothing may happen without a trace.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Engine, Table, event, inspect, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, UOWTransaction

from cektautan.core.chain import canonical, commitment, link_hash
from cektautan.store.bulk import insert_many
from cektautan.store.changes import body, operation
from cektautan.store.connect import DECIDES
from cektautan.store.in_force import Terms, in_force
from cektautan.store.migrate import migrate
from cektautan.store.models import (
    ApiKeyUse,
    CarriedFile,
    CarriedSet,
    Change,
    Claim,
    Event,
    JobRun,
    Listing,
    LogHead,
    Personal,
)
from cektautan.store.places import NoPlaceError, Places
from cektautan.store.sealing import Sealer
from cektautan.store.words import keeping as _keeping  # noqa: F401 -- listens from here on

_SQLITE_AWAY = frozenset(
    {sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_INTERRUPT,
     sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL}
)  # fmt: skip
_POSTGRES_AWAY = ("08", "40", "53", "55P03", "57", "58")
"""Classes of SQLSTATE: connection, deadlock, resources, lock time-out, operator intervention, system."""

_NOTES = (JobRun, CarriedFile, CarriedSet, ApiKeyUse)
"""What is written without a decision: the log of jobs, the signed set on its way to nodes, the day of a key's use."""

_CHANGE = ("seq", "event_seq", "body", "prev_hash", "hash")
"""The columns of a line, in the order in which they are written."""


@dataclass
class Joined:
    """A step that is done with the next decision."""

    step: Callable[[Work], None]
    done: bool = False
    """Whether it was, and is committed."""


_joined: ContextVar[Joined | None] = ContextVar("joined", default=None)


class StoreUnavailableError(Exception):
    """The database does not answer. The message is one line without its address."""


class UntracedError(Exception):
    """A transaction changed what readers are told and recorded no event. A defect of the caller."""


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


class Work:
    """One decision being made."""

    def __init__(self, session: Session, sealer: Sealer, actor: str, now: int) -> None:
        self.session = session
        self.actor = actor
        self.now = now
        self.kinds: set[str] = set()
        self._sealer = sealer
        self._head = session.execute(select(LogHead).where(LogHead.id == 1).with_for_update()).scalar_one()
        self._last: Event | None = None
        self._before: dict[Listing, Terms | None] = {}
        self._said: set[Listing] = set()
        event.listen(session, "before_flush", self._remember)

    def record(
        self,
        action: str,
        object_: tuple[str, str | int],
        *,
        reason: str = "",
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        personal: Mapping[str, str] | None = None,
        undoes: int | None = None,
    ) -> Event:
        """Append an event to the log.

        Args:
            action: what was done, as `listing.approved`.
            object_: the kind and number or name of what it was done to.
            reason: why, in words that may be read by the whole desk for ever: no personal data.
            before: the object's state before, as JSON members.
            after: the state after.
            personal: fields that can be erased later; the log keeps commitments to them.
            undoes: the number of the event that this one takes back.

        """
        seq = self._head.seq + 1
        commitments = self._keep(("event", seq), personal) if personal else None
        members: dict[str, Any] = {
            "seq": seq,
            "at": self.now,
            "actor": self.actor,
            "action": action,
            "object_kind": object_[0],
            "object_id": str(object_[1]),
            "reason": reason,
            "before": None if before is None else canonical(dict(before)),
            "after": None if after is None else canonical(dict(after)),
            "personal": None if commitments is None else canonical(commitments),
            "undoes": undoes,
            "prev_hash": self._head.hash,
        }
        made = Event(**members, hash=link_hash(members))
        self.session.add(made)
        self.kinds.add(object_[0])
        self._head.seq, self._head.hash = seq, made.hash
        self._last = made
        return made

    def keep_personal(self, owner: tuple[str, int], fields: Mapping[str, str]) -> dict[str, str]:
        """Seal personal fields of a report or an appeal and return the commitments to them."""
        return self._keep(owner, fields)

    def tell(self, bodies: list[dict[str, Any]]) -> None:
        """Append lines to the public chain."""
        self.tell_texts([canonical(each) for each in bodies])

    def tell_texts(self, texts: Sequence[str]) -> None:
        """Append lines that were written out before the transaction, for acts on thousands of listings.

        Args:
            texts: canonical JSON of `changes.body_of`.

        """
        if not texts:
            return
        if self._last is None:
            raise UntracedError("lines without an event")
        event_seq = self._last.seq
        head = self._head
        seq, hash_ = head.change_seq, head.change_hash

        def rows() -> Iterator[tuple[Any, ...]]:
            nonlocal seq, hash_
            for text in texts:
                seq, before = seq + 1, hash_
                hash_ = link_hash({"seq": seq, "event_seq": event_seq, "body": text, "prev_hash": before})
                yield seq, event_seq, text, before, hash_

        insert_many(self.session, cast(Table, Change.__table__), _CHANGE, rows())
        head.change_seq, head.change_hash = seq, hash_

    def finish(self) -> None:
        """Tell what became different for readers. The transaction's last step."""
        self.session.flush()
        bodies = []
        for listing, before in sorted(self._before.items(), key=lambda pair: pair[0].id):
            after = None if inspect(listing).deleted else in_force(listing, listing.claim, self.now)
            op = operation(before, after, listing.status)
            if op is not None:
                bodies.append(body(op, listing, after, self.now))
        if bodies and self._last is None:
            raise UntracedError("what readers are told has changed without an event")
        self.tell(bodies)
        event.remove(self.session, "before_flush", self._remember)
        self.session.flush()

    def _keep(self, owner: tuple[str, int], fields: Mapping[str, str]) -> dict[str, str]:
        commitments = {}
        for field, text in fields.items():
            salt = secrets.token_bytes(16)
            commitments[field] = commitment(salt, text)
            self.session.add(
                Personal(
                    owner_kind=owner[0],
                    owner_id=owner[1],
                    field=field,
                    commitment=commitments[field],
                    salt=salt,
                    sealed=self._sealer.seal(text),
                    written_at=self.now,
                )
            )
        return commitments

    def _remember(self, session: Session, _context: UOWTransaction, _instances: Any) -> None:
        """Note what was in force before the first change of each listing, also when its claim changes."""
        touched = [*session.new, *session.dirty, *session.deleted]
        claims = {each.id for each in touched if isinstance(each, Claim) and session.is_modified(each)}
        listings = [each for each in touched if isinstance(each, Listing)]
        if claims:
            with session.no_autoflush:
                listings += session.scalars(select(Listing).where(Listing.claim_id.in_(claims)))
        for listing in listings:
            if listing not in self._before:
                self._before[listing] = self._was_in_force(listing)

    def _was_in_force(self, listing: Listing) -> Terms | None:
        if inspect(listing).key is None or listing in self.session.new:
            return None
        claim = self.session.get(Claim, _was(listing).claim_id)
        return None if claim is None else in_force(_was(listing), _was(claim), self.now)


def _only_notes(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    if any(not isinstance(each, _NOTES) for each in (*session.new, *session.dirty, *session.deleted)):
        raise UntracedError("something other than a note was written without a decision")


def _was(row: Any) -> Any:
    """Return a copy of a row as it was loaded, apart from the session."""
    state = inspect(row)
    copy = type(row)()
    for column in state.mapper.column_attrs:
        if column.deferred:
            continue
        history = state.attrs[column.key].history
        old = history.deleted[0] if history.deleted else getattr(row, column.key)
        setattr(copy, column.key, old)
    return copy


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


@contextmanager
def available(places: Places | None = None) -> Iterator[None]:
    """Tell a database that does not answer from a defect. Raises StoreUnavailableError."""
    try:
        with nullcontext() if places is None else places.place():
            yield
    except NoPlaceError:
        raise StoreUnavailableError("the database does not answer those who ask it already") from None
    except OperationalError as problem:
        if not _does_not_answer(problem):
            raise
        raise StoreUnavailableError(f"the database does not answer: {type(problem.orig).__name__}") from problem


def _does_not_answer(problem: OperationalError) -> bool:
    """True of a lost connection, a lock, a time-out or a database that is full or stopping.

    Anything else under that name is a defect: a statement that is too large, a table that is not there.
    """
    code = getattr(problem.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_AWAY
    state = getattr(problem.orig, "sqlstate", None)
    return problem.connection_invalidated or state is None or state.startswith(_POSTGRES_AWAY)
