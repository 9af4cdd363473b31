"""The publisher's side of many nodes: what lies in its folder is brought into the database, whole, and told.

It looks at the link `current`, so what `cektautan publish` or `keys rotate` made in another terminal travels too. Only
the place that publishes may send (`store.one_publisher`). A publisher that was killed between its folder and the
database sends when it is started again, a database that was away or put back to an older state gets the set once it
answers, and what somebody else wrote into it is replaced within seconds.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Final

from cektautan.core.errors import FormatError
from cektautan.core.manifest import FileEntry, Manifest
from cektautan.core.safe_browsing.listed import MAX_BYTES as MAX_HASHES_BYTES
from cektautan.publish.errors import PublishError
from cektautan.publish.locking import lock
from cektautan.publish.store import PublicStore
from cektautan.publish.verify import read_capped, read_file, read_signed
from cektautan.running import set_state
from cektautan.running.notices import Notices, saying_once
from cektautan.settings import Settings
from cektautan.store import carried
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.migrate import SchemaError
from cektautan.store.one_publisher import OnePublisher, OtherPublisherError
from cektautan.store.transaction import Store

LOOK_SECONDS: Final = 0.1
AGAIN_SECONDS: Final = 5.0
"""How often it is looked whether the database still holds what was sent."""
RETRY_SECONDS: Final = 1.0
"""Between two attempts while something is wrong."""


class Sender:
    """Sends the sets of one folder. Used by one thread."""

    def __init__(self, settings: Settings, store: Store, notices: Notices, say: Callable[[str], None]) -> None:
        self._public = settings.public_dir
        self._locked = settings.cache_dir / "sending"
        self._store = store
        self._notices = notices
        self._claim = OnePublisher(store, settings.public_dir)
        self._state = set_state.SetState(settings.cache_dir)
        self._tell = saying_once(say)
        self._sent: str | None = None
        self._look_at = 0.0
        self._checked = False

    def run(self, stop: threading.Event) -> None:
        """Send whatever is published, until told to stop."""
        while not stop.wait(LOOK_SECONDS):
            self.step()

    def step(self) -> bool:
        """Send the current set if the database does not hold it; True where it does by then."""
        target = self._target()
        if target is None:
            return False
        # While something is wrong nobody asks ten times a second.
        if time.monotonic() < self._look_at and (target == self._sent or self._sent is None):
            return self._sent is not None
        trouble = ""
        try:
            # One process of this folder at a time: two that bring the same file would be in each other's way.
            with lock(self._locked):
                self._send()
            state, self._sent, self._look_at = set_state.OK, target, time.monotonic() + AGAIN_SECONDS
        except (StoreUnavailableError, SchemaError) as problem:
            state, trouble = set_state.AWAY, str(problem)
        except OtherPublisherError as problem:
            state, trouble = set_state.OTHER, str(problem)
        except FormatError as problem:
            state = f"{set_state.REFUSED}: {problem.code.value}"
            trouble = str(problem)
        except PublishError as problem:
            state, trouble = set_state.UNWRITTEN, str(problem)
        if trouble:
            self._sent, self._look_at = None, time.monotonic() + RETRY_SECONDS
        self._state.write(state)
        self._tell(f"the set does not reach the nodes: {trouble}" if trouble else "", "the set reaches the nodes again")
        return not trouble

    def _send(self) -> None:
        self._claim.hold()
        signed = read_signed(self._public / "current")
        manifest = Manifest.parse(signed.manifest)
        with self._store.reading() as session:
            # Marks can be forged, so documents are compared with documents.
            there = carried.documents(session) == signed and carried.mark(session) == carried.mark_of(signed)
        if there and self._checked:
            return
        with self._store.noting() as session:
            damaged = 0 if self._checked else carried.drop_damaged(session)
            if not there or damaged:
                carried.put(session, manifest.seq, signed, self._files(manifest))
        self._checked = True
        self._notices.tell()

    def _files(self, manifest: Manifest) -> dict[str, Callable[[], bytes]]:
        """How to read each file that a node needs, older hashes among them."""
        files: dict[str, Callable[[], bytes]] = {
            entry.sha256: partial(read_file, self._public, entry) for entry in manifest.files
        }
        store = PublicStore(self._public)
        for sha256 in manifest.hashes.older if manifest.hashes else ():
            path = store.path(FileEntry(f"files/{sha256}.hashes", sha256, 0))
            if path.exists():
                files.setdefault(sha256, partial(read_capped, path, MAX_HASHES_BYTES))
        return files

    def _target(self) -> str | None:
        try:
            return os.readlink(self._public / "current")  # noqa: PTH115 -- the text is compared, no Path is needed
        except OSError:
            return None


def sends(settings: Settings) -> bool:
    """Say whether what is published here travels through the database."""
    return settings.desk and bool(settings.database_url) and settings.publish


def takes(settings: Settings) -> bool:
    """Say whether this node gets its set out of the database, with a desk or without."""
    return bool(settings.database_url) and not settings.publish
