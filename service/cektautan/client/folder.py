"""What a local client keeps on disk, for one server and root key, so that a kill at any moment leaves it whole.

    <directory>/<name>/   the name is of server and root key: whoever changes either starts from nothing
      trust.json          the version of the keys and the lowest `seq` that were accepted
      current             says in one line which of sets/… is held: the four signed files
      files/<sha256>.…    snapshot, rules and records
      indexes/            derived from the snapshot, for all processes to map

A set is written beside the old one and becomes the current one by one rename. Several processes may read; whoever
updates holds the lock. Nothing here needs POSIX: Windows gives no symbolic links to everybody, locks files in another
way, and removes none that a process has mapped.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import BaseFileLock, FileLock, Timeout

from cektautan.client.deadline import Deadline
from cektautan.client.errors import FolderError
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.manifest import FileEntry, Manifest
from cektautan.core.minisign import PublicKey
from cektautan.core.signed_json import read_object, whole, write_object
from cektautan.core.trust import SignedFiles, Trust
from cektautan.publish.atomic import flush, sweep, write_file, write_group
from cektautan.publish.store import NAMES, read_blob, read_manifest

_LOOK_SECONDS: Final = 1.0
"""How often whoever waits for the lock looks whether the time is over."""


class Folder:
    """The folder of one server and root key."""

    def __init__(self, directory: Path, server: str, root: PublicKey) -> None:
        name = hashlib.sha256(f"{server}\n{root.text}".encode()).hexdigest()[:16]
        self.directory = directory.expanduser() / name
        self.indexes = self.directory / "indexes"
        self._sets = self.directory / "sets"
        self._files = self.directory / "files"
        self._current = self.directory / "current"
        self._trust = self.directory / "trust.json"

    def prepare(self) -> None:
        """Make the folder. Raises FolderError."""
        with _told(self.directory):
            for each in (self._sets, self._files):
                each.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def writing(self, deadline: Deadline) -> Iterator[None]:
        """Hold the lock, which dies with its process, and clear away what a killed one left. Raises FolderError."""
        taking = FileLock(self.directory / ".lock")
        with _told(self.directory):
            self._take(taking, deadline)
        try:
            with _told(self.directory):
                for each in (self.directory, self._sets, self._files):
                    sweep(each)
            yield
        finally:
            taking.release()

    def trust(self) -> Trust:
        """Return what is remembered of the server; nothing at first.

        Raises:
            FolderError: it was written and cannot be read, so that an older list could pass for a new one.

        """
        try:
            members = read_object(self._trust.read_bytes(), "trust.json")
            return Trust(whole(members, "keys_version"), whole(members, "floor"))
        except FileNotFoundError:
            return Trust()
        except (OSError, FormatError) as problem:
            raise FolderError(f"{self._trust}: {problem}; delete {self.directory} to begin anew") from None

    def remember(self, trust: Trust) -> None:
        """Write what is remembered of the server."""
        with _told(self._trust):
            members = {"format": 1, "keys_version": trust.keys_version, "floor": trust.floor}
            write_file(self._trust, write_object(members))
            flush(self.directory)

    def held(self) -> Manifest | None:
        """Return the manifest of the set that is current, or None."""
        name = self.current()
        return None if name is None else read_manifest(self._sets / name)

    def get(self, entry: FileEntry) -> bytes | None:
        """Return a file, or None where it is missing or is not what its name says."""
        return read_blob(self.directory, entry)

    def put(self, entry: FileEntry, data: bytes) -> None:
        """Write a file, which has been compared with its entry."""
        with _told(self.path(entry)):
            write_file(self.path(entry), data)

    def path(self, entry: FileEntry) -> Path:
        """Return where a file lies."""
        return self.directory / entry.path

    def stage(self, signed: SignedFiles) -> Path:
        """Write the signed files of a set whose other files are there, and return where; it is not current yet."""
        contents = (signed.keys, signed.keys_signature, signed.manifest, signed.manifest_signature)
        files = dict(zip(NAMES, contents, strict=True))
        staged = self._sets / hashlib.sha256(b"".join(contents)).hexdigest()
        with _told(self._sets):
            flush(self._files)
            if staged.exists() and not _holds(staged, files):
                shutil.rmtree(staged)
            if not staged.exists():
                write_group(self._sets, staged.name, files)
        return staged

    def commit(self, staged: Path) -> None:
        """Make a staged set the current one, and remove what neither it nor the one before needs."""
        with _told(self.directory):
            before = self.current() or ""
            write_file(self._current, f"{staged.name}\n".encode())
            flush(self.directory)
            self._tidy(staged.name, before)

    def current(self) -> str | None:
        """Return the name of the set that is current; None where there is none."""
        try:
            # Until 29 November 2026 it was a symbolic link.
            target = self._current.readlink() if self._current.is_symlink() else Path(self._current.read_text("ascii"))
        except (OSError, ValueError):
            return None
        return target.name.strip()

    def find(self) -> Path:
        """Return where the set lies that is current.

        Raises:
            FormatError: there is none.

        """
        name = self.current()
        if not name:
            raise FormatError(ErrorCode.UNREACHABLE, f"{self._current}: it says of no set that it is held")
        return self._sets / name

    def is_current(self, staged: Path) -> bool:
        """Say whether a set is the current one."""
        return self.current() == staged.name

    def _take(self, taking: BaseFileLock, deadline: Deadline) -> None:
        while True:
            try:
                taking.acquire(timeout=min(_LOOK_SECONDS, deadline.left()))
            except Timeout:
                if not deadline.left():
                    raise FolderError(f"{self.directory}: another process is updating it") from None
            else:
                return

    def _tidy(self, current: str, before: str) -> None:
        keep: set[str] = set()
        for directory in list(self._sets.iterdir()):
            manifest = read_manifest(directory)
            if directory.name not in (current, before) or manifest is None:
                shutil.rmtree(directory, ignore_errors=True)
                continue
            keep.update(Path(entry.path).name for entry in manifest.files)
        for file in list(self._files.iterdir()):
            if file.name not in keep:
                # Windows keeps what a process has mapped; it goes after a later update.
                with suppress(OSError):
                    file.unlink()


def _holds(directory: Path, files: Mapping[str, bytes]) -> bool:
    try:
        return all((directory / name).read_bytes() == data for name, data in files.items())
    except OSError:
        return False


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn an error of the file system into one that names the file."""
    try:
        yield
    except OSError as problem:
        raise FolderError(f"{problem.filename or path} cannot be written to: {problem.strerror}") from None
