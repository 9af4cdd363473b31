"""Reads a published set from disk and verifies it as any client does (docs/protocol.md, section 8).

The service trusts its own disk no more than the extension trusts the network: signatures from the pinned root key down,
every checksum and every size. The index is derived from the verified snapshot; it is kept beside the set, so that worker
processes map the same pages, and is made again whenever it is missing or not whole.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.index import Index, build_index
from cektautan.core.manifest import FileEntry, Manifest
from cektautan.core.minisign import PublicKey
from cektautan.core.snapshot import decode_snapshot
from cektautan.core.trust import SignedFiles, Trust, judge

DOCUMENTS = ("keys.json", "keys.json.minisig", "manifest.json", "manifest.json.minisig")
KEPT_INDEXES = 3


class LoadError(Exception):
    """The published set cannot be used. The message is one line that begins with the code of docs/protocol.md."""


@dataclass(frozen=True)
class Parts:
    """A verified set as read."""

    manifest: Manifest
    rules: Mapping[str, Any]
    snapshot: mmap.mmap | bytes
    buckets: Sequence[mmap.mmap | bytes]
    documents: Mapping[str, bytes]


def read(public_dir: Path, root_key: str, now: int) -> Parts:
    """Read and verify the current set.

    Raises:
        LoadError: there is none, or something about it is wrong.

    """
    if not (public_dir / "current").exists():
        raise LoadError(f"no set has been published in {public_dir}")
    try:
        # The link is followed once, so that all four documents are of one publication.
        folder = (public_dir / "current").resolve(strict=True)
        documents = {name: (folder / name).read_bytes() for name in DOCUMENTS}
        judged = judge(Trust(), PublicKey.parse(root_key), SignedFiles(*documents.values()), now)
        if judged.manifest is None:
            raise judged.error or FormatError(ErrorCode.BAD_FORMAT, "no manifest")
        manifest = judged.manifest
        for diff in manifest.diffs:
            _check(public_dir, diff.file)
        return Parts(
            manifest=manifest,
            rules=orjson.loads(memoryview(_check(public_dir, manifest.rules))),
            snapshot=_check(public_dir, manifest.snapshot),
            buckets=[_check(public_dir, bucket) for bucket in manifest.buckets],
            documents=documents,
        )
    except FormatError as error:
        raise LoadError(str(error)) from None
    except OSError as error:
        raise LoadError(f"{ErrorCode.UNREACHABLE}: {error.filename}: {error.strerror}") from None


def development_root(public_dir: Path) -> str:
    """The root key of development, which `serve` makes beside the set.

    Raises:
        LoadError: there is none.

    """
    path = public_dir.parent / "keys" / "root.pub"
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise LoadError(f"no root key is set and {path} cannot be read: {error.strerror}") from None


def open_index(parts: Parts, cache_dir: Path | None) -> Index:
    """Open the index of a set, from the cache where it is there and whole.

    Raises:
        LoadError: the snapshot cannot be read.

    """
    path = cache_dir / f"{parts.manifest.snapshot.sha256}.index" if cache_dir else None
    if path is not None:
        with suppress(OSError, FormatError, ValueError):
            return Index(_map(path))
    try:
        data = build_index(decode_snapshot(bytes(parts.snapshot)))
    except FormatError as error:
        raise LoadError(str(error)) from None
    if path is not None:
        # A cache that cannot be written costs memory and nothing else.
        with suppress(OSError):
            _write(path, data)
            return Index(_map(path))
    return Index(data)


def _check(public_dir: Path, file: FileEntry) -> mmap.mmap | bytes:
    """The bytes of a file, once they are what the manifest says."""
    data = _map(public_dir / file.path)
    if len(data) != file.size:
        code = ErrorCode.TRUNCATED if len(data) < file.size else ErrorCode.TOO_LARGE
        raise FormatError(code, f"{file.path} has {len(data)} bytes")
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise FormatError(ErrorCode.BAD_CHECKSUM, file.path)
    return data


def _map(path: Path) -> mmap.mmap | bytes:
    """Map a file. The map outlives the file's name, so a publisher that tidies up takes nothing from a reader."""
    with path.open("rb") as file:
        # An empty file cannot be mapped.
        if os.fstat(file.fileno()).st_size == 0:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _write(path: Path, data: bytes) -> None:
    """Put an index in place whole, and drop those of sets long gone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).rename(path)
    indexes = sorted(path.parent.glob("*.index"), key=lambda each: each.stat().st_mtime, reverse=True)
    for each in indexes[KEPT_INDEXES:]:
        with suppress(OSError):
            each.unlink()
