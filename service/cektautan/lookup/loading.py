"""Makes what lookups need of a published set on disk: verified by `publish.verify`, with an index over its keys.

The index is derived from the verified snapshot and its domain filter. It is kept in a cache beside the set, so that
worker processes map the same pages, and is made again whenever it is missing, not whole or of another set.
"""

from __future__ import annotations

import hashlib
import mmap
import tempfile
from contextlib import suppress
from pathlib import Path

from cektautan.core.errors import FormatError
from cektautan.core.index import Index, build_index, source_digest
from cektautan.core.minisign import PublicKey
from cektautan.core.safe_browsing.listed import MAX_BYTES as MAX_HASHES_BYTES
from cektautan.core.safe_browsing.listed import Hashes
from cektautan.lookup.safe_browsing import SafeBrowsing
from cektautan.publish.errors import PublishError
from cektautan.publish.keys import KeyStore
from cektautan.publish.verify import VerifiedSet, read_capped, read_set

KEPT_INDEXES = 3


class LoadError(Exception):
    """The published set cannot be used. The message is one line, with the protocol's code where there is one."""


def read(public_dir: Path, root_key: str) -> VerifiedSet:
    """Read and verify the current set. Its age is not judged here: whoever answers from it says how old it is.

    Raises:
        LoadError: there is none, or something about it is wrong.

    """
    if not (public_dir / "current").exists():
        raise LoadError(f"no set has been published in {public_dir}")
    try:
        return read_set(public_dir, root(public_dir, root_key))
    except FormatError as problem:
        raise LoadError(str(problem)) from None


def root(public_dir: Path, root_key: str) -> PublicKey:
    """The pinned root key; without one the development key that `serve` made beside the set.

    Raises:
        LoadError: there is no key, or it is none.

    """
    try:
        found = PublicKey.parse(root_key) if root_key else KeyStore(public_dir.parent / "keys").root()
    except (FormatError, PublishError) as problem:
        raise LoadError(str(problem)) from None
    if found is None:
        raise LoadError("no root key is set, and there is no development key")
    return found


def open_index(verified: VerifiedSet, cache_dir: Path | None) -> Index:
    """Open the index of a set, from the cache where it is there and whole."""
    source = source_digest(verified.snapshot, verified.domains)
    path = cache_dir / f"{source.hex()}.index" if cache_dir else None
    if path is not None:
        with suppress(OSError, FormatError, ValueError):
            index = Index(_map(path))
            if index.source == source:
                return index
    data = build_index(verified.snapshot, verified.domains)
    if path is not None:
        # A cache that cannot be written costs memory and nothing else.
        with suppress(OSError):
            _write(path, data)
            return Index(_map(path))
    return Index(data)


def safe_browsing(verified: VerifiedSet) -> SafeBrowsing | None:
    """Return the lists for clients of Safe Browsing; None where a set has none."""
    entry = verified.manifest.hashes
    if entry is None or verified.hashes is None:
        return None

    def read_older(sha256: str) -> Hashes | None:
        try:
            data = read_capped(verified.directory / f"files/{sha256}.hashes", MAX_HASHES_BYTES)
            return Hashes.parse(data) if hashlib.sha256(data).hexdigest() == sha256 else None
        except FormatError:
            return None

    return SafeBrowsing(entry, verified.hashes, read_older)


def _map(path: Path) -> memoryview:
    """Map a file. The map outlives the file's name, so whoever tidies up takes nothing from a reader."""
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


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
