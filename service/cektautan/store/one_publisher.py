"""Sees to it that what one PostgreSQL says is published into one place alone (architecture.md, decision 8).

Two publishers with folders of their own would number their sets each for itself, and a reader who is answered now by
one and now by the other would see the list go back and forth. Processes that publish into the same folder are one
place: its own lock lets one of them in at a time. The claim belongs to a connection, so it ends with its process,
however that ends. SQLite lies in the folder itself and needs none.
"""

from __future__ import annotations

import hashlib
import platform
from contextlib import suppress
from pathlib import Path
from typing import Final
from weakref import finalize

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from cektautan.store.availability import available
from cektautan.store.transaction import Store

_CLASS: Final = 0x43454B54
"""The first half of the claims' names: CEKT."""
_DOOR: Final = 0x43454B55
"""The lock that lets one at a time look and claim, so that of two that begin at once one succeeds."""

_KEEP_ALIVE = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
"""A machine that vanished without a word holds its claim for a minute, and not for PostgreSQL's two hours."""

_OTHERS = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = :class AND objid <> :place"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_CLAIM = text("SELECT pg_advisory_lock_shared(:class, :place)")


class OtherPublisherError(Exception):
    """Another place is published into from the same database. The message is one line."""


class OnePublisher:
    """The claim of one folder to be the place that a database is published into."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._connection: Connection | None = None
        self._close: finalize[..., OnePublisher] | None = None

    def hold(self) -> None:
        """Take the claim, or see that it still holds; to be called before each publication.

        Raises:
            OtherPublisherError: another place has it.
            StoreUnavailableError: the database does not answer.

        """
        if self._store.engine.dialect.name != "postgresql" or self._holds():
            return
        with available():
            connection = self._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._connection, self._close = connection, finalize(self, _end, connection)
            try:
                others = _claim(connection, _place(self._folder))
            except BaseException:
                self.release()
                raise
        if others:
            self.release()
            raise OtherPublisherError(
                "another publisher holds this database and publishes into a folder of its own: "
                "start this node with CEKTAUTAN_PUBLISH=off, or stop the other one first"
            )

    def release(self) -> None:
        """Give the claim up; also done when this object goes."""
        if self._close is not None:
            self._close()
        self._connection = self._close = None

    def _holds(self) -> bool:
        """The claim lives as long as its connection, and nobody else gets one meanwhile."""
        if self._connection is None:
            return False
        try:
            self._connection.exec_driver_sql("SELECT 1")
        except DBAPIError:
            self.release()
            return False
        return True


def _claim(connection: Connection, place: int) -> int:
    """Claim the database for a place unless others have it, and return how many do."""
    connection.exec_driver_sql(_KEEP_ALIVE)
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({_DOOR}, 0)")
    others: int = connection.execute(_OTHERS, {"class": _CLASS, "place": place}).scalar_one()
    if not others:
        # The function takes signed halves, and the view shows them without their sign.
        connection.execute(_CLAIM, {"class": _CLASS, "place": place - (1 << 32) if place >> 31 else place})
    connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_DOOR}, 0)")
    return others


def _end(connection: Connection) -> None:
    with suppress(DBAPIError):
        # Closed for good: in the pool the claim would live on.
        connection.invalidate()
        connection.close()


def _place(folder: Path) -> int:
    """A folder of one running machine, in 32 bits: the same for all its processes, also where it has several names."""
    folder.mkdir(parents=True, exist_ok=True)
    status = folder.stat()
    try:
        machine = Path("/proc/sys/kernel/random/boot_id").read_text("ascii")
    except OSError:
        machine = platform.node()
    name = f"{machine}:{status.st_dev}:{status.st_ino}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])
