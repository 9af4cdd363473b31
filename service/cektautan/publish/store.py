"""Keeps the published directory: blobs named by their hash, the sets that name them, and the link to the newest.

    current -> sets/<seq>/{manifest.json,manifest.json.minisig,keys.json,keys.json.minisig}
    files/<sha256>.{snap,diff,json,hashes,domains}

A blob is never changed. It is removed only when no kept set names it, and old snapshots stay while a diff starts from
them. What lies here is written for anybody to read: no secret and no address of a hoax may get into it.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.exports import Exports, read_exports
from cektautan.core.manifest import FileEntry, Manifest
from cektautan.core.record import read_record
from cektautan.core.safe_browsing.listed import MAX_BYTES as MAX_HASHES_BYTES
from cektautan.core.trust import SignedFiles
from cektautan.publish.atomic import flush, point, sweep, write_file, write_group

KEPT_SETS: Final = 64
"""A reader that has just read a manifest must still find its files, however often we publish meanwhile: a minute at
least, for a desk publishes a set a second at most."""

NAMES: Final = ("keys.json", "keys.json.minisig", "manifest.json", "manifest.json.minisig")


class PublicStore:
    """The published directory, for the one publisher that holds the lock, and for readers."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.link = directory / "current"
        self._sets = directory / "sets"
        self._files = directory / "files"

    def prepare(self) -> None:
        """Make the directories and clear away what a killed publisher left."""
        self._sets.mkdir(parents=True, exist_ok=True)
        self._files.mkdir(exist_ok=True)
        for directory in (self.directory, self._sets, self._files):
            sweep(directory)

    def put(self, data: bytes, ending: str) -> FileEntry:
        """Write a blob unless it is there already."""
        sha256 = hashlib.sha256(data).hexdigest()
        entry = FileEntry(f"files/{sha256}.{ending}", sha256, len(data))
        # A blob may be there and damaged, by a disk or a hand: it is written anew rather than signed for.
        if self.get(entry) is None:
            write_file(self.path(entry), data)
        return entry

    def get(self, entry: FileEntry) -> bytes | None:
        """Return a blob, or None where it is missing or is not what its name says."""
        return read_blob(self.directory, entry)

    def path(self, entry: FileEntry) -> Path:
        """Return where a blob lies."""
        return self.directory / entry.path

    def size_of_hashes(self, sha256: str) -> int:
        """Return how large an older file of hashes is; one that is gone counts as larger than all may be."""
        try:
            return self.path(FileEntry(f"files/{sha256}.hashes", sha256, 0)).stat().st_size
        except OSError:
            return MAX_HASHES_BYTES + 1

    def commit(self, seq: int, signed: SignedFiles) -> None:
        """Make a set the current one; the blobs that it names have been put before."""
        flush(self._files)
        contents = (signed.keys, signed.keys_signature, signed.manifest, signed.manifest_signature)
        write_group(self._sets, str(seq), dict(zip(NAMES, contents, strict=True)))
        point(self.link, f"sets/{seq}")

    def adopt(self, seq: int, signed: SignedFiles) -> None:
        """Make a set that came from elsewhere the current one; it may lie there already, of a time when it was not yet.

        Raises:
            FormatError: another set of this number lies there.

        """
        directory = self._sets / str(seq)
        if not directory.exists():
            self.commit(seq, signed)
            return
        contents = (signed.keys, signed.keys_signature, signed.manifest, signed.manifest_signature)
        if any((directory / name).read_bytes() != data for name, data in zip(NAMES, contents, strict=True)):
            raise FormatError(ErrorCode.ROLLED_BACK, f"there is another set {seq}")
        point(self.link, f"sets/{seq}")

    def taken(self, seq: int) -> bool:
        """Say whether there is a set of this number, current or not."""
        return (self._sets / str(seq)).exists()

    def current(self) -> Manifest | None:
        """Return the manifest that is current, unverified, or None where there is none to be read."""
        return read_manifest(self.link)

    def record_before(self) -> dict[str, Mapping[str, Any]]:
        """Return the claims of the newest public record that can be read; none where nothing was published.

        The history lies in the record alone, so a damaged one must not make it begin anew while an older set has it.
        """
        for manifest in filter(None, (self.current(), *self._kept())):
            data = None if manifest.record is None else self.get(manifest.record)
            if data is not None:
                with suppress(FormatError):
                    return read_record(data)
        return {}

    def exports_before(self) -> Exports:
        """Return the exports of the newest set that has readable ones; empty ones where none has."""
        for manifest in filter(None, (self.current(), *self._kept())):
            data = None if manifest.exports is None else self.get(manifest.exports)
            if data is not None:
                with suppress(FormatError):
                    return read_exports(data)
        return Exports()

    def collect_garbage(self) -> None:
        """Remove sets beyond the last ones, and blobs that no kept set names or starts a diff from."""
        numbers = self._numbers()
        current = self.link.resolve().name
        keep: set[str] = set()
        for place, number in enumerate(numbers):
            if place >= KEPT_SETS and str(number) != current:
                shutil.rmtree(self._sets / str(number))
                continue
            manifest = read_manifest(self._sets / str(number))
            if manifest is None:
                continue
            keep.update(Path(entry.path).name for entry in manifest.files)
            keep.update(f"{diff.source}.snap" for diff in manifest.diffs)
            keep.update(f"{sha256}.hashes" for sha256 in (manifest.hashes.older if manifest.hashes else ()))
        for blob in self._files.iterdir():
            if blob.name not in keep:
                blob.unlink()

    def _numbers(self) -> list[int]:
        """Return the numbers of the sets, newest first."""
        return sorted((int(path.name) for path in self._sets.iterdir() if path.name.isdigit()), reverse=True)

    def _kept(self) -> Iterator[Manifest | None]:
        return (read_manifest(self._sets / str(number)) for number in self._numbers())


def read_blob(directory: Path, entry: FileEntry) -> bytes | None:
    """Return a blob below a directory, or None where it is missing or is not what its name says."""
    try:
        data = (directory / entry.path).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == entry.sha256 else None


def read_manifest(directory: Path) -> Manifest | None:
    """Return the manifest of a set, unverified, or None where there is none to be read."""
    try:
        return Manifest.parse((directory / "manifest.json").read_bytes())
    except (OSError, FormatError):
        return None
