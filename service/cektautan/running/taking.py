"""A node's side of many nodes: the signed set comes out of the database, is verified and laid into the node's folder.

From there everything works as on the publisher (`lookup.current`). The node holds no key. What lies in the database is
judged as what lies on any list server: by the pinned root key, and never older than what is served. A set that is
refused changes nothing, and is told; a database that does not answer leaves the last set.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from typing import Final

from sqlalchemy.orm import Session

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.keyring import Keyring
from cektautan.core.manifest import FileEntry, Manifest
from cektautan.core.minisign import PublicKey
from cektautan.core.safe_browsing.listed import MAX_BYTES as MAX_HASHES_BYTES
from cektautan.core.signed_json import MAX_NUMBER
from cektautan.core.trust import SignedFiles, Trust, accept_keys, accept_manifest
from cektautan.publish.errors import PublishError
from cektautan.publish.locking import lock
from cektautan.publish.store import PublicStore
from cektautan.publish.verify import check_file, read_signed
from cektautan.running import set_state
from cektautan.running.notices import Notices, saying_once
from cektautan.settings import Settings
from cektautan.store import carried
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.migrate import SchemaError
from cektautan.store.transaction import Store

FIRST_SECONDS: Final = 60
"""How long a node that has nothing waits for the publisher to send the first set."""


class NothingTakenError(Exception):
    """A node without a set got none. The message is one line."""


class Taker:
    """Takes the sets of one node. Used by one thread at a time."""

    def __init__(
        self, settings: Settings, root: PublicKey, store: Store, notices: Notices, say: Callable[[str], None]
    ) -> None:
        self._root = root
        self._store = store
        self._notices = notices
        self._public = PublicStore(settings.public_dir)
        self._state = set_state.SetState(settings.cache_dir)
        self._tell = saying_once(say)
        self._seen: str | None = None
        self.state = set_state.NONE

    def first(self, clock: Callable[[], float], say: Callable[[str], None]) -> None:
        """Take what there is; a node that has nothing yet waits for it a while.

        Raises:
            NothingTakenError: nothing came, or it was refused.

        """
        self.step()
        if self._public.link.exists():
            return
        said, until = "", clock() + FIRST_SECONDS
        while not self._public.link.exists():
            if self.state.startswith(set_state.REFUSED) or clock() > until:
                raise NothingTakenError(f"there is no set to serve: {self.state}")
            if self.state != said:
                say(f"waiting for a set: {self.state}")
                said = self.state
            self._notices.wait(threading.Event())
            self.step()

    def run(self, stop: threading.Event) -> None:
        """Take each new set, until told to stop."""
        while not stop.is_set():
            self.step()
            self._notices.wait(stop)

    def step(self) -> None:
        """Look, and take what is new."""
        trouble = ""
        try:
            self.state = self._look()
        except (StoreUnavailableError, SchemaError) as problem:
            self.state, trouble = set_state.AWAY, str(problem)
        except FormatError as problem:
            self.state = f"{set_state.REFUSED}: {problem.code.value}"
            trouble = f"what lies in the database is refused: {problem.code.value}"
        except (PublishError, OSError) as problem:
            self.state, trouble = set_state.UNWRITTEN, f"a new set cannot be laid down: {problem}"
        self._state.write(self.state)
        self._tell(f"{trouble}; the last set is served" if trouble else "", "sets arrive again")

    def _look(self) -> str:
        # Everything is read in one block, so of one moment: a set that is replaced meanwhile is taken whole.
        with self._store.reading() as session:
            found = carried.mark(session)
            if found is None:
                return set_state.NONE
            if found == self._seen:
                return set_state.OK
            # What is refused is looked at again each time: the publisher may put right what was damaged.
            self._take(session)
        self._seen = found
        return set_state.OK

    def _take(self, session: Session) -> None:
        signed = carried.documents(session)
        if signed is None:
            raise FormatError(ErrorCode.TOO_LARGE, "a document of the set in the database")
        with lock(self._public.directory):
            self._public.prepare()
            trust, before = self._held()
            if before == signed:
                return
            manifest = self._judged(trust, signed)[1]
            for entry in manifest.files:
                self._fetch(session, entry)
            for sha256 in manifest.hashes.older if manifest.hashes else ():
                self._fetch_older(session, sha256)
            self._public.adopt(manifest.seq, signed)
            self._public.collect_garbage()

    def _held(self) -> tuple[Trust, SignedFiles | None]:
        """What is served, and what it forbids: a lower number, or older keys."""
        try:
            signed = read_signed(self._public.link)
            keyring, manifest = self._judged(Trust(), signed)
        except FormatError:
            return Trust(), None
        return Trust(keyring.version, manifest.seq), signed

    def _judged(self, trust: Trust, signed: SignedFiles) -> tuple[Keyring, Manifest]:
        """Judge four documents, but not their age, which is told to readers with each answer. Raises FormatError."""
        keyring = accept_keys(trust, self._root, signed.keys, signed.keys_signature, 0)
        if keyring.version > trust.keys_version:
            # Numbers begin anew with new keys.
            trust = Trust(keyring.version, 0)
        return keyring, accept_manifest(trust, keyring, signed.manifest, signed.manifest_signature, MAX_NUMBER)

    def _fetch(self, session: Session, entry: FileEntry) -> None:
        if self._public.get(entry) is not None:
            return
        data = carried.file(session, entry.sha256, entry.size)
        if data is None:
            raise FormatError(ErrorCode.UNREACHABLE, f"{entry.path} is not in the database, or larger than signed")
        check_file(entry, data)
        self._public.put(data, entry.path.rpartition(".")[2])

    def _fetch_older(self, session: Session, sha256: str) -> None:
        """An older file of hashes makes an update smaller; one that is missing or damaged is done without."""
        if self._public.get(FileEntry(f"files/{sha256}.hashes", sha256, 0)) is not None:
            return
        data = carried.file(session, sha256, MAX_HASHES_BYTES)
        if data is not None and hashlib.sha256(data).hexdigest() == sha256:
            self._public.put(data, "hashes")
