"""Reads a published set and verifies all of it against the pinned root key, in the protocol's order (section 8).

Used by the service before it serves anything, by `cektautan verify`, and by tests. It must never return a set of which
one byte was not covered by a signature. Reading needs no lock: the link is resolved once.
"""

from __future__ import annotations

import hashlib
import mmap
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cektautan.core.domain_filter import decode_filter
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.keyring import MAX_KEYS_BYTES, Keyring
from cektautan.core.manifest import MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES, FileEntry, Manifest
from cektautan.core.minisign import PublicKey
from cektautan.core.safe_browsing.listed import Hashes
from cektautan.core.signed_json import MAX_NUMBER, read_object
from cektautan.core.snapshot import Snapshot, decode_snapshot
from cektautan.core.trust import SignedFiles, Trust, accept_keys, accept_manifest
from cektautan.publish.store import NAMES

_CAPS: Final = dict(
    zip(NAMES, (MAX_KEYS_BYTES, MAX_SIGNATURE_BYTES, MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES), strict=True)
)
_ATTEMPTS: Final = 3


@dataclass(frozen=True)
class VerifiedSet:
    """A whole set, verified."""

    directory: Path
    """The published directory, in which `files/` lies."""
    signed: SignedFiles
    keyring: Keyring
    manifest: Manifest
    snapshot: Snapshot
    domains: array[int] | None
    """The domain filter of the snapshot; None in a set of before there was one."""
    rules: Mapping[str, Any]
    buckets: tuple[bytes | memoryview, ...]
    record: bytes | None
    """The public record; None in a set of before there was one."""
    exports: bytes | None = None
    """The list in plain; None in a set of before there was one."""
    hashes: Hashes | None = None
    """The hashes for clients of Safe Browsing; None in a set of before there were any."""

    @property
    def documents(self) -> dict[str, bytes]:
        """The four signed files by name."""
        parts = (self.signed.keys, self.signed.keys_signature, self.signed.manifest, self.signed.manifest_signature)
        return dict(zip(NAMES, parts, strict=True))

    def path(self, entry: FileEntry) -> Path:
        """Return where a file of the set lies."""
        return self.directory / entry.path


def read_set(public_dir: Path, root: PublicKey, now: int | None = None) -> VerifiedSet:
    """Read and verify the current set of a published directory.

    Without `now` times are not judged: a server goes on serving what it has, and its readers judge the age.

    Raises:
        FormatError: any code of the protocol; `unreachable` where a file cannot be read.

    """
    return _current(public_dir, root, now, _all_parts, lambda: _target(public_dir))


_Parts = Callable[[Path, Manifest], dict[str, Any]]
"""Reads what a set holds besides the snapshot and the rules."""


def _current(
    public_dir: Path, root: PublicKey, now: int | None, parts: _Parts, find: Callable[[], Path]
) -> VerifiedSet:
    for attempt in range(_ATTEMPTS):
        target = find()
        try:
            return _read_once(public_dir, target, root, now, parts)
        except FormatError as problem:
            # A file may be gone because newer sets were published since the link was read; then the link has moved.
            moved = problem.code is ErrorCode.UNREACHABLE and find() != target
            if not moved or attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("the last attempt returns or raises")


def read_held(directory: Path, root: PublicKey, find: Callable[[], Path]) -> VerifiedSet:
    """Read and verify the set that a client holds: of it only what decides was fetched (section 8, steps 1 to 3).

    The records are mapped, not read, so that many of them cost no memory before they are needed; nobody but the client
    writes there, and it never writes to a file that is there. `find` gives the directory of the signed files.

    Raises:
        FormatError: as `read_set`, and what `find` raises.

    """
    return _current(directory, root, None, _held_parts, find)


def read_signed(directory: Path) -> SignedFiles:
    """Read the four signed files of a set's directory, each no further than its cap."""
    keys, keys_signature, manifest, manifest_signature = (read_capped(directory / name, _CAPS[name]) for name in NAMES)
    return SignedFiles(keys, keys_signature, manifest, manifest_signature)


def read_file(public_dir: Path, entry: FileEntry) -> bytes:
    """Read a file of a set and check it against the manifest."""
    data = read_capped(public_dir / entry.path, entry.size)
    check_file(entry, data)
    return data


def check_file(entry: FileEntry, data: bytes | memoryview) -> None:
    """Compare a file with what the manifest says of it (section 8, `fetch`)."""
    if len(data) < entry.size:
        raise FormatError(ErrorCode.TRUNCATED, f"{entry.path}: {len(data)} of {entry.size} bytes")
    if len(data) > entry.size:
        raise FormatError(ErrorCode.TOO_LARGE, f"{entry.path}: more than {entry.size} bytes")
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise FormatError(ErrorCode.BAD_CHECKSUM, entry.path)


def read_capped(path: Path, cap: int) -> bytes:
    """Read a file, one byte further than its cap at most."""
    try:
        with path.open("rb") as file:
            data = file.read(cap + 1)
    except OSError as problem:
        raise FormatError(ErrorCode.UNREACHABLE, f"{path}: {problem.strerror}") from None
    if len(data) > cap:
        raise FormatError(ErrorCode.TOO_LARGE, f"{path}: more than {cap} bytes")
    return data


def read_bucket(data: bytes | memoryview, number: int) -> dict[str, Any]:
    """Return a bucket's records."""
    bucket = read_object(data, f"bucket {number}")
    if (
        bucket.get("bucket") != number
        or not isinstance(bucket.get("claims"), dict)
        or not isinstance(bucket.get("listings"), list)
    ):
        raise FormatError(ErrorCode.BAD_FORMAT, f"bucket {number}")
    return bucket


def _read_once(public_dir: Path, target: Path, root: PublicKey, now: int | None, parts: _Parts) -> VerifiedSet:
    signed = read_signed(target)
    trust = Trust()
    keyring = accept_keys(trust, root, signed.keys, signed.keys_signature, 0 if now is None else now)
    manifest = accept_manifest(
        trust, keyring, signed.manifest, signed.manifest_signature, MAX_NUMBER if now is None else now
    )
    snapshot = decode_snapshot(read_file(public_dir, manifest.snapshot))
    domains = None if manifest.domains is None else decode_filter(read_file(public_dir, manifest.domains))
    rules = read_object(read_file(public_dir, manifest.rules), "rules")
    return VerifiedSet(
        directory=public_dir,
        signed=signed,
        keyring=keyring,
        manifest=manifest,
        snapshot=snapshot,
        domains=domains,
        rules=rules,
        **parts(public_dir, manifest),
    )


def _all_parts(public_dir: Path, manifest: Manifest) -> dict[str, Any]:
    return {
        "buckets": tuple(read_file(public_dir, entry) for entry in manifest.buckets),
        "record": None if manifest.record is None else read_file(public_dir, manifest.record),
        "exports": None if manifest.exports is None else read_file(public_dir, manifest.exports),
        "hashes": None if manifest.hashes is None else Hashes.parse(read_file(public_dir, manifest.hashes.file)),
    }


def _held_parts(directory: Path, manifest: Manifest) -> dict[str, Any]:
    return {"buckets": tuple(_map_file(directory, entry) for entry in manifest.buckets), "record": None}


def _map_file(directory: Path, entry: FileEntry) -> memoryview:
    try:
        with (directory / entry.path).open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError as problem:
        raise FormatError(ErrorCode.UNREACHABLE, f"{entry.path}: {problem.strerror}") from None
    except ValueError:
        raise FormatError(ErrorCode.TRUNCATED, f"{entry.path}: 0 of {entry.size} bytes") from None
    check_file(entry, data)
    return data


def _target(public_dir: Path) -> Path:
    try:
        return (public_dir / "current").resolve(strict=True)
    except OSError as problem:
        raise FormatError(ErrorCode.UNREACHABLE, f"{public_dir}/current: {problem.strerror}") from None
