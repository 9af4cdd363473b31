"""Builds the extension's store package: the extension's own files, its configuration and a first list.

The same input always gives the same bytes, so that a reviewer can build what a store serves: names are sorted, times
are fixed, and nothing of this machine gets in. What is for developers (tools, store texts, hidden files) stays out, and
so does the config.json that `serve` writes for the unpacked extension. The seed is a set that was verified by the
caller against the very key that the package pins.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import orjson

from cektautan.core.manifest import MAX_BUCKETS_BYTES, FileEntry
from cektautan.core.minisign import PublicKey
from cektautan.publish.verify import VerifiedSet, read_file

CONFIG: Final = "config.json"
SEED: Final = "seed"
_OUTSIDE: Final = frozenset({"tools", "store", SEED, CONFIG})
"""Names directly below extension/ that no reader needs."""
_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_ORDINARY_FILE: Final = 0o100644 << 16


def build_package(extension_dir: Path, server: str, root: PublicKey, seed: VerifiedSet | None) -> bytes:
    """Return the bytes of the package."""
    config = {"server": server, "rootKey": root.text, "seed": seed is not None}
    files = dict(extension_files(extension_dir))
    files[CONFIG] = orjson.dumps(config, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
    if seed is not None:
        files.update(seed_files(seed))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = _ORDINARY_FILE
            package.writestr(info, files[name])
    return target.getvalue()


def extension_files(extension_dir: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what a reader's browser needs, by its name in the package."""
    for path in extension_dir.rglob("*"):
        parts = path.relative_to(extension_dir).parts
        if path.is_file() and parts[0] not in _OUTSIDE and not any(part.startswith(".") for part in parts):
            yield "/".join(parts), path.read_bytes()


def seed_files(seed: VerifiedSet) -> Iterator[tuple[str, bytes]]:
    """Yield a set as the extension fetches one: no diffs, for it has nothing yet, and records while they travel."""
    for name, data in seed.documents.items():
        yield f"{SEED}/{name}", data
    manifest = seed.manifest
    entries: list[FileEntry] = [manifest.snapshot, manifest.rules]
    if sum(bucket.size for bucket in manifest.buckets) <= MAX_BUCKETS_BYTES:
        entries.extend(manifest.buckets)
    for entry in entries:
        yield f"{SEED}/{entry.path}", read_file(seed.directory, entry)


def version_of(extension_dir: Path) -> str:
    """Return the version that the extension's manifest states."""
    version: str = orjson.loads((extension_dir / "manifest.json").read_bytes())["version"]
    return version
